"""How often one network and one e-mail address may do what at the doors.

Whole groups sit behind one network: a workshop in which everybody fills in a form must get through.
"""

import datetime

from resource_centre.guard.buckets import Allowance

_HOUR, _DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
#: Every form of the doors that is sent from a network, with errors or without.
DOORS = Allowance("share-doors", 120, _HOUR)
#: Contributions that a network sends to us.
SENDING = Allowance("share-sending", 20, _HOUR)
#: Letters that an address gets because somebody typed it.
LETTERS = Allowance("share-letters", 5, _DAY)
#: Requests for links, by network and by address.
MY_LINKS_NETWORK = Allowance("share-my-links-network", 20, _HOUR)
MY_LINKS_ADDRESS = Allowance("share-my-links", 3, _HOUR)
#: What somebody does on the page of a contribution.
STATUS = Allowance("share-status", 60, _HOUR)
