"""Reviewers and their browsers. No test in here."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

from resource_centre.contributions.models import Contribution, ReplyTemplate
from tests.controls import address

QUEUE = "/admin/contributions/contribution/"


def reviewer(name: str) -> tuple[User, Client]:
    """Return somebody of the group of reviewers, and their browser."""
    user = User.objects.create_user(name, f"{name}@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="Reviewers"))
    client = Client()
    client.force_login(user)
    return user, client


def screen(contribution: Contribution) -> str:
    return address(Contribution, "change", contribution.pk)


def acts(contribution: Contribution) -> list[str]:
    return list(contribution.steps.values_list("act", flat=True))


def titles(page: Any) -> list[str]:
    return [one.title for one in page.context["cl"].result_list]


def one_template(act: str, language: str = "en") -> ReplyTemplate:
    found = ReplyTemplate.objects.filter(act=act, language=language).order_by("pk").first()
    assert found is not None
    return found


def last_words(contribution: Contribution) -> str:
    return contribution.steps.order_by("-at", "-pk").values_list("text", flat=True)[0]
