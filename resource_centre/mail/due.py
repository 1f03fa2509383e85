"""What the mail does by itself."""

import datetime

from resource_centre.jobs.register import job

from . import delivery, links


@job("deliver-letters", every=datetime.timedelta(seconds=2))
def deliver_letters() -> None:
    """Deliver the letters whose time has come."""
    while delivery.deliver_due() == delivery.BATCH:
        pass


@job("forget-links-and-letters", every=datetime.timedelta(hours=6))
def forget() -> None:
    """Delete links and letters whose time is over."""
    links.forget_old()
    delivery.forget_ended()
