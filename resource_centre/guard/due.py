"""What the guard does by itself from time to time."""

import datetime

from resource_centre.jobs.register import job

from .buckets import forget_full


@job("forget-full-allowances", every=datetime.timedelta(hours=1))
def forget_full_allowances() -> None:
    """Delete the buckets that are full again."""
    forget_full()
