"""Folding of text, the same in every room and on both databases."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ς": "σ"}
)
_ASCII_LOWER = {ord(letter): ord(letter) + 32 for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_NOT_A_WORD = re.compile(r"[\W_]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def fold(text: str) -> str:
    """Return `text` without case, accents and punctuation: words in lower case with single blanks between.

    Unicode NFKD (UAX #15), lower case, combining marks dropped.
    """
    lowered = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    plain = "".join(character for character in lowered if not unicodedata.combining(character))
    return _NOT_A_WORD.sub(" ", plain).strip()


def one_line(text: str, limit: int) -> str:
    """Return `text` as one line of at most `limit` characters, without control and direction characters."""
    return " ".join(_CONTROL.sub(" ", text[: limit * 4]).split())[:limit]


def fold_address(email: str) -> str:
    """Return one spelling for an e-mail address: no blanks around it, the letters A to Z in lower case.

    RFC 5321, 2.4 lets a host tell capitals apart in the part before the @; none that matters does. Other letters stay
    as they are: what only looks alike, such as a Kelvin sign for a K, may be somebody else's mailbox.
    """
    return email.strip().translate(_ASCII_LOWER)
