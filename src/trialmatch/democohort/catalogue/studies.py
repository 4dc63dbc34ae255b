"""Studies, all made up, and their points."""

from __future__ import annotations

JOINING_SHARE = 0.05
# Of some who left or finished nobody wrote down when.
ENDED_SHARE = 0.85
# Numbers of the form that registers of studies give; none of these is given.
STUDIES = ("NCT99900001", "NCT99900002", "NCT99900003", "NCT99900004")
# How many of those who took part reached each point.
POINTS = {"day-1": 0.6}
