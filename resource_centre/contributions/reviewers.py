"""The daily letter to the reviewers."""


def tell_reviewers() -> None:
    """Do what is due."""
