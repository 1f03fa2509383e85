"""Everything that people wrote comes to its end, on the day that the pages name."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from resource_centre.correspondence import periods
from resource_centre.correspondence.actions import block_everywhere
from resource_centre.correspondence.due import erase_overdue
from resource_centre.correspondence.models import Block, ContactMessage, Conversation, Message, Subscriber
from resource_centre.jobs.run import run_due_jobs
from resource_centre.pages.models import EditorialPage
from tests.document import Document
from tests.factories import published

from .post_office import SENDER, Clock, conversation, letter, links_in, open_organisation, press, send, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places() -> None:
    open_organisation()
    published(EditorialPage, slug="contact")


def test_unconfirmed_message_is_erased_after_seven_days(client: Client, clock: Clock) -> None:
    write(client, clock)
    write(client, clock, "Spam", homepage="x")
    clock.move(days=periods.UNCONFIRMED_DAYS, minutes=-2)
    erase_overdue()
    assert (Conversation.objects.count(), Message.objects.count()) == (2, 2)
    clock.move(minutes=3)
    erase_overdue()
    assert (Conversation.objects.count(), Message.objects.count()) == (0, 0)


def test_each_message_is_erased_after_thirty_days_and_the_address_with_the_last(client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    clock.move(days=20)
    send(client, links["answer"], clock, text="Late, but yes.")
    back = links_in(letter())["write-back"]
    clock.move(days=11)
    erase_overdue()
    assert [message.text for message in Message.objects.all()] == ["Late, but yes."]
    assert Conversation.objects.get().sender_address == SENDER
    assert client.get(back).status_code == 200
    clock.move(days=20)
    erase_overdue()
    assert (Conversation.objects.count(), Message.objects.count()) == (0, 0)
    gone = client.get(back)
    assert (gone.status_code, Document(gone).one("h1").text) == (404, "This link does not open anything any more")


def test_reported_conversation_is_kept_for_ninety_days_and_no_longer(client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    press(client, links["stop"], choice="report")
    press(client, links["stop"], choice="block")
    clock.move(days=periods.REPORTED_DAYS, minutes=-1)
    erase_overdue()
    kept = Conversation.objects.get()
    assert (kept.sender_address, kept.messages.count()) == (SENDER, 1)
    clock.move(minutes=2)
    erase_overdue()
    assert (Conversation.objects.count(), Message.objects.count()) == (0, 0)


def test_block_outlives_the_conversation_and_ends_a_year_after_the_last_try(client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    press(client, links["stop"], choice="block")
    clock.move(days=300)
    write(client, clock, "Again")
    press(client, links_in(letter())["confirm"])
    assert Conversation.objects.latest("pk").state == "swallowed"
    clock.move(days=periods.BLOCK_DAYS, minutes=-1)
    erase_overdue()
    assert (Block.objects.count(), Conversation.objects.count()) == (1, 0)
    clock.move(minutes=2)
    erase_overdue()
    assert Block.objects.count() == 0


def test_message_to_us_is_erased_thirty_days_after_it_was_closed(client: Client, clock: Clock) -> None:
    told = {"email": SENDER, "text": "Hello"}
    send(client, "/contact/", clock, **told)
    press(client, links_in(letter())["confirm"])
    ContactMessage.objects.update(state="closed", closed_at=clock.now)
    clock.move(days=periods.CLOSED_CONTACT_DAYS, minutes=-1)
    erase_overdue()
    assert ContactMessage.objects.count() == 1
    clock.move(minutes=2)
    erase_overdue()
    assert ContactMessage.objects.count() == 0


@pytest.mark.parametrize(("confirmed", "days"), [(False, periods.UNCONFIRMED_DAYS), (True, periods.CONTACT_DAYS)])
def test_message_to_us_is_erased_in_any_case(confirmed: bool, days: int, client: Client, clock: Clock) -> None:
    send(client, "/contact/", clock, email=SENDER, text="Hello")
    if confirmed:
        press(client, links_in(letter())["confirm"])
    clock.move(days=days, minutes=-2)
    erase_overdue()
    assert ContactMessage.objects.count() == 1
    clock.move(minutes=3)
    erase_overdue()
    assert ContactMessage.objects.count() == 0


def test_address_that_did_not_say_yes_is_erased_after_seven_days(client: Client, clock: Clock) -> None:
    send(client, "/news/", clock, email=SENDER)
    send(client, "/news/", clock, email="yes@example.org")
    Subscriber.objects.filter(address="yes@example.org").update(confirmed_at=clock.now)
    clock.move(days=periods.UNCONFIRMED_DAYS, minutes=1)
    erase_overdue()
    assert [one.address for one in Subscriber.objects.all()] == ["yes@example.org"]


def test_jobs_of_correspondence_are_done_by_themselves() -> None:
    assert {"erase-correspondence", "post-news"} <= set(run_due_jobs())


def test_pages_name_the_days_that_are_kept(client: Client) -> None:
    text = Document(client.get("/organisations/lighthouse/write/")).main.text
    numbers = (periods.MESSAGE_DAYS, periods.UNCONFIRMED_DAYS, periods.REPORTED_DAYS)
    assert [f"{number} days" in text for number in numbers] == [True] * 3


def test_sender_whom_staff_blocked_reaches_no_organisation(client: Client, clock: Clock) -> None:
    conversation(client, clock)
    staff = User.objects.create_superuser("chief")
    assert [block_everywhere(Conversation.objects.get(), staff) for _time in range(2)] == [True, False]
    open_organisation(slug="harbour", name="Harbour", contact_email="h@receiver.example.com")
    told = {"name": "Ana", "email": SENDER, "text": "Hi"}
    send(client, "/organisations/harbour/write/", clock, **told)
    press(client, links_in(letter())["confirm"])
    assert Conversation.objects.latest("pk").state == "swallowed"
