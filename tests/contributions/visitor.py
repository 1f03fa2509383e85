"""What somebody does at the doors: filling in, looking, sending, opening links. No test in here."""

from typing import Any

from django.test import Client

from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.models import Contribution, key_digest
from resource_centre.contributions.periods import STATUS_LINK
from resource_centre.guard.buckets import Allowance
from resource_centre.mail import links
from tests.contributions.owners import letters, links_in
from tests.contributions.owners import stamp as stamp_of
from tests.contributions.sent import ANSWERS, EMAIL
from tests.document import Document

KINDS = list(DOORS)
KEY = "a-key-of-a-form-that-was-shown"
CHECK = f"/share/check/{KEY}/"
NETWORK = "127.0.0.1"
MARKUP = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7|add:7 }}"


def posted(kind: str = "activity", key: str = KEY, **changes: Any) -> dict[str, Any]:
    """Return what a browser posts from the page of a door. None leaves an answer out."""
    whole: dict[str, Any] = {
        **ANSWERS[kind],
        "email": EMAIL,
        "stamp": stamp_of(key),
        "homepage": "",
        "action": "look",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def fill(client: Client, kind: str = "activity", key: str = KEY, **changes: Any) -> Any:
    """Fill in a door and press the first button."""
    return client.post(f"/share/{kind}/", posted(kind, key, **changes))


def send(client: Client, token: str = KEY, **changes: Any) -> Any:
    """Press “Send it to us” under the preview."""
    return client.post(f"/share/check/{token}/", {"action": "send", "consent": "on", "note": "", **changes})


def sent_by(client: Client, kind: str = "activity", key: str = KEY, **changes: Any) -> Contribution:
    """Fill in a door, look, send it, and return the contribution."""
    assert fill(client, kind, key, **changes).status_code == 303
    assert send(client, key)["Location"] == "/share/sent/"
    return kept(key)


def kept(key: str = KEY) -> Contribution:
    """Return what is kept under a key."""
    found: Contribution = Contribution.objects.get(key_digest=key_digest(key))
    return found


def link(part: str) -> str:
    """Deliver the letters, and return the address of the only link to that page in the last one."""
    [*_others, last] = letters()
    [address] = [path for path in links_in(last) if path.startswith(f"/share/{part}/")]
    return address


def status_of(client: Client, kind: str = "activity", key: str = KEY, **changes: Any) -> str:
    """Send something, confirm the address, and return the address of its page."""
    sent_by(client, kind, key, **changes)
    return str(client.post(link("confirm"))["Location"])


def title(response: Any) -> str:
    """Return the title of a page without the name of the site."""
    return str(Document(response).one("title").text).rpartition(" – ")[0]


def value(response: Any, name: str) -> str:
    """Return what stands in a field of a page."""
    for element in Document(response).main.walk():
        if element.get("name") == name:
            if element.tag == "textarea":
                return (
                    "".join(child for child in element.children if isinstance(child, str))
                    .removeprefix("\n")
                    .strip("\r\n")
                )
            return element.get("value") or ""
    raise LookupError(name)


def problems(response: Any) -> list[str]:
    """Return what the summary of a page says needs another look."""
    found = Document(response).all(id="summary")
    return [entry.text for entry in found[0].all("li")] if found else []


def empty(allowance: Allowance, subject: str) -> None:
    """Use an allowance up."""
    while allowance.take(subject):
        pass


def states() -> list[str]:
    """Return where everything stands, in the order in which it came."""
    return list(Contribution.objects.order_by("pk").values_list("state", flat=True))


def page_of(contribution: Contribution) -> str:
    """Return the address of the page of a contribution."""
    return f"/share/status/{links.make('status', contribution, STATUS_LINK)}/"
