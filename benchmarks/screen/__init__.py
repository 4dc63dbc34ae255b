"""Many criteria sets over one cohort, beside hand-written SQL that answers the same."""
