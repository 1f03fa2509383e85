"""What the review screen knows of a contribution: what it proposes beside what is public, and what to think of."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Organisation
from resource_centre.publishing.models import Publishable, State
from resource_centre.text import fold
from resource_centre.vocabularies.models import Language

from .actions import owner_stands
from .doors import door_of
from .forms import LONGEST, MOST, Answers, DoorForm
from .marks import Piece, marked
from .models import Contribution, Step
from .periods import UNDO

#: Somebody who opened a contribution counts as reading it for so long.
READING = datetime.timedelta(minutes=30)
#: States in which what was written is not for our eyes.
PRIVATE = (Contribution.State.UNFINISHED, Contribution.State.UNCONFIRMED, Contribution.State.WITHDRAWN)
#: What is worth asking about where nothing is given.
WORTH_HAVING: tuple[tuple[tuple[str, ...], str | Promise], ...] = (
    (("languages",), gettext_lazy("No language is given.")),
    (("countries", "where"), gettext_lazy("No country is given.")),
    (("support_types",), gettext_lazy("No kind of support is given.")),
    (("topics",), gettext_lazy("No topic is chosen.")),
    (("url", "website"), gettext_lazy("No web address is given.")),
    (("how_to_take_part", "how_to_join"), gettext_lazy("It does not say how somebody can take part or get in touch.")),
)


@dataclass(frozen=True)
class Line:
    """One field: what is public now and what is proposed, in pieces that say what differs."""

    label: str
    before: list[Piece]
    after: list[Piece]
    differs: bool


def record_of(contribution: Contribution) -> Publishable | None:
    """Return the record that a change is about, or that an acceptance made that was taken back; read anew."""
    model = door_of(contribution).model
    if contribution.object_id is None:
        return None
    record: Publishable | None = model._default_manager.filter(pk=contribution.object_id).first()
    return record


# The answers


def granted(contribution: Contribution, record: Publishable | None) -> Answers:
    """Return the staff's answers that hold without anybody's giving them: accepting writes no others."""
    names = door_of(contribution).form.staff_fields
    if record is not None:
        known = door_of(contribution).form.answers_of(record, staff=True)
        return {name: known.get(name, []) for name in names}
    language = [contribution.language] if Language.objects.filter(pk=contribution.language).exists() else []
    return {name: language if name == "language" else [] for name in names}


def suggested(contribution: Contribution, record: Publishable | None) -> Answers:
    """Return answers that staff may want to give: the organisation whose name was typed."""
    named = fold(" ".join(contribution.data.get("run_by") or []))[:120]
    if record is not None or not named or "organisation" not in door_of(contribution).form.staff_fields:
        return {}
    found = list(Organisation.objects.filter(sort_key=named).values_list("pk", flat=True)[:2])
    return {"organisation": [str(found[0])]} if len(found) == 1 else {}


def shown_answers(contribution: Contribution, record: Publishable | None) -> Answers:
    """Return all answers as the form for staff starts with them."""
    return {**granted(contribution, record), **suggested(contribution, record), **contribution.data}


def posted_answers(contribution: Contribution, record: Publishable | None, data: Any) -> Answers:
    """Return the answers in what staff posted, as they are kept: without staff answers that hold anyway."""
    form = door_of(contribution).form
    answers = form.answers_in(data)
    for name in form.staff_fields:
        answers[name] = [str(value).replace("\x00", "")[:LONGEST] for value in data.getlist(name)[:MOST]]
    known = granted(contribution, record)
    return {
        name: values
        for name, values in answers.items()
        if not (name in form.staff_fields and name not in contribution.data and _some(values) == _some(known[name]))
    }


def _some(values: list[str]) -> list[str]:
    return sorted(value for value in values if value)


def same_answers(contribution: Contribution, answers: Answers) -> bool:
    """Say whether answers mean the same as those that are kept, however a browser spells them."""
    return _meant(contribution, answers) == _meant(contribution, contribution.data)


def _meant(contribution: Contribution, answers: Answers) -> dict[str, Any]:
    form = door_of(contribution).form.with_answers(answers, "", staff=True)
    return {
        name: _plain(field.widget.value_from_datadict(form.data, {}, name))
        for name, field in form.fields.items()
        if name != "email"
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value if one]
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value or ""


def version_of(contribution: Contribution) -> str:
    """Return what tells one state of the answers from another, so that nobody writes over what came in between."""
    return hashlib.sha256(json.dumps(contribution.data, sort_keys=True).encode()).hexdigest()[:16]


# What is proposed beside what is public


def compare(contribution: Contribution, record: Publishable | None, answers: Answers) -> list[Line]:
    """Return a line for every field that is answered before or after, those that differ first."""
    door = door_of(contribution)
    form = door.form(instance=record, staff=True) if record is not None else door.form(staff=True)
    _with_names_only(form)
    before = door.form.answers_of(record, staff=True) if record is not None and contribution.is_change else {}
    lines = []
    for name, field in form.fields.items():
        if name == "email":
            continue
        old, new = said(field, before.get(name, [])), said(field, answers.get(name, []))
        if not (old or new):
            continue
        differs = contribution.is_change and old.split() != new.split()
        pieces = marked(old, new) if differs else ([Piece(old, changed=False)], [Piece(new, changed=False)])
        lines.append(Line(str(field.label or name), *pieces, differs=differs))
    return sorted(lines, key=lambda line: not line.differs)


def said(field: forms.Field, values: list[str]) -> str:
    """Return answers in words: the labels of what was chosen, or the text."""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if values and values[0] not in {"", "False"} else _("No")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        labels = {str(key): str(label) for key, label in _choices(field)}
        return ", ".join(labels.get(value, value) for value in values if value)
    return "\n".join(values).replace("\r\n", "\n").strip()


def _choices(field: Any) -> Any:
    # Long lists stand on the widget, sorted for the reader; what a model offers is read once.
    return getattr(field.widget, "choices", None) or field.choices


# What to think of


def missing(answers: Answers, form: DoorForm) -> list[str]:
    """Return what would be worth having and is not there."""
    return [
        str(sentence)
        for names, sentence in WORTH_HAVING
        if any(name in form.fields for name in names) and not any(any(answers.get(name) or []) for name in names)
    ]


def warnings(contribution: Contribution, record: Publishable | None) -> list[str]:
    """Return what staff should know before they accept."""
    found = []
    if contribution.is_change and record is None:
        found.append(_("The entry that this changes does not exist any more. The change cannot be published."))
    elif contribution.is_change and not owner_stands(contribution):
        found.append(_("Whoever sent this change does not answer for the entry any more. It cannot be published."))
    elif contribution.is_change and record is not None and record.state != State.PUBLISHED:
        found.append(_("The entry that this changes is not published now. Publishing the change publishes it again."))
    if not contribution.email:
        found.append(_("There is no e-mail address: nobody can be written to."))
    return found


def other_reader(contribution: Contribution, user: User) -> tuple[User, datetime.datetime] | None:
    """Return who else has opened it within half an hour, and when; None where nobody has."""
    since = timezone.now() - READING
    reader, moment = contribution.reader, contribution.reading_at
    if reader is not None and reader.pk != user.pk and moment is not None and moment >= since:
        return reader, moment
    opened = contribution.steps.filter(act=Step.Act.OPENED, at__gte=since, actor__isnull=False)
    last = opened.exclude(actor=user).select_related("actor").order_by("-at", "-pk").first()
    return (last.actor, last.at) if last is not None and last.actor is not None else None


def can_be_undone(contribution: Contribution) -> bool:
    """Say whether its decision can be taken back now."""
    decided = contribution.decided_at
    return (
        contribution.state in {Contribution.State.ACCEPTED, Contribution.State.DECLINED}
        and decided is not None
        and timezone.now() - decided <= UNDO
    )


def next_in_queue(contribution: Contribution) -> Contribution | None:
    """Return what waits next."""
    following: Contribution | None = Contribution.objects.in_queue().exclude(pk=contribution.pk).first()
    return following


def may_be_seen(contribution: Contribution) -> bool:
    """Say whether it is for our eyes: sent, with an address that was confirmed, and not taken back."""
    return contribution.state not in PRIVATE


def staff_form(contribution: Contribution, answers: Answers) -> DoorForm:
    """Return the form of the door with these answers, for staff to change: every field, dressed as the desk's are."""
    kind = door_of(contribution).form
    form = kind(
        MultiValueDict({**answers, "email": [contribution.email]}), instance=record_of(contribution), staff=True
    )
    _with_names_only(form)
    if "topics" in form.fields:
        topics = form.fields["topics"]
        assert isinstance(topics, forms.ModelMultipleChoiceField)
        topics.widget = forms.CheckboxSelectMultiple()
        topics.widget.template_name = "forms/choices.html"
        topics.widget.choices = topics.choices
        topics.help_text = ""
    for field in form.fields.values():
        _dress(field)
    return form


def _with_names_only(form: DoorForm) -> None:
    """Let the form offer organisations without reading all that they say."""
    for name in ("organisation", "organiser"):
        field = form.fields.get(name)
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organisation.objects.by_title().only("name")


def _dress(field: forms.Field) -> None:
    """Give a field the classes of the admin."""
    widget = field.widget
    classes = {forms.Textarea: "vLargeTextField", forms.URLInput: "vURLField", forms.TextInput: "vTextField"}
    for kind, name in classes.items():
        if isinstance(widget, kind):
            widget.attrs["class"] = name
            return
