"""Sentences that may say something private: their author decides, once, what becomes of each.

Nothing of what matched is kept: the sentences are found anew when the answer comes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from resource_centre.guard.words import Finding, Reason, private_parts

from .forms import Answers, DoorForm
from .plain import tidy

#: As much as the note for staff holds.
NOTE = 5000


class Choice(models.TextChoices):
    """What becomes of a sentence."""

    KEEP = "keep", _("Keep it. Everybody may read this.")
    MOVE = "move", _("Move it to the note that only our staff read.")
    REMOVE = "remove", _("Take it out.")


WHY = {
    Reason.EMAIL: _("This looks like an e-mail address."),
    Reason.TELEPHONE: _("This looks like a telephone number."),
    Reason.STREET: _("This looks like a street and a house number."),
    Reason.PHRASE: _("This may say something private about you or about somebody else."),
}


@dataclass(frozen=True)
class PrivatePart:
    """A sentence in one answer."""

    field: str
    label: str
    finding: Finding

    @property
    def name(self) -> str:
        """What the question about this sentence is called in the form: it holds for this sentence alone."""
        return "part-" + hashlib.sha256(f"{self.field}\0{self.finding.text}".encode()).hexdigest()[:12]

    @property
    def why(self) -> str:
        """Why we ask, in a sentence."""
        return str(WHY[self.finding.reason])


def parts_in(form: type[DoorForm], answers: Answers, known: Answers | None = None) -> list[PrivatePart]:
    """Return the sentences to ask about, in their order, without those that `known` answers hold already."""
    seen = {sentence for _field, sentence in _sentences(form, known or {})}
    return [
        PrivatePart(name, str(form.base_fields[name].label), finding)
        for name, finding in _findings(form, answers)
        if finding.text not in seen
    ]


def questions(parts: Iterable[PrivatePart]) -> list[PrivatePart]:
    """Return the parts to ask about: a sentence that stands twice in an answer once."""
    return list({part.name: part for part in parts}.values())


def says_something_new(form: type[DoorForm], before: Answers, after: Answers) -> bool:
    """Say whether answers hold a private sentence that they did not hold before."""
    return bool(parts_in(form, after, before))


def apply(answers: Answers, note: str, parts: Iterable[PrivatePart], choices: Mapping[str, str]) -> tuple[Answers, str]:
    """Return answers and note as their author decided. What was not decided stays."""
    changed = {name: list(values) for name, values in answers.items()}
    going = [part for part in parts if choices.get(part.name) in {Choice.MOVE, Choice.REMOVE}]
    for part in reversed(going):  # from the end, so that what stands before keeps its place
        text = changed[part.field][0]
        changed[part.field][0] = text[: part.finding.start] + " " + text[part.finding.end :]
    for name in {part.field for part in going}:
        changed[name][0] = tidy(changed[name][0])
    moved = [f"{part.label} {part.finding.text}" for part in going if choices[part.name] == Choice.MOVE]
    return changed, "\n".join(filter(None, [note.strip(), *dict.fromkeys(moved)]))[:NOTE]


def _findings(form: type[DoorForm], answers: Answers) -> list[tuple[str, Finding]]:
    return [
        (name, finding)
        for name in form.told
        for value in (answers.get(name) or [""])[:1]
        for finding in private_parts(value)
    ]


def _sentences(form: type[DoorForm], answers: Answers) -> set[tuple[str, str]]:
    return {(name, finding.text) for name, finding in _findings(form, answers)}
