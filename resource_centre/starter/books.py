"""The books of the starting content: which object a record became, and whether anybody has changed it since."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from events.models import Event, Series
from library.models import Item
from organisations.models import Activity, Organisation
from resource_centre.pages.models import EditorialPage
from resource_centre.publishing.actions import publish
from resource_centre.publishing.models import Publishable
from resource_centre.vocabularies.models import GlossaryTerm, Helpline, SupportType, Topic

from .models import StarterRecord
from .schema import Problem

Record = dict[str, Any]
#: Columns that change without anybody's doing and say nothing about whether staff changed a record.
_NOT_COMPARED = {
    "updated_at", "created_at", "confirmed_at", "confirmed_by", "published_at", "sort_key", "starts_at", "ends_at",
}  # fmt: skip

#: Days that the site itself writes when it has seen that a web address works.
_CHECKED_ON = ("website_checked_on", "url_checked_on")


class PackError(Exception):
    """The pack has problems; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class Report:
    """What a load did."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    left_to_staff: Counter[str] = field(default_factory=Counter)


def digest_of(value: Any) -> str:
    """Return the SHA-256 of a value as sorted JSON."""
    dumped = json.dumps(value, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(dumped.encode()).hexdigest()


def state_of(thing: models.Model) -> dict[str, Any]:
    """Return everything about an object that staff can change, with the keys of what it is related to."""
    meta = thing._meta
    state: dict[str, Any] = {
        column.name: column.value_from_object(thing)
        for column in meta.concrete_fields
        if column.name not in {*_NOT_COMPARED, *_CHECKED_ON}
    }
    for relation in meta.many_to_many:
        state[relation.name] = sorted(map(str, getattr(thing, relation.name).values_list("pk", flat=True)))
    for name in ("roles", "sections"):
        if isinstance(thing, (Event, EditorialPage)) and hasattr(thing, name):
            rows = getattr(thing, name).values()
            state[name] = [{key: value for key, value in row.items() if key != "id"} for row in rows]
    return {
        key: str(value) if isinstance(value, models.fields.files.FieldFile) else value for key, value in state.items()
    }


def is_untouched(thing: models.Model, digest: str) -> bool:
    """Say whether an object still is what its book says, whenever its web address was last seen to work.

    The books of earlier versions compared that day too. They were written when it was empty.
    """
    state = state_of(thing)
    empty = {column.name: None for column in thing._meta.concrete_fields if column.name in _CHECKED_ON}
    return digest in {digest_of(state), digest_of(state | empty)}


class Books:
    """Keeps objects in step with records: adds what is new, leaves alone what staff changed."""

    def __init__(self) -> None:
        self.report = Report()
        self.things: dict[tuple[str, str], models.Model] = {}

    # -- one record -----------------------------------------------------------------------------------------------

    def keep(
        self,
        file: str,
        key: str,
        record: Record,
        model: type[models.Model],
        columns: dict[str, Any],
        relations: dict[str, list[Any]] | None = None,
        after: Callable[[Any], None] | None = None,
    ) -> None:
        """Add the object of a record, or bring it up to date if neither staff nor anybody else has touched it.

        `columns` and `relations` are what the object gets; `after` writes rows that belong to it.
        Raises ValidationError where the model refuses the columns.
        """
        book = StarterRecord.objects.filter(file=file, key=key).first()
        record_digest = digest_of(record)
        thing: models.Model | None = None
        if book is not None:
            thing = model._default_manager.filter(pk=book.object_id).first()
            if thing is not None:
                self.things[file, key] = thing
            if thing is None or not is_untouched(thing, book.digest):
                self.report.left_to_staff[file] += 1
                return
            if book.record_digest == record_digest:
                self.report.kept[file] += 1
                return
        new = thing is None
        thing = thing or model()
        for name, value in columns.items():
            setattr(thing, name, value)
        self.write(thing, new)
        for name, values in (relations or {}).items():
            getattr(thing, name).set(values)
        if after is not None:
            after(thing)
        self.things[file, key] = thing
        self.report.added[file] += new
        self.report.changed[file] += not new
        StarterRecord.objects.update_or_create(
            file=file,
            key=key,
            defaults={
                "content_type": ContentType.objects.get_for_model(model),
                "object_id": str(thing.pk),
                "digest": "",
                "record_digest": record_digest,
            },
        )

    def write(self, thing: models.Model, new: bool) -> None:
        """Check and save an object. A new one that can be published becomes public at once."""
        thing.full_clean()
        if new and isinstance(thing, Publishable):
            publish(thing, None)
        else:
            thing.save()

    def close_books(self) -> None:
        """Note the state of everything that this load wrote, once all relations stand."""
        for book in StarterRecord.objects.filter(digest=""):
            thing = self.things[book.file, book.key]
            thing = type(thing)._default_manager.get(pk=thing.pk)
            book.digest = digest_of(state_of(thing))
            book.save(update_fields=["digest"])

    # -- relations ------------------------------------------------------------------------------------------------

    def all_of(self, file: str, keys: list[str]) -> list[models.Model]:
        """Return the objects of records; those that staff deleted are left out."""
        return [self.things[file, key] for key in keys if (file, key) in self.things]

    def one(self, file: str, key: str | None) -> Any:
        """Return the object of a record, or None where there is none."""
        return self.things.get((file, key)) if key else None

    def tags(self, record: Record) -> dict[str, list[Any]]:
        """Return the relations that most records have."""
        return {
            "support_types": self.all_of("support_types", record.get("support_types", [])),
            "topics": self.all_of("topics", record.get("topics", [])),
            "languages": record.get("languages", []),
            "countries": record.get("countries", []),
        }


#: What a new database does not hold: one row of any of these, and it is nobody's to fill.
HELD: tuple[type[models.Model], ...] = (
    StarterRecord,
    Item,
    Organisation,
    Activity,
    Event,
    Series,
    EditorialPage,
    SupportType,
    Topic,
    GlossaryTerm,
    Helpline,
)


def content_exists() -> bool:
    """Say whether the database holds any content, so that starting content would come on top of it."""
    return any(model._base_manager.exists() for model in HELD)
