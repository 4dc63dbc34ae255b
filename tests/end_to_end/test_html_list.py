"""The list in a browser: opened from a file, with no network, filtered, sorted, printed."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from trialmatch.reports.candidates.report import write_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def made_up(repository: Path) -> ModuleType:
    """The screening made up by hand that the unit tests use too."""
    path = repository / "tests/unit/reports/made_up_list.py"
    spec = importlib.util.spec_from_file_location("made_up_list", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def browser(chromium: Path, require: Callable[[object, str], None]) -> Iterator[Browser]:
    """A headless browser that runs without a network."""
    require(importlib.util.find_spec("playwright"), "playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def open_list(
    browser: Browser, made_up: ModuleType, tmp_path: Path
) -> Iterator[Callable[..., Page]]:
    """`open_list(lang="nb", width=390)` opens a list; any complaint of the page is a failure."""
    context = browser.new_context(offline=True)
    complaints: list[str] = []
    asked: list[str] = []

    def open_it(lang: str = "en", width: int = 1280) -> Page:
        path = tmp_path / f"{lang}.html"
        write_html(made_up.list_input(lang=lang), path)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_it
    context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith("file:")] == []


def visible(page: Page) -> int:
    """How many rows of the list can be seen."""
    return page.locator("table.list tbody tr:visible").count()


def ranks(page: Page) -> list[int]:
    """The ranks of the rows, from top to bottom."""
    return [int(text) for text in page.locator("table.list td.rank").all_inner_texts()]


def header(page: Page, word: str) -> Locator:
    """The button that sorts by a column."""
    return page.locator("table.list thead button", has_text=word)


def test_all_rows_are_there_at_first(open_list: Callable[..., Page]) -> None:
    page = open_list()
    assert visible(page) == 25
    assert page.locator(".shown").inner_text() == "25 of 25 rows shown"


def test_the_text_filter_keeps_the_rows_that_hold_every_word(
    open_list: Callable[..., Page],
) -> None:
    page = open_list()
    row_id = page.locator("table.list tbody th").nth(3).inner_text()
    page.fill("#find", row_id.lower())
    assert visible(page) == 1
    page.fill("#find", "EGFR mL/min order")
    assert 0 < visible(page) < 25
    page.fill("#find", "nothing like this")
    assert visible(page) == 0
    assert page.locator(".nothing").is_visible()
    page.click("#reset")
    assert visible(page) == 25


def test_rows_are_filtered_by_state_and_by_what_is_missing(
    open_list: Callable[..., Page],
) -> None:
    page = open_list()
    page.select_option("#by-state", "CANDIDATE")
    assert visible(page) == 5
    assert page.locator(".shown").inner_text() == "5 of 25 rows shown"
    page.select_option("#by-missing", "I3")
    assert visible(page) == 0
    page.select_option("#by-state", "")
    assert visible(page) == 15


def test_columns_sort_up_and_down_and_say_so(open_list: Callable[..., Page]) -> None:
    page = open_list()
    assert ranks(page) == list(range(1, 26))
    header(page, "Settled").click()
    assert ranks(page)[-1] == 5
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Settled")
    header(page, "Settled").click()
    assert ranks(page)[0] == 1
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    header(page, "Age").click()
    ages = [int(text[:2]) for text in page.locator("table.list td.age").all_inner_texts()]
    assert ages == sorted(ages)
    page.click("#reset")
    assert ranks(page) == list(range(1, 26))


def test_a_row_opens_by_mouse_and_by_keyboard(open_list: Callable[..., Page]) -> None:
    page = open_list()
    first = page.locator("table.list tbody tr").first
    evidence = first.get_by_text("I21.4 Acute subendocardial myocardial infarction")
    assert not evidence.is_visible()
    first.locator("td.rank").click()
    assert evidence.is_visible()
    first.locator("summary").press("Enter")
    assert not evidence.is_visible()


def test_expand_all_opens_the_rows_that_are_shown(open_list: Callable[..., Page]) -> None:
    page = open_list()
    page.select_option("#by-state", "ELIGIBLE")
    page.click("#expand")
    assert page.locator("table.list details[open]").count() == 5
    page.click("#expand")
    assert page.locator("table.list details[open]").count() == 0


def test_paper_shows_everything_and_the_screen_is_as_before(
    open_list: Callable[..., Page],
) -> None:
    page = open_list()
    page.emulate_media(media="print")
    assert page.locator("table.list li:visible").count() == 25 * 9
    assert not page.locator(".toolbar").is_visible()
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="screen")
    assert page.locator("table.list details[open]").count() == 0


def test_the_page_needs_no_script(browser: Browser, made_up: ModuleType, tmp_path: Path) -> None:
    write_html(made_up.list_input(), tmp_path / "list.html")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "list.html").as_uri())
    assert visible(page) == 25
    assert not page.locator(".toolbar").is_visible()
    page.locator("table.list summary").first.click()
    assert page.locator("table.list li:visible").count() == 9
    context.close()


@pytest.mark.parametrize("width", [390, 820, 1280])
@pytest.mark.parametrize("lang", ["en", "nb"])
def test_nothing_runs_off_the_screen(open_list: Callable[..., Page], lang: str, width: int) -> None:
    page = open_list(lang, width)
    page.click("#expand")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_list_is_in_its_language(open_list: Callable[..., Page]) -> None:
    page = open_list("nb")
    assert page.locator("html").get_attribute("lang") == "nb"
    assert page.locator(".shown").inner_text() == "25 av 25 rader vises"
    assert page.locator(".chip.CANDIDATE").first.inner_text() == "kandidat"
