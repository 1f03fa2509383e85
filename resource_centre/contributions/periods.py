"""How long personal data is kept, in one place: the page on privacy says these numbers, and a test holds both together."""

import datetime

#: A contribution that was begun and saved for later.
UNFINISHED_DAYS = 30
#: A contribution whose e-mail address was not confirmed.
UNCONFIRMED_DAYS = 7
#: A contribution that was not published or was withdrawn, and spam.
DECLINED_DAYS = 90
#: A report of something wrong, once it is dealt with.
REPORT_DAYS = 90
#: Decisions can be taken back within this time.
UNDO = datetime.timedelta(hours=24)

CONFIRM_LINK = datetime.timedelta(days=UNCONFIRMED_DAYS)
RESUME_LINK = datetime.timedelta(days=UNFINISHED_DAYS)
STATUS_LINK = datetime.timedelta(days=400)
CHANGE_LINK = datetime.timedelta(days=14)

#: Owners are asked after so many months without confirmation; after the last one, the record counts as not confirmed.
ASK_AFTER_MONTHS = (10, 11, 12)
#: The address of an owner who has not answered for so long is erased: the end of the last cycle.
OWNER_MONTHS = 24
