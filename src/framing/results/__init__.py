"""The report's tables and named numbers, a module for each question."""
