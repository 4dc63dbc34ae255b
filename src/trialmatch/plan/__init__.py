"""The closed algebra that every clause is said in and every engine answers."""
