"""What the pages are made of; each shows a frozen value and decides nothing."""
