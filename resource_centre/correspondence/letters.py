"""What stands in the letters of correspondence. Each is written when it is delivered; see `mail.letters`."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resource_centre.mail.letters import Contents, Part, button, full_address, letter, linked, quote, rows, text
from resource_centre.mail.models import Letter

from .models import ContactAnswer, ContactMessage, Conversation, Message, NewsLetter, Subscriber
from .periods import MESSAGE_DAYS, UNCONFIRMED_DAYS, UNSUBSCRIBE_DAYS, days

_WEB_ADDRESS = re.compile(r"https://[^\s<>\"]+")


def _works(number: int) -> str:
    return ngettext(
        "The link works for %(count)d day.",
        "The link works for %(count)d days.",
        number,
    ) % {"count": number}


def _ignore(number: int) -> str:
    return ngettext(
        "Was it not you? Then do nothing. Everything is erased after %(count)d day.",
        "Was it not you? Then do nothing. Everything is erased after %(count)d days.",
        number,
    ) % {"count": number}


# Between people and organisations


@letter("message-confirm")
def message_confirm(waiting: Letter) -> Contents | None:
    """Ask the sender of a first message to send it on, without its words: anybody may have typed this address."""
    conversation = waiting.about
    assert isinstance(conversation, Conversation)
    if conversation.state != Conversation.State.UNCONFIRMED:
        return None
    address = linked("correspondence:confirm", "confirm-message", conversation, days(UNCONFIRMED_DAYS))
    wrote = _("Somebody, most likely you, wrote a message on our site to this organisation:")
    return Contents(
        _("Your message is not sent yet: please confirm"),
        [
            text(wrote),
            rows((_("To"), conversation.organisation.name)),
            text(_("Look at it once more, and send it on. The organisation will not see your e-mail address.")),
            button(_("Look at my message"), address),
            text(f"{_works(UNCONFIRMED_DAYS)} {_ignore(UNCONFIRMED_DAYS)}"),
        ],
        _("You get this letter because this address was given on our site with a message."),
    )


def _address_part(message: Message) -> list[Part]:
    if not message.shown_address:
        return []
    told = _("This person chose to show you their e-mail address. Leave out the brackets: they keep it from opening.")
    if message.by_organisation:
        told = _(
            "The organisation chose to show you its e-mail address. Leave out the brackets: they keep it from opening."
        )
    return [text(told), rows((_("E-mail"), message.shown_address))]


@letter("message-to-organisation")
def message_to_organisation(waiting: Letter) -> Contents | None:
    """Bring a message to an organisation."""
    message = waiting.about
    assert isinstance(message, Message)
    conversation = message.conversation
    if not conversation.goes_on:
        return None
    lifetime = days(MESSAGE_DAYS)
    answer = linked("correspondence:answer", "answer", conversation, lifetime)
    choices = linked("correspondence:organisation-choices", "organisation-choices", conversation, lifetime)
    danger = _(
        "A machine found words in this message that may mean that somebody is in danger. It may be wrong. "
        "If you think it is right, tell the person where help is: the link below leads to numbers in many countries."
    )
    parts = [
        text(_("Somebody wrote to you through our site.")),
        *([text(danger)] if message.read_first else []),
        rows((_("From"), conversation.name), (_("To"), conversation.organisation.name)),
        quote(message.text),
        *_address_part(message),
        text(_("You need not answer. If you do, use this link: an answer to this e-mail reaches nobody.")),
        button(_("Answer"), answer),
        text(_("We pass your answer on. The person does not see your e-mail address, unless you choose to show it.")),
        button(_("Stop messages, block this person, or report"), choices),
        text(f"{_works(MESSAGE_DAYS)} {_('Then the message is erased.')}"),
    ]
    return Contents(
        _("A message for you, through the Peer Support Resource Centre"),
        parts,
        _("You get this letter because your entry on our site is open to contact from peers."),
    )


@letter("message-answer")
def message_answer(waiting: Letter) -> Contents | None:
    """Bring an organisation's answer to the person who wrote first."""
    message = waiting.about
    assert isinstance(message, Message)
    conversation = message.conversation
    if not conversation.sender_address:
        return None
    lifetime = days(MESSAGE_DAYS)
    back = linked("correspondence:write-back", "write-back", conversation, lifetime)
    choices = linked("correspondence:sender-choices", "sender-choices", conversation, lifetime)
    parts = [
        text(_("You wrote to an organisation through our site. It has answered.")),
        rows((_("From"), conversation.organisation.name)),
        quote(message.text),
        *_address_part(message),
        text(_("To write back, use this link: an answer to this e-mail reaches nobody.")),
        button(_("Write back"), back),
        text(_("They do not see your e-mail address, unless you choose to show it.")),
        button(_("End this conversation, or report it"), choices),
        text(f"{_works(MESSAGE_DAYS)} {_('Then the message is erased.')}"),
    ]
    return Contents(
        _("An answer to your message"),
        parts,
        _("You get this letter because you wrote to an organisation through our site."),
    )


# To us


@letter("contact-confirm")
def contact_confirm(waiting: Letter) -> Contents | None:
    """Ask the sender of a message to us to confirm the address."""
    message = waiting.about
    assert isinstance(message, ContactMessage)
    if message.state != ContactMessage.State.UNCONFIRMED:
        return None
    return Contents(
        _("Your message to us: please confirm"),
        [
            text(_("Somebody, most likely you, wrote a message to us on our site.")),
            text(_("Confirm that this address is yours. Then our staff read your message and answer you here.")),
            button(
                _("Confirm my message"),
                linked("correspondence:contact-confirm", "contact-confirm", message, days(UNCONFIRMED_DAYS)),
            ),
            text(f"{_works(UNCONFIRMED_DAYS)} {_ignore(UNCONFIRMED_DAYS)}"),
        ],
        _("You get this letter because this address was given on our site with a message."),
    )


@letter("contact-answer")
def contact_answer(waiting: Letter) -> Contents:
    """Bring an answer of staff to somebody who wrote to us."""
    answer = waiting.about
    assert isinstance(answer, ContactAnswer)
    return answer_contents(answer.message, answer.text)


def answer_contents(message: ContactMessage, words: str) -> Contents:
    """Return the letter that brings the `words` of staff."""
    return Contents(
        _("Our answer to your message"),
        [
            *map(text, paragraphs(words)),
            text(_("You wrote to us:")),
            quote(message.text),
            text(_("To write to us again, use the form on our contact page: an answer to this e-mail reaches nobody.")),
            button(_("Write to us"), full_address("pages:contact")),
        ],
        _("You get this letter because you wrote to us on our site."),
    )


# News


@letter("news-confirm")
def news_confirm(waiting: Letter) -> Contents | None:
    """Ask who wants the news to say yes."""
    subscriber = waiting.about
    assert isinstance(subscriber, Subscriber)
    if subscriber.confirmed_at is not None:
        return None
    return Contents(
        _("News of the project: please confirm"),
        [
            text(_("Somebody, most likely you, asked us to send news of the Peer Support Resource Centre here.")),
            text(_("Is that right? Then say yes by this link. Without it, no news will come.")),
            button(
                _("Yes, send me the news"),
                linked("correspondence:news-confirm", "news-confirm", subscriber, days(UNCONFIRMED_DAYS)),
            ),
            text(f"{_works(UNCONFIRMED_DAYS)} {_ignore(UNCONFIRMED_DAYS)}"),
        ],
        _("You get this letter because this address was given on our site for news."),
    )


@letter("news-already")
def news_already(waiting: Letter) -> Contents:
    """Tell who gets the news already, and offer the way out."""
    subscriber = waiting.about
    assert isinstance(subscriber, Subscriber)
    address = _unsubscribe_link(subscriber)
    return Contents(
        _("You get our news already"),
        [
            text(
                _("Somebody, most likely you, asked us to send news of the project here. You are on our list already.")
            ),
            text(_("There is nothing to do. If you want no more letters, one click is enough:")),
            button(_("No more letters"), address),
        ],
        _("You get this letter because this address was given on our site for news."),
        _unsubscribe_headers(address),
    )


@letter("news")
def news(waiting: Letter) -> Contents | None:
    """Bring the news to one subscriber."""
    subscriber = waiting.about
    assert isinstance(subscriber, Subscriber)
    newsletter = NewsLetter.objects.filter(pk=waiting.data.get("newsletter")).first()
    if newsletter is None or subscriber.confirmed_at is None:
        return None
    return news_contents(newsletter, subscriber.language, _unsubscribe_link(subscriber))


def news_contents(newsletter: NewsLetter, language: str, unsubscribe: str) -> Contents | None:
    """Return the letter with news in a language; None where staff wrote no text for it."""
    words = newsletter.text_for(language)
    if words is None:
        return None
    return Contents(
        words.subject,
        [
            *(
                button(_("Open %(address)s") % {"address": part}, part) if _WEB_ADDRESS.fullmatch(part) else text(part)
                for part in paragraphs(words.text)
            ),
            button(_("No more letters"), unsubscribe),
        ],
        _("You get this letter because you asked for news of the project."),
        _unsubscribe_headers(unsubscribe),
    )


def _unsubscribe_link(subscriber: Subscriber) -> str:
    return linked("correspondence:unsubscribe", "unsubscribe", subscriber, days(UNSUBSCRIBE_DAYS))


def _unsubscribe_headers(address: str) -> dict[str, str]:
    """Return the headers by which mail programs offer to unsubscribe (RFC 2369, 3.2; RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def paragraphs(words: str) -> list[str]:
    """Return the paragraphs of a plain text: an empty line stands between them."""
    lines = "\n".join(line.strip() for line in words.replace("\r\n", "\n").splitlines())
    return [part.strip() for part in re.split(r"\n{2,}", lines) if part.strip()]
