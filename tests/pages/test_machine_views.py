"""Pages for machines: crawlers, watchdogs, reporters of holes, icons."""

import datetime
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from resource_centre.pages import machine_views
from resource_centre.pages.models import ContactDetails


def told(address: str) -> list[str]:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode().splitlines()


@pytest.mark.parametrize("address", ["/healthz", "/robots.txt", "/favicon.ico"])
def test_what_watchdogs_and_crawlers_ask_first_needs_no_database(address: str) -> None:
    assert Client().get(address).status_code == (302 if address == "/favicon.ico" else 200)


@pytest.mark.django_db
def test_the_process_is_ready_while_the_database_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    response = Client().get("/readyz")
    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok", "text/plain")

    class Broken:
        def cursor(self) -> Any:
            raise OperationalError("could not connect to server: secret-host:5432")

    monkeypatch.setattr(machine_views, "connection", Broken())
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert b"secret-host" not in response.content


def test_robots_may_read_everything_but_what_is_no_page_for_them() -> None:
    lines = told("/robots.txt")
    assert lines[0] == "User-agent: *"
    assert {line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")} == {
        "/admin/",
        "/media/",
        *(f"{prefix}/{name}/" for prefix in ("", "/de", "/fr") for name in ("leave", "search")),
    }
    assert lines[-1] == "Sitemap: http://127.0.0.1:8000/sitemap.xml"


@pytest.mark.django_db
def test_security_txt_says_where_to_report_and_never_runs_out() -> None:
    def fields() -> dict[str, str]:
        return dict(line.split(": ", 1) for line in told("/.well-known/security.txt"))

    assert fields()["Contact"] == "http://127.0.0.1:8000/contact/"
    ContactDetails(email="desk@example.org").save()
    assert fields()["Contact"] == "mailto:desk@example.org"
    ContactDetails(email="desk@example.org", security_email="holes@example.org").save()
    assert fields()["Contact"] == "mailto:holes@example.org"
    expires = datetime.datetime.fromisoformat(fields()["Expires"])
    assert datetime.timedelta(days=150) < expires - timezone.now() < datetime.timedelta(days=365)
    assert fields()["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"


def test_the_icon_is_where_programs_look_for_it() -> None:
    address = Client().get("/favicon.ico")["Location"]
    assert finders.find(address.removeprefix("/static/")) is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "secret_key",
        "db.sqlite3",
        "images/../secret_key",
        "images/nothing.webp",
        "../../etc/passwd",
        "images/",
        "static/x.css",
    ],
)
def test_staff_get_stored_pictures_and_documents_only(path: str, admin_client: Client) -> None:
    assert admin_client.get(f"/media/{path}").status_code == 404
