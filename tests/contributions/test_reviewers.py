"""Letters to the reviewers: once a day, at once for danger, and nothing of what people wrote."""

import datetime
import zoneinfo

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.utils import timezone

from resource_centre.contributions.models import Contribution, LinkCheck, Ownership, ReplyTemplate, Report, Step
from resource_centre.contributions.reviewers import tell_reviewers
from resource_centre.guard.models import Phrase
from resource_centre.mail.delivery import deliver_due
from tests.contributions.desk import reviewer
from tests.contributions.sent import sent

pytestmark = pytest.mark.django_db
BRUSSELS = zoneinfo.ZoneInfo(settings.TIME_ZONE)


def at(monkeypatch: pytest.MonkeyPatch, hour: int, day: int = 3) -> None:
    moment = datetime.datetime(2031, 3, day, hour, 5, tzinfo=BRUSSELS)
    monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(datetime.UTC))


def delivered() -> list[tuple[str, str]]:
    """Return to whom letters went, and their subjects, and forget them."""
    deliver_due()
    told = [(letter.to[0], str(letter.subject)) for letter in mail.outbox]
    mail.outbox.clear()
    return sorted(told)


DAILY = "Something waits on the staff desk"
FIRST = "Something waits that should be read first"


def test_letter_of_the_day_goes_once_and_not_before_seven(monkeypatch: pytest.MonkeyPatch) -> None:
    reviewer("maria")
    sent()
    told = []
    for day, hour in ((3, 6), (3, 7), (3, 8), (3, 23), (4, 6), (4, 9)):
        at(monkeypatch, hour, day)
        tell_reviewers()
        told.append(delivered())
    once = [("maria@example.org", DAILY)]
    assert told == [[], once, [], [], [], once]


def test_nobody_is_written_to_while_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    reviewer("maria")
    for state in ("unfinished", "unconfirmed", "question", "spam", "withdrawn"):
        sent(state=state)
    at(monkeypatch, 9)
    tell_reviewers()
    assert delivered() == []
    sent()
    tell_reviewers()
    assert delivered() == [("maria@example.org", DAILY)]


def test_letter_holds_numbers_and_nothing_of_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    reviewer("maria")
    sent(answers={"title": ["Canary"]}, note="Canary", email="canary@example.org")
    sent("story", answers={"title": ["Canary"]})
    Report.objects.create(path="/canary/", reason="other", text="Canary", language="en", key_digest="a")
    now = timezone.now()
    Ownership.objects.create(email="canary@example.org", language="en", verified_at=now, claim="Canary")
    at(monkeypatch, 9)
    tell_reviewers()
    deliver_due()
    [letter] = mail.outbox
    parts = [part.get_payload(decode=True) for part in letter.message().walk() if not part.is_multipart()]
    whole = f"{letter.subject} {parts}"
    assert ("Claims to an entry" in whole, "canary" in whole.lower()) == (True, False)
    lines = str(letter.body).splitlines()
    expected = ["Contributions: 2", "Reports of something wrong: 1", "Claims to an entry: 1"]
    assert [line for line in lines if line in expected] == expected
    assert f"{settings.SITE_URL}/admin/contributions/contribution/" in lines


def test_letter_is_not_sent_when_somebody_was_quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    reviewer("maria")
    contribution = sent()
    at(monkeypatch, 9)
    tell_reviewers()
    contribution.delete()
    assert delivered() == []


def test_only_reviewers_who_can_log_in_and_have_an_address_are_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    users = {name: reviewer(name)[0] for name in ("maria", "gone", "silent", "public")}
    User.objects.filter(pk=users["gone"].pk).update(is_active=False)
    User.objects.filter(pk=users["silent"].pk).update(email="")
    User.objects.filter(pk=users["public"].pk).update(is_staff=False)
    User.objects.create_superuser("root", "root@example.org")
    sent()
    at(monkeypatch, 9)
    tell_reviewers()
    assert delivered() == [("maria@example.org", DAILY)]


def test_who_left_the_group_before_delivery_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    user = reviewer("maria")[0]
    sent(read_first=True)
    at(monkeypatch, 9)
    tell_reviewers()
    user.groups.remove(Group.objects.get(name="Reviewers"))
    assert delivered() == []


def test_what_should_be_read_first_is_told_at_once_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reviewer("maria")
    at(monkeypatch, 3)
    sent(read_first=True)
    sent(read_first=True, state="unconfirmed")
    told = []
    for _run in range(2):
        tell_reviewers()
        told.append(delivered())
    Report.objects.create(path="/", reason="other", read_first=True, language="en", key_digest="a")
    tell_reviewers()
    told.append(delivered())
    assert told == [[("maria@example.org", FIRST)], [], [("maria@example.org", FIRST)]]


def test_every_language_of_the_site_has_the_same_texts_to_start_from() -> None:
    kinds = {
        code: list(ReplyTemplate.objects.filter(language=code).order_by("pk").values_list("act", flat=True))
        for code, _name in settings.LANGUAGES
    }
    assert list(kinds.values()) == [["accept"] + ["ask"] * 5 + ["decline"] * 7] * len(settings.LANGUAGES)


def test_reviewers_may_do_what_they_need_and_no_more() -> None:
    group = Group.objects.get(name="Reviewers")
    assert sorted(group.permissions.values_list("codename", flat=True)) == [
        "add_phrase", "add_replytemplate",
        "change_contribution", "change_ownership", "change_phrase", "change_replytemplate", "change_report",
        "delete_phrase", "delete_replytemplate",
        "view_contribution", "view_linkcheck", "view_ownership", "view_phrase", "view_replytemplate", "view_report", "view_step",
    ]  # fmt: skip


def test_permissions_stand_once_with_the_names_that_django_gives_them() -> None:
    group = Group.objects.get(name="Reviewers")
    given = {permission.codename: permission.name for permission in group.permissions.select_related("content_type")}
    models = [Contribution, Step, Ownership, Report, ReplyTemplate, Phrase, LinkCheck]
    names = {model._meta.model_name: model._meta.verbose_name_raw for model in models}
    assert given == {code: f"Can {code.split('_')[0]} {names[code.split('_')[1]]}" for code in given}
    assert Permission.objects.filter(codename__in=given).count() == len(given)
