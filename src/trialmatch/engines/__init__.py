"""Engines: each answers the closed algebra for every subject, with one meaning."""
