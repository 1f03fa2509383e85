"""Seeing whether web addresses work."""


def check_some() -> None:
    """Do what is due."""
