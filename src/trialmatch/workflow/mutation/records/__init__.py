"""Generated records: made so that whatever questions turn on lies close by."""
