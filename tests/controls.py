"""The forms of the staff desk as a browser sees and sends them, and pictures to send with them."""

from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse
from PIL import Image


class Controls(HTMLParser):
    """What a browser would send for the form of a page, and the buttons that it shows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.answers: dict[str, list[str]] = {}
        self.buttons: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self._select = self._text = ""
        self.feed(page[page.index('method="post" id=') :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name, kind = told.get("name", ""), told.get("type", "text")
        if tag == "input" and kind == "submit":
            self.buttons[name] = told["value"]
        elif tag == "input" and kind != "file" and (kind not in {"checkbox", "radio"} or "checked" in told):
            self.answers.setdefault(name, []).append(told.get("value", "on" if kind in {"checkbox", "radio"} else ""))
        elif tag == "textarea":
            self._text = name
            self.answers[name] = [""]
        elif tag == "select":
            self._select = name
            self.choices[name] = []
        elif tag == "option" and self._select:
            self.choices[self._select].append(told["value"])
            if "selected" in told:
                self.answers.setdefault(self._select, []).append(told["value"])

    def handle_endtag(self, tag: str) -> None:
        self._text = "" if tag == "textarea" else self._text
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._text:
            self.answers[self._text][0] += data.removeprefix("\n") if not self.answers[self._text][0] else data


def address(model: Any, view: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def send(client: Client, page: str, button: str = "_save", **answers: Any) -> Any:
    """Read the form at `page`, change these answers, press the button, and return where that leads."""
    controls = Controls(client.get(page).content.decode())
    return client.post(page, {**controls.answers, **answers, button: "1"}, follow=True)


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def picture(form: str = "PNG", **told: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, form, **told)
    return out.getvalue()
