"""Fairhearing: an interview by voice in which nothing said is lost."""

PRODUCT = "Fairhearing"
VERSION = "0.1.0"
"""As in pyproject.toml (a test compares): a packaged application has no metadata to ask."""
