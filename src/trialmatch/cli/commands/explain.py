"""trialmatch explain: one subject's answers and what they rest on, or the plan of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trialmatch.cli.output import output_options, print_json
from trialmatch.diagnostics import Diagnostic, UsageError

if TYPE_CHECKING:
    from trialmatch.results.answers import Assessment
    from trialmatch.workflow.cohort import Cohort
    from trialmatch.workflow.result import Result


@click.command("explain")
@click.argument("arguments", nargs=-1, required=True, metavar="CRITERIA SUBJECT | --plan PATHS...")
@click.option("--plan", "of_plan", is_flag=True, help="The plan of several sets, and its cost.")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Folder of records.")
@click.option("--as-of", help="Date to screen at; by default the source's data cut-off.")
@click.option("--lang", type=click.Choice(["en", "nb"]), default="en", show_default=True)
@click.option("--cut-off", help="Last day that the data cover, where site.toml does not say.")
@click.option("--synthetic", is_flag=True, help="The data are made up: no basis is needed.")
@click.option("--purpose", default="", help="What it is for; needed for data about people.")
@output_options
def command(
    arguments: tuple[str, ...],
    of_plan: bool,
    data: Path,
    as_of: str | None,
    lang: str,
    cut_off: str | None,
    synthetic: bool,
    purpose: str,
    quiet: bool,
    as_json: bool,
) -> None:
    """Explain every criterion's answer for one SUBJECT.

    SUBJECT is a patient's identifier, or PATIENT/EVENT for criteria that screen events; a
    patient alone then stands for all of the patient's events. With --plan, all arguments are
    criteria files or folders: what they ask, what they share, and what each stage cost.
    """
    from trialmatch.workflow.cohort import Cohort

    cohort = Cohort.open(data, cut_off=cut_off, synthetic=True if synthetic else None)
    if of_plan:
        _explain_plan(arguments, cohort, as_of, as_json=as_json)
        return
    criteria, subject = _criteria_and_subject(arguments)
    _explain_subject(criteria, subject, cohort, as_of, lang, purpose, quiet, as_json)


def _criteria_and_subject(arguments: tuple[str, ...]) -> tuple[Path, str]:
    if len(arguments) != 2:
        raise click.UsageError("one criteria file and one subject; with --plan, criteria files")
    return Path(arguments[0]), arguments[1]


def _explain_plan(
    paths: tuple[str, ...], cohort: Cohort, as_of: str | None, *, as_json: bool
) -> None:
    from trialmatch.workflow.criteria import find_files, load_all
    from trialmatch.workflow.plan_report import plan_report
    from trialmatch.workflow.screening import screen_all

    criteria = load_all(find_files(paths))
    if not criteria:
        raise UsageError("none of the files named has a `trial`, `registry` or `programme` line")
    report = plan_report(screen_all(criteria, cohort, as_of, reasons=False))
    if as_json:
        print_json(report.as_dict())
    else:
        click.echo("\n".join(report.lines()))


def _explain_subject(
    criteria: Path,
    subject: str,
    cohort: Cohort,
    as_of: str | None,
    lang: str,
    purpose: str,
    quiet: bool,
    as_json: bool,
) -> None:
    from trialmatch.workflow.criteria import load
    from trialmatch.workflow.explaining import told_subject
    from trialmatch.workflow.releasing import refuse_rows_without_basis
    from trialmatch.workflow.screening import screen_patient

    checked = load(criteria)
    refuse_rows_without_basis(checked.checked, cohort, purpose=purpose)
    result = screen_patient(checked, cohort, subject, as_of)
    told = [told_subject(result, each, lang) for each in _asked_for(result, subject)]
    if as_json:
        print_json([each.as_dict() for each in told])
        return
    for each in told:
        click.echo("\n".join(each.lines(brief=quiet)) + "\n")


def _asked_for(result: Result, subject: str) -> list[Assessment]:
    found = [a for a in result.screening.assessments if a.subject.key == subject]
    found = found or result.of_patient(subject)
    if found:
        return found
    left_out = result.screening.not_screened
    why = "the patient has no such event in the time that is screened"
    if left_out.dead or left_out.unborn:
        why = "the person is dead or not yet born at the index"
    raise UsageError([Diagnostic("", "no-such-subject", "there is no such subject", why)])
