"""What every kind of clause is made of and may know: the protocol, the scope, rows, limits."""
