"""Passes over the algebra: each rewrites or reads it, and none changes what is asked."""
