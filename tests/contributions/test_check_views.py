"""Looking at it before it is sent: help, what may be private, the page as strangers see it, and the yes."""

from typing import Any

import pytest
from django.test import Client

from library.models import Story
from organisations.models import Activity
from resource_centre.contributions import drafts
from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.limits import DOORS as DOORS_ALLOWANCE
from resource_centre.contributions.limits import LETTERS, SENDING
from resource_centre.contributions.models import Contribution
from resource_centre.mail.models import Letter, address_digest
from resource_centre.publishing.models import Publishable
from resource_centre.vocabularies.models import Helpline
from tests.contributions.owners import letters, owner, stamp, token_of
from tests.contributions.sent import ANSWERS, EMAIL
from tests.contributions.visitor import (
    CHECK,
    KEY,
    KINDS,
    MARKUP,
    NETWORK,
    empty,
    fill,
    kept,
    posted,
    problems,
    send,
    sent_by,
    states,
    title,
    value,
)
from tests.document import Document
from tests.factories import make, published

pytestmark = pytest.mark.django_db


# Help and privacy


def test_danger_shows_help_first_and_then_lets_the_person_go_on(client: Client) -> None:
    line = make(Helpline, country_id="PL", name="The Polish line")
    make(Helpline, country_id="IE", name="The Irish line")
    make(Helpline, country_id="PL", name="An old line", verified_on=None)
    fill(client, summary="Sometimes I want to die. Then I go there.")
    page = Document(client.get(CHECK)).main
    assert [call["href"] for call in page.all("a", class_="call")] == ["tel:112", line.tel]
    assert "Nobody reads this now. After you send it, somebody reads it within 10 working days." in page.text
    assert client.post(CHECK, {"help_seen": "1"})["Location"] == CHECK
    assert "Preview" in Document(client.get(CHECK)).main.text
    send(client)
    assert (kept().read_first, kept().state) == (True, "unconfirmed")


def test_danger_in_the_note_shows_help_before_it_is_sent(client: Client) -> None:
    fill(client)
    page = Document(send(client, note="I want to die")).main
    assert kept().state == "unfinished"
    again = {element["name"]: element["value"] for element in page.all("input", type="hidden")}
    assert again == {"action": "send", "consent": "on", "note": "I want to die", "help_seen": "1"}
    assert client.post(CHECK, again)["Location"] == "/share/sent/"
    assert (kept().state, kept().note, kept().read_first) == ("unconfirmed", "I want to die", True)


def test_a_sentence_that_may_be_private_is_asked_about_once(client: Client) -> None:
    fill(client, summary="We drink tea. My psychiatrist comes too.", place="Call 0171 234 5678")
    asked = Document(client.get(CHECK)).main
    words = [legend.one(class_="private-part__words").text for legend in asked.all("legend")]
    assert words == ["My psychiatrist comes too.", "Call 0171 234 5678"]
    chosen = [radio["name"] for radio in asked.all("input", type="radio") if "checked" in radio.attributes]
    client.post(CHECK, {"action": "privacy", chosen[0]: "move", chosen[1]: "remove"})
    assert (kept().data["summary"], kept().data["place"]) == (["We drink tea."], [""])
    assert kept().note == "What is it, in two or three sentences? My psychiatrist comes too."
    page = client.get(CHECK)
    assert value(page, "note") == kept().note
    fill(client, summary="We drink tea. My psychiatrist comes too.", place="")
    assert title(client.get(CHECK)) == "One question"
    client.post(CHECK, {"action": "privacy"})
    fill(client, summary="We drink coffee. My psychiatrist comes too.", place="")
    assert title(client.get(CHECK)) == "Look at it before you send it"


def test_it_is_not_sent_before_the_question_is_answered(client: Client) -> None:
    fill(client, summary="My psychiatrist comes too.")
    assert send(client, note="A note")["Location"] == CHECK
    assert (kept().state, kept().note) == ("unfinished", "A note")


def test_a_required_answer_that_is_taken_out_leads_back_to_the_form(client: Client) -> None:
    fill(client, title="My diagnosis")
    [radio, *_more] = Document(client.get(CHECK)).all("input", type="radio")
    client.post(CHECK, {"action": "privacy", radio["name"]: "remove"})
    response = client.get(CHECK)
    assert response["Location"] == f"{CHECK}form/?check=1"
    assert problems(client.get(response["Location"])) == ["Give your activity a name"]
    assert send(client)["Location"] == f"{CHECK}form/?check=1"


def test_what_matched_is_kept_nowhere(client: Client) -> None:
    fill(client, summary="My psychiatrist comes too.")
    client.get(CHECK)
    row = {column.attname: getattr(kept(), column.attname) for column in Contribution._meta.concrete_fields}
    row.pop("data")
    assert "psychiatrist" not in str(row)


# Looking


@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_shows_the_page_and_leaves_nothing_behind(kind: str, client: Client) -> None:
    fill(client, kind)
    page = Document(client.get(CHECK)).main
    preview = page.one(class_="preview-page__in")
    name = (ANSWERS[kind].get("title") or ANSWERS[kind]["name"])[0]
    assert preview.one(class_="preview-page__title").text == name
    assert EMAIL not in preview.text
    assert EMAIL in page.one("dl", class_="sent-rows").text
    assert [link for link in preview.all("a") if "href" in link.attributes] == []
    assert len(page.all("h1")) == 1
    ids = Document(client.get(CHECK)).ids
    assert len(ids) == len(set(ids))
    for model in {Publishable} | {door.model for door in DOORS.values()}:
        assert model is Publishable or model._default_manager.count() == 0
    history: Any = DOORS[kind].model.history  # type: ignore[attr-defined]  # simple-history brings no types
    assert history.count() == 0


def test_the_preview_shows_what_public_page_shows_later(client: Client, maria: Any) -> None:
    from resource_centre.contributions.actions import accept, confirm_address

    sent_by(client, "story", body="One day.\r\n\r\nThen <b>another</b>.")
    fill(client, "story", key="other", body="One day.\r\n\r\nThen <b>another</b>.")
    preview = Document(client.get("/share/check/other/")).main.one(class_="preview-page__in")
    confirm_address(kept())
    accept(kept(), maria)
    public = Document(client.get(Story.objects.get().get_absolute_url())).main
    assert [p.text for p in preview.all("div", class_="prose")] == [p.text for p in public.all("div", class_="prose")]


def test_without_the_yes_nothing_is_sent_and_the_note_stays(client: Client) -> None:
    fill(client)
    response = send(client, consent="", note="My note")
    assert (response.status_code, title(response)[:6], value(response, "note")) == (200, "Error:", "My note")
    assert problems(response) == ["Tick the box to tell us that we may publish it"]
    assert kept().state == "unfinished"


def test_going_back_to_change_something_keeps_the_note(client: Client) -> None:
    fill(client)
    response = client.post(CHECK, {"action": "change", "note": "My note"})
    assert response["Location"] == f"{CHECK}form/"
    page = client.get(response["Location"])
    assert value(page, "title") == "Thursday Table"
    client.post(response["Location"], posted(title="Friday Table"))
    assert (kept().title, kept().note) == ("Friday Table", "My note")
    assert value(client.get(CHECK), "note") == "My note"


@pytest.mark.parametrize("token", ["nothing", "a" * 43, "a" * 5000, "%00", "é"])
def test_an_address_that_opens_nothing_says_so_and_how_to_get_another(token: str, client: Client) -> None:
    for address in (f"/share/check/{token}/", f"/share/check/{token}/form/", f"/share/go-on/{token}/"):
        for response in (client.get(address), client.post(address, posted())):
            assert (response.status_code, response["Cache-Control"]) == (404, "private, no-store")
            assert "/share/my-link/" in Document(response).links
    assert Contribution.objects.count() == 0


def test_an_event_whose_day_has_passed_meanwhile_leads_back_to_the_form(client: Client) -> None:
    fill(client, "event")
    Contribution.objects.update(data={**ANSWERS["event"], "start_date": ["2020-01-01"]})
    assert client.get(CHECK)["Location"] == f"{CHECK}form/?check=1"
    assert "This day is over" in problems(client.get(f"{CHECK}form/?check=1"))[0]


# Changes of what is public


def change_draft(**answers: list[str]) -> tuple[Activity, Contribution]:
    record = published(Activity, title="Before", countries=["IE"], summary="Call 0171 234 5678")
    owner(record, EMAIL)
    given = {**DOORS["activity"].form.answers_of(record), **answers}
    return record, drafts.keep(KEY, drafts.Typed(DOORS["activity"].kind, given, EMAIL, record=record))


def test_a_change_is_looked_at_and_sent_without_confirming_the_address_again(client: Client) -> None:
    record, _draft = change_draft(title=["After"])
    page = Document(client.get(CHECK)).main
    assert page.one(class_="preview-page__title").text == "After"
    record.refresh_from_db()
    assert record.title == "Before"
    assert send(client)["Location"] == "/share/sent/"
    assert (kept().state, kept().is_change, kept().record) == ("waiting", True, record)
    assert [letter.subject for letter in letters()] == ["Thank you. We have what you sent us"]


def test_what_is_public_already_raises_no_question(client: Client) -> None:
    change_draft(title=["After"])
    assert title(client.get(CHECK)) == "Look at it before you send it"
    Contribution.objects.all().delete()
    change_draft(title=["Call 0171 999 9999"])
    assert title(client.get(CHECK)) == "One question"


def test_the_address_of_a_change_is_not_asked_for_and_cannot_be_changed(client: Client) -> None:
    change_draft()
    with pytest.raises(LookupError):
        value(client.get(f"{CHECK}form/"), "email")
    client.post(f"{CHECK}form/", posted(email="mallory@example.org"))
    assert (kept().email, kept().title) == (EMAIL, "Thursday Table")


def test_a_change_of_a_record_that_is_gone_opens_nothing(client: Client) -> None:
    record, _draft = change_draft()
    record.delete()
    assert client.get(CHECK).status_code == 404


# Allowances


@pytest.mark.parametrize(
    "trace", [{"homepage": "https://spam.example.org"}, {"stamp": "not ours"}, {"stamp": lambda: stamp(seconds=0)}]
)
def test_spam_is_answered_like_the_rest_waits_for_staff_and_gets_no_letter(
    trace: dict[str, Any], client: Client
) -> None:
    changes = {name: value() if callable(value) else value for name, value in trace.items()}
    response = fill(client, **changes)
    assert response.status_code == 303
    page = client.get(response["Location"])
    assert title(page) == "Look at it before you send it"
    assert client.post(response["Location"], {"action": "later", "note": ""})["Location"] == "/share/later/"
    assert send(client, token_of(response["Location"]))["Location"] == "/share/sent/"
    assert (states(), Letter.objects.count()) == (["spam"], 0)


@pytest.mark.parametrize("kind", KINDS)
def test_beyond_the_allowance_of_a_network_nothing_typed_is_lost(kind: str, client: Client) -> None:
    empty(DOORS_ALLOWANCE, NETWORK)
    response = fill(client, kind, summary="Kept words", email="ana")
    assert (response.status_code, value(response, "summary"), value(response, "email")) == (429, "Kept words", "ana")
    assert len(problems(response)) == 1
    assert Contribution.objects.count() == 0


def test_beyond_the_allowance_of_sending_the_note_and_the_yes_stay(client: Client) -> None:
    fill(client)
    empty(SENDING, NETWORK)
    response = send(client, note="My note")
    assert (response.status_code, value(response, "note"), kept().state) == (429, "My note", "unfinished")
    assert "checked" in Document(response).main.all("input", name="consent")[0].attributes


def test_an_address_gets_so_many_letters_and_no_more(client: Client) -> None:
    empty(LETTERS, address_digest(EMAIL.upper()))
    assert fill(client).status_code == 303
    assert send(client).status_code == 429
    assert fill(client, key="other", action="later").status_code == 429
    assert client.post(CHECK, {"action": "later", "note": "n"}).status_code == 429
    assert (states(), Letter.objects.count()) == (["unfinished"], 0)
    assert SENDING.take(NETWORK)


@pytest.mark.parametrize("kind", KINDS)
def test_markup_in_every_answer_is_shown_as_text(kind: str, client: Client) -> None:
    free = dict.fromkeys((*DOORS[kind].form.told, "run_by", "authors"), MARKUP)
    assert fill(client, kind, **free).status_code == 303
    client.post(CHECK, {"action": "privacy"})
    pages = [client.get(CHECK), client.get(f"{CHECK}form/"), fill(client, kind, **free, email=MARKUP)]
    for page in pages:
        assert page.status_code == 200
        assert b"<script>alert" not in page.content
        assert b"<img src=x" not in page.content
        assert b"alert(1)" in page.content
        Document(page)
