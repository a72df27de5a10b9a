"""The interview in a terminal: screen, keys, lines of JSON."""
