"""What stands in the letters: our words in the subject, their words as a quotation, links in their language."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from resource_centre.contributions import actions, drafts
from resource_centre.contributions.models import Contribution
from resource_centre.mail.letters import WRITERS
from resource_centre.mail.outbox import post
from tests.contributions.owners import letters, links_in
from tests.contributions.sent import EMAIL, sent

pytestmark = pytest.mark.django_db

WORDS = "Kanarie wrote https://evil.example.org and mallory@evil.example.org\r\nBcc: x@evil.example.org"
OURS = {
    "contribution_confirm",
    "contribution_received",
    "contribution_question",
    "contribution_accepted",
    "contribution_declined",
    "contribution_resume",
    "my_links",
}


def one(act: str, maria: User, **columns: Any) -> Any:
    """Return the letter that an act posts."""
    draft: dict[str, Any] = {"state": "unfinished", "sent_at": None, "consent_at": None, "verified_at": None}
    typed: dict[str, Any] = {"answers": {"title": [WORDS], "summary": [WORDS]}, "note": WORDS}
    if act in {"confirm", "resume"}:
        contribution = sent(**typed, **draft, **columns)
        (actions.send if act == "confirm" else drafts.send_link_to_go_on)(contribution)
    elif act == "received":
        actions.confirm_address(sent(**typed, **{"state": "unconfirmed", "verified_at": None, **columns}))
    else:
        contribution = sent(answers={"summary": ["Harmless."]}, **columns)
        acts: dict[str, Any] = {"question": actions.ask, "accepted": actions.accept, "declined": actions.decline}
        acts[act](contribution, maria, WORDS)
    [letter] = letters()
    return letter


ACTS = {
    "confirm": ("One more step: please confirm your e-mail address", ["confirm"]),
    "resume": ("Go on where you stopped", ["go-on"]),
    "received": ("Thank you. We have what you sent us", ["status"]),
    "question": ("A question about what you sent us", ["status"]),
    "accepted": ("It is published. Thank you", ["status"]),
    "declined": ("About what you sent us", ["status"]),
}


def test_every_letter_is_registered() -> None:
    assert set(WRITERS) >= OURS


@pytest.mark.parametrize("act", ACTS)
def test_a_letter_has_our_subject_and_its_link_and_no_live_link_of_anybody_else(act: str, maria: User) -> None:
    letter = one(act, maria)
    subject, pages = ACTS[act]
    assert (letter.subject, letter.to, letter.bcc, letter.cc) == (subject, [EMAIL], [], [])
    assert [path.split("/")[2] for path in links_in(letter)] == pages
    for text in (letter.body, str(letter.alternatives[0][0])):
        assert "https://evil" not in text
        assert "mallory@evil" not in text
        assert ("Kanarie" in text) is (act not in {"confirm", "resume"})


@pytest.mark.parametrize(("language", "prefix"), [("en", "/share/"), ("de", "/de/share/"), ("fr", "/fr/share/")])
def test_a_letter_is_in_the_language_of_its_reader(language: str, prefix: str, maria: User) -> None:
    letter = one("received", maria, language=language)
    [path] = links_in(letter)
    assert path.startswith(prefix)
    assert f'<html lang="{language}">' in str(letter.alternatives[0][0])


@pytest.mark.parametrize("act", ["confirm", "resume", "received"])
def test_a_letter_that_has_become_pointless_is_not_sent(act: str) -> None:
    state = {"confirm": "unconfirmed", "resume": "unfinished", "received": "waiting"}[act]
    columns: dict[str, Any] = {} if act == "received" else {"verified_at": None}
    contribution = sent(state=state, **columns)
    post(f"contribution_{act}", EMAIL, contribution)
    Contribution.objects.update(state="withdrawn")
    assert letters() == []
    post(f"contribution_{act}", EMAIL, contribution)
    contribution.delete()
    assert letters() == []


def test_a_letter_about_what_is_not_public_any_more_is_not_sent(maria: User) -> None:
    contribution = sent()
    record = actions.accept(contribution, maria)
    record.delete()
    assert letters() == []


def test_a_reason_is_not_announced_where_there_is_none(maria: User) -> None:
    actions.decline(sent(), maria, "")
    [letter] = letters()
    assert "and this is why" not in letter.body
    assert "We will not publish it." in " ".join(letter.body.split())


def test_names_of_answers_carry_no_question_mark_before_the_colon(maria: User) -> None:
    assert "What is it called: " in one("received", maria).body


def test_my_links_show_no_title_before_the_address_is_confirmed() -> None:
    sent(state="unconfirmed", verified_at=None, answers={"title": ["Kanarie"]})
    post("my_links", EMAIL)
    [letter] = letters()
    assert "Kanarie" not in letter.body
    post("my_links", "nobody@example.org")
    assert letters() == []
