"""What either side can do against it: end, block, stop, report."""

import pytest
from django.test import Client

from organisations.models import Organisation
from resource_centre.correspondence.models import Block, Conversation, Stop
from tests.document import Document

from .post_office import (
    SENDER,
    Clock,
    answers_in,
    conversation,
    letter,
    letters,
    links_in,
    open_organisation,
    press,
    send,
    write,
)

pytestmark = pytest.mark.django_db
PAGE = "/organisations/lighthouse/write/"


@pytest.fixture(autouse=True)
def lighthouse() -> Organisation:
    return open_organisation()


def test_organisation_blocks_one_sender_who_notices_nothing(client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    done = press(client, links["stop"], choice="block")
    assert Document(done).one("p", role="status").text.startswith("Done.")
    found = Conversation.objects.get()
    assert (found.state, found.sender_address) == ("ended", "")
    told = {**answers_in(Document(client.get(PAGE)).main), "text": "Again", "name": "B", "email": SENDER.upper()}
    clock.move(seconds=20)
    assert client.post(PAGE, told).status_code == 303
    confirm = links_in(letter())["confirm"]
    blocked = press(client, confirm)
    assert Document(blocked).one("h1").text == "Your message is on its way"
    assert letters() == []
    free = conversation(client, clock, "Hi", email="other@sender.example.net")
    assert sorted(free) == ["answer", "stop"]


def test_what_is_written_after_the_end_is_not_sent_and_not_lost(client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    shown = answers_in(Document(client.get(links["answer"])).main)
    press(client, links["stop"], choice="block")
    page = client.post(links["answer"], {**shown, "text": "A long answer"})
    assert (page.status_code, letters()) == (200, [])
    assert "A long answer" in Document(page).one("div", role="status").text


def test_organisation_stops_all_messages_and_staff_are_told(
    client: Client, clock: Clock, lighthouse: Organisation
) -> None:
    links = conversation(client, clock)
    send(client, links["answer"], clock, text="Yes.")
    back = links_in(letter())["write-back"]
    for _click in range(2):
        press(client, links["stop"], choice="stop")
    lighthouse.refresh_from_db()
    assert lighthouse.open_to_contact is False
    version = lighthouse.history.first()
    assert (version.history_change_reason, version.open_to_contact) == (
        "Stopped by the organisation, by the link in a letter.",
        False,
    )
    assert [stop.organisation for stop in Stop.objects.all()] == [lighthouse]
    assert client.get(PAGE).status_code == 404
    assert Document(client.get(back)).main.all("textarea") == []
    assert client.post(back, {"text": "More"}).status_code == 200
    assert letters() == []


def test_message_confirmed_after_the_organisation_stopped_is_not_sent_and_says_so(client: Client, clock: Clock) -> None:
    write(client, clock)
    confirm = links_in(letter())["confirm"]
    Organisation.objects.update(open_to_contact=False)
    page = press(client, confirm)
    assert "Your message was not sent." in Document(page).one("div", role="alert").text
    assert (letters(), Conversation.objects.get().state) == ([], "unconfirmed")


@pytest.mark.parametrize("side", ["organisation", "sender"])
def test_report_by_either_side_is_kept_with_who_and_when(side: str, client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    if side == "sender":
        send(client, links["answer"], clock, text="Yes.")
        links["stop"] = links_in(letter())["end"]
    for _click in range(2):
        press(client, links["stop"], choice="report")
    found = Conversation.objects.for_staff().get()
    assert (found.reported_by, found.reported_at, found.state) == (side, clock.now, "open")


def test_sender_ends_the_conversation_and_its_words_are_gone_at_once(client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    send(client, links["answer"], clock, text="Yes.")
    press(client, links_in(letter())["end"], choice="end")
    found = Conversation.objects.get()
    assert (found.state, found.sender_address, found.messages.count()) == ("ended", "", 0)
    assert "This conversation has ended" in Document(client.get(links["answer"])).one("div", role="status").text


def test_buttons_of_one_side_do_nothing_behind_the_link_of_the_other(client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    send(client, links["answer"], clock, text="Yes.")
    end = links_in(letter())["end"]
    for choice in ("stop", "block", "nothing", ""):
        press(client, end, choice=choice)
    press(client, links["stop"], choice="end")
    assert (Conversation.objects.get().state, Block.objects.count(), Stop.objects.count()) == ("open", 0, 0)
