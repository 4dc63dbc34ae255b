"""From relations in the cohort schema to checked, sorted Arrow tables, all of it in duckdb.

A source brings its rows into relations with the columns of `cohort.schema`, of whatever type
its format has. What follows is the same for all: types, dates, numbers, reasons to set a row
aside, canonical codes, order.
"""
