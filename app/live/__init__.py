"""Gemini Live: the transport, the codec and the set-up of one connection."""
