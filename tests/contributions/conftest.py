"""Somebody who reviews, and their browser."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.contributions.desk import reviewer


@pytest.fixture
def maria() -> User:
    return reviewer("maria")[0]


@pytest.fixture
def desk(maria: User) -> Client:
    client = Client()
    client.force_login(maria)
    return client
