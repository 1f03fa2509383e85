"""Sentences that may be private: found, decided by their author, never kept."""

import pytest

from resource_centre.contributions.disclosure import Choice, apply, parts_in, questions, says_something_new
from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.forms import Answers

pytestmark = pytest.mark.django_db

FORM = DOORS["activity"].form
ANSWERS: Answers = {
    "title": ["Thursday Table"],
    "summary": ["We drink tea.  My psychiatrist comes too. Everybody may come."],
    "how_to_take_part": ["Call +353 86 123 4567.\r\n\r\nRing the bell.\r\nOr write to anna@example.org. Bring bread."],
    "run_by": ["Call +353 86 123 4567."],
}


def test_sentences_are_found_in_what_becomes_public_in_their_order() -> None:
    assert [(part.field, part.finding.text) for part in parts_in(FORM, ANSWERS)] == [
        ("summary", "My psychiatrist comes too."),
        ("how_to_take_part", "Call +353 86 123 4567."),
        ("how_to_take_part", "Or write to anna@example.org."),
    ]


def test_harmless_answers_raise_no_question() -> None:
    assert parts_in(FORM, {"title": ["Tea"], "summary": ["We meet at 10:30 on 4.5.2031."], "countries": ["IE"]}) == []


def test_what_stays_stays_letter_by_letter() -> None:
    parts = parts_in(FORM, ANSWERS)
    kept = {part.name: Choice.KEEP.value for part in parts}
    for choices in ({}, kept, {part.name: "nonsense" for part in parts}):
        assert apply(ANSWERS, "A note.", parts, choices) == (ANSWERS, "A note.")


def test_what_is_moved_stands_in_the_note_and_what_is_removed_nowhere() -> None:
    parts = parts_in(FORM, ANSWERS)
    choices = dict(zip([part.name for part in parts], ["move", "remove", "move"], strict=True))
    answers, note = apply(ANSWERS, "A note.", parts, choices)
    assert answers["summary"] == ["We drink tea. Everybody may come."]
    assert answers["how_to_take_part"] == ["Ring the bell.\nBring bread."]
    assert note == (
        "A note.\nWhat is it, in two or three sentences? My psychiatrist comes too.\n"
        "How can somebody take part? Or write to anna@example.org."
    )
    assert ANSWERS["summary"] == ["We drink tea.  My psychiatrist comes too. Everybody may come."]


def test_a_sentence_that_stands_twice_is_asked_about_once_and_goes_twice() -> None:
    twice: Answers = {"summary": ["My psychiatrist comes. Tea. My psychiatrist comes. Bread."]}
    parts = parts_in(FORM, twice)
    [question] = questions(parts)
    assert apply(twice, "", parts, {question.name: "move"}) == (
        {"summary": ["Tea. Bread."]},
        "What is it, in two or three sentences? My psychiatrist comes.",
    )


def test_a_choice_holds_for_its_sentence_alone() -> None:
    """Answers that changed meanwhile are found anew: a choice about what is gone does nothing."""
    [*_others, last] = parts_in(FORM, ANSWERS)
    changed: Answers = {"how_to_take_part": ["Write to other@example.org."]}
    assert apply(changed, "", parts_in(FORM, changed), {last.name: "remove"}) == (changed, "")


def test_only_what_is_new_raises_the_question_again() -> None:
    assert not says_something_new(FORM, ANSWERS, ANSWERS)
    assert not says_something_new(FORM, ANSWERS, {**ANSWERS, "title": ["Tea"]})
    assert says_something_new(FORM, ANSWERS, {**ANSWERS, "title": ["Call 0171 234 5678"]})


def test_a_title_that_is_taken_out_leaves_an_empty_answer() -> None:
    answers: Answers = {"title": ["My diagnosis"]}
    parts = parts_in(FORM, answers)
    assert apply(answers, "", parts, {parts[0].name: "remove"}) == ({"title": [""]}, "")
