"""One subject's answers in words, as a terminal or a program shows them."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.results.answers import Assessment
from trialmatch.results.telling import Teller, Told
from trialmatch.workflow.result import Result


@dataclass(frozen=True, slots=True, repr=False)
class ToldSubject:
    """A subject's state and, per criterion, verdict, evidence, and what is missing, in words."""

    subject: str
    state: str
    conclusion: str
    criteria: tuple[Told, ...]

    def lines(self, *, brief: bool = False) -> list[str]:
        """The explanation as lines of text; `brief` leaves out what would settle a gap."""
        out = [f"{self.subject}: {self.conclusion}"]
        for told in self.criteria:
            title = f" {told.criterion.title}" if told.criterion.title else ""
            out.append(f"  {told.criterion.id}{title}: {told.verdict}")
            out += [f"      {line}" for line in (*told.evidence, *told.reasons)]
            if not brief:
                out += [f"      -> {line}" for line in told.settle]
        return out

    def as_dict(self) -> dict[str, object]:
        """A plain mapping for `--json`."""
        return {
            "subject": self.subject,
            "state": self.state,
            "conclusion": self.conclusion,
            "criteria": [
                {
                    "id": told.criterion.id,
                    "title": told.criterion.title,
                    "side": told.criterion.side.value,
                    "verdict": told.verdict,
                    "evidence": list(told.evidence),
                    "reasons": list(told.reasons),
                    "settle": list(told.settle),
                }
                for told in self.criteria
            ],
        }


def told_subject(result: Result, assessment: Assessment, lang: str = "en") -> ToldSubject:
    """What there is to tell of one subject of a result, with the source's own row ids."""
    teller = Teller.of(lang, row_ids=True)
    subject = assessment.subject
    explanations = result.explain(subject.key)
    return ToldSubject(
        subject=subject.key,
        state=assessment.state.value,
        conclusion=teller.conclusion(assessment, result.criteria.checked.criteria),
        criteria=tuple(teller.tell(each, subject.index) for each in explanations),
    )
