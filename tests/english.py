"""Every test starts in English: a German request leaves its language to whatever runs after it in the same thread."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Run a test in English and leave nothing of its language behind."""
    with translation.override("en"):
        yield
