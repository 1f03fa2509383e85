"""Letters to staff."""
