"""Letters to the reviewers, and letters to contributors as reviewers see them before they send them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resource_centre.mail import letters
from resource_centre.mail.delivery import message
from resource_centre.mail.models import Letter

from . import actions
from .models import Contribution
from .reviewers import may_review, waiting


@letters.letter("reviewers_daily")
def daily(letter: Letter) -> letters.Contents | None:
    """Say how much waits, and nothing of what it is."""
    numbers = waiting()
    if not (may_review(letter.about) and any(numbers.values())):
        return None
    return letters.Contents(
        _("Something waits on the staff desk"),
        [
            letters.text(_("This waits for somebody to look at it:")),
            letters.rows(*((str(name), str(number)) for name, number in numbers.items() if number)),
            letters.button(_("Open the queue"), _desk()),
            letters.text(_("If somebody else has been there before you, less may be waiting.")),
        ],
        _reason(),
    )


@letters.letter("reviewers_read_first")
def read_first(letter: Letter) -> letters.Contents | None:
    """Say that something should be read before the rest, and nothing of what it is."""
    if not may_review(letter.about):
        return None
    return letters.Contents(
        _("Something waits that should be read first"),
        [
            letters.text(_("Its words suggest that somebody may be in danger. Please read it as soon as you can.")),
            letters.button(_("Open the queue"), _desk()),
            letters.text(_("If you cannot, ask a colleague to.")),
        ],
        _reason(),
    )


def _desk() -> str:
    return settings.SITE_URL + reverse("admin:contributions_contribution_changelist")


def _reason() -> str:
    return _("You get this letter because your account belongs to the reviewers.")


@dataclass(frozen=True)
class Preview:
    """A letter as its reader will see it, without private links."""

    subject: str
    text: str


def previewed(contribution: Contribution, act: str, actor: User, text: str) -> Preview | None:
    """Return the letter that `act` (accept, ask or decline) would post now, or None where it would post none.

    The act is done and taken back, so that the letter says what it will say. Raises what the act raises.
    """
    with transaction.atomic():
        try:
            return _previewed(contribution, act, actor, text)
        finally:
            transaction.set_rollback(True)


def _previewed(contribution: Contribution, act: str, actor: User, text: str) -> Preview | None:
    done: Any = {"accept": actions.accept, "ask": actions.ask, "decline": actions.decline}[act]
    done(contribution, actor, text)
    kind = ContentType.objects.get_for_model(contribution)
    letter = Letter.objects.filter(content_type=kind, object_id=contribution.pk).order_by("-pk").first()
    if letter is None:
        return None
    with translation.override(letter.language), letters.preview():
        contents = letters.WRITERS[letter.name](letter)
        if contents is None:
            return None
        whole = message(letter, contents)
    return Preview(str(whole.subject), str(whole.body))
