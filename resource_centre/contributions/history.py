"""What happened to a contribution, for the person who sent it: in plain words, without the names of staff."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Contribution, Step

Act = Step.Act
SAID: dict[str, str | Promise] = {
    Act.SENT: _("You sent it to us."),
    Act.CONFIRMED: _("You confirmed your e-mail address."),
    Act.OPENED: _("One of us began to read it."),
    Act.EDITED: _("We changed something in it before publishing."),
    Act.ASKED: _("We asked you a question."),
    Act.ANSWERED: _("You answered."),
    Act.ADDED: _("You added something."),
    Act.CORRECTED: _("You corrected it."),
    Act.ACCEPTED: _("We published it."),
    Act.DECLINED: _("We decided not to publish it."),
    Act.UNDONE: _("We took our decision back, to look at it again."),
    Act.WITHDRAWN: _("You withdrew it."),
}
#: Whose words may be shown: the sender's own, and what staff wrote to the sender.
_WITH_WORDS = {Act.ASKED, Act.ANSWERED, Act.ADDED, Act.ACCEPTED, Act.DECLINED}


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    at: datetime.datetime
    said: str | Promise
    words: str


def history(contribution: Contribution) -> list[Entry]:
    """Return what happened, the first first. What staff did among themselves is left out."""
    return [
        Entry(step.at, SAID[step.act], step.text if step.act in _WITH_WORDS else "")
        for step in contribution.steps.all()
        if step.act in SAID
    ]
