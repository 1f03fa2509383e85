"""What correspondence does by itself: erasing what has come to its end, and posting news."""

import datetime

from django.utils import timezone

from resource_centre.jobs.register import job

from .models import Block, ContactMessage, Conversation, Message, Subscriber
from .news_actions import post_news


@job("erase-correspondence", every=datetime.timedelta(hours=1))
def erase_overdue() -> None:
    """Erase messages, addresses and blocks whose time is over; see `periods.py`."""
    now = timezone.now()
    for model in (Conversation, Message, Block, ContactMessage, Subscriber):
        model.objects.overdue(now).delete()


@job("post-news", every=datetime.timedelta(minutes=1))
def post_sent_news() -> None:
    """Put the letters with news that staff sent into the outbox."""
    post_news()
