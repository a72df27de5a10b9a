"""What is kept: journal, recordings, keys."""
