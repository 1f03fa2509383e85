"""What the check for a public site says about mail."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks

from resource_centre.mail.folder import BACKEND

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("address", "backend", "warnings"),
    [
        ("https://peersupport.example.org", BACKEND, ["mail.W001"]),
        ("https://peersupport.example.org", SMTP, []),
        ("http://127.0.0.1:8000", BACKEND, []),
    ],
)
def test_public_site_without_a_mail_server_is_warned(
    address: str, backend: str, warnings: list[str], settings: Any
) -> None:
    settings.SITE_URL, settings.EMAIL_BACKEND = address, backend
    found = run_checks(include_deployment_checks=True)
    assert [str(message.id) for message in found if str(message.id).startswith("mail.")] == warnings
    assert [message for message in run_checks() if str(message.id).startswith("mail.")] == []


def test_check_and_settings_mean_the_same_folder() -> None:
    from resource_centre import environment

    assert environment.mail(django_settings.DATA_DIR)["EMAIL_BACKEND"] == BACKEND
