"""What a record held before a change, so that the change can be taken back."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from resource_centre.publishing.models import Publishable

Snapshot = dict[str, Any]
#: Columns that functions look after, not forms.
_LEFT_OUT = {"state", "published_at", "confirmed_at", "confirmed_by", "updated_at", "created_at", "sort_key", "slug"}


def _columns(record: models.Model) -> list[models.Field[Any, Any]]:
    return [
        column
        for column in record._meta.concrete_fields
        if not column.primary_key and not isinstance(column, models.FileField) and column.name not in _LEFT_OUT
    ]


def snapshot(record: models.Model) -> Snapshot:
    """Return the columns and relations of a record as values that JSON can hold."""
    values: Snapshot = {column.attname: column.value_from_object(record) for column in _columns(record)}
    for relation in record._meta.many_to_many:
        values[relation.name] = sorted(getattr(record, relation.name).values_list("pk", flat=True), key=str)
    plain: Snapshot = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain


def differences(before: Snapshot, after: Snapshot) -> Snapshot:
    """Return those values of `before` that differ in `after`."""
    return {name: value for name, value in before.items() if after.get(name) != value}


def set_back(record: Publishable, before: Snapshot, actor: User) -> None:
    """Give a record back the values of a snapshot, and keep the version with its author."""
    for column in _columns(record):
        if column.attname in before:
            setattr(record, column.attname, column.to_python(before[column.attname]))
    versioned: Any = record
    versioned._history_user = actor
    try:
        record.save()
    finally:
        del versioned._history_user
    for relation in record._meta.many_to_many:
        if relation.name in before:
            getattr(record, relation.name).set(before[relation.name])
