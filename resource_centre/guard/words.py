"""What a text says between the lines: something private that would become public, or that somebody may be in danger.

Both only make a page ask or offer help. Nothing is refused, and nothing of what matched is kept.
"""

import enum
import re
from dataclasses import dataclass

from resource_centre.text import fold

from .models import Phrase

_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w{2,}")
_TELEPHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d\s()/.\-]{5,}\d(?!\w)")
_DATES = re.compile(
    r"\d{4}\s?[-–/]\s?\d{2,4}(?:[-–/]\d{1,2})?|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}"
    r"|(?<![\d.])\d{1,2}[.:]\d{2}(?:\s?[-–]\s?\d{1,2}[.:]\d{2})?(?![\d.])"
)
_STREET = re.compile(
    r"\b\d+\s?[a-z]?,?\s+(?:[\w'’]+\s+){0,3}?(?:street|road|avenue|lane|square|terrace|drive)\b"
    r"|\b\w+(?:straße|strasse|str\.|gasse|allee)\s*\d+"
    r"|\b\d+\s?(?:bis|ter)?,?\s+(?:rue|avenue|boulevard|allée|chemin|impasse)\b"
    r"|\b(?:ulica|ul\.|via|viale|calle|rua|strada|utca|οδός)\s+[\w.]+(?:\s+[\w.]+){0,2},?\s+\d+",
    re.IGNORECASE,
)
DIGITS_OF_A_NUMBER = 7


class Reason(enum.StrEnum):
    """Why a part of a text may be private."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    STREET = "street"
    PHRASE = "phrase"


@dataclass(frozen=True)
class Finding:
    """A sentence that may be private: where it stands in the text, and why."""

    start: int
    end: int
    text: str
    reason: Reason


def _pattern(phrase: str) -> re.Pattern[str] | None:
    """Return the pattern of a phrase for folded text, or None for one without words."""
    pieces = [fold(piece) for piece in re.split(r"…|\.\.\.", phrase)]
    words = [re.escape(piece) for piece in pieces if piece]
    return re.compile(r"\b" + r"\s(?:\w+\s){0,3}?".join(words) + r"\b") if words else None


def _patterns(kind: Phrase.Kind) -> list[re.Pattern[str]]:
    """Return the patterns of all languages: people write in another one than the page's."""
    found = [_pattern(text) for text in Phrase.objects.filter(kind=kind).values_list("text", flat=True)]
    return [pattern for pattern in found if pattern]


def suggests_danger(*texts: str) -> bool:
    """Say whether the words of a text suggest that somebody may be in danger."""
    folded = [fold(text) for text in texts if text]
    return any(pattern.search(text) for pattern in _patterns(Phrase.Kind.DANGER) for text in folded)


def _is_number(text: str) -> bool:
    """Say whether a text holds something like a telephone number, dates left out."""
    found = _TELEPHONE.findall(_DATES.sub(" ", text))
    return any(sum(character.isdigit() for character in number) >= DIGITS_OF_A_NUMBER for number in found)


def private_parts(text: str) -> list[Finding]:
    """Return the sentences of a text that may say something private, in their order."""
    patterns = _patterns(Phrase.Kind.DISCLOSURE) if text else []
    findings = []
    for start, end in _sentences(text):
        part = text[start:end]
        reason = _reason(part, patterns)
        if reason is not None:
            findings.append(Finding(start, end, part.strip(), reason))
    return findings


def _sentences(text: str) -> list[tuple[int, int]]:
    """Return where sentences start and end: at a full stop with a blank after it, or at the end of a line."""
    ends = [found.end() for found in re.finditer(r"[.!?…]+(?=\s)|\n+", text)]
    starts = [0, *ends]
    return [(a, b) for a, b in zip(starts, [*ends, len(text)], strict=True) if text[a:b].strip()]


def _reason(part: str, patterns: list[re.Pattern[str]]) -> Reason | None:
    if _EMAIL.search(part):
        return Reason.EMAIL
    if _is_number(part):
        return Reason.TELEPHONE
    if _STREET.search(part):
        return Reason.STREET
    folded = fold(part)
    return Reason.PHRASE if any(pattern.search(folded) for pattern in patterns) else None
