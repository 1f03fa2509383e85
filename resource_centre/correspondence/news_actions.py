"""Who gets the news of the project, and how a letter with news gets to them."""

import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from resource_centre.mail import links
from resource_centre.mail.models import Letter, address_digest
from resource_centre.mail.outbox import post

from .actions import record
from .models import NewsLetter, Subscriber

#: Letters with news are spread, so that the mail server has room for others.
LETTERS_AN_HOUR = 200


@transaction.atomic
def ask(address: str, *, key: str, language: str, held: bool) -> None:
    """Send a letter with the link that says yes; to who said yes already, one that says so.

    What looks like spam is held, and no letter is sent. A second sending under the same key changes nothing.
    """
    columns = {"address": address, "language": language, "held": held}
    subscriber, new = Subscriber.objects.get_or_create(digest=address_digest(address), defaults=columns)
    if held:
        return
    if not new and subscriber.confirmed_at is None:
        subscriber.held, subscriber.language, subscriber.asked_at = False, language, timezone.now()
        subscriber.save()
    name = "news-confirm" if subscriber.confirmed_at is None else "news-already"
    post(name, subscriber.address, about=subscriber, language=language, key=f"news-{key}")


def was_asked(key: str) -> bool:
    """Say whether a letter was posted for this sending already."""
    return Letter.objects.filter(key=f"news-{key}").exists()


def confirm(subscriber: Subscriber) -> None:
    """Put a subscriber on the list, who said yes."""
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at__isnull=True).update(
        confirmed_at=timezone.now(), held=False
    )


@transaction.atomic
def unsubscribe(subscriber: Subscriber) -> None:
    """Take a subscriber off the list: nothing of the address is kept."""
    links.end_all(subscriber)
    subscriber.delete()


@transaction.atomic
def release(subscriber: Subscriber, actor: User) -> bool:
    """Ask somebody who was held as spam to say yes. Return False for who is not held."""
    held = Subscriber.objects.filter(pk=subscriber.pk, held=True)
    if not held.update(held=False, asked_at=timezone.now()):
        return False
    post("news-confirm", subscriber.address, about=subscriber, language=subscriber.language)
    record(actor, subscriber, "Not spam: the person was asked to say yes.")
    return True


@transaction.atomic
def send(newsletter: NewsLetter, actor: User) -> bool:
    """Send a letter with news. Return False where it was sent already, or has no text in the site's first language."""
    if not newsletter.texts.filter(language=settings.LANGUAGE_CODE).exists():
        return False
    unsent = NewsLetter.objects.filter(pk=newsletter.pk, sent_at__isnull=True)
    if not unsent.update(sent_at=timezone.now(), sent_by=actor):
        return False
    record(actor, newsletter, "Sent.")
    return True


def post_news() -> None:
    """Put the letters of what was sent into the outbox. It may die in the middle: nobody gets two."""
    pause = datetime.timedelta(hours=1) / LETTERS_AN_HOUR
    for newsletter in NewsLetter.objects.filter(sent_at__isnull=False, posted_at__isnull=True).order_by("sent_at"):
        start = newsletter.sent_at
        assert start is not None
        readers = Subscriber.objects.confirmed().filter(confirmed_at__lte=start).order_by("pk")
        for number, subscriber in enumerate(readers.iterator()):
            post(
                "news",
                subscriber.address,
                about=subscriber,
                language=subscriber.language,
                key=f"news-{newsletter.pk}-{subscriber.pk}",
                due_at=start + number * pause,
                newsletter=newsletter.pk,
            )
        NewsLetter.objects.filter(pk=newsletter.pk).update(posted_at=timezone.now())
