"""Which words of two texts differ. The work is bounded, whatever the texts hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Where more than so many pairs of words or lines would have to be compared, a stretch counts as changed as a whole.
MOST_PAIRS = 40_000
_LINE, _WORD = re.compile(r"[^\n]*\n|[^\n]+"), re.compile(r"\s*\S+\s*")
Stretch = tuple[bool, int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """A stretch of a text."""

    text: str
    changed: bool


def marked(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces that say what stands in one of them only."""
    old: list[Piece] = []
    new: list[Piece] = []
    lines_before, lines_after = _LINE.findall(before), _LINE.findall(after)
    for same, a, b, c, d in _stretches(lines_before, lines_after):
        left, right = "".join(lines_before[a:b]), "".join(lines_after[c:d])
        if same or not (left and right):
            _add(old, left, not same)
            _add(new, right, not same)
            continue
        words_before, words_after = _words(left), _words(right)
        for equal, e, f, g, h in _stretches(words_before, words_after):
            _add(old, "".join(words_before[e:f]), not equal)
            _add(new, "".join(words_after[g:h]), not equal)
    return old, new


def _words(text: str) -> list[str]:
    return _WORD.findall(text) or [text]


def _add(pieces: list[Piece], text: str, changed: bool) -> None:
    if text and pieces and pieces[-1].changed == changed:
        text = pieces.pop().text + text
    if text:
        pieces.append(Piece(text, changed))


def _stretches(before: list[str], after: list[str]) -> Iterator[Stretch]:
    """Yield what is the same and what is not, in order: where it starts and ends in both lists."""
    a, b = [part.strip() for part in before], [part.strip() for part in after]
    short = min(len(a), len(b))
    start = next((n for n in range(short) if a[n] != b[n]), short)
    end = next((n for n in range(short - start) if a[-1 - n] != b[-1 - n]), short - start)
    yield True, 0, start, 0, start
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    if len(middle_a) * len(middle_b) > MOST_PAIRS:
        yield False, start, len(a) - end, start, len(b) - end
    else:
        for tag, e, f, g, h in SequenceMatcher(None, middle_a, middle_b, autojunk=False).get_opcodes():
            yield tag == "equal", start + e, start + f, start + g, start + h
    yield True, len(a) - end, len(a), len(b) - end, len(b)
