"""Mutants: a criteria file changed by one step, which one of its cases should notice.

Each sort of change has a file in `sorts`. `mutate` makes every mutant of a file, puts all of
them to the file's cases at once, and looks for a record that tells apart what no case does.
"""
