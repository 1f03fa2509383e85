"""What the review screen knows of a contribution."""

from typing import Any

import pytest
from django.http import QueryDict

from organisations.models import Activity, Organisation
from resource_centre.contributions import review
from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.models import Contribution
from tests.contributions.sent import change_of, sent
from tests.factories import country, language, make, published

pytestmark = pytest.mark.django_db


def lines(contribution: Contribution) -> dict[str, tuple[str, str, bool]]:
    """Return what the comparison shows: label to what is public, what is proposed, and whether they differ."""
    record = review.record_of(contribution)
    found = review.compare(contribution, record, review.shown_answers(contribution, record))
    return {
        line.label: (
            "".join(piece.text for piece in line.before),
            "".join(piece.text for piece in line.after),
            line.differs,
        )
        for line in found
    }


def posted(**answers: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in answers.items():
        data.setlist(name, values if isinstance(values, list) else [values])
    return data


def test_something_new_is_told_in_words_not_in_codes() -> None:
    shown = lines(sent(language="de"))
    assert {name: proposed for name, (_public, proposed, _differs) in shown.items()} == {
        "What is it called?": "Thursday Table",
        "What is it?": "Activity",
        "What is it, in two or three sentences?": "We cook together every Thursday.",
        "In which country?": "Poland",
        "How do you meet?": "In person",
        "Which languages do you speak there?": "Polish",
        "Web address": "https://table.example.org/about",
        "Language of our text": "German",
    }
    assert {(public, differs) for public, _proposed, differs in shown.values()} == {("", False)}


def test_change_shows_what_differs_first_and_only_that_as_different() -> None:
    record = published(
        Organisation, name="House", summary="Open.", country=country("IE"), website="https://house.example.org/",
        how_to_join="<p>Ring <em>twice</em>.</p>", languages=[language("en"), language("pl")], place="Cork",
    )  # fmt: skip
    shown = lines(change_of(record, "organisation", {"where": ["PL"], "languages": ["en"], "place": []}))
    differing = {name: told[:2] for name, told in shown.items() if told[2]}
    assert differing == {
        "Where are you?": ("Ireland", "Poland"),
        "Town or region": ("Cork", ""),
        "In which languages can people write to you?": ("English, Polish", "English"),
    }
    assert [told[2] for told in shown.values()] == [True] * 3 + [False] * (len(shown) - 3)
    assert shown["How can somebody join or get in touch?"] == ("Ring twice.", "Ring twice.", False)


def test_unknown_choices_and_empty_lists_are_shown_as_they_are() -> None:
    shown = lines(sent(answers={"countries": ["XX", ""], "kind": ["<b>"], "languages": [], "topics": ["7"]}))
    assert (shown["In which country?"][1], shown["What is it?"][1]) == ("XX", "<b>")
    assert "Which languages do you speak there?" not in shown


def test_missing_things_are_named_where_the_door_asks_for_them() -> None:
    contribution = sent("story")
    answers = review.shown_answers(contribution, None)
    form = review.staff_form(contribution, answers)
    assert review.missing(answers, form) == [
        "No country is given.",
        "No kind of support is given.",
        "No topic is chosen.",
    ]
    whole = {"countries": ["PL"], "support_types": ["1"], "topics": ["1"]}
    assert review.missing({**answers, **whole}, form) == []


def test_organisation_whose_name_was_typed_is_suggested_if_there_is_one() -> None:
    contribution = sent(answers={"run_by": ["  house of HÉARTS "]})
    assert review.suggested(contribution, None) == {}
    house = make(Organisation, name="House of Hearts")
    assert review.suggested(contribution, None) == {"organisation": [str(house.pk)]}
    make(Organisation, name="House of Hearts")
    assert review.suggested(contribution, None) == {}


def test_staff_answers_that_hold_anyway_are_not_kept() -> None:
    contribution = sent(language="de")
    data = posted(**contribution.data, language="de", topics=[], organisation="")
    assert review.posted_answers(contribution, None, data) == contribution.data
    data["language"] = "pl"
    assert review.posted_answers(contribution, None, data) == {**contribution.data, "language": ["pl"]}


def test_staff_can_empty_what_a_record_has() -> None:
    record = published(Activity, title="Table", organisation=make(Organisation), countries=[country("PL")])
    contribution = change_of(record, "activity", {})
    data = posted(**contribution.data, language="en", topics=[], organisation="")
    answers = review.posted_answers(contribution, record, data)
    form = DOORS["activity"].form.with_answers(answers, "ana@example.org", review.record_of(contribution), staff=True)
    assert form.is_valid(), form.errors
    assert form.keep("en").organisation is None


def test_what_no_database_can_store_is_left_out() -> None:
    contribution = sent()
    answers = review.posted_answers(contribution, None, posted(title="A\x00B", language="e\x00n"))
    assert (answers["title"], answers.get("language")) == (["AB"], None)


@pytest.mark.parametrize(
    ("answers", "same"),
    [
        ({"summary": ["We cook together every Thursday.  "]}, True),
        ({"how_to_take_part": [""], "support_types": []}, True),
        ({"how_to_take_part": ["a\r\nb"]}, False),
        ({"countries": ["PL", "IE"]}, False),
        ({"organisation": ["7"]}, False),
    ],
)
def test_answers_are_the_same_where_only_their_spelling_differs(answers: dict[str, list[str]], same: bool) -> None:
    contribution = sent()
    assert review.same_answers(contribution, {**contribution.data, **answers}) == same
