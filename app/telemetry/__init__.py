"""What the application says about itself: log and counters."""
