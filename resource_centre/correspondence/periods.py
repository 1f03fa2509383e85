"""How long the site keeps what people write to each other, to us, and for our news. Pages say the same numbers."""

import datetime

#: A message that was sent on is erased, and with the last one the sender's address.
MESSAGE_DAYS = 30
#: What nobody confirmed by the link in our letter is erased.
UNCONFIRMED_DAYS = 7
#: A conversation that was reported is kept for staff at most.
REPORTED_DAYS = 90
#: A block ends this long after the person last tried to write.
BLOCK_DAYS = 365
#: A message to us is erased after it was closed, and in any case after it was sent.
CLOSED_CONTACT_DAYS = 30
CONTACT_DAYS = 365
#: The link to unsubscribe in a letter with news works.
UNSUBSCRIBE_DAYS = 730


def days(number: int) -> datetime.timedelta:
    """Return a number of days as a length of time."""
    return datetime.timedelta(days=number)
