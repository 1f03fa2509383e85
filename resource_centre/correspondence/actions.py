"""What happens in a conversation: each act a function that writes, records and posts the letters."""

import enum
import hashlib

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from organisations.models import Organisation
from resource_centre.guard.words import suggests_danger
from resource_centre.mail.models import address_digest
from resource_centre.mail.outbox import post

from .limits import PAIR, RECEIVER, SIDE, give_back, take_all
from .models import Block, Conversation, Message, Side, Stop, may_be_written_to


class Outcome(enum.Enum):
    """What became of a message."""

    SENT = "sent"
    NOT_OPEN = "not open"
    TOO_MANY = "too many"


def sending_key(form_key: str, *what: str) -> str:
    """Return the key of one sending: the same for a double click, another one once the words are others."""
    return hashlib.sha256("\0".join((form_key, *what)).encode()).hexdigest()


def record(actor: User, thing: models.Model, message: str) -> None:
    """Write down who among staff did something. Nothing of what people wrote gets into it."""
    LogEntry.objects.log_actions(actor.pk, [thing], CHANGE, change_message=message, single_object=True)


def _pair(conversation: Conversation) -> str:
    return f"{conversation.sender_digest} {conversation.organisation_id}"


def _locked(conversation: Conversation) -> Conversation:
    found: Conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    return found


def language_for(organisation: Organisation, sender_language: str) -> str:
    """Return the language of our letters to an organisation: the sender's if it is theirs too, or one of theirs."""
    theirs = {language.code for language in organisation.languages.all()}
    ours = [code for code, _name in settings.LANGUAGES if code in theirs]
    if sender_language in ours:
        return sender_language
    return ours[0] if ours else settings.LANGUAGE_CODE


# From the first words to the answer


@transaction.atomic
def start(
    organisation: Organisation, *, key: str, name: str, address: str, text: str, language: str, held: bool
) -> None:
    """Keep the first message of a conversation until its sender confirms it by the link in our letter.

    What looks like spam is held, and no letter is sent. A second sending under the same key changes nothing.
    """
    danger = suggests_danger(text)
    columns = {
        "organisation": organisation,
        "state": Conversation.State.HELD if held else Conversation.State.UNCONFIRMED,
        "name": name,
        "sender_address": address,
        "sender_digest": address_digest(address),
        "language": language,
        "organisation_language": language_for(organisation, language),
        "read_first": danger,
    }
    conversation, new = Conversation.objects.get_or_create(key=key, defaults=columns)
    if not new:
        return
    Message.objects.create(conversation=conversation, key=key, side=Side.SENDER, text=text, read_first=danger)
    if not held:
        post("message-confirm", address, about=conversation, language=language)


def confirm(conversation: Conversation) -> Outcome:
    """Pass the first message on, now that its sender has confirmed it. A blocked sender gets the same answer."""
    if conversation.state != Conversation.State.UNCONFIRMED:
        return Outcome.SENT
    if Block.objects.of(conversation.sender_digest, conversation.organisation_id).update(tried_at=timezone.now()):
        _confirmed(conversation, Conversation.State.SWALLOWED)
        return Outcome.SENT
    if not may_be_written_to(conversation.organisation_id):
        return Outcome.NOT_OPEN
    wanted = (PAIR, _pair(conversation)), (RECEIVER, str(conversation.organisation_id))
    if not take_all(*wanted):
        return Outcome.TOO_MANY
    with transaction.atomic():
        first = _confirmed(conversation, Conversation.State.OPEN)
        if first:
            _pass_on(conversation.messages.get())
    if not first:
        give_back(*wanted)  # a second click was quicker
    return Outcome.SENT


def _confirmed(conversation: Conversation, state: Conversation.State) -> bool:
    """Let a conversation go on from its confirmation. Return False where it went on already."""
    unconfirmed = Conversation.objects.filter(pk=conversation.pk, state=Conversation.State.UNCONFIRMED)
    return unconfirmed.update(state=state, confirmed_at=timezone.now()) == 1


def reply(
    conversation: Conversation, side: Side, *, key: str, text: str, shows_address: bool, language: str
) -> Outcome:
    """Pass a further message of one side on to the other. A second sending under the same key changes nothing."""
    if Message.objects.filter(key=key).exists():
        return Outcome.SENT
    if not conversation.goes_on:
        return Outcome.NOT_OPEN
    wanted = [(SIDE, f"{conversation.pk} {side}")]
    last = conversation.messages.last()
    if side == Side.SENDER and (last is None or not last.by_organisation):
        wanted.append((PAIR, _pair(conversation)))
    if not take_all(*wanted):
        return Outcome.TOO_MANY
    columns = {"side": side, "text": text, "shows_address": shows_address, "read_first": suggests_danger(text)}
    with transaction.atomic():
        conversation = _locked(conversation)
        message, new = Message.objects.get_or_create(key=key, defaults={"conversation": conversation, **columns})
        if new:
            _remember(conversation, message, language)
            _pass_on(message)
    if not new:
        give_back(*wanted)  # a second click was quicker
    elif side == Side.ORGANISATION:
        PAIR.give_back(_pair(conversation))
    return Outcome.SENT


def _remember(conversation: Conversation, message: Message, language: str) -> None:
    """Note in which language a side writes now, and whether staff should read its message first."""
    if message.by_organisation:
        conversation.organisation_language = language
    else:
        conversation.language = language
    if message.read_first:
        conversation.read_first, conversation.handled_at, conversation.handled_by = True, None, None
    conversation.save()


def _pass_on(message: Message) -> None:
    now = timezone.now()
    message.sent_at = now
    message.save(update_fields=["sent_at"])
    conversation = message.conversation
    conversation.last_at = now
    conversation.save(update_fields=["last_at"])
    if message.by_organisation:
        post("message-answer", conversation.sender_address, about=message, language=conversation.language)
    else:
        address = conversation.organisation.contact_email
        post("message-to-organisation", address, about=message, language=conversation.organisation_language)


# What either side can do against it


@transaction.atomic
def stop(conversation: Conversation) -> None:
    """Let no more messages reach the organisation, whoever writes, until staff open it again."""
    organisation = Organisation.objects.select_for_update().get(pk=conversation.organisation_id)
    if not organisation.open_to_contact:
        return
    organisation.open_to_contact = False
    organisation._change_reason = "Stopped by the organisation, by the link in a letter."  # read by simple_history
    organisation.save()
    Stop.objects.create(organisation=organisation)


@transaction.atomic
def block(conversation: Conversation) -> None:
    """Let no more messages of this sender reach the organisation, and end the conversation."""
    Block.objects.get_or_create(sender_digest=conversation.sender_digest, organisation=conversation.organisation)
    end(conversation, Side.ORGANISATION)


@transaction.atomic
def report(conversation: Conversation, side: Side) -> None:
    """Show the conversation to staff, first of all."""
    conversation = _locked(conversation)
    if conversation.reported_at is None:
        conversation.reported_at, conversation.reported_by = timezone.now(), side
        conversation.handled_at, conversation.handled_by = None, None
        conversation.save()


@transaction.atomic
def end(conversation: Conversation, side: Side | None) -> None:
    """End the conversation. What its sender ends is erased at once, unless it was reported."""
    conversation = _locked(conversation)
    if conversation.state == Conversation.State.UNCONFIRMED:
        conversation.delete()
        return
    if conversation.state == Conversation.State.ENDED:
        return
    conversation.state, conversation.ended_at = Conversation.State.ENDED, timezone.now()
    if conversation.reported_at is None:
        conversation.sender_address = ""
        if side == Side.SENDER:
            conversation.messages.all().delete()
    conversation.save()


# Staff


@transaction.atomic
def release(conversation: Conversation, actor: User) -> bool:
    """Ask the sender of what was held as spam to confirm it. Return False for what is not held."""
    conversation = _locked(conversation)
    if conversation.state != Conversation.State.HELD:
        return False
    conversation.state = Conversation.State.UNCONFIRMED
    conversation.created_at = conversation.last_at = timezone.now()
    conversation.save()
    post("message-confirm", conversation.sender_address, about=conversation, language=conversation.language)
    record(actor, conversation, "Not spam: the sender was asked to confirm.")
    return True


@transaction.atomic
def handle(conversation: Conversation, actor: User) -> bool:
    """Note that staff have dealt with a conversation. Return False where somebody had already."""
    now = timezone.now()
    done = Conversation.objects.filter(pk=conversation.pk, handled_at__isnull=True)
    if not done.update(handled_at=now, handled_by=actor):
        return False
    record(actor, conversation, "Dealt with.")
    return True


@transaction.atomic
def end_by_staff(conversation: Conversation, actor: User) -> bool:
    """End a conversation. Return False for one that does not go on."""
    if conversation.state != Conversation.State.OPEN:
        return False
    end(conversation, None)
    record(actor, conversation, "Ended.")
    return True


@transaction.atomic
def block_everywhere(conversation: Conversation, actor: User) -> bool:
    """Let no more messages of this sender reach any organisation. Return False where they do not already."""
    _block, new = Block.objects.get_or_create(
        sender_digest=conversation.sender_digest, organisation=None, defaults={"blocked_by": actor}
    )
    if new:
        record(actor, conversation, "The sender is blocked everywhere.")
    return new


@transaction.atomic
def mark_seen(stopped: Stop, actor: User) -> bool:
    """Note that staff know of an organisation that stopped messages. Return False where somebody knew already."""
    if not Stop.objects.filter(pk=stopped.pk, handled_at__isnull=True).update(
        handled_at=timezone.now(), handled_by=actor
    ):
        return False
    record(actor, stopped, "Seen.")
    return True
