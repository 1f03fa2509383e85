"""Letters to owners: the link to change an entry, what became of a claim, and the yearly question."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resource_centre.mail.letters import Contents, Part, button, full_address, letter, linked, quote, rows, text
from resource_centre.mail.models import Letter
from resource_centre.publishing.models import Publishable

from . import freshness, ownership
from .models import Ownership
from .periods import CHANGE_LINK, FRESHNESS_LINK


def _entry(*records: Any) -> Part:
    return rows(*((record.kind_name, record.heading) for record in records))


def _works(days: int) -> str:
    return ngettext("The link works for %(count)d day.", "The link works for %(count)d days.", days) % {"count": days}


def _change_link(found: Ownership) -> list[Part]:
    address = linked("share:change", ownership.CHANGE, found, CHANGE_LINK)
    return [button(_("Change the entry"), address), text(_works(CHANGE_LINK.days))]


@letter("owner_link")
def owner_link(waiting: Letter) -> Contents | None:
    """Send the link to change an entry, or the link to say who somebody is. Which one, the page never told."""
    record = waiting.about
    assert isinstance(record, Publishable)
    if not record.is_public:
        return None
    found = ownership.look_up(record, waiting.address, waiting.language)
    asked = [text(_("Somebody, most likely you, asked to change this entry on our site:")), _entry(record)]
    ignore = text(_("Was it not you? Then do nothing. Nothing changes, and we erase your address."))
    reason = _("You get this letter because this address was given on our site.")
    if found.granted_at or found.proof:
        return Contents(_("Change your entry"), [*asked, *_change_link(found), ignore], reason)
    address = linked("share:claim", ownership.CLAIM, found, CHANGE_LINK)
    parts = [
        *asked,
        text(
            _("We cannot tell from your address that the entry is yours. Confirm the address and tell us who you are.")
        ),
        text(_("Then one of us looks at it and writes to you.")),
        button(_("Tell us who I am"), address),
        text(_works(CHANGE_LINK.days)),
        ignore,
    ]
    return Contents(_("Is this entry yours?"), parts, reason)


@letter("owner_granted")
def owner_granted(waiting: Letter) -> Contents | None:
    """Tell somebody that staff let them change an entry."""
    found = waiting.about
    assert isinstance(found, Ownership)
    record = found.record
    if found.granted_at is None or not isinstance(record, Publishable) or not record.is_public:
        return None
    return Contents(
        _("You can change your entry now"),
        [text(_("Thank you for telling us who you are. You can change this entry now:")), _entry(record),
         *_change_link(found),
         text(_("Once a year we ask you by e-mail whether the entry is still right."))],
        _("You get this letter because you asked to look after this entry."),
    )  # fmt: skip


@letter("owner_refused")
def owner_refused(waiting: Letter) -> Contents | None:
    """Tell somebody that they cannot change an entry, and why."""
    told = str(waiting.data.get("text", ""))
    return Contents(
        _("About the entry that you asked to change"),
        [
            text(_("You asked to change this entry:")),
            _entry(waiting.about),
            text(_("We cannot give you a link to change it.")),
            *([quote(told)] if told else []),
            text(_("If something in it is wrong, tell us on its page. We have erased your address.")),
        ],
        _("You get this letter because you asked to look after this entry."),
    )


@letter("owner_withdrawn")
def owner_withdrawn(waiting: Letter) -> Contents | None:
    """Tell an owner that an entry is off the site, in case it was somebody else who pressed the button."""
    return Contents(
        _("Your entry is off our site"),
        [
            text(_("You told us that this does not exist any more, or should not be here any more:")),
            _entry(waiting.about),
            text(_("We have taken it off the site, and erased your address. Thank you for telling us.")),
            text(_("Was it a mistake, or not you? Then write to us, and we put it back.")),
            button(_("Write to us"), full_address("pages:contact")),
        ],
        _("You get this letter because you answered for this entry."),
    )


@letter("still_right")
def still_right(waiting: Letter) -> Contents | None:
    """Ask an owner whether all entries are still right. One letter for all, three ways to answer."""
    found = waiting.about
    assert isinstance(found, Ownership)
    entries = freshness.entries_of(found)
    if not entries:
        return None
    link = linked("share:freshness", ownership.FRESHNESS, found, FRESHNESS_LINK)
    count = len(entries)
    ask = ngettext(
        "You look after this entry on our site. Is it still right?",
        "You look after these %(count)d entries on our site. Are they still right?",
        count,
    ) % {"count": count}
    return Contents(
        ngettext("Is your entry still right?", "Are your entries still right?", count),
        [
            text(ask),
            _entry(*(entry.record for entry in entries)),
            button(_("Yes, still right"), f"{link}?answer=right"),
            button(_("Something has changed"), f"{link}?answer=change"),
            button(_("It no longer exists"), f"{link}?answer=gone"),
            text(_("The links open a page where you press one more button. They work for %(days)d days.")
                 % {"days": FRESHNESS_LINK.days}),
            text(_("If we do not hear from you, the entry stays, with the note that nobody has confirmed it.")),
        ],
        _("You get this letter about once a year because you look after an entry. On its page you can tell us to stop."),
    )  # fmt: skip
