"""How often people may write, and that nothing typed is lost when it was too often."""

import pytest
from django.test import Client

from organisations.models import Organisation
from resource_centre.correspondence.models import Conversation
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


def test_sixth_message_of_a_day_from_one_address_waits_with_all_its_words(client: Client, clock: Clock) -> None:
    for number in range(5):
        assert write(client, clock, f"Message {number}").status_code == 200
    refused = write(client, clock, "Message 6")
    page = Document(refused)
    assert refused.status_code == 429
    assert "Please wait a while" in page.one("div", id="summary").text
    assert answers_in(page.main).items() >= {"name": "Ana", "email": SENDER, "text": "Message 6"}.items()
    assert Conversation.objects.count() == 5
    clock.move(days=1)
    assert write(client, clock, "Message 6").status_code == 200


def test_one_network_cannot_use_up_the_day_of_another(client: Client, clock: Clock) -> None:
    codes = [write(client, clock, "Hi", email=f"a{number}@sender.example.net").status_code for number in range(26)]
    assert (codes[:20], codes[-1]) == ([200] * 20, 429)
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert write(other, clock).status_code == 200


def test_fourth_unanswered_message_to_one_organisation_waits_until_it_answers(client: Client, clock: Clock) -> None:
    links = [conversation(client, clock, f"Message {number}") for number in range(3)]
    write(client, clock, "Message 4")
    confirm = links_in(letter())["confirm"]
    refused = press(client, confirm)
    assert (refused.status_code, letters()) == (429, [])
    assert "Message 4" in Document(refused).main.text
    send(client, links[0]["answer"], clock, text="Yes.")
    letters()
    assert press(client, confirm).status_code == 200
    assert len(letters()) == 1


def test_organisation_gets_twenty_first_messages_a_day(client: Client, clock: Clock) -> None:
    confirms = []
    for number in range(21):
        browser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        write(browser, clock, "Hi", email=f"a{number}@sender.example.net")
        confirms.append(links_in(letter())["confirm"])
    codes = [press(client, confirm).status_code for confirm in confirms]
    assert codes == [200] * 20 + [429]
    assert len(letters()) == 20
