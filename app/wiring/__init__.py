"""Builds everything once; the only place that knows all rooms."""
