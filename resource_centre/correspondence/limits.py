"""How often people may write: enough for an honest person on a bad day, too little for a machine."""

import datetime

from resource_centre.guard.buckets import Allowance

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)

#: Sendings of any form of this package from one network. Several people may share one.
NETWORK = Allowance("correspondence-network", 20, HOUR)
#: First messages that give one e-mail address: each sends a letter to it.
SENDER = Allowance("message-sender", 5, DAY)
#: First messages that reach one organisation.
RECEIVER = Allowance("message-receiver", 20, DAY)
#: Messages from one person to one organisation that it has not answered.
PAIR = Allowance("message-pair", 3, DAY)
#: Messages of one side in one conversation.
SIDE = Allowance("message-side", 20, DAY)
#: Messages to us that give one e-mail address.
CONTACT = Allowance("contact-sender", 5, DAY)
#: Letters about a subscription to one e-mail address.
NEWS = Allowance("news-address", 3, DAY)


def take_all(*wanted: tuple[Allowance, str]) -> bool:
    """Take one token of each allowance for its subject, or none at all. Return whether all had one.

    Call it before a transaction begins: a bucket stays locked until the transaction around the call ends.
    """
    for number, (allowance, subject) in enumerate(wanted):
        if not allowance.take(subject):
            give_back(*wanted[:number])
            return False
    return True


def give_back(*taken: tuple[Allowance, str]) -> None:
    """Put the tokens back: what they were taken for did not happen."""
    for allowance, subject in taken:
        allowance.give_back(subject)
