"""The staff desk for conversations: what staff may read, and what they can do."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client

from organisations.models import Organisation
from resource_centre.correspondence.models import Block, Conversation, Message, Stop
from resource_centre.correspondence.waiting import waiting_count
from resource_centre.guard.models import Phrase
from tests.controls import address
from tests.document import Document

from .post_office import (
    SENDER,
    Clock,
    answers_in,
    conversation,
    letters,
    links_in,
    open_organisation,
    press,
    send,
    write,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def lighthouse() -> Organisation:
    return open_organisation()


@pytest.fixture
def desk() -> Client:
    """The browser of somebody who looks after conversations."""
    user = User.objects.create_user("maria", is_staff=True)
    names = [f"{what}_{model}" for what in ("view", "change") for model in ("conversation", "stop")] + ["view_block"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def listed(desk: Client) -> list[int]:
    """Return the conversations on the list, in their order."""
    return [row.pk for row in desk.get(address(Conversation, "changelist")).context["cl"].result_list]


def test_staff_read_only_what_was_reported_is_spam_or_may_mean_danger(
    client: Client, clock: Clock, desk: Client
) -> None:
    Phrase.objects.create(kind="danger", language="en", text="not safe tonight")
    plain = conversation(client, clock)
    secret = Conversation.objects.get()
    assert listed(desk) == []
    assert desk.get(address(Conversation, "change", secret.pk)).status_code == 404

    write(client, clock, "Spam", homepage="x", email="s@sender.example.net")
    held = Conversation.objects.latest("pk").pk
    page = Document(write(client, clock, "not safe tonight", email="d@sender.example.net"))
    client.post("/organisations/lighthouse/write/", answers_in(page.main))
    danger = Conversation.objects.latest("pk").pk
    assert listed(desk) == [held]
    press(client, links_in(letters()[0])["confirm"])
    assert set(listed(desk)) == {danger, held}
    press(client, plain["stop"], choice="report")
    assert listed(desk) == [secret.pk, danger, held]
    assert waiting_count() == 2


def test_danger_is_seen_by_staff_though_the_sender_is_blocked(client: Client, clock: Clock, desk: Client) -> None:
    Phrase.objects.create(kind="danger", language="en", text="not safe tonight")
    press(client, conversation(client, clock)["stop"], choice="block")
    page = Document(write(client, clock, "not safe tonight"))
    client.post("/organisations/lighthouse/write/", answers_in(page.main))
    press(client, links_in(letters()[0])["confirm"])
    assert (letters(), listed(desk)) == ([], [Conversation.objects.get(state="swallowed").pk])


def test_words_are_escaped_and_nobody_can_change_them(client: Client, clock: Clock, desk: Client) -> None:
    links = conversation(client, clock, HOSTILE, name=HOSTILE)
    press(client, links["stop"], choice="report")
    found = Conversation.objects.get()
    page = address(Conversation, "change", found.pk)
    shown = desk.get(page).content.decode()
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2
    assert "<script>alert" not in shown
    assert SENDER in shown
    desk.post(page, {"name": "Other", "sender_address": "other@example.org", "_save": "1"})
    assert (Conversation.objects.get().name, Conversation.objects.get().sender_address) == (HOSTILE, SENDER)
    assert desk.get(address(Conversation, "add")).status_code == 403


def test_what_staff_do_is_recorded_and_done_once(client: Client, clock: Clock, desk: Client) -> None:
    links = conversation(client, clock)
    press(client, links["stop"], choice="report")
    found = Conversation.objects.get()
    page = address(Conversation, "change", found.pk)
    for button in ("_handle", "_handle", "_end", "_end", "_block_everywhere", "_block_everywhere", "_release"):
        desk.post(page, {button: "1"})
    found.refresh_from_db()
    assert (found.state, found.handled_by, found.handled_at) == ("ended", User.objects.get(), clock.now)
    assert (Block.objects.get().organisation, Block.objects.get().blocked_by) == (None, User.objects.get())
    assert list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True)) == [
        "Dealt with.",
        "Ended.",
        "The sender is blocked everywhere.",
    ]
    assert {entry.object_repr for entry in LogEntry.objects.all()} == {f"Conversation {found.pk}"}
    assert waiting_count() == 0


def test_held_message_goes_its_way_once_staff_say_that_it_is_no_spam(
    client: Client, clock: Clock, desk: Client
) -> None:
    write(client, clock, homepage="x")
    clock.move(days=6)
    desk.force_login(User.objects.get())
    chosen = {"action": "release", "_selected_action": [Conversation.objects.get().pk]}
    for _click in range(2):
        desk.post(address(Conversation, "changelist"), chosen)
    (asked,) = letters()
    assert asked.to == [SENDER]
    clock.move(days=6)
    press(client, links_in(asked)["confirm"])
    assert (Conversation.objects.get().state, len(letters())) == ("open", 1)


def test_new_report_waits_again_after_staff_dealt_with_danger(client: Client, clock: Clock, desk: Client) -> None:
    Phrase.objects.create(kind="danger", language="en", text="not safe tonight")
    links = conversation(client, clock)
    page = Document(send(client, links["answer"], clock, text="not safe tonight"))
    client.post(links["answer"], answers_in(page.main))
    desk.post(address(Conversation, "change", Conversation.objects.get().pk), {"_handle": "1"})
    assert waiting_count() == 0
    press(client, links["stop"], choice="report")
    assert waiting_count() == 1


def test_organisation_that_stopped_messages_waits_until_somebody_saw_it(
    client: Client, clock: Clock, desk: Client
) -> None:
    press(client, conversation(client, clock)["stop"], choice="stop")
    assert waiting_count() == 1
    desk.post(address(Stop, "change", Stop.objects.get().pk), {"_seen": "1"})
    assert (waiting_count(), Stop.objects.get().handled_by) == (0, User.objects.get())


def test_staff_who_may_only_look_change_nothing(client: Client, clock: Clock, desk: Client) -> None:
    press(client, conversation(client, clock)["stop"], choice="report")
    User.objects.get().user_permissions.set(Permission.objects.filter(codename="view_conversation"))
    page = address(Conversation, "change", Conversation.objects.get().pk)
    assert "_handle" not in desk.get(page).content.decode()
    assert desk.post(page, {"_end": "1"}).status_code == 403
    desk.post(address(Conversation, "changelist"), {"action": "end", "_selected_action": [1]})
    assert Conversation.objects.get().state == "open"
    User.objects.get().user_permissions.clear()
    assert desk.get(page).status_code == 403


def test_block_is_taken_back_by_deleting_it(client: Client, clock: Clock, desk: Client) -> None:
    press(client, conversation(client, clock)["stop"], choice="block")
    found = Block.objects.get()
    assert SENDER not in desk.get(address(Block, "changelist")).content.decode()
    assert desk.get(address(Block, "delete", found.pk)).status_code == 403
    User.objects.get().user_permissions.add(Permission.objects.get(codename="delete_block"))
    desk.post(address(Block, "delete", found.pk), {"post": "yes"})
    assert (Block.objects.count(), Message.objects.count()) == (0, 1)
