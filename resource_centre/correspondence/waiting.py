"""How much waits for staff."""

from .models import ContactMessage, Conversation, Stop


def waiting_count() -> int:
    """Return how many messages, reports and notices wait for somebody to look at them."""
    stops = Stop.objects.filter(handled_at__isnull=True)
    waiting = (ContactMessage.objects.waiting(), Conversation.objects.waiting(), stops)
    return sum(rows.count() for rows in waiting)
