"""The staff desk of the mail: whether letters leave, and nothing about anybody."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from resource_centre.jobs.models import Job
from resource_centre.mail.models import Bounce, Letter
from resource_centre.mail.outbox import post
from tests.controls import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    """The browser of somebody who may do everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("maria", password="a long walk by the river"))
    return client


def test_letters_can_be_followed_without_their_addresses_and_words(desk: Client) -> None:
    post("hello", "kanarie@example.org", language="de", key="kanarie-key", word="kanarie word")
    Letter.objects.update(outcome="SMTPDataError 554", attempts=3)
    letter = Letter.objects.get()
    pages = [desk.get(address(Letter, "changelist")), desk.get(address(Letter, "change", letter.pk))]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert ("SMTPDataError 554" in text, "hello" in text, "kanarie" in text) == (True, True, False)
    refused = [
        desk.get(address(Letter, "add")),
        desk.post(address(Letter, "change", letter.pk), {"name": "x"}),
        desk.post(address(Letter, "delete", letter.pk), {"post": "yes"}),
        desk.post(address(Letter, "changelist"), {"action": "delete_selected", "_selected_action": [letter.pk]}),
    ]
    assert [response.status_code for response in refused[:3]] == [403, 403, 403]
    assert Letter.objects.get().name == "hello"


def test_note_about_an_address_can_be_taken_back(desk: Client) -> None:
    Bounce.notice("kanarie@example.org", "5.1.1")
    bounce = Bounce.objects.get()
    shown = desk.get(address(Bounce, "changelist")).content.decode()
    assert ("5.1.1" in shown, bounce.digest in shown) == (True, False)
    assert bounce.digest not in desk.get(address(Bounce, "change", bounce.pk)).content.decode()
    assert desk.get(address(Bounce, "add")).status_code == 403
    assert desk.post(address(Bounce, "change", bounce.pk), {"code": "x"}).status_code == 403
    assert desk.post(address(Bounce, "delete", bounce.pk), {"post": "yes"}).status_code == 302
    assert Bounce.objects.count() == 0


def test_jobs_can_be_read(desk: Client) -> None:
    Job.objects.create(name="deliver-letters", failure="OperationalError")
    shown = desk.get(address(Job, "changelist")).content.decode()
    assert ("deliver-letters" in shown, "OperationalError" in shown) == (True, True)
    answers = [
        desk.get(address(Job, "change", "deliver-letters")),
        desk.get(address(Job, "add")),
        desk.post(address(Job, "change", "deliver-letters"), {"name": "x"}),
        desk.post(address(Job, "delete", "deliver-letters"), {"post": "yes"}),
    ]
    assert [response.status_code for response in answers] == [200, 403, 403, 403]


def test_rooms_of_the_desk_stand_in_the_order_of_their_use(desk: Client) -> None:
    labels = [app["app_label"] for app in desk.get(reverse("admin:index")).context["app_list"]]
    assert labels[-4:] == ["guard", "mail", "jobs", "auth"]
    rooms = [label for label in labels if label in {"contributions", "correspondence", "pages"}]
    assert rooms == [label for label in ("contributions", "correspondence", "pages") if label in rooms]
