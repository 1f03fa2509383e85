"""How long personal data is kept, in one place: the page on privacy says these numbers, and a test holds both together."""

import datetime

#: A contribution that was begun and saved for later.
UNFINISHED_DAYS = 30
#: A contribution whose e-mail address was not confirmed.
UNCONFIRMED_DAYS = 7
#: A contribution that was not published or was withdrawn, and spam.
DECLINED_DAYS = 90
#: A contribution or a report that nobody has dealt with: nothing is kept without an end.
OPEN_DAYS = 365
#: A report of something wrong, once it is dealt with.
REPORT_DAYS = 90
#: Decisions can be taken back within this time.
UNDO = datetime.timedelta(hours=24)

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)

CONFIRM_LINK = datetime.timedelta(days=UNCONFIRMED_DAYS)
RESUME_LINK = datetime.timedelta(days=UNFINISHED_DAYS)
STATUS_LINK = datetime.timedelta(days=400)
CHANGE_LINK = datetime.timedelta(days=14)
FRESHNESS_LINK = datetime.timedelta(days=60)

#: Somebody who asked for an entry as its owner and did not use the link that they got.
UNPROVED_DAYS = 14
#: Somebody who said why an entry is theirs, where staff have not decided.
CLAIM_DAYS = 90

#: Owners are asked after so many months without confirmation; after the last one, the record counts as not confirmed.
ASK_AFTER_MONTHS = (10, 11, 12)
#: The address of an owner who has not answered for so long is erased: the end of the last cycle.
OWNER_MONTHS = 24
