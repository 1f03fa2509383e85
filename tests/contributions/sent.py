"""Contributions for the tests of the review: what each door takes, sent and confirmed. No test in here."""

import itertools
from typing import Any

from django.utils import timezone

from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.models import Contribution, Ownership, Step, key_digest
from resource_centre.contributions.querysets import about

_numbers = itertools.count(1)
EMAIL = "ana@example.org"

#: What somebody types at each door.
ANSWERS: dict[str, dict[str, list[str]]] = {
    "activity": {
        "title": ["Thursday Table"],
        "kind": ["activity"],
        "summary": ["We cook together every Thursday."],
        "countries": ["PL"],
        "format": ["in-person"],
        "languages": ["pl"],
        "url": ["https://table.example.org/about"],
    },
    "organisation": {
        "name": ["House of the Open Door"],
        "kind": ["user-led"],
        "summary": ["A house in which people meet."],
        "where": ["IE"],
        "website": ["https://open-door.example.org/"],
        "how_to_join": ["Ring the bell."],
    },
    "event": {
        "title": ["Day of Doors"],
        "kind": ["workshop"],
        "summary": ["A day on doors."],
        "start_date": ["2031-03-04"],
        "format": ["online"],
        "time_zone": ["Europe/Dublin"],
        "url": ["https://doors.example.org/"],
    },
    "resource": {
        "title": ["The Guide"],
        "kind": ["guide"],
        "summary": ["How to begin."],
        "url": ["https://guide.example.org/"],
        "authors": ["Ana\r\nBruno"],
    },
    "story": {
        "title": ["Out of the room"],
        "body": ["One day I went out.\r\n\r\nThen I came back."],
        "byline": ["Ana"],
        "summary": ["How I went out."],
    },
}


def sent(
    kind: str = "activity", state: str = "waiting", answers: dict[str, list[str]] | None = None, **columns: Any
) -> Contribution:
    """Return a contribution that was sent; `answers` come on top of what the door takes."""
    now = timezone.now()
    whole = {"sent_at": now, "consent_at": now, "verified_at": now, "language": "en", "email": EMAIL, **columns}
    whole.setdefault("key_digest", key_digest(f"key {next(_numbers)}"))
    contribution = Contribution(kind=kind, state=state, data={**ANSWERS[kind], **(answers or {})}, **whole)
    contribution.save()
    Step.objects.create(contribution=contribution, act=Step.Act.SENT)
    return contribution


def change_of(record: Any, kind: str, answers: dict[str, list[str]], **columns: Any) -> Contribution:
    """Return a change of a public record by its owner."""
    Ownership.objects.get_or_create(
        **about(record),
        email=EMAIL,
        defaults={"language": "en", "proof": "staff", "verified_at": timezone.now(), "granted_at": timezone.now()},
    )
    contribution = sent(kind, is_change=True, **about(record), **columns)
    contribution.data = {**DOORS[kind].form.answers_of(record), **answers}
    contribution.save()
    return contribution


def sent_everywhere(word: str, staff: Any, record: Any) -> list[str]:
    """Make a contribution at every stage and door, and a change of `record`, with words made from `word` in them.

    Return the digests of some of their keys.
    """
    free = ("title", "name", "summary", "place", "how_to_take_part", "how_to_join", "body", "byline", "run_by")
    for state in Contribution.State.values:
        decided = {"decision": state, "decided_at": timezone.now(), "decided_by": staff}
        for kind in DOORS:
            contribution = sent(
                kind,
                state,
                {name: [f"Text {word}sent{state}"] for name in free},
                note=f"Text {word}note{state}",
                email=f"{word}{state}@example.org",
                **(decided if state in {"accepted", "declined"} else {}),
            )
            Step.objects.create(contribution=contribution, act="added", text=f"Text {word}step{state}")
    sent("activity", "waiting", {"title": [f"{word}change"]}, is_change=True, **about(record))
    return list(Contribution.objects.values_list("key_digest", flat=True)[:3])
