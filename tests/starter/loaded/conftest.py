"""The real starting content, loaded once for all tests of this package and taken out again after them."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction


def _tables() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]


@pytest.fixture(scope="package")
def loaded_pack(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Load the starting content; give what the command said."""
    with django_db_blocker.unblock():
        before = {model: list(model._base_manager.values_list("pk", flat=True)) for model in _tables()}
        said = StringIO()
        call_command("load_starter_content", stdout=said)
    yield said.getvalue()
    with django_db_blocker.unblock(), transaction.atomic(), connection.constraint_checks_disabled():
        for model, keys in before.items():
            rows = model._base_manager.exclude(pk__in=keys)
            rows._raw_delete(rows.db)
