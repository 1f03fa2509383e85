"""What the mail does by itself."""

import datetime
import time

from resource_centre.jobs.register import job

from . import delivery, links
from .folder import forget_files
from .models import Bounce

#: Seconds after which other jobs get their turn, however many letters wait.
TURN = 60


@job("deliver-letters", every=datetime.timedelta(seconds=2))
def deliver_letters() -> None:
    """Deliver the letters whose time has come."""
    end = time.monotonic() + TURN
    while delivery.deliver_due() == delivery.BATCH and time.monotonic() < end:
        pass


@job("forget-links-and-letters", every=datetime.timedelta(hours=6))
def forget() -> None:
    """Delete links, letters and notes about addresses whose time is over."""
    links.forget_old()
    delivery.forget_ended()
    Bounce.forget_old()
    forget_files()
