"""People write to those who keep the site, and staff answer from the desk."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client

from resource_centre.correspondence.models import ContactAnswer, ContactMessage
from resource_centre.correspondence.waiting import waiting_count
from resource_centre.guard.models import Phrase
from resource_centre.pages.models import EditorialPage
from tests.controls import address as desk_page
from tests.document import Document
from tests.factories import published

from .post_office import SENDER, Clock, answers_in, html_of, letter, letters, links_in, press, raw, send, text_of

pytestmark = pytest.mark.django_db
TOLD = {"name": "Ana", "email": SENDER, "text": "Who keeps <b>this</b> list? See evil.example.org"}


@pytest.fixture(autouse=True)
def page() -> EditorialPage:
    found: EditorialPage = published(EditorialPage, slug="contact", title="Contact")
    return found


@pytest.fixture
def desk() -> Client:
    """The browser of somebody who may read and answer messages, and nothing else."""
    user = User.objects.create_user("maria", is_staff=True)
    names = ["view_contactmessage", "change_contactmessage"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def waiting_message(client: Client, clock: Clock, language: str = "", **told: str) -> ContactMessage:
    """Write to us and confirm. Return the message."""
    send(client, f"{language}/contact/", clock, **{**TOLD, **told})
    confirm = links_in(letter())["confirm"]
    press(client, f"{language}{confirm.removeprefix(language)}")
    return ContactMessage.objects.latest("pk")


def test_message_waits_for_staff_only_once_its_address_is_confirmed(client: Client, clock: Clock) -> None:
    answer = send(client, "/contact/", clock, **TOLD)
    assert (answer.status_code, answer.redirect_chain) == (200, [("/contact/sent/", 303)])
    assert waiting_count() == 0
    first = letter()
    assert (first.to, "Who keeps" in raw(first), "Ana" in raw(first)) == ([SENDER], False, False)
    confirm = links_in(first)["confirm"]
    assert TOLD["text"] in Document(client.get(confirm)).main.text
    assert waiting_count() == 0
    assert [press(client, confirm).status_code for _click in range(2)] == [200, 200]
    assert (waiting_count(), letters()) == (1, [])


def test_sender_takes_a_message_back(client: Client, clock: Clock) -> None:
    send(client, "/contact/", clock, **TOLD)
    confirm = links_in(letter())["confirm"]
    press(client, confirm)
    assert press(client, confirm, delete="1").redirect_chain == [("/messages/deleted/", 303)]
    assert (ContactMessage.objects.count(), client.get(confirm).status_code) == (0, 404)


def test_name_may_stay_empty_and_errors_keep_everything(client: Client, clock: Clock) -> None:
    page = Document(send(client, "/contact/", clock, name="", email="", text="Hello"))
    assert page.one("title").text.startswith("Error: Contact")
    assert [link.text for link in page.one("div", id="summary").all("a")] == ["Give an e-mail address"]
    assert page.main.all("form")[-1].one("textarea").text == "Hello"


def test_page_says_before_the_form_how_long_things_are_kept(client: Client) -> None:
    text = Document(client.get("/contact/")).main.text
    assert "30 days after we have dealt with it, and after 12 months at most" in text
    assert "without your confirmation, after 7 days" in text


def test_words_of_danger_show_help_first(client: Client, clock: Clock) -> None:
    Phrase.objects.create(kind="danger", language="en", text="not safe tonight")
    page = Document(send(client, "/contact/", clock, **{**TOLD, "text": "I am not safe tonight"}))
    assert page.one("h1").text == "Before you send it: help now"
    assert "Our staff do not read your message now." in page.main.text
    assert client.post("/contact/", answers_in(page.main)).status_code == 303
    assert ContactMessage.objects.get().read_first is True


def test_machine_gets_the_same_answer_and_staff_can_turn_it_round(client: Client, clock: Clock, desk: Client) -> None:
    answer = send(client, "/contact/", clock, **TOLD, homepage="x")
    assert (answer.redirect_chain, letters()) == ([("/contact/sent/", 303)], [])
    held = ContactMessage.objects.get()
    shown = desk.get(desk_page(ContactMessage, "change", held.pk)).content.decode()
    assert 'name="_release"' in shown
    assert 'name="_close"' not in shown
    desk.post(desk_page(ContactMessage, "change", held.pk), {"_release": "1"})
    press(client, links_in(letter())["confirm"])
    assert ContactMessage.objects.get().state == "waiting"


def test_sixth_message_of_a_day_waits_with_all_its_words(client: Client, clock: Clock) -> None:
    codes = [send(client, "/contact/", clock, **{**TOLD, "text": str(number)}).status_code for number in range(5)]
    refused = send(client, "/contact/", clock, **TOLD)
    assert (codes, refused.status_code) == ([200] * 5, 429)
    assert Document(refused).main.one("textarea").text == TOLD["text"]


def test_staff_answer_after_a_preview_in_the_senders_language(client: Client, clock: Clock, desk: Client) -> None:
    message = waiting_message(client, clock, "/de")
    change = desk_page(ContactMessage, "change", message.pk)
    shown = desk.get(change).content.decode()
    assert "Who keeps &lt;b&gt;this&lt;/b&gt; list?" in shown
    assert "<b>this</b>" not in shown
    page = f"{change.removesuffix('change/')}answer/"
    assert f'href="{page}"' in shown
    words = "Dear Ana,\n\n<i>three</i> people do."
    preview = desk.post(page, {"text": words, "_preview": "1"})
    assert "&lt;i&gt;three&lt;/i&gt; people do." in preview.content.decode()
    assert preview.context["contents"].parts[-1].address == "http://127.0.0.1:8000/de/contact/"
    assert letters() == []
    changed = desk.post(page, {"text": words, "_change": "1"}).content.decode()
    assert "&lt;i&gt;three&lt;/i&gt; people do.</textarea>" in changed
    for _click in range(2):
        desk.post(page, {"text": words, "_send": "1"})
    answer = letter()
    assert (answer.to, "<i>three</i> people do." in text_of(answer)) == ([SENDER], True)
    assert "&lt;i&gt;three&lt;/i&gt;" in html_of(answer)
    assert "evil[.]example[.]org" in text_of(answer)
    assert (ContactAnswer.objects.get().sent_by, waiting_count()) == (User.objects.get(), 1)
    desk.post(page, {"text": "One more thing.", "_send_close": "1"})
    message.refresh_from_db()
    assert (message.state, message.closed_by, waiting_count()) == ("closed", User.objects.get(), 0)
    told = list(LogEntry.objects.order_by("pk").values_list("change_message", "object_repr"))
    name = f"Message {message.pk}"
    assert told == [("Answered.", name), ("Answered.", name), ("Closed.", name)]
    assert desk.get(page).status_code == 403


def test_staff_who_may_only_look_see_no_way_to_answer_or_close(client: Client, clock: Clock, desk: Client) -> None:
    message = waiting_message(client, clock)
    User.objects.get().user_permissions.set(Permission.objects.filter(codename="view_contactmessage"))
    change = desk_page(ContactMessage, "change", message.pk)
    shown = desk.get(change).content.decode()
    assert ("_close" in shown, "/answer/" in shown) == (False, False)
    answer = f"{change.removesuffix('change/')}answer/"
    codes = [desk.post(change, {"_close": "1"}).status_code, desk.get(answer).status_code]
    codes.append(desk.post(answer, {"text": "x", "_send": "1"}).status_code)
    assert (codes, letters(), ContactMessage.objects.get().state) == ([403] * 3, [], "waiting")
    desk.post(desk_page(ContactMessage, "changelist"), {"action": "close", "_selected_action": [message.pk]})
    assert ContactMessage.objects.get().state == "waiting"


def test_unconfirmed_messages_are_not_on_the_desk(client: Client, clock: Clock, desk: Client) -> None:
    send(client, "/contact/", clock, **TOLD)
    page = desk.get(desk_page(ContactMessage, "changelist"))
    assert page.context["cl"].result_count == 0
    change = desk_page(ContactMessage, "change", ContactMessage.objects.get().pk)
    assert desk.get(change).status_code == 404


def test_actions_on_the_list_close_and_open_again(client: Client, clock: Clock, desk: Client) -> None:
    message = waiting_message(client, clock)
    page, chosen = desk_page(ContactMessage, "changelist"), {"_selected_action": [message.pk]}
    states = []
    for action in ("close", "close", "reopen", "release"):
        desk.post(page, {"action": action, **chosen})
        states.append(ContactMessage.objects.get().state)
    assert states == ["closed", "closed", "waiting", "waiting"]
    assert LogEntry.objects.count() == 2
