"""Plain text for people, HTML for the catalogue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.contributions.plain import PlainTextField, paragraphs_with_lines, plain_text, tidy
from resource_centre.richtext import sanitise

RICH = '<p>One <strong>day</strong>.</p><ul><li>tea</li><li>bread</li></ul><p>See <a href="https://x.org">x</a> &amp; y.</p>'


@pytest.mark.parametrize(
    ("rich", "plain"),
    [
        ("", ""),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One<br>two</p>", "One\ntwo"),
        (RICH, "One day.\n\n– tea\n– bread\n\nSee x & y."),
        ("<h3>Head</h3><p>Text</p>", "Head\n\nText"),
        ("<p>1 &lt; 2</p>", "1 < 2"),
        ("<p>&amp;lt;b&amp;gt;</p>", "&lt;b&gt;"),
    ],
)
def test_html_becomes_words(rich: str, plain: str) -> None:
    assert plain_text(rich) == plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a  b \r\n", "a b"),
        ("a\r\n\r\n\r\n\r\nb", "a\n\nb"),
        ("a\rb", "a\nb"),
        ("\n\n", ""),
        ("a\n \nb", "a\n\nb"),
    ],
)
def test_line_ends_are_written_in_one_way(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@given(st.text(max_size=200))
def test_words_survive_the_way_into_the_catalogue_and_back(typed: str) -> None:
    plain = tidy(typed.replace("\x00", ""))
    assert plain_text(paragraphs_with_lines(plain)) == plain


@given(st.text(alphabet="<>&\"'/ab p\n=", max_size=80))
def test_what_is_typed_is_never_markup(typed: str) -> None:
    tags = paragraphs_with_lines(tidy(typed)).replace("<p>", "").replace("</p>", "").replace("<br>", "")
    assert "<" not in tags


def test_words_that_did_not_change_keep_their_html() -> None:
    field = PlainTextField(required=False)
    field.stored = str(sanitise(RICH))
    assert field.clean(plain_text(RICH)) == str(sanitise(RICH))
    assert field.clean(plain_text(RICH).replace("\n", "\r\n")) == str(sanitise(RICH))
    assert field.clean("One night.") == "<p>One night.</p>"
    assert (field.has_changed(RICH, plain_text(RICH)), field.has_changed(RICH, "other")) == (False, True)
