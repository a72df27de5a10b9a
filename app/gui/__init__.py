"""The window: it shows what the core says, and tells it what the candidate asks for."""
