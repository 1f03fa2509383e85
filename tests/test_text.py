"""Folding of text: one spelling for all, and never an error."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.text import fold, one_line


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Peer Support", "peer support"),
        ("  Peer--Support!  ", "peer support"),
        ("Ärzte für Größe", "arzte fur grosse"),
        ("STRASSE straße", "strasse strasse"),
        ("Łódź, Øre, Đakovo, Ísland, Þórr", "lodz ore dakovo island thorr"),
        ("cœur, Ærø", "coeur aero"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Αθήνα ΑΘΉΝΑΣ Αθήνας", "αθηνα αθηνασ αθηνασ"),
        ("Київ", "киів"),
        ("ﬁne ①②", "fine 12"),
        ("snake_case", "snake case"),
        ("e\u0301", "e"),
        ("שָׁלוֹם", "שלום"),
        ("日本語", "日本語"),
        ("!!!", ""),
    ],
)
def test_text_is_folded_to_plain_words(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more_and_leaves_single_blanks(text: str) -> None:
    once = fold(text)
    assert once == " ".join(once.split())
    assert not any(unicodedata.combining(character) for character in once)


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_folding_is_the_same_for_composed_and_decomposed_text(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "limit", "line"),
    [
        ("a b", 10, "a b"),
        ("  a \t\r\n b  ", 10, "a b"),
        ("a\x00b", 10, "a b"),
        ("\u202eab\u202c\u2066c\u2069\u200f", 10, "ab c"),
        ("abcdef", 3, "abc"),
        ("\n" * 5 + "abc", 3, "abc"),
        ("\n" * 100_000 + "abc", 3, ""),
        ("", 3, ""),
        ("a" * 100_000, 200, "a" * 200),
        ("שלום", 10, "שלום"),
    ],
)
def test_a_line_has_no_control_and_direction_characters_and_is_bounded(text: str, limit: int, line: str) -> None:
    assert one_line(text, limit) == line


@given(st.text(), st.integers(min_value=0, max_value=300))
def test_a_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert "\x00" not in line
    assert len(line.splitlines()) <= 1
