"""Words and numbers of the field: code sets, units, the calendar, near names."""
