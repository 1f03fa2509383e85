"""What must stay out of the logs: addresses, private links, what people asked for."""

import logging
from io import StringIO
from typing import Any

import pytest

from resource_centre.mail import links
from resource_centre.middleware import WithoutQuery

TOKEN = "pK3x-9aQ_0VhXcZ7tLmN2bR5sWuY8eD1fGjHiJkOq4A"
assert len(TOKEN) == links.TOKEN_LENGTH


def logged(message: str, *values: Any, error: BaseException | None = None) -> str:
    """Return what a handler with the filter writes."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutQuery())
    logger = logging.getLogger("tests.alone")
    logger.addHandler(handler)
    logger.error(message, *values, exc_info=error)
    logger.removeHandler(handler)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (f"Internal Server Error: /share/status/{TOKEN}/", "Internal Server Error: /share/status/…/"),
        (f"Not Found: /de/share/status/{TOKEN}", "Not Found: /de/share/status/…"),
        (f"'{TOKEN[:36]}' and /{TOKEN}).", "'…' and /…)."),
        ("No room for maria@example.org.", "No room for …"),
        ("<maria.b+x@example.org>: refused", "<…>: refused"),
        ("smtp://user:password@mail.example.org", "smtp://user:…"),
        ("Internal Server Error: /library/a-long-address-of-a-thing-with-many-words/", None),
        ("No job can be done at the moment: OperationalError", None),
        ("resource_centre.contributions.actions.a_function_with_a_long_name", None),
    ],
)
def test_message_is_written_without_tokens_and_addresses(said: str, written: str | None) -> None:
    assert logged("%s", said) == f"{written or said}\n"
    assert logged(said) == f"{written or said}\n"


def test_error_is_written_without_tokens_addresses_and_values() -> None:
    said = f"maria@example.org at /share/status/{TOKEN}/ exists\nDETAIL:  Key (name)=(Maria) exists.\nCONTEXT: insert"
    assert logged("It went wrong", error=RuntimeError(said)).splitlines() == [
        "It went wrong",
        "RuntimeError: … at /share/status/…/ exists",
        "…",
        "CONTEXT: insert",
    ]


def test_error_behind_an_error_is_cleaned_as_well() -> None:
    error = KeyError("maria@example.org")
    error.__cause__ = ValueError("jan@example.org")
    lines = logged("It went wrong", error=error).splitlines()
    assert (lines[1], lines[-1]) == ("ValueError: …", "KeyError: '…'")


def test_error_is_written_with_the_place_where_it_happened() -> None:
    try:
        [][:1].pop()
    except IndexError as error:
        written = logged("It went wrong", error=error)
    assert "in test_error_is_written_with_the_place_where_it_happened" in written
    assert written.splitlines()[-1] == "IndexError: pop from empty list"
