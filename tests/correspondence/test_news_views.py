"""Getting the news of the project: a yes by link, a no by one click, letters that come once."""

import csv
import io
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client

from resource_centre.correspondence.due import post_sent_news
from resource_centre.correspondence.models import NewsLetter, NewsLetterText, Subscriber
from resource_centre.mail.models import Letter, Link, address_digest
from tests.controls import address as desk_page
from tests.controls import send as send_desk
from tests.document import Document

from .post_office import SENDER, Clock, html_of, letter, letters, links_in, press, raw, send, text_of

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def reader(address: str, clock: Clock, language: str = "en") -> Subscriber:
    """Return somebody who said yes."""
    told = {"address": address, "digest": address_digest(address), "language": language, "confirmed_at": clock.now}
    return Subscriber.objects.create(**told)


def news(**texts: str) -> NewsLetter:
    """Return a letter with news: language to text."""
    newsletter = NewsLetter.objects.create(title="Spring")
    for language, text in (texts or {"en": "Hello.\n\nhttps://example.org/more\n\nTwo\nlines."}).items():
        NewsLetterText.objects.create(newsletter=newsletter, language=language, subject=f"In {language}", text=text)
    return newsletter


def staff(*names: str) -> Client:
    """Return the browser of a member of staff with these permissions only."""
    user = User.objects.create_user("maria", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    assert user.user_permissions.count() == len(names)
    client = Client()
    client.force_login(user)
    return client


def way_out(client: Client, clock: Clock) -> str:
    """Subscribe, say yes, and return the address that unsubscribes."""
    send(client, "/news/", clock, email=SENDER)
    press(client, links_in(letter())["confirm"])
    send(client, "/news/", clock, email=SENDER)
    return links_in(letter())["unsubscribe"]


def test_news_comes_only_after_a_yes_by_post(client: Client, clock: Clock) -> None:
    answer = send(client, "/de/news/", clock, email=SENDER)
    assert answer.redirect_chain == [("/de/news/sent/", 303)]
    asked = letter()
    confirm = next(path for path in re.findall(r"8000(/de/news/confirm/\S+)", text_of(asked)))
    assert (asked.to, client.get(confirm).status_code) == ([SENDER], 200)
    assert not Subscriber.objects.confirmed().exists()
    assert press(client, confirm).redirect_chain == [(confirm, 303)]
    found = Subscriber.objects.confirmed().get()
    assert (found.address, found.language, found.confirmed_at) == (SENDER, "de", clock.now)


def test_every_address_gets_the_same_answer_and_each_a_letter_that_fits(client: Client, clock: Clock) -> None:
    known = reader("known@example.org", clock)
    answers = [send(client, "/news/", clock, email=email) for email in (SENDER, "KNOWN@example.org")]
    pages = {(answer.status_code, answer.content, str(answer.redirect_chain)) for answer in answers}
    assert len(pages) == 1
    sent = {message.to[0]: message.subject for message in letters()}
    assert sent == {SENDER: "News of the project: please confirm", known.address: "You get our news already"}


def test_double_click_sends_one_letter_and_the_fourth_of_a_day_waits(client: Client, clock: Clock) -> None:
    page = Document(client.get("/news/")).main
    stamp = page.one("input", name="stamp")["value"]
    clock.move(seconds=20)
    told = {"stamp": stamp, "homepage": "", "email": SENDER}
    assert [client.post("/news/", told).status_code for _click in range(4)] == [303] * 4
    assert len(letters()) == 1
    codes = [send(client, "/news/", clock, email=SENDER).status_code for _time in range(3)]
    assert codes == [200, 200, 429]
    assert Subscriber.objects.count() == 1


def test_machine_gets_the_same_answer_and_staff_can_turn_it_round(client: Client, clock: Clock) -> None:
    answer = send(client, "/news/", clock, email=SENDER, homepage="x")
    assert (answer.redirect_chain, letters()) == ([("/news/sent/", 303)], [])
    desk = staff("view_subscriber", "change_subscriber")
    desk.post(desk_page(Subscriber, "change", Subscriber.objects.get().pk), {"_release": "1"})
    press(client, links_in(letter())["confirm"])
    assert Subscriber.objects.confirmed().count() == 1


def test_letter_carries_the_headers_of_one_click(client: Client, clock: Clock) -> None:
    reader(SENDER, clock)
    send(client, "/news/", clock, email=SENDER)
    found = letter()
    link = links_in(found)["unsubscribe"]
    assert found.message()["List-Unsubscribe"] == f"<http://127.0.0.1:8000{link}>"
    assert found.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"\nList-Unsubscribe: <http://127.0.0.1:8000{link}>\n" in raw(found).replace(" \n ", " ")


def test_one_click_of_a_mail_program_takes_the_address_off_at_once(client: Client, clock: Clock) -> None:
    link = way_out(client, clock)
    assert client.get(link).status_code == 200
    assert Subscriber.objects.count() == 1
    answers = [client.post(link, ONE_CLICK), client.post(link, ONE_CLICK)]
    assert [(answer.status_code, answer.content, dict(answer.cookies)) for answer in answers] == [(200, b"", {})] * 2
    assert (Subscriber.objects.count(), Link.objects.count()) == (0, 0)


def test_button_on_the_page_takes_the_address_off_and_says_so_twice(client: Client, clock: Clock) -> None:
    link = way_out(client, clock)
    assert [press(client, link).redirect_chain for _click in range(2)] == [[("/news/goodbye/", 303)]] * 2
    assert Subscriber.objects.count() == 0
    assert client.get(link).status_code == 404


def test_yes_of_an_old_letter_does_not_bring_back_who_left(client: Client, clock: Clock) -> None:
    send(client, "/news/", clock, email=SENDER)
    confirm = links_in(letter())["confirm"]
    press(client, confirm)
    send(client, "/news/", clock, email=SENDER)
    press(client, links_in(letter())["unsubscribe"])
    assert press(client, confirm).status_code == 404
    assert Subscriber.objects.count() == 0


# Letters with news


def test_staff_write_look_at_and_send_a_letter_once(clock: Clock) -> None:
    reader("a@example.org", clock), reader("b@example.org", clock, "de")
    desk = staff("view_newsletter", "change_newsletter", "send_newsletter")
    newsletter = news(en="Hello <b>all</b>.\n\nhttps://example.org/more", de="Hallo.")
    page = f"{desk_page(NewsLetter, 'change', newsletter.pk).removesuffix('change/')}send/"
    shown = desk.get(page).content.decode()
    assert ("Hello &lt;b&gt;all&lt;/b&gt;." in shown, "2 people get it." in shown) == (True, True)
    assert NewsLetter.objects.get().sent_at is None
    for _click in range(2):
        desk.post(page)
    for _run in range(2):
        post_sent_news()
    clock.move(hours=1)
    found = {message.to[0]: message for message in letters()}
    assert {to: message.subject for to, message in found.items()} == {
        "a@example.org": "In en",
        "b@example.org": "In de",
    }
    first = found["a@example.org"]
    assert [link for link in Document(html_of(first)).links if "example.org" in link] == ["https://example.org/more"]
    assert (first.message()["List-Unsubscribe-Post"], "b@example.org" in raw(first)) == (
        "List-Unsubscribe=One-Click",
        False,
    )
    assert list(LogEntry.objects.values_list("change_message", flat=True)) == ["Sent."]
    assert desk.post(desk_page(NewsLetter, "change", newsletter.pk), {"title": "Other"}).status_code == 403
    press(Client(), links_in(first)["unsubscribe"])
    assert Subscriber.objects.count() == 1


def test_letters_with_news_are_spread_and_leave_out_who_left_in_between(clock: Clock) -> None:
    readers = [reader(f"r{number}@example.org", clock) for number in range(5)]
    NewsLetter.objects.filter(pk=news().pk).update(sent_at=clock.now)
    post_sent_news()
    times = Letter.objects.order_by("due_at").values_list("due_at", flat=True)
    assert [round((time - clock.now).total_seconds()) for time in times] == [0, 18, 36, 54, 72]
    readers[3].delete()
    clock.move(minutes=2)
    assert sorted(message.to[0] for message in letters()) == [f"r{number}@example.org" for number in (0, 1, 2, 4)]


def test_letter_that_died_in_the_middle_reaches_everybody_once(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        reader(f"r{number}@example.org", clock)
    NewsLetter.objects.filter(pk=news().pk).update(sent_at=clock.now)
    post_sent_news()
    Letter.objects.latest("pk").delete()
    NewsLetter.objects.update(posted_at=None)
    post_sent_news()
    clock.move(minutes=2)
    assert sorted(message.to[0] for message in letters()) == [f"r{number}@example.org" for number in range(3)]


def test_who_subscribes_after_it_was_sent_does_not_get_it(clock: Clock) -> None:
    NewsLetter.objects.filter(pk=news().pk).update(sent_at=clock.now)
    clock.move(seconds=1)
    reader(SENDER, clock)
    post_sent_news()
    assert Letter.objects.count() == 0


def test_letter_without_english_or_without_permission_is_not_sent(clock: Clock) -> None:
    desk = staff("view_newsletter", "change_newsletter", "send_newsletter")
    german = news(de="Hallo.")
    page = f"{desk_page(NewsLetter, 'change', german.pk).removesuffix('change/')}send/"
    assert "Write a text in English first" in desk.get(page).content.decode()
    desk.post(page)
    assert NewsLetter.objects.get().sent_at is None
    NewsLetterText.objects.update(language="en")
    User.objects.get().user_permissions.remove(Permission.objects.get(codename="send_newsletter"))
    assert desk.post(page).status_code == 403
    assert 'id="send-form"' not in desk.get(page).content.decode()
    assert NewsLetter.objects.get().sent_at is None


def test_staff_make_a_letter_at_the_desk() -> None:
    desk = Client()
    desk.force_login(User.objects.create_superuser("chief"))
    told = {"texts-0-language": "en", "texts-0-subject": "Spring", "texts-0-text": "Hello."}
    answer = send_desk(desk, desk_page(NewsLetter, "add"), title="Spring 2031", **told)
    assert (answer.status_code, NewsLetterText.objects.get().subject) == (200, "Spring")


# The list


def test_export_holds_those_who_said_yes_and_no_formula(clock: Clock) -> None:
    strange = ["=1+1@example.org", "+a@example.org", "-a@example.org", "plain@example.org"]
    for address in strange:
        reader(address, clock)
    Subscriber.objects.create(address="not@example.org", digest="x", language="en")
    desk = staff("view_subscriber", "export_subscriber")
    chosen = {"action": "export_chosen", "_selected_action": [one.pk for one in Subscriber.objects.all()]}
    answer = desk.post(desk_page(Subscriber, "changelist"), chosen)
    assert (answer["Content-Type"], answer["Cache-Control"].split(",")[0]) == ("text/csv; charset=utf-8", "no-store")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert [row[0] for row in rows] == ["address", *(f"'{one}" for one in strange[:3]), strange[3]]
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.change_message) == ("maria", "Exported 4 addresses.")


def test_staff_without_the_permission_cannot_export(clock: Clock) -> None:
    reader(SENDER, clock)
    desk = staff("view_subscriber", "change_subscriber")
    page = desk_page(Subscriber, "changelist")
    assert "export_chosen" not in desk.get(page).content.decode()
    chosen = {"action": "export_chosen", "_selected_action": [Subscriber.objects.get().pk]}
    assert SENDER not in desk.post(page, chosen).content.decode()
    assert LogEntry.objects.count() == 0
