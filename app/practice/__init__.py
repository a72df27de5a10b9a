"""The embedded interviewer: a Live server on this computer."""
