"""The criteria language: text cut into statements, statements parsed into a syntax tree."""
