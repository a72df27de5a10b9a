"""What the application decides: pure machines, no input, no output, no clock."""
