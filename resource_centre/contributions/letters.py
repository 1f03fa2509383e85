"""Letters to the people who send something."""
