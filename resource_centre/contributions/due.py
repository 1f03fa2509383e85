"""What the letter box does by itself."""

import datetime

from resource_centre.jobs.register import job

from . import erasure, freshness, linkcheck, reviewers


@job("erase-what-is-due", every=datetime.timedelta(hours=1))
def erase_what_is_due() -> None:
    """Erase personal data whose time is over."""
    erasure.erase_what_is_due()


@job("ask-owners", every=datetime.timedelta(hours=1))
def ask_owners() -> None:
    """Ask owners whether their entries are still right."""
    freshness.ask_owners()


@job("check-links", every=datetime.timedelta(minutes=10))
def check_links() -> None:
    """See whether web addresses of public entries still work: a few at a time."""
    linkcheck.check_some()


@job("tell-reviewers", every=datetime.timedelta(minutes=10))
def tell_reviewers() -> None:
    """Tell the reviewers once a day that something waits, and at once that something should be read first."""
    reviewers.tell_reviewers()
