"""A screening made up by hand, for the tests of lists: no engine and no data are needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from trialmatch.cohort.basis import Basis
from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.loading import FileReport, LoadReport
from trialmatch.plan.algebra import (
    Compare,
    Events,
    Exists,
    Observed,
    Op,
    Reduce,
    Take,
    Truth,
    Word,
)
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    Side,
    SourceReference,
)
from trialmatch.plan.window import ANY_TIME
from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.results.answers import (
    Answer,
    Assessment,
    Explanation,
    NotScreened,
    Screening,
    Subject,
    conclude,
)
from trialmatch.results.evidence import Evidence, FactEvidence, RowEvidence, SearchEvidence
from trialmatch.results.release import PUBLIC_KEY, Level, Release, Withheld
from trialmatch.verdict import Missing, Reason, Verdict
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.vocabulary.codesets import CodePattern, CodeSet

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
AS_OF = Moment(parse_moment("2026-03-01").hi, parse_moment("2026-03-01").hi)
DAY = AS_OF.last_day
MALIGNANCY = CodeSet(
    "malignancy",
    (CodePattern("ICD10", "C00", "C97"), CodePattern("SNOMED", "363346000")),
    (CodePattern("ICD10", "C44"),),
)
INFARCTION = CodeSet("myocardial_infarction", (CodePattern("ICD10", "I21"),))
DEMENTIA = CodeSet("dementia", (CodePattern("ICD10", "F00", "F03"),))
EGFR = CodeSet("egfr", (CodePattern("LOINC", "62238-1"),))
LVEF = CodeSet("lvef", (CodePattern("LOINC", "10230-1"),))
QUESTION = CodeSet("Lacks capacity to consent", (CodePattern("answer", "MI/1"),))


def exists(kind: str, codes: CodeSet) -> Truth:
    """A question whether a code is there, or what a person answered."""
    if kind == "answer":
        return Compare(Reduce(Take(Events((kind,), codes)), Word()), Op.EQ, "applies")
    return Exists(Events((kind,), codes), Observed((kind,), codes, ANY_TIME))


def criterion(name: str, title: str, text: str, kind: str, codes: CodeSet) -> Criterion:
    """A criterion; those whose id begins with I include."""
    side = Side.INCLUDE if name.startswith("I") else Side.EXCLUDE
    applies = exists("diagnosis", codes) if text.startswith("if") else None
    return Criterion(name, title, side, exists(kind, codes), text, f"hash-{name}", applies)


CRITERIA = (
    criterion("I1", "Acute myocardial infarction", "main diagnosis myocardial_infarction within "
              "30 days before index", "diagnosis", INFARCTION),
    criterion("I2", "Adult, at most 80 years", "age between 18 and 80 years", "diagnosis",
              INFARCTION),
    criterion("I3", "Kidney function", "latest egfr (within 12 months before index) >= 30 "
              "mL/min/{1.73_m2}", "measurement", EGFR),
    criterion("I4", "Left ventricular ejection fraction", "latest lvef (within 6 months before "
              "index) <= 40 %", "measurement", LVEF),
    criterion("I5", "Willing to take part", 'manual "Willing to take part in the study"', "answer",
              QUESTION),
    criterion("E1", "Cancer within 5 years", "diagnosis malignancy within 5 years before index",
              "diagnosis", MALIGNANCY),
    criterion("E2", "Dementia", "diagnosis dementia", "diagnosis", DEMENTIA),
    criterion("E3", "Pregnant", "if female: finding pregnancy within 300 days before index",
              "diagnosis", DEMENTIA),
    criterion("E4", "Lacks capacity to consent", 'manual "Lacks capacity to consent"', "answer",
              QUESTION),
)  # fmt: skip

TRIAL = EligibilityCriteria(
    id="EXAMPLE_MI",
    title="Early treatment after myocardial infarction",
    purpose=Purpose.TRIAL,
    domain=PatientDomain(),
    criteria=CRITERIA,
    hash="9f3c1de0aa1b4c5d6e7f",
    protocol="3.0",
    protocol_date="2026-03-01",
    target=1200,
    target_unit="participants",
    sources=(SourceReference("https://example.org/protocol", "2026-02-22"),),
)
BASIS = Basis("dispensation", "Reference 2026/123", parse_moment("2027-12-31").first_day)
ASK = Answer(UNKNOWN, (Reason.of(Missing.ANSWER_NEEDED, "Lacks capacity to consent"),))
YES, NO = Answer(MET), Answer(NOT_MET)
NOT_APPLICABLE = Answer(NOT_MET, applies=NOT_MET)
NO_EGFR = Answer(UNKNOWN, (Reason.of(Missing.NO_RESULT, "egfr"),))
WRONG_UNIT = Answer(UNKNOWN, (Reason.of(Missing.UNIT_DIFFERS, "egfr", "mL/min"),))
NO_LVEF = Answer(UNKNOWN, (Reason.of(Missing.NO_RESULT, "lvef"),))
MAYBE_CANCER = Answer(UNKNOWN, (Reason.of(Missing.UNCONFIRMED, "malignancy"),))
OTHER_RECORD = Answer(UNKNOWN, (Reason.of(Missing.RECORD_BEGINS, "malignancy", "2023-05-01"),))

# Answers to I1, I2, I3, I4, I5, E1, E2, E3, E4.
PATTERNS: tuple[tuple[Answer, ...], ...] = (
    (YES, YES, YES, YES, YES, NO, NO, NOT_APPLICABLE, NO),
    (YES, YES, YES, YES, ASK, NO, NO, NOT_APPLICABLE, ASK),
    (YES, YES, NO_EGFR, YES, ASK, NO, NO, NO, ASK),
    (YES, YES, WRONG_UNIT, NO_LVEF, ASK, MAYBE_CANCER, NO, NOT_APPLICABLE, ASK),
    (YES, YES, NO_EGFR, NO_LVEF, ASK, OTHER_RECORD, MAYBE_CANCER, NO, ASK),
    (NO, YES, NO_EGFR, NO_LVEF, ASK, NO, NO, NOT_APPLICABLE, ASK),
    (YES, NO, YES, YES, ASK, NO, NO, NO, ASK),
    (YES, YES, YES, NO_LVEF, ASK, YES, NO, NO, ASK),
)


def row(kind: str, code: str, text: str, date: str, **more: str) -> RowEvidence:
    """A row as evidence."""
    system = {"diagnosis": "ICD10", "measurement": "LOINC"}[kind]
    plain = RowEvidence(kind, system, code, text, parse_moment(date), None, "row-1", "files")
    return replace(
        plain,
        value=more.get("value", ""),
        unit=more.get("unit", ""),
        status=more.get("status", ""),
        position=more.get("position", ""),
        possible="doubt" in more,
        doubts=(more["doubt"],) if "doubt" in more else (),
    )


def search(kind: str, codes: CodeSet, first: int | None, near: bool = False) -> SearchEvidence:
    """A search that found nothing."""
    nearest = row("diagnosis", "C509", "Breast cancer", "2014-05") if near else None
    return SearchEvidence((kind,), codes.name, str(codes), first, DAY, None, DAY, nearest)


def evidence(name: str, answer: Answer) -> tuple[Evidence, ...]:
    """What a criterion's answer rests on."""
    if name == "I1" and answer is YES:
        return (
            row("diagnosis", "I214", "Acute subendocardial myocardial infarction", "2026-02-10",
                position="secondary"),
            row("diagnosis", "I214", "Acute subendocardial myocardial infarction",
                "2026-02-20T10:15", position="main"),
        )  # fmt: skip
    if name == "I2":
        return (FactEvidence("age", "67" if answer is YES else "83", "year"),)
    if name == "I3" and answer is YES:
        return (row("measurement", "62238-1", "eGFR", "2026-02-21", value="58",
                    unit="mL/min/{1.73_m2}"),)  # fmt: skip
    if answer is WRONG_UNIT:
        return (row("measurement", "62238-1", "eGFR", "2026-02-21", value="45", unit="mL/min"),)
    if name == "I4" and answer is YES:
        return (row("measurement", "10230-1", "LVEF", "2026-02-22", value="35", unit="%"),)
    if answer is MAYBE_CANCER:
        return (row("diagnosis", "C509", "Breast cancer", "2025-11-03", status="provisional",
                    doubt="UNCONFIRMED"),)  # fmt: skip
    if name == "E1" and answer is NO:
        return (search("diagnosis", MALIGNANCY, DAY - 1826, near=True),)
    if name == "E3":
        return (FactEvidence("sex", "male" if answer is NOT_APPLICABLE else "female"),)
    if name in ("E1", "E2"):
        return (search("diagnosis", DEMENTIA, None),)
    return ()


@dataclass
class Explained:
    """An explainer that keeps count of how many it was asked for."""

    asked: int = 0

    def explain(
        self, criteria: EligibilityCriteria, assessments: Iterable[Assessment]
    ) -> Iterator[tuple[Explanation, ...]]:
        """The evidence made up for each answer."""
        for assessment in assessments:
            self.asked += 1
            yield tuple(
                Explanation(c, a, evidence(c.id, a), 0)
                for c, a in zip(criteria.criteria, assessment.answers, strict=True)
            )


def screening(
    count: int = 40, criteria: EligibilityCriteria = TRIAL, aside: NotScreened | None = None
) -> Screening:
    """A screening of so many subjects, their answers in turn those of `PATTERNS`."""
    of_events = isinstance(criteria.domain, EventDomain)
    assessments = []
    for at in range(count):
        answers = PATTERNS[at % len(PATTERNS)]
        answers = (answers * (len(criteria.criteria) // len(answers) + 1))[: len(criteria.criteria)]
        start = DAY - at % 400
        index = Moment(start * 1440 + 615, start * 1440 + 615) if of_events else AS_OF
        subject = Subject(f"patient-{at}", index, f"stay-{at}" if of_events else "")
        state = conclude(criteria.criteria, answers)
        assessments.append(Assessment(subject, answers, state))
    return Screening(criteria, AS_OF, tuple(assessments), aside or NotScreened(7, 0, 0))


def release(level: Level = Level.PSEUDONYMOUS, *, synthetic: bool = True) -> Release:
    """A release at one level."""
    if level is Level.COUNTS:
        return Release(level, withheld=(Withheld.NO_BASIS, Withheld.NO_PURPOSE))
    return Release(level, synthetic, BASIS, "Recruitment", key=PUBLIC_KEY)


def list_input(
    of: Screening | None = None,
    *,
    level: Level = Level.PSEUDONYMOUS,
    synthetic: bool = True,
    lang: str = "en",
    cut_off: int | None = AS_OF.hi,
) -> ListInput:
    """All that a list is made of."""
    screened = of or screening()
    patients = [assessment.subject.patient for assessment in screened.assessments]
    births = ("1958-06-01", "1960-03", "1971", "1949-12-31")
    return ListInput(
        screening=screened,
        explainer=Explained(),
        holdings=Holdings("Demo cohort", {"diagnosis": HeldKind()}, cut_off, synthetic),
        load=LoadReport([FileReport("patients.csv", 5000, 4980, Counter({"no date": 12}), 8)]),
        never_seen=(("diagnosis", DEMENTIA),),
        release=release(level, synthetic=synthetic),
        facts={
            patient: (("female", "male")[at % 2], parse_moment(births[at % len(births)]))
            for at, patient in enumerate(patients)
        },
        identities={patient: (f"{at:011d}", f"Name {at}") for at, patient in enumerate(patients)},
        lang=lang,
        run_id="2026-03-02-a1b2c3",
        version="0.1.0",
    )


def registry() -> EligibilityCriteria:
    """The same criteria put to each stay."""
    return replace(
        TRIAL,
        id="REGISTRY",
        title="Myocardial infarction registry",
        purpose=Purpose.REGISTRY,
        domain=EventDomain(Events(("visit",)), "stay"),
        basis=Basis("statutory", "Regulation"),
        protocol="",
        target=None,
    )
