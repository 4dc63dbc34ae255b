"""trialmatch explain: one subject, every criterion, and what its answer rests on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trialmatch.cli.output import output_options, print_json
from trialmatch.diagnostics import Diagnostic, UsageError

if TYPE_CHECKING:
    from trialmatch.results.answers import Assessment
    from trialmatch.workflow.result import Result


@click.command("explain")
@click.argument("criteria", type=click.Path(path_type=Path))
@click.argument("subject")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Folder of records.")
@click.option("--as-of", help="Date to screen at; by default the source's data cut-off.")
@click.option("--lang", type=click.Choice(["en", "nb"]), default="en", show_default=True)
@click.option("--cut-off", help="Last day that the data cover, where site.toml does not say.")
@click.option("--synthetic", is_flag=True, help="The data are made up: no basis is needed.")
@click.option("--purpose", default="", help="What it is for; needed for data about people.")
@output_options
def command(
    criteria: Path,
    subject: str,
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
    patient alone then stands for all of the patient's events.
    """
    from trialmatch.workflow.cohort import Cohort
    from trialmatch.workflow.criteria import load
    from trialmatch.workflow.explaining import told_subject
    from trialmatch.workflow.releasing import refuse_rows_without_basis
    from trialmatch.workflow.screening import screen_patient

    checked = load(criteria)
    cohort = Cohort.open(data, cut_off=cut_off, synthetic=True if synthetic else None)
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
