"""The review screen, used as a browser uses it: the form is read from its page, filled in and sent."""

import datetime
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone

from organisations.models import Activity, Organisation
from resource_centre.contributions import actions
from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.models import Step
from resource_centre.contributions.review_views import found_at
from resource_centre.contributions.web import Result
from resource_centre.mail.delivery import deliver_due
from resource_centre.mail.models import Letter, Link
from resource_centre.publishing.models import Publishable, State
from resource_centre.vocabularies.models import Country, Language
from tests.at_once import at_once, database_for_threads, in_thread
from tests.contributions.desk import QUEUE, acts, last_words, one_template, screen, titles
from tests.contributions.sent import EMAIL, change_of, sent
from tests.controls import Controls, said, send
from tests.factories import country, published

pytestmark = pytest.mark.django_db
Act = Step.Act


# The plain case


@pytest.mark.parametrize("kind", DOORS)
def test_plain_case_takes_three_clicks_from_the_queue(kind: str, desk: Client, maria: User) -> None:
    contribution = sent(kind, language="de")
    page = screen(contribution)
    assert f'href="{page}"' in desk.get(QUEUE).content.decode()
    answer = send(desk, page, "_accept")
    contribution.refresh_from_db()
    record = contribution.record
    assert isinstance(record, Publishable)
    assert said(answer)[0].startswith(f"“{record.heading}” is public now.")
    assert (record.is_public, record.heading, record.language_id) == (True, contribution.title, "de")
    assert Client().get(record.get_absolute_url()).status_code == 200
    assert acts(contribution) == [Act.SENT, Act.OPENED, Act.ACCEPTED]
    assert set(contribution.steps.exclude(act=Act.SENT).values_list("actor", flat=True)) == {maria.pk}
    assert last_words(contribution) == one_template("accept", "de").text
    kept = LogEntry.objects.filter(user=maria, object_id=str(contribution.pk)).values_list("change_message", flat=True)
    assert "Accepted and published." in list(kept)
    assert answer.redirect_chain[-1][0] == QUEUE


def test_after_a_decision_the_next_in_the_queue_is_open(desk: Client) -> None:
    first, second = sent(), sent("story")
    answer = send(desk, screen(first), "_accept")
    assert answer.redirect_chain[-1][0] == screen(second)
    second.refresh_from_db()
    assert second.state == "reading"


def test_accepting_twice_makes_one_record_and_says_so_calmly(desk: Client) -> None:
    contribution = sent()
    controls = Controls(desk.get(screen(contribution)).content.decode())
    pressed = {**controls.answers, "_accept": "1"}
    desk.post(screen(contribution), pressed)
    answer = desk.post(screen(contribution), pressed, follow=True)
    assert said(answer)[-1] == "maria has decided this already: Published. Nothing was done twice."
    assert Activity.objects.count() == 1
    assert Letter.objects.filter(name="contribution_accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_staff_who_accept_at_the_same_moment_make_one_record(tmp_path: Path) -> None:
    Language.objects.get_or_create(code="en")
    Language.objects.get_or_create(code="pl")
    Country.objects.get_or_create(code="PL", in_europe=True)
    users = [User.objects.create_superuser(name) for name in ("maria", "jan")]
    contribution = sent()
    clients = []
    for user in users:
        client = Client()
        client.force_login(user)
        controls = Controls(client.get(screen(contribution)).content.decode())
        clients.append((client, {**controls.answers, "_accept": "1"}))

    def accept() -> int:
        client, pressed = clients.pop()
        return client.post(screen(contribution), pressed).status_code

    with database_for_threads(tmp_path):
        assert at_once(accept, 2) == [302, 302]
        assert in_thread(Activity.objects.count) == 1
        assert in_thread(Step.objects.filter(act=Act.ACCEPTED).count) == 1


# Changing before accepting


def test_what_staff_change_before_accepting_is_what_is_published(desk: Client, maria: User) -> None:
    contribution = sent()
    house = published(Organisation, name="House")
    changed = {"title": "Friday Table", "organisation": str(house.pk), "language": "pl"}
    send(desk, screen(contribution), "_accept", **changed)
    record = Activity.objects.get()
    assert (record.title, record.organisation, record.language_id) == ("Friday Table", house, "pl")
    assert acts(contribution) == [Act.SENT, Act.OPENED, Act.EDITED, Act.ACCEPTED]


def test_what_staff_get_wrong_comes_back_with_everything_they_typed(desk: Client) -> None:
    contribution = sent()
    answer = send(desk, screen(contribution), "_accept", title="", place="Kraków", **{"accept-text": "My words"})
    page = answer.content.decode()
    assert answer.context["form"].errors == {"title": ["Give your activity a name"]}
    kept = Controls(page).answers
    assert (kept["title"], kept["place"], kept["accept-text"]) == ([""], ["Kraków"], ["My words"])
    contribution.refresh_from_db()
    assert (contribution.state, contribution.title, Activity.objects.count()) == ("reading", "Thursday Table", 0)
    assert acts(contribution) == [Act.SENT, Act.OPENED]


def test_saving_keeps_the_changes_and_decides_nothing(desk: Client) -> None:
    contribution = sent()
    answer = send(desk, screen(contribution), "_save", place="Kraków")
    contribution.refresh_from_db()
    assert (contribution.data["place"], contribution.state) == (["Kraków"], "reading")
    assert said(answer) == ["Your changes are saved."]
    assert said(send(desk, screen(contribution), "_save")) == ["Nothing was changed."]
    assert acts(contribution) == [Act.SENT, Act.OPENED, Act.EDITED]


@pytest.mark.parametrize("kind", DOORS)
def test_saving_what_nobody_changed_is_no_change(kind: str, desk: Client) -> None:
    contribution = sent(kind)
    before = contribution.data
    assert said(send(desk, screen(contribution), "_save")) == ["Nothing was changed."]
    contribution.refresh_from_db()
    assert contribution.data == before


def test_staff_do_not_write_over_what_the_sender_corrected_meanwhile(desk: Client) -> None:
    contribution = sent()
    controls = Controls(desk.get(screen(contribution)).content.decode())
    actions.correct(contribution, {**contribution.data, "title": ["By its sender"]})
    typed = {**controls.answers, "place": "Kraków", "_accept": "1"}
    answer = desk.post(screen(contribution), typed)
    assert b"The answers changed while you had this open" in answer.content
    again = Controls(answer.content.decode())
    assert (again.answers["title"], again.answers["place"]) == (["Thursday Table"], ["Kraków"])
    assert Activity.objects.count() == 0
    desk.post(screen(contribution), {**again.answers, "_accept": "1"})
    assert Activity.objects.get().title == "Thursday Table"


def test_trying_the_web_address_says_what_came_of_it_and_keeps_what_was_typed(desk: Client) -> None:
    answer = send(desk, screen(sent()), "_check", url="http://127.0.0.1:1/", place="Kraków")
    assert answer.context["check"] == "The page does not open: there is no answer."
    assert Controls(answer.content.decode()).answers["place"] == ["Kraków"]


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (Result(worked=True, status=200), "The page opens."),
        (Result(worked=True, status=200, moved_to="https://b.example/"),
         "The page opens. It has moved for good to https://b.example/"),
        (Result(worked=False, status=403), "The site does not answer programs like ours (403). Open it yourself."),
        (Result(worked=False, status=404), "The page does not open: the site answers 404."),
    ],
)  # fmt: skip
def test_what_came_of_trying_a_web_address_is_told_in_words(
    result: Result, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resource_centre.contributions.review_views.check", lambda _address, _seconds: result)
    assert found_at("https://a.example/") == sentence


# Letters


def test_question_answer_and_acceptance_follow_each_other(desk: Client) -> None:
    contribution = sent()
    answer = send(desk, screen(contribution), "_ask", **{"ask-text": "What do peers do there?"})
    assert said(answer) == ["Your question about “Thursday Table” is on its way."]
    contribution.refresh_from_db()
    assert contribution.state == "question"
    assert titles(desk.get(QUEUE)) == []
    actions.answer(contribution, "They cook.")
    assert titles(desk.get(QUEUE)) == ["Thursday Table"]
    assert b"They cook." in desk.get(screen(contribution)).content
    send(desk, screen(contribution), "_accept")
    assert acts(contribution) == [
        Act.SENT, Act.OPENED, Act.ASKED, Act.ANSWERED, Act.OPENED, Act.ACCEPTED,
    ]  # fmt: skip
    assert Activity.objects.get().is_public


@pytest.mark.parametrize(("act", "state"), [("ask", "question"), ("decline", "declined")])
def test_words_that_staff_write_are_needed_and_a_chosen_text_is_enough(act: str, state: str, desk: Client) -> None:
    contribution = sent(language="fr")
    page = screen(contribution)
    answer = send(desk, page, f"_{act}")
    assert answer.context["decisions"][1 if act == "ask" else 2]["form"].errors == {
        "text": ["Write some words, or choose a text to start from."]
    }
    contribution.refresh_from_db()
    assert contribution.state == "reading"
    template = one_template(act, "fr")
    send(desk, page, f"_{act}", **{f"{act}-template": str(template.pk)})
    contribution.refresh_from_db()
    assert (contribution.state, last_words(contribution)) == (state, template.text)


def test_choosing_a_text_fills_the_box_and_keeps_what_was_typed_elsewhere(desk: Client) -> None:
    contribution = sent()
    template = one_template("decline")
    typed = {"decline-template": str(template.pk), "title": "Changed", "ask-text": "A question"}
    answer = send(desk, screen(contribution), "_use_decline", **typed)
    kept = Controls(answer.content.decode()).answers
    assert (kept["decline-text"], kept["title"], kept["ask-text"]) == ([template.text], ["Changed"], ["A question"])
    assert b"errornote" not in answer.content


def test_declining_says_why_to_the_sender_and_publishes_nothing(desk: Client) -> None:
    contribution = sent()
    answer = send(desk, screen(contribution), "_decline", **{"decline-text": "It is not about peers."}, title="Edited")
    contribution.refresh_from_db()
    assert (contribution.state, contribution.title) == ("declined", "Thursday Table")
    assert said(answer)[0].startswith("“Thursday Table” will not be published.")
    assert Activity.objects.count() == 0
    deliver_due()
    [letter] = mail.outbox
    assert (letter.to, "It is not about peers" in letter.body) == ([EMAIL], True)


@pytest.mark.parametrize("act", ["accept", "ask", "decline"])
def test_preview_shows_the_letter_without_doing_anything(act: str, desk: Client) -> None:
    contribution = sent()
    answer = send(desk, screen(contribution), f"_preview_{act}", **{f"{act}-text": "My own words"}, place="Kraków")
    preview = answer.context["preview"]
    assert ("My own words" in preview.text, "(a private link)" in preview.text) == (True, True)
    assert "Thursday Table" not in preview.subject
    assert Controls(answer.content.decode()).answers[f"{act}-text"] == ["My own words"]
    contribution.refresh_from_db()
    assert (contribution.state, "place" in contribution.data) == ("reading", False)
    assert (Activity.objects.count(), Letter.objects.count(), Link.objects.count()) == (0, 0, 0)
    assert acts(contribution) == [Act.SENT, Act.OPENED]


def test_preview_of_what_cannot_be_published_says_what_is_missing(desk: Client) -> None:
    contribution = sent()
    answer = send(desk, screen(contribution), "_preview_accept", title="")
    assert answer.context["form"].errors == {"title": ["Give your activity a name"]}


# Spam, and taking back


def test_spam_sends_no_letter_and_can_be_taken_back(desk: Client) -> None:
    contribution = sent()
    send(desk, screen(contribution), "_spam")
    contribution.refresh_from_db()
    assert (contribution.state, Letter.objects.count()) == ("spam", 0)
    assert titles(desk.get(QUEUE, {"stage": "spam"})) == ["Thursday Table"]
    send(desk, screen(contribution), "_not_spam")
    contribution.refresh_from_db()
    assert contribution.state == "reading"
    assert acts(contribution) == [Act.SENT, Act.OPENED, Act.SPAM, Act.NOT_SPAM, Act.OPENED]


def test_what_a_machine_was_thought_to_send_first_goes_back_to_its_sender(desk: Client) -> None:
    contribution = sent(state="spam", verified_at=None)
    answer = send(desk, screen(contribution), "_not_spam")
    contribution.refresh_from_db()
    assert (contribution.state, answer.redirect_chain[-1][0]) == ("unconfirmed", QUEUE)


def test_acceptance_can_be_taken_back_within_the_day(desk: Client) -> None:
    contribution = sent()
    send(desk, screen(contribution), "_accept")
    page = Activity.objects.get().get_absolute_url()
    assert Client().get(page).status_code == 200
    send(desk, screen(contribution), "_undo")
    contribution.refresh_from_db()
    assert (contribution.state, Activity.objects.get().state) == ("reading", State.DRAFT)
    assert Client().get(page).status_code == 404
    send(desk, screen(contribution), "_accept")
    assert (Activity.objects.count(), Client().get(page).status_code) == (1, 200)


def test_after_a_day_a_decision_stands(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    contribution = sent()
    send(desk, screen(contribution), "_accept")
    later = timezone.now() + datetime.timedelta(hours=25)
    pressed = Controls(desk.get(screen(contribution)).content.decode())
    assert set(pressed.buttons) == {"_undo"}
    monkeypatch.setattr(timezone, "now", lambda: later)
    desk.cookies.clear()
    desk.force_login(User.objects.get(username="maria"))
    assert b'name="_undo"' not in desk.get(screen(contribution)).content
    desk.post(screen(contribution), {**pressed.answers, "_undo": "1"})
    contribution.refresh_from_db()
    assert contribution.state == "accepted"


def test_undone_change_sets_the_record_back(desk: Client) -> None:
    record = published(Activity, title="Thursday Table", summary="We cook.", countries=[country("PL")])
    contribution = change_of(record, "activity", {"summary": ["We cook and talk."]})
    send(desk, screen(contribution), "_accept")
    record.refresh_from_db()
    assert (record.summary, record.is_public) == ("We cook and talk.", True)
    send(desk, screen(contribution), "_undo")
    record.refresh_from_db()
    assert (record.summary, record.is_public) == ("We cook.", True)


def test_change_waits_while_the_approved_version_stays(desk: Client) -> None:
    record = published(Activity, summary="We cook.")
    contribution = change_of(record, "activity", {"summary": ["We cook and talk."]})
    shown = desk.get(screen(contribution))
    assert [line.label for line in shown.context["differing"]] == ["What is it, in two or three sentences?"]
    assert "We <ins>cook and talk.</ins>" in shown.content.decode()
    assert b"We cook and talk." not in Client().get(record.get_absolute_url()).content


def test_change_of_somebody_who_is_no_owner_any_more_is_not_published(desk: Client) -> None:
    record = published(Activity, summary="We cook.")
    contribution = change_of(record, "activity", {"summary": ["Buy here."]})
    contribution.email = "other@example.org"
    contribution.save()
    answer = send(desk, screen(contribution), "_accept")
    assert answer.status_code == 200
    assert said(answer)[0].startswith("Whoever sent this change does not answer for the entry any more.")
    record.refresh_from_db()
    assert record.summary == "We cook."
    record.delete()
    answer = send(desk, screen(contribution), "_accept")
    assert (answer.status_code, Activity.objects.count()) == (200, 0)
