"""What `manage.py check --deploy` says about mail."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name for it

from .folder import BACKEND


@register(Tags.security, deploy=True)
def check_mail_leaves(**_kwargs: Any) -> list[CheckMessage]:
    """Warn where a public site has no mail server: people would wait for letters that stay in a folder."""
    if not settings.SITE_URL.startswith("https://") or settings.EMAIL_BACKEND != BACKEND:
        return []
    return [
        Warning(
            "Letters stay in a folder: nobody gets the link that confirms what they sent.",
            hint="Set EMAIL_URL to the address of a mail server, such as smtp+tls://user:password@host:587.",
            id="mail.W001",
        )
    ]
