"""Samples of the letter box for the browser tests: every page of it that only a link opens, and forms with mistakes.

Everything here is a sample: nobody in it exists.
"""

import datetime
from typing import Any

DAY = datetime.timedelta(days=1)
WEEKS = datetime.timedelta(days=60)
EMAIL = "sample@example.org"
ACTIVITY = {
    "title": ["Sample table"],
    "kind": ["activity"],
    "summary": ["A sample that the browser tests look at. Nobody in it exists."],
    "countries": ["GR", "PL"],
    "place": ["Athens"],
    "languages": ["el", "en"],
    "how_to_take_part": ["Come along.\n\nBring a cup."],
    "url": ["https://www.example.org/table"],
}
TOO_PRIVATE = "My diagnosis is a sample. Write to sample@example.org. We meet on Thursdays."
IN_DANGER = "Some days I want to die."


def unsent(key: str, **answers: list[str]) -> str:
    """Keep something that is not sent yet, and return its key."""
    from resource_centre.contributions import drafts
    from resource_centre.contributions.models import Kind

    drafts.keep(key, drafts.Typed(Kind.ACTIVITY, {**ACTIVITY, **answers}, EMAIL))
    return key


def sent(key: str, **columns: Any) -> Any:
    """Return a contribution that was sent."""
    from django.utils import timezone

    from resource_centre.contributions import actions
    from resource_centre.contributions.models import Contribution, key_digest

    unsent(key)
    contribution = Contribution.objects.get(key_digest=key_digest(key))
    for name, value in {"verified_at": timezone.now(), **columns}.items():
        setattr(contribution, name, value)
    contribution.save()
    actions.send(contribution)
    contribution.refresh_from_db()
    return contribution


def linked(name: str, purpose: str, about: Any) -> str:
    """Return the address of a page with a link to it."""
    from django.urls import reverse

    from resource_centre.mail import links

    return reverse(name, args=[links.make(purpose, about, WEEKS)])


def add_contributions(staff: Any) -> dict[str, str]:
    """Add contributions at every stage. Return the addresses of their pages."""
    from resource_centre.contributions import actions

    asked, published, declined = sent("sample-asked"), sent("sample-published"), sent("sample-declined")
    actions.ask(asked, staff, "In which town do you meet?")
    actions.accept(published, staff, "Thank you.")
    actions.decline(declined, staff, "We list peer support only. This looks like something else.")
    waiting = sent("sample-waiting")
    status = linked("share:status", "status", waiting)
    return {
        "share_check": f"/share/check/{unsent('sample-key-to-check')}/",
        "share_private": f"/share/check/{unsent('sample-key-private', summary=[TOO_PRIVATE])}/",
        "share_help": f"/share/check/{unsent('sample-key-danger', summary=[IN_DANGER])}/",
        "share_edit": f"/share/check/{unsent('sample-key-missing', title=[''], countries=[])}/form/?check=1",
        "share_confirm": linked("share:confirm", "confirm", sent("sample-unconfirmed", verified_at=None)),
        "share_waiting": status,
        "share_asked": linked("share:status", "status", asked),
        "share_published": linked("share:status", "status", published),
        "share_declined": linked("share:status", "status", declined),
        "share_correct": f"{status}correct/",
        "share_withdraw": f"{status}withdraw/",
        "share_erase": f"{status}erase/",
    }


def add_owners() -> dict[str, str]:
    """Add owners. Return the addresses of their pages."""
    from django.utils import timezone

    from organisations.models import Activity, Organisation
    from resource_centre.contributions import ownership
    from resource_centre.contributions.models import Ownership
    from resource_centre.contributions.querysets import about
    from tests.browser import pages

    now = timezone.now()
    granted = {"language": "en", "proof": "staff", "verified_at": now, "granted_at": now}
    organisation = Organisation.objects.get(slug=pages.ORGANISATION)
    activity = Activity.objects.get(slug=pages.ACTIVITY)
    of_organisation = Ownership.objects.create(**about(organisation), email=EMAIL, **granted)
    Ownership.objects.create(**about(activity), email=EMAIL, **granted)
    unproved = Ownership.objects.create(**about(activity), email="other@example.org", language="en")
    return {
        "share_claim": linked("share:claim", ownership.CLAIM, unproved),
        "share_change": linked("share:change", ownership.CHANGE, of_organisation),
        "share_still_right": linked("share:freshness", ownership.FRESHNESS, of_organisation),
    }


def add_conversations() -> dict[str, str]:
    """Add messages. Return the addresses of the pages about them."""
    from organisations.models import Organisation
    from resource_centre.correspondence import actions, contact_actions, news_actions
    from resource_centre.correspondence.models import ContactMessage, Conversation, Subscriber
    from tests.browser import pages

    organisation = Organisation.objects.get(slug=pages.ORGANISATION)
    for key in ("sample-first", "sample-second"):
        columns: dict[str, Any] = {"name": "Sam", "address": EMAIL, "text": "A sample message."}
        actions.start(organisation, key=key, language="en", held=False, **columns)
    first, second = Conversation.objects.order_by("pk")
    actions.confirm(second)
    contact_actions.start(key="sample", name="Sam", address=EMAIL, text="A sample.", language="en", held=False)
    news_actions.ask(EMAIL, key="sample", language="en", held=False)
    subscriber = Subscriber.objects.get()
    return {
        "message_confirm": linked("correspondence:confirm", "confirm-message", first),
        "message_answer": linked("correspondence:answer", "answer", second),
        "message_write_back": linked("correspondence:write-back", "write-back", second),
        "message_organisation": linked("correspondence:organisation-choices", "organisation-choices", second),
        "message_sender": linked("correspondence:sender-choices", "sender-choices", second),
        "contact_confirm": linked("correspondence:contact-confirm", "contact-confirm", ContactMessage.objects.get()),
        "news_confirm": linked("correspondence:news-confirm", "news-confirm", subscriber),
        "unsubscribe": linked("correspondence:unsubscribe", "unsubscribe", subscriber),
    }


def add_letter_box() -> dict[str, str]:
    """Add samples of everything. Return the addresses of the pages that only a link opens."""
    from django.contrib.auth.models import User

    staff = User.objects.create_user("sample-reviewer", is_staff=True, is_active=False)
    return add_contributions(staff) | add_owners() | add_conversations()


#: What somebody sends with mistakes: the page, and what is typed.
MISTAKES: dict[str, dict[str, Any]] = {
    "/share/activity/": {"title": "", "summary": "A sample.", "url": "no address", "email": "sample.example.org"},
    "/share/event/": {"title": "Sample", "start_date": "yesterday", "email": ""},
    "/share/something-wrong/?page=/activities/": {"reason": "other", "text": ""},
    "/contact/": {"text": "", "email": "sample"},
    "/news/": {"email": "sample"},
}


def answers_to_mistakes() -> dict[str, str]:
    """Return the pages that come back, under the addresses of kept pages."""
    from django.test import Client

    found = {}
    for number, (page, typed) in enumerate(MISTAKES.items(), 1):
        answer = Client(HTTP_HOST="127.0.0.1").post(page, typed)
        assert answer.status_code == 200, page
        found[f"/kept/200-mistakes-{number}/"] = answer.content.decode()
    return found
