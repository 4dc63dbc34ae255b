"""The peer: the same questions as a person would put them in SQL, one query a criteria set.

Written from the parameters of the questions and the meaning of the language, and from nothing
that trialmatch compiles or computes. Dates are intervals of days; `sure` rows are those whose
status counts.
"""
