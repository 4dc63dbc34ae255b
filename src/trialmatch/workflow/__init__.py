"""The verbs in order: load criteria, open a cohort, screen, explain, write lists."""
