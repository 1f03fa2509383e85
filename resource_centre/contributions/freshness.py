"""Asking owners once a year whether their entries are still right."""


def ask_owners() -> None:
    """Do what is due."""
