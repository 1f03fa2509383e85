"""What the tests of correspondence share."""

import pytest
from django.test import Client

from .post_office import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of day, which the test moves."""
    return Clock(monkeypatch)


@pytest.fixture
def client() -> Client:
    """A browser that refuses cookies meets a server that checks for forged requests."""
    return Client(enforce_csrf_checks=True)
