"""Rich text as plain text and back: contributors write plain text, the catalogue keeps sanitised HTML."""

import html
from html.parser import HTMLParser
from typing import Any

from django import forms

from resource_centre.richtext import paragraphs

_BLOCKS = {"p", "h3", "h4", "ul", "ol", "blockquote", "div"}


class _Reader(HTMLParser):
    """Collects the words of HTML: an empty line between blocks, a line for each entry of a list."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.pieces.append("\n– ")
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def plain_text(rich: str) -> str:
    """Return the words of sanitised HTML as plain text with empty lines between paragraphs."""
    reader = _Reader()
    reader.feed(str(rich or ""))
    reader.close()
    return tidy("".join(reader.pieces))


def tidy(text: str) -> str:
    """Return plain text with one way of writing line ends and at most one empty line in a row."""
    lines = [" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    blocks = "\n".join(lines).split("\n\n")
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip())


class PlainTextField(forms.CharField):
    """A box of plain text for a column that holds HTML. Words that did not change keep their HTML."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stored = ""

    def prepare_value(self, value: Any) -> Any:
        """Return the text for the box."""
        text = str(value or "")
        return plain_text(text) if text == str(self.stored) and text else text

    def clean(self, value: Any) -> str:
        """Return the HTML. Raises ValidationError as any text box does."""
        text = tidy(super().clean(value) or "")
        if self.stored and text == plain_text(self.stored):
            return str(self.stored)
        return str(paragraphs_with_lines(text))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the words differ."""
        return plain_text(str(initial or "")) != tidy(str(data or ""))


def paragraphs_with_lines(text: str) -> str:
    """Return plain text as HTML: a paragraph for every block, a line break for every line."""
    return "".join(
        str(paragraphs(block))
        if "\n" not in block
        else "<p>" + "<br>".join(map(html.escape, block.split("\n"))) + "</p>"
        for block in text.split("\n\n")
        if block.strip()
    )
