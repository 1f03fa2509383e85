"""The guarded form: it refuses nobody, and says what it thinks."""

import datetime
from typing import Any

import pytest
from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils import timezone

from resource_centre.guard.forms import GuardedForm, dress, new_stamp, read_stamp


class NoteForm(GuardedForm):
    """A form as a letter box has it."""

    note = forms.CharField(label="Note")


def sent(**data: str) -> NoteForm:
    """Return the form as somebody sent it."""
    return NoteForm({"note": "Hello", **data})


def stamp_of(form: GuardedForm) -> str:
    """Return the stamp that stands in a form on a page."""
    return str(form["stamp"].value())


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let so many seconds pass."""

    def pass_seconds(seconds: float) -> None:
        moment = timezone.now() + datetime.timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return pass_seconds


def test_form_that_a_person_fills_in_is_taken_for_one(later: Any) -> None:
    stamp = new_stamp()
    later(3)
    form = sent(stamp=stamp)
    assert (form.is_valid(), form.looks_like_spam) == (True, False)


def test_form_left_open_for_a_month_is_taken_as_well(later: Any) -> None:
    stamp = new_stamp()
    later(30 * 24 * 3600)
    assert sent(stamp=stamp).looks_like_spam is False


def test_form_sent_faster_than_hands_can_is_spam_and_valid_all_the_same(later: Any) -> None:
    stamp = new_stamp()
    later(0.9)
    form = sent(stamp=stamp)
    assert (form.is_valid(), form.looks_like_spam) == (True, True)


@pytest.mark.parametrize(("words", "spam"), [("https://example.org", True), (" ", False), ("", False)])
def test_field_that_nobody_sees_gives_a_machine_away(words: str, spam: bool, later: Any) -> None:
    stamp = new_stamp()
    later(3)
    form = sent(stamp=stamp, homepage=words)
    assert (form.is_valid(), form.looks_like_spam) == (True, spam)


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "x",
        ":",
        "a:b:c",
        "é:ü",
        "\ud800",
        "x" * 2000,
        signing.dumps([0, "key"], salt="another"),
        signing.dumps([0, "key"], salt="resource_centre.guard.stamp")[:-1],
        signing.dumps("no pair", salt="resource_centre.guard.stamp"),
        signing.dumps(7, salt="resource_centre.guard.stamp"),
    ],
    ids=range(11),
)
def test_forged_stamp_is_spam_and_no_error(stamp: str) -> None:
    form = sent(stamp=stamp)
    assert (read_stamp(stamp), form.looks_like_spam, form.is_valid()) == (None, True, True)
    assert len(form.key) == 32
    assert form.key == form.key != sent(stamp=stamp).key


def test_form_sent_without_any_guard_is_spam_and_no_error() -> None:
    form = NoteForm(QueryDict("note=Hello"))
    assert (form.is_valid(), form.looks_like_spam) == (True, True)


def test_every_sending_of_one_shown_form_has_one_key() -> None:
    stamp = stamp_of(NoteForm())
    assert sent(stamp=stamp).key == sent(stamp=stamp, note="Hello again").key
    assert sent(stamp=stamp).key != sent(stamp=stamp_of(NoteForm())).key


def test_form_that_comes_back_with_an_error_keeps_its_key() -> None:
    first = sent(stamp=stamp_of(NoteForm()), note="")
    assert first.is_valid() is False
    assert sent(stamp=stamp_of(first)).key == first.key


def test_form_can_be_shown_under_a_given_key() -> None:
    shown = stamp_of(NoteForm(key="of-the-draft"))
    assert sent(stamp=shown).key == "of-the-draft"


def test_form_with_a_prefix_finds_its_guards(later: Any) -> None:
    stamp = new_stamp()
    later(3)
    assert NoteForm({"a-note": "Hello", "a-stamp": stamp}, prefix="a").looks_like_spam is False
    assert NoteForm({"a-note": "Hello", "a-stamp": stamp, "a-homepage": "x"}, prefix="a").looks_like_spam is True


def test_trap_is_out_of_the_way_of_people_and_their_tools() -> None:
    html = str(NoteForm()["homepage"])
    assert html == (
        '<span class="trap" aria-hidden="true"><label>Leave this empty <input type="text" name="homepage" value="" '
        'tabindex="-1" autocomplete="off"></label></span>'
    )


class Asked(forms.Form):
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    page = forms.URLField(assume_scheme="https")
    number = forms.IntegerField()

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        dress(self)


def test_what_no_box_of_its_kind_takes_is_shown_as_it_was_typed() -> None:
    wrong = Asked({"day": "next Tuesday", "page": "our page", "number": "two"})
    right = Asked({"day": "2030-02-03", "page": "https://example.org/", "number": "2"})
    kinds = {
        name: [str(form[name]).count(f'type="{kind}"') for form in (wrong, right)]
        for name, kind in (("day", "date"), ("page", "url"), ("number", "number"))
    }
    assert kinds == {"day": [0, 1], "page": [0, 1], "number": [0, 1]}
    assert 'value="next Tuesday"' in str(wrong["day"])
