"""The columnar engine: verdicts for everyone, every question of all criteria sets once.

It answers what the reference engine answers, with arrays of whole partitions of patients.
"""

from trialmatch.engines.columnar.records import screen, screen_records
from trialmatch.engines.columnar.screening import Timings, screen_all

__all__ = ["Timings", "screen", "screen_all", "screen_records"]
