"""trialmatch screen: many criteria sets over one cohort, a list for each."""

from __future__ import annotations

from pathlib import Path

import click

from trialmatch.cli.listing import ScreenOptions, screen_and_write
from trialmatch.cli.output import output_options


@click.command("screen")
@click.argument("paths", nargs=-1, required=True)
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Folder of records.")
@click.option("--as-of", help="Date to screen at; by default the source's data cut-off.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the lists.")
@click.option("--lang", type=click.Choice(["en", "nb"]), default="en", show_default=True)
@click.option("--cut-off", help="Last day that the data cover, where site.toml does not say.")
@click.option("--synthetic", is_flag=True, help="The data are made up: no basis is needed.")
@click.option("--purpose", default="", help="What the lists are for; recorded in each.")
@click.option("--identified", is_flag=True, help="Show person numbers; needs basis and purpose.")
@click.option(
    "--dates",
    type=click.Choice(["absolute", "relative"]),
    default="absolute",
    show_default=True,
    help="Relative shows days before the index.",
)
@output_options
def command(
    paths: tuple[str, ...],
    data: Path,
    as_of: str | None,
    out: Path,
    lang: str,
    cut_off: str | None,
    synthetic: bool,
    purpose: str,
    identified: bool,
    dates: str,
    quiet: bool,
    as_json: bool,
) -> None:
    """Screen a cohort with criteria files, and those in the folders named.

    Writes one list per criteria set, as HTML and as CSV, and a manifest.
    """
    options = ScreenOptions(
        as_of=as_of,
        lang=lang,
        cut_off=cut_off,
        synthetic=True if synthetic else None,
        purpose=purpose,
        identified=identified,
        relative_dates=dates == "relative",
        quiet=quiet,
        as_json=as_json,
    )
    screen_and_write(paths, data, out, options)
