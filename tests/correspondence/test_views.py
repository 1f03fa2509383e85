"""A person and an organisation write to each other, and neither sees the other's address."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.models import Organisation
from resource_centre.correspondence.models import Block, Conversation, Message, Stop
from resource_centre.guard.models import Phrase
from resource_centre.mail.models import Letter, Link
from resource_centre.vocabularies.models import Helpline, Language
from tests.document import Document
from tests.factories import make
from tests.pages.test_every_page import check_body

from .post_office import (
    RECEIVER,
    SENDER,
    WORDS,
    Clock,
    answers_in,
    conversation,
    html_of,
    letter,
    letters,
    links_in,
    open_organisation,
    press,
    raw,
    send,
    text_of,
    write,
)

pytestmark = pytest.mark.django_db
PAGE = "/organisations/lighthouse/write/"
HOSTILE = '<script>alert(1)</script> <a href="https://evil.example.org/x">see</a> www.evil.example.org https://evil.example.org'


@pytest.fixture(autouse=True)
def lighthouse() -> Organisation:
    return open_organisation()


def test_whole_conversation_shows_neither_side_the_others_address(client: Client, clock: Clock) -> None:
    answer = write(client, clock)
    assert (answer.status_code, answer.redirect_chain) == (200, [(f"{PAGE}sent/", 303)])
    first = letter()
    assert (first.to, WORDS in raw(first), RECEIVER in raw(first)) == ([SENDER], False, False)

    confirm = links_in(first)["confirm"]
    shown = Document(client.get(confirm))
    assert WORDS in shown.main.text
    assert press(client, confirm).redirect_chain == [(confirm, 303)]
    to_them = letter()
    assert (to_them.to, to_them.subject) == ([RECEIVER], "A message for you, through the Peer Support Resource Centre")
    assert WORDS in text_of(to_them)
    assert SENDER not in raw(to_them)
    assert "sender.example" not in raw(to_them)

    answered = send(client, links_in(to_them)["answer"], clock, text="Come on Thursday.")
    assert Document(answered).one("h1").text == "Your message is on its way"
    to_ana = letter()
    assert (to_ana.to, "Come on Thursday." in text_of(to_ana)) == ([SENDER], True)
    assert "receiver.example" not in raw(to_ana)

    send(client, links_in(to_ana)["write-back"], clock, text="I shall be there.")
    again = letter()
    assert (again.to, "I shall be there." in text_of(again)) == ([RECEIVER], True)
    assert "sender.example" not in raw(again)
    so_far = Document(client.get(links_in(again)["answer"])).main
    assert [quote.text for quote in so_far.all("blockquote")] == [WORDS, "Come on Thursday.", "I shall be there."]
    assert "sender.example" not in client.get(links_in(again)["answer"]).content.decode()


def test_address_is_shown_only_by_who_ticked_the_box(client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    box = Document(client.get(links["answer"])).one("input", type="checkbox")
    assert "checked" not in box.attributes
    send(client, links["answer"], clock, text="Write to me.", show_address="on")
    to_ana = letter()
    assert "desk[@]receiver[.]example[.]com" in text_of(to_ana)
    back = links_in(to_ana)["write-back"]
    assert RECEIVER in Document(client.get(back)).main.text
    send(client, back, clock, text="I rather stay here.")
    to_them = letter()
    assert "sender" not in raw(to_them).replace("sender.example.net", "sender").split("Subject")[1]
    assert SENDER not in client.get(links["answer"]).content.decode()


def test_page_is_there_only_while_the_organisation_is_public_and_open(client: Client, lighthouse: Organisation) -> None:
    assert client.get(PAGE).status_code == 200
    assert Document(client.get("/organisations/lighthouse/")).links.count(PAGE) == 1
    Organisation.objects.update(open_to_contact=False)
    assert [client.get(PAGE).status_code, client.post(PAGE).status_code] == [404, 404]
    assert PAGE not in Document(client.get("/organisations/lighthouse/")).links
    Organisation.objects.update(open_to_contact=True, state="archived")
    assert [client.get(PAGE).status_code, client.get(f"{PAGE}sent/").status_code] == [404, 404]


def test_errors_stand_first_in_words_and_keep_everything_typed(client: Client, clock: Clock) -> None:
    page = Document(send(client, PAGE, clock, name="", email="ana", text="x" * 2001))
    assert page.one("title").text.startswith("Error: ")
    summary = page.one("div", id="summary")
    assert [link.text for link in summary.all("a")] == [
        "Tell them what to call you. Any name will do.",
        "Your e-mail address: It has no @. Please check it.",
        "Your message: It is too long by 1 character. There is room for 2000.",
    ]
    assert (summary["role"], "autofocus" in summary.all("a")[0].attributes) == ("alert", True)
    assert [link["href"][1:] in page.ids for link in summary.all("a")] == [True] * 3
    kept = answers_in(page.main)
    assert (kept["email"], kept["text"]) == ("ana", "x" * 2001)
    assert not Conversation.objects.exists()


def test_line_ends_of_a_browser_count_once(client: Client, clock: Clock) -> None:
    write(client, clock, "ab\r\n" * 666 + "xy")
    assert len(Message.objects.get().text) == 2000


def test_text_with_markup_and_links_is_never_more_than_text(client: Client, clock: Clock) -> None:
    write(client, clock, HOSTILE, name=HOSTILE[:58])
    first = letter()
    confirm = links_in(first)["confirm"]
    page = Document(client.get(confirm))
    assert (page.all("script"), [link for link in page.links if "evil" in link]) == ([], [])
    assert "<script>alert(1)</script>" in page.main.text
    press(client, confirm)
    to_them = letter()
    body = Document(html_of(to_them))
    assert body.all("script") == []
    assert [link for link in body.links if "evil" in link] == []
    for form in (text_of(to_them), body.text):
        assert "https[:]//evil[.]example[.]org" in form
        assert "www[.]evil[.]example[.]org" in form
        assert "://evil" not in form
        assert "evil.example" not in form
    assert "evil" not in to_them.subject
    answer = Document(client.get(links_in(to_them)["answer"]))
    assert answer.all("script") == []
    assert [link for link in answer.links if "evil" in link] == []


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Ana\r\nBcc: all@example.org", SENDER),
        ("Ana", f"{SENDER}\r\nBcc: all@example.org"),
        ("Ana", '"a b\r\nBcc: all@example.org"@sender.example.net'),
        ("Ana", '"https://evil.example.org/"@sender.example.net'),
        ("Ana", f"{SENDER}, all@example.org"),
    ],
)
def test_no_header_comes_from_what_was_typed(name: str, email: str, client: Client, clock: Clock) -> None:
    write(client, clock, name=name, email=email)
    if email == SENDER:
        press(client, links_in(letter())["confirm"])
        to_them = letter()
        assert (to_them.recipients(), to_them.message()["Bcc"]) == ([RECEIVER], None)
        assert "From: Ana Bcc: all[@]example[.]org" in text_of(to_them)
    else:
        assert (letters(), Conversation.objects.count()) == ([], 0)


def test_mail_scanner_that_opens_every_link_changes_nothing(client: Client, clock: Clock) -> None:
    def rows() -> list[object]:
        models: list[Any] = [Conversation, Message, Block, Stop, Link, Letter, Organisation]
        return [list(model.objects.order_by("pk").values()) for model in models]

    write(client, clock)
    found = links_in(letter())
    before = rows()
    assert [client.get(path).status_code for path in found.values()] == [200]
    assert [client.head(path).status_code for path in found.values()] == [200]
    assert rows() == before
    press(client, found["confirm"])
    to_them = links_in(letter())
    send(client, to_them["answer"], clock, text="Yes.")
    to_ana = links_in(letter())
    everything = [*to_them.values(), *to_ana.values(), found["confirm"]]
    assert (sorted(to_them), sorted(to_ana)) == (["answer", "stop"], ["end", "write-back"])
    before = rows()
    assert [client.get(path).status_code for path in everything] == [200] * 5
    assert rows() == before


def test_pages_behind_links_are_private_and_name_no_link_of_their_own(client: Client, clock: Clock) -> None:
    for path in conversation(client, clock).values():
        page = client.get(path)
        assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "no-referrer")
        assert Document(page).relation("canonical") == []
        assert dict(page.cookies) == {}


def test_link_of_one_side_opens_nothing_of_the_other(client: Client, clock: Clock) -> None:
    token = conversation(client, clock)["answer"].split("/")[-2]
    pages = [f"/messages/{name}/{token}/" for name in ("answer", "write-back", "stop", "end", "confirm")]
    assert [client.get(page).status_code for page in pages] == [200, 404, 404, 404, 404]
    assert client.post(pages[3], {"choice": "end"}).status_code == 404


def test_double_click_makes_one_message_and_other_words_another(client: Client, clock: Clock) -> None:
    shown = answers_in(Document(client.get(PAGE)).main)
    clock.move(seconds=20)
    told = {**shown, "name": "Ana", "email": "ana@typo.example.net", "text": WORDS}
    assert [client.post(PAGE, told).status_code for _click in range(3)] == [303] * 3
    assert (len(letters()), Message.objects.count()) == (1, 1)
    assert client.post(PAGE, {**told, "email": SENDER}).status_code == 303
    (second,) = letters()
    assert second.to == [SENDER]
    confirm = links_in(second)["confirm"]
    assert [client.post(confirm).status_code for _click in range(3)] == [303] * 3
    links = links_in(letter())
    told = {**answers_in(Document(client.get(links["answer"])).main), "text": "Yes."}
    assert [client.post(links["answer"], told).status_code for _click in range(3)] == [303] * 3
    assert len(letters()) == 1
    assert Message.objects.filter(text="Yes.").count() == 1


def test_machine_gets_the_same_answer_and_no_letter_is_sent(client: Client, clock: Clock) -> None:
    caught = write(client, clock, homepage="https://spam.example.org/")
    person = write(client, clock, text="Another one", email="other@sender.example.net")
    assert (caught.status_code, caught.redirect_chain) == (person.status_code, person.redirect_chain)
    assert [message.to for message in letters()] == [["other@sender.example.net"]]
    assert Conversation.objects.get(sender_address=SENDER).state == "held"


def test_person_who_did_not_write_it_deletes_it(client: Client, clock: Clock) -> None:
    write(client, clock)
    confirm = links_in(letter())["confirm"]
    assert press(client, confirm, delete="1").redirect_chain == [("/messages/deleted/", 303)]
    assert not Conversation.objects.exists()
    assert client.get(confirm).status_code == 404


# Danger


def test_words_of_danger_first_show_help_and_then_the_message_goes(client: Client, clock: Clock) -> None:
    Phrase.objects.create(kind="danger", language="en", text="not safe tonight")
    make(Helpline, name="Listening line", number="116 123", country_id="IE")
    shown = write(client, clock, "I am NOT safe, tonight.\nSecond <line>")
    page = Document(shown)
    assert (page.one("h1").text, letters()) == ("Before you send it: help now", [])
    ways = [link["href"] for link in page.main.all("a")]
    assert [way for way in ways if way.startswith("tel:")] == ["tel:112", "tel:116123"]
    assert "/urgent-help/" in ways
    assert "Nobody reads your message now." in page.main.text
    assert not Conversation.objects.exists()

    back = Document(client.post(PAGE, {**answers_in(page.main), "change": "1"}))
    assert (back.one("textarea").text, back.all("div", id="summary")) == ("I am NOT safe, tonight. Second <line>", [])
    sent = client.post(PAGE, answers_in(page.main))
    assert sent.status_code == 303
    message = Message.objects.get()
    assert (message.text, message.read_first) == ("I am NOT safe, tonight.\nSecond <line>", True)
    press(client, links_in(letter())["confirm"])
    assert "may mean that somebody is in danger" in " ".join(text_of(letter()).split())
    assert Conversation.objects.waiting().get().read_first is True


def test_words_of_danger_in_an_answer_show_help_as_well(client: Client, clock: Clock) -> None:
    Phrase.objects.create(kind="danger", language="en", text="not safe tonight")
    answer = conversation(client, clock)["answer"]
    assert not Conversation.objects.for_staff().exists()
    page = Document(send(client, answer, clock, text="I am not safe tonight", show_address="on"))
    assert page.one("h1").text == "Before you send it: help now"
    client.post(answer, answers_in(page.main))
    assert Message.objects.get(read_first=True).shows_address is True
    assert Conversation.objects.waiting().count() == 1


# Languages


def test_letters_come_in_the_language_of_each_side(client: Client, clock: Clock, lighthouse: Organisation) -> None:
    lighthouse.languages.set(Language.objects.filter(code__in=["fr", "pl"]))
    told = {"name": "Ana", "email": SENDER, "text": WORDS}
    answer = send(client, "/de/organisations/lighthouse/write/", clock, **told)
    assert answer.redirect_chain == [("/de/organisations/lighthouse/write/sent/", 303)]
    confirm = f"/de/messages/confirm/{links_in(letter())['confirm'].split('/')[-2]}/"
    press(client, confirm)
    links = links_in(letter())
    assert links["answer"].startswith("/fr/messages/")
    send(client, links["answer"], clock, text="Oui.")
    assert links_in(letter())["write-back"].startswith("/de/messages/")


def test_links_are_kept_as_digests_of_one_purpose_each(client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    kept = Link.objects.all()
    assert sorted(kept.values_list("purpose", flat=True)) == ["answer", "confirm-message", "organisation-choices"]
    tokens = {path.split("/")[-2] for path in links.values()}
    assert tokens & set(kept.values_list("digest", flat=True)) == set()


# Every page


def test_every_page_is_sound_with_errors_and_without(client: Client, clock: Clock) -> None:
    links = conversation(client, clock)
    send(client, links["answer"], clock, text="Yes.")
    links |= links_in(letter())
    write(client, clock, "Another")
    links |= links_in(letter())
    assert len(links) == 5
    for path in (PAGE, *links.values()):
        document = Document(client.get(path))
        check_body(document, path, "en")
        assert document.empty_headings() == []
    for path in (PAGE, links["answer"], links["write-back"]):
        document = Document(client.post(path, {"text": ""}))
        assert document.one("div", id="summary").all("a")
        assert len(document.ids) == len(set(document.ids))


def test_conversation_costs_the_same_number_of_queries_however_long(client: Client, clock: Clock) -> None:
    answer = conversation(client, clock)["answer"]
    costs = []
    for number in range(2):
        for _more in range(1 + 3 * number):
            send(client, answer, clock, text="Yes.", show_address="on")
        with CaptureQueriesContext(connection) as queries:
            client.get(answer)
        costs.append(len(queries))
    assert costs[0] == costs[1]
