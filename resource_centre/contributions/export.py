"""Everything that we keep about a contribution, for the person who sent it."""

from typing import Any

from .history import SAID
from .models import Contribution, Ownership
from .rows import answer_rows


def everything_about(contribution: Contribution) -> dict[str, Any]:
    """Return it as values that JSON can hold. Names of staff are theirs, and left out."""
    record: Any = contribution.record
    owners = Ownership.objects.none()
    if record is not None and contribution.email:
        owners = Ownership.objects.about(record).of_address(contribution.email)
    return {
        "kind": contribution.kind,
        "state": contribution.state if contribution.state != Contribution.State.SPAM else Contribution.State.WAITING,
        "changes_something_public": contribution.is_change,
        "page": record.get_absolute_url() if record is not None else None,
        "language_of_letters": contribution.language,
        "email": contribution.email,
        "note_for_us": contribution.note,
        "answers": contribution.data,
        "answers_in_words": [{"question": name, "answer": value} for name, value in answer_rows(contribution)],
        "words_suggest_danger": contribution.read_first,
        "begun": contribution.created_at.isoformat(),
        "last_change": contribution.touched_at.isoformat(),
        "sent": _moment(contribution.sent_at),
        "agreed_to_be_published": _moment(contribution.consent_at),
        "address_confirmed": _moment(contribution.verified_at),
        "decided": _moment(contribution.decided_at),
        "steps": [
            {"what": step.act, "when": step.at.isoformat(), "words": step.text}
            for step in contribution.steps.all()
            if step.act in SAID
        ],
        "you_answer_for_the_page": [
            {
                "email": owner.email,
                "proof": owner.proof,
                "since": owner.created_at.isoformat(),
                "address_confirmed": _moment(owner.verified_at),
                "granted": _moment(owner.granted_at),
                "last_asked": _moment(owner.asked_at),
                "asked_in_vain": owner.asked,
            }
            for owner in owners
        ],
    }


def _moment(value: Any) -> str | None:
    return value.isoformat() if value is not None else None
