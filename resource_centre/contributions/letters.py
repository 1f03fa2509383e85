"""Letters to the people who send something. Each is written when it is delivered; see `mail.letters`."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resource_centre.mail.letters import Contents, Part, button, heading, letter, linked, quote, rows, text
from resource_centre.mail.models import Letter

from .doors import WORKING_DAYS
from .models import Contribution, Ownership
from .periods import CHANGE_LINK, CONFIRM_LINK, RESUME_LINK, STATUS_LINK, UNCONFIRMED_DAYS, UNFINISHED_DAYS
from .rows import answer_rows

Stage = Contribution.State


def _about(waiting: Letter, *stages: str) -> Contribution | None:
    """Return what a letter is about, if it is at one of these stages still."""
    contribution = waiting.about
    assert isinstance(contribution, Contribution)
    return contribution if contribution.state in stages else None


def _because() -> str:
    return _("You get this letter because you sent us something on our site. We use your address for nothing else.")


def _status(contribution: Contribution, label: str) -> Part:
    return button(label, linked("share:status", "status", contribution, STATUS_LINK))


def _read_within() -> str:
    return ngettext(
        "One of us, a person, reads it within %(count)d working day.",
        "One of us, a person, reads it within %(count)d working days.",
        WORKING_DAYS,
    ) % {"count": WORKING_DAYS}


def _named(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return names and values as a letter shows them, with a colon between: names without their question mark."""
    return [(name.rstrip("?\u00a0\u202f "), value) for name, value in pairs]


@letter("contribution_confirm")
def confirm(waiting: Letter) -> Contents | None:
    """Ask the sender to confirm the address. What was typed is not in it: anybody may have typed this address."""
    contribution = _about(waiting, Stage.UNCONFIRMED)
    if contribution is None:
        return None
    ignore = ngettext(
        "Was it not you? Then do nothing. Everything is erased after %(count)d day.",
        "Was it not you? Then do nothing. Everything is erased after %(count)d days.",
        UNCONFIRMED_DAYS,
    ) % {"count": UNCONFIRMED_DAYS}
    return Contents(
        _("One more step: please confirm your e-mail address"),
        [
            text(_("Thank you for what you sent us. Please tell us that this address is yours.")),
            button(_("Confirm my address"), linked("share:confirm", "confirm", contribution, CONFIRM_LINK)),
            heading(_("What happens next")),
            text(_read_within()),
            text(_("We write to you with any question, and when it is published.")),
            heading(_("Changed your mind?")),
            text(ignore),
        ],
        _("You get this letter because this address was given on our site with a contribution."),
    )


@letter("contribution_received")
def received(waiting: Letter) -> Contents | None:
    """Say that it is here, what happens next, and how to change one's mind; with what was sent."""
    contribution = _about(waiting, Stage.WAITING, Stage.READING, Stage.QUESTION)
    if contribution is None:
        return None
    return Contents(
        _("Thank you. We have what you sent us"),
        [
            text(_("It is with us now. Nothing is public yet.")),
            heading(_("What happens next")),
            text(_read_within()),
            text(_("We write to you with any question, and when it is published.")),
            heading(_("Changed your mind?")),
            text(_("See where it stands, change it, add something or take it back here. You do not have to say why.")),
            _status(contribution, _("See where it stands")),
            text(_("Keep this letter: the link in it is your way back.")),
            heading(_("What you sent us")),
            rows(
                *_named(answer_rows(contribution)),
                *([(_("Note for us"), contribution.note)] if contribution.note else []),
            ),
        ],
        _because(),
    )


@letter("contribution_question")
def question(waiting: Letter) -> Contents | None:
    """Ask what staff want to know."""
    contribution = _about(waiting, Stage.QUESTION)
    if contribution is None:
        return None
    return Contents(
        _("A question about what you sent us"),
        [
            text(_("We have read what you sent us, and would like to know something before we go on.")),
            quote(str(waiting.data.get("text", ""))),
            text(_("Answer here, in any language. There is no hurry. An answer to this e-mail reaches nobody.")),
            _status(contribution, _("Answer the question")),
        ],
        _because(),
    )


@letter("contribution_accepted")
def accepted(waiting: Letter) -> Contents | None:
    """Say that it is public, and where."""
    contribution = _about(waiting, Stage.ACCEPTED)
    record: Any = contribution.record if contribution else None
    if contribution is None or record is None or not record.is_public:
        return None
    told = str(waiting.data.get("text", ""))
    first = _("What you changed is public now.") if contribution.is_change else _("What you sent us is public now.")
    return Contents(
        _("It is published. Thank you"),
        [
            text(first),
            button(_("See the page"), settings.SITE_URL + record.get_absolute_url()),
            *([quote(told)] if told.strip() else []),
            heading(_("Is everything right?")),
            text(_("You can have it changed or taken down at any time. You do not have to say why.")),
            _status(contribution, _("Change it or take it down")),
            text(_("Once a year we ask you whether it is still right. One click is enough.")),
        ],
        _because(),
    )


@letter("contribution_declined")
def declined(waiting: Letter) -> Contents | None:
    """Say that it will not be published, with the reason in the words of staff."""
    contribution = _about(waiting, Stage.DECLINED)
    if contribution is None:
        return None
    told = str(waiting.data.get("text", ""))
    read = _("Thank you for writing to us. We have read it with care. We will not publish it.")
    why = _("Thank you for writing to us. We have read it with care. We will not publish it, and this is why:")
    return Contents(
        _("About what you sent us"),
        [
            *([text(why), quote(told)] if told.strip() else [text(read)]),
            text(_("You are welcome to send us something else, or the same in another form.")),
            _status(contribution, _("See what you sent, or erase it")),
        ],
        _because(),
    )


@letter("contribution_resume")
def resume(waiting: Letter) -> Contents | None:
    """Bring the link to go on. What was typed is not in it: anybody may have typed this address."""
    contribution = _about(waiting, Stage.UNFINISHED)
    if contribution is None:
        return None
    kept = ngettext(
        "We keep it for %(count)d day after you last changed it. Then it is erased.",
        "We keep it for %(count)d days after you last changed it. Then it is erased.",
        UNFINISHED_DAYS,
    ) % {"count": UNFINISHED_DAYS}
    return Contents(
        _("Go on where you stopped"),
        [
            text(_("What you wrote is kept. Nobody reads it before you send it to us.")),
            button(_("Go on"), linked("share:resume", "resume", contribution, RESUME_LINK)),
            text(_("There is no hurry. You may also leave it.")),
            text(kept),
        ],
        _("You get this letter because this address was given on our site, to go on with something later."),
    )


# “Send me my link”

#: What somebody can do at each stage: page, purpose of the link, how long it works.
_WAYS: dict[str, tuple[str, str, Any]] = {
    Stage.UNFINISHED: ("share:resume", "resume", RESUME_LINK),
    Stage.UNCONFIRMED: ("share:confirm", "confirm", CONFIRM_LINK),
}
#: More than so many are not listed in one letter.
_MOST = 40


@letter("my_links")
def my_links(waiting: Letter) -> Contents | None:
    """List what an address sent us, and what it answers for, with a link for each; nothing where there is nothing."""
    parts = [*_contributions(waiting.address), *_entries(waiting.address)]
    if not parts:
        return None
    return Contents(
        _("Your links"),
        [
            text(_("Somebody, most likely you, asked us for the links to what came from this address.")),
            *parts,
            text(_("Was it not you? Then do nothing. Nobody but you has got these links.")),
        ],
        _("You get this letter because this address was given on our site to be sent its links."),
    )


def _contributions(address: str) -> list[Part]:
    found = Contribution.objects.of_address(address).order_by("-created_at")
    # What a machine seems to have sent gets no letter, unless somebody has confirmed the address.
    shown = [one for one in found[:_MOST] if one.verified_at or not (one.suspect or one.state == Stage.SPAM)]
    if not shown:
        return []
    parts = [heading(_("What you sent us"))]
    for contribution in shown:
        page, purpose, lifetime = _WAYS.get(contribution.state, ("share:status", "status", STATUS_LINK))
        label = {"resume": _("Go on with it"), "confirm": _("Confirm my address")}.get(
            purpose, _("See where it stands")
        )
        parts += [
            rows((str(contribution.get_kind_display()), _name(contribution))),
            button(label, linked(page, purpose, contribution, lifetime)),
        ]
    return parts


def _name(contribution: Contribution) -> str:
    """Return the title, where the address was confirmed: before that, anybody may have typed it."""
    if contribution.verified_at and contribution.title:
        return contribution.title
    day = contribution.created_at.date()
    return _("begun on %(day)s") % {"day": day.isoformat()}


def _entries(address: str) -> list[Part]:
    parts: list[Part] = []
    for owner in Ownership.objects.of_address(address).granted()[:_MOST]:
        record: Any = owner.record
        if record is None or not record.is_public:
            continue
        parts += [
            rows((record.kind_name, record.heading)),
            button(_("Change it"), linked("share:change", "change", owner, CHANGE_LINK)),
        ]
    return [heading(_("What you answer for on our site")), *parts] if parts else []
