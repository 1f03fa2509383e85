"""What is marked where two texts differ."""

import difflib

import hypothesis
import pytest
from hypothesis import strategies

from resource_centre.contributions.marks import MOST_PAIRS, Piece, marked


def changed(pieces: list[Piece]) -> list[str]:
    return [piece.text.strip() for piece in pieces if piece.changed]


def test_only_the_words_that_differ_are_marked() -> None:
    before, after = marked("We meet every week. Bring shoes.", "We meet every second week. Bring good shoes.")
    assert (changed(before), changed(after)) == ([], ["second", "good"])


def test_a_new_line_in_a_long_text_leaves_the_others_unmarked() -> None:
    before, after = marked("One.\nTwo.\nThree.", "One.\nTwo and a half.\nNew.\nThree.")
    assert (changed(before), changed(after)) == (["Two."], ["Two and a half.\nNew."])


@pytest.mark.parametrize(
    ("before", "after"), [("", "All new"), ("All gone", ""), ("Same", "Same"), ("", ""), (" ", "a")]
)
def test_nothing_of_either_text_is_lost(before: str, after: str) -> None:
    old, new = marked(before, after)
    assert ("".join(piece.text for piece in old), "".join(piece.text for piece in new)) == (before, after)


@hypothesis.given(strategies.text("ab \n", max_size=60), strategies.text("ab \n", max_size=60))
def test_random_texts_come_out_whole(before: str, after: str) -> None:
    old, new = marked(before, after)
    assert ("".join(piece.text for piece in old), "".join(piece.text for piece in new)) == (before, after)


def test_texts_with_too_much_to_compare_are_marked_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = []

    def counted(junk: None, a: list[str], b: list[str], autojunk: bool) -> object:
        pairs.append(len(a) * len(b))
        return difflib.SequenceMatcher(junk, a, b, autojunk=autojunk)

    monkeypatch.setattr("resource_centre.contributions.marks.SequenceMatcher", counted)
    before, after = marked("a b " * 5000, "b a a " * 5000)
    assert (len(changed(before)), len(changed(after))) == (1, 1)
    assert max(pairs, default=0) <= MOST_PAIRS
