"""Erasing personal data when its time is over."""


def erase_what_is_due() -> None:
    """Do what is due."""
