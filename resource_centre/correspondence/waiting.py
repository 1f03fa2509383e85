"""How much waits for staff."""

from .models import ContactMessage, Conversation, Stop


def waiting_count() -> int:
    """Return how many messages, reports and notices wait for somebody to look at them."""
    stops = Stop.objects.filter(handled_at__isnull=True).count()
    return ContactMessage.objects.waiting().count() + Conversation.objects.waiting().count() + stops
