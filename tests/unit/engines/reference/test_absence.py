"""When finding nothing means that there was nothing, and which rule wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.records import Row
from trialmatch.engines.reference.absence import observed
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.plan.algebra import Events, Observed, Reduce, RowTime, Take
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.verdict import Missing, Verdict
from trialmatch.vocabulary.calendar import Duration, Unit, parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

Make = Callable[..., Row]
MakeSubject = Callable[..., SubjectRecord]

CANCER = CodeSet("cancer", (pattern("ICD10", "C00", "C97"),))
NUT = CodeSet("nut allergy", (pattern("SNOMED", "91934008"),))
FIVE_YEARS = Window(Bound(Duration(5, Unit.YEAR)))
TEN_DAYS_AFTER = Window(INDEX, Bound(Duration(10, Unit.DAY), sign=1))


def day(text: str) -> int:
    return parse_moment(text).first_day


def why(node: Observed, subject: SubjectRecord) -> tuple[Missing | None, str]:
    verdict, reasons = observed(node, Answering(subject))
    if verdict is Verdict.MET:
        return None, ""
    return reasons[0].missing, reasons[0].detail


def diagnosis(window: Window = FIVE_YEARS) -> Observed:
    return Observed(("diagnosis",), CANCER, window)


def holding(**kinds: HeldKind) -> Holdings:
    return Holdings("made", kinds, cut_off=parse_moment("2024-03-01").hi)


def test_a_diagnosis_not_found_in_a_source_that_holds_diagnoses_is_absent(
    subject: MakeSubject,
) -> None:
    assert why(diagnosis(), subject()) == (None, "")


def test_a_kind_that_is_not_collected_says_nothing(subject: MakeSubject) -> None:
    seen = subject(holdings=holding(procedure=HeldKind()))
    assert why(diagnosis(), seen) == (Missing.NOT_COLLECTED, "diagnosis")


def test_a_source_without_rows_of_a_form_says_nothing(subject: MakeSubject) -> None:
    given = replace(diagnosis(), forms=frozenset({"planned"}))
    without = subject(holdings=holding(diagnosis=HeldKind(forms=frozenset({"family-history"}))))
    assert why(given, without) == (Missing.NOT_COLLECTED, "planned diagnosis")
    assert why(diagnosis(), without) == (None, "")
    assert why(given, subject()) == (None, "")


def test_what_is_asked_for_by_name_need_not_be_seen_otherwise(subject: MakeSubject) -> None:
    held = subject(holdings=replace(holding(diagnosis=HeldKind()), seen={}))
    given = replace(diagnosis(), forms=frozenset({"planned"}))
    assert why(given, held) == (None, "")
    assert why(replace(given, forms=frozenset({"given"})), held)[0] is Missing.NEVER_SEEN


def test_a_source_with_other_code_systems_says_nothing(subject: MakeSubject) -> None:
    seen = subject(holdings=holding(diagnosis=HeldKind(frozenset({"SNOMED"}))))
    assert why(diagnosis(), seen) == (Missing.SYSTEM_NOT_HELD, "ICD10")


def test_a_code_set_never_seen_in_the_cohort_says_nothing(subject: MakeSubject) -> None:
    held = replace(holding(diagnosis=HeldKind()), seen={("diagnosis", "ICD10", "I214"): 5})
    assert why(diagnosis(), subject(holdings=held))[0] is Missing.NEVER_SEEN
    also = replace(held, seen={("diagnosis", "ICD10", "C509"): 1}, _seen_cache={})
    assert why(diagnosis(), subject(holdings=also)) == (None, "")


def test_a_window_past_the_cut_off_says_nothing(subject: MakeSubject, row: Make) -> None:
    late = subject(as_of="2024-03-02", holdings=holding(diagnosis=HeldKind()))
    assert why(diagnosis(), late) == (Missing.DATA_END, "2024-03-01")
    own = row("visit", "2024-02-25", "", id="v")
    assert why(diagnosis(TEN_DAYS_AFTER), subject(own, own=own))[0] is Missing.DATA_END


def test_a_kind_held_since_after_the_window_begins_says_nothing(subject: MakeSubject) -> None:
    since = holding(diagnosis=HeldKind(since=day("2020-01-01")))
    assert why(diagnosis(), subject(holdings=since)) == (Missing.RECORD_BEGINS, "2020-01-01")
    assert why(diagnosis(ANY_TIME), subject(holdings=since)) == (None, "")


def test_nothing_need_be_known_of_the_time_before_birth(subject: MakeSubject) -> None:
    since = holding(diagnosis=HeldKind(since=day("2020-01-01")))
    assert why(diagnosis(), subject(holdings=since, birth="2021-06-01")) == (None, "")


def test_observation_periods_must_cover_the_window_without_a_gap(subject: MakeSubject) -> None:
    whole = ((day("2010-01-01"), day("2024-03-01")),)
    joined = ((day("2010-01-01"), day("2020-12-31")), (day("2021-01-01"), day("2024-03-01")))
    gap = ((day("2010-01-01"), day("2020-12-31")), (day("2021-01-02"), day("2024-03-01")))
    late = ((day("2019-03-02"), day("2024-03-01")),)
    assert why(diagnosis(), subject(periods=whole)) == (None, "")
    assert why(diagnosis(), subject(periods=joined)) == (None, "")
    assert why(diagnosis(), subject(periods=gap))[0] is Missing.RECORD_BEGINS
    assert why(diagnosis(), subject(periods=late)) == (Missing.RECORD_BEGINS, "2019-03-02")
    assert why(diagnosis(), subject(periods=()))[0] is Missing.RECORD_BEGINS


def test_ever_reaches_as_far_as_the_record_does(subject: MakeSubject) -> None:
    late = ((day("2019-03-02"), day("2024-03-01")),)
    ended = ((day("2010-01-01"), day("2024-02-29")),)
    assert why(diagnosis(ANY_TIME), subject(periods=late)) == (None, "")
    assert why(diagnosis(ANY_TIME), subject(periods=ended))[0] is Missing.RECORD_BEGINS


def test_what_must_be_asked_is_not_absent_by_silence(subject: MakeSubject, row: Make) -> None:
    asked = Observed(("allergy",), NUT, ANY_TIME)
    none_known = row("allergy", "2020-01-01", "SNOMED 716186003")
    assert why(asked, subject())[0] is Missing.NOT_RECORDED
    assert why(asked, subject(none_known)) == (None, "")


def test_whether_it_was_measured_can_be_told_from_silence(subject: MakeSubject) -> None:
    assert why(Observed(("measurement",), NUT, ANY_TIME), subject())[0] is Missing.NOT_RECORDED
    done = Observed(("measurement",), NUT, ANY_TIME, asks_whether_done=True)
    assert why(done, subject()) == (None, "")


def test_what_the_source_holds_wins_over_how_long_the_record_is(subject: MakeSubject) -> None:
    seen = subject(holdings=holding(procedure=HeldKind()), periods=())
    assert why(diagnosis(), seen)[0] is Missing.NOT_COLLECTED


def test_a_finding_is_absent_only_if_both_kinds_are_held(subject: MakeSubject) -> None:
    finding = Observed(("diagnosis", "observation"), CANCER, FIVE_YEARS)
    assert why(finding, subject()) == (None, "")
    alone = subject(holdings=holding(diagnosis=HeldKind()))
    assert why(finding, alone) == (Missing.NOT_COLLECTED, "observation")


LAST_STAY = Reduce(
    Take(Events(("visit",))), RowTime(), observed=Observed(("visit",), None, ANY_TIME)
)
SINCE_THE_STAY = Window(Bound(anchor=LAST_STAY), INDEX)


def test_a_window_that_hangs_on_what_never_was_is_empty_recorded_or_not(
    subject: MakeSubject,
) -> None:
    allergy = Observed(("allergy",), None, SINCE_THE_STAY)
    assert observed(allergy, Answering(subject())) == (Verdict.MET, ())


def test_a_window_that_hangs_on_what_is_not_known_was_not_searched(subject: MakeSubject) -> None:
    node = Observed(("diagnosis",), None, SINCE_THE_STAY)
    verdict, reasons = observed(node, Answering(subject(periods=())))
    assert verdict is Verdict.UNKNOWN
    assert [(r.missing, r.about) for r in reasons] == [(Missing.RECORD_BEGINS, "visit")]


def test_a_window_that_hangs_on_a_known_event_is_searched_from_there(
    row: Callable[..., Row], subject: MakeSubject
) -> None:
    node = Observed(("diagnosis",), None, SINCE_THE_STAY)
    stay = row("visit", "2023-06-10", "", contact_type="outpatient")
    day = parse_moment("2023-06-10").first_day
    covered = subject(stay, periods=((day, day + 365),))
    assert observed(node, Answering(covered))[0] is Verdict.MET
    begun_later = subject(stay, periods=((day + 1, day + 365),))
    assert observed(node, Answering(begun_later))[0] is Verdict.UNKNOWN


def test_a_bound_that_every_row_has_for_itself_is_searched_as_an_open_end(
    subject: MakeSubject,
) -> None:
    node = Observed(("diagnosis",), None, Window(Bound(anchor=RowTime()), INDEX))
    day = parse_moment("2023-06-10").first_day
    assert observed(node, Answering(subject()))[0] is Verdict.MET
    gaps = ((day, day + 10), (day + 20, day + 365))
    assert observed(node, Answering(subject(periods=gaps)))[0] is Verdict.UNKNOWN
