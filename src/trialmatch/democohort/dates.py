"""The fixed calendar of the demo cohort: when records begin and end, precision of dates."""

from __future__ import annotations

from datetime import date

from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, day_number

RECORDS_BEGIN_DATE = date(2012, 1, 1)
CUT_OFF_DATE = date(2026, 11, 1)
RECORDS_BEGIN = day_number(RECORDS_BEGIN_DATE)
CUT_OFF = day_number(CUT_OFF_DATE)
LAST_MINUTE = (CUT_OFF + 1) * MINUTES_PER_DAY - 1
DAYS_A_YEAR = 365.2425

# How precisely a time is written: to the minute, the day, the month, the year.
MINUTE, DAY, MONTH, YEAR = range(4)
# Stands for a time that is not there.
NEVER = -(2**62)
