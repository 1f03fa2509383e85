"""Makes the site that the browser tests visit: the starting content, and what it lacks. Run as a program, once a run.

Everything that it adds is a sample: no person, organisation or number in it exists.
"""

import datetime
import json
import multiprocessing
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import django

from tests.browser.letter_box import add_letter_box, answers_to_mistakes

NOTE = "A sample that the browser tests look at. Nobody in it exists."


def add_samples() -> None:
    """Add one record of every kind that the starting content lacks, with every field that a page shows."""
    organisation = add_organisation()
    add_activity(organisation)
    add_resource(organisation)
    add_story()
    add_events(organisation, add_recording())
    add_facts()


def public(record: Any, **related: Any) -> Any:
    """Fill in what all records share, save the record with its relations and publish it."""
    from resource_centre.publishing.actions import publish
    from resource_centre.vocabularies.models import SupportType, Topic

    record.summary = NOTE
    record.sources = ["https://www.example.org/sample"]
    record.full_clean()
    record.save()
    record.support_types.set(SupportType.objects.all()[:2])
    record.topics.set(Topic.objects.all()[:3])
    for name, things in related.items():
        getattr(record, name).set(things)
    publish(record, None)
    return record


def picture() -> Any:
    """Return a picture to upload."""
    from django.core.files.base import ContentFile
    from PIL import Image

    drawn = BytesIO()
    Image.new("RGB", (900, 600), "#5f9478").save(drawn, "PNG")
    return ContentFile(drawn.getvalue(), name="picture.png")


def add_organisation() -> Any:
    """Add an organisation with a name of its own in Greek."""
    from django.utils import timezone

    from organisations.models import Organisation
    from tests.browser import pages

    today = timezone.localdate()
    return public(
        Organisation(
            slug=pages.ORGANISATION,
            name="Sample organisation of Athens",
            name_original="Δείγμα οργάνωσης υποστήριξης ομοτίμων",
            name_original_language_id="el",
            acronym="SOA",
            kind=Organisation.Kind.USER_LED,
            country_id="GR",
            place="Athens",
            reach=Organisation.Reach.LOCAL,
            website="https://www.example.org/",
            website_checked_on=today,
            description=f"<p>{NOTE}</p><h3>More</h3><ul><li>One</li><li>Two</li></ul>",
            how_to_join="<p>Come along. <a href='https://www.example.org/join'>How to join</a></p>",
            governed_by_peers=True,
            leaders_are_peers=True,
            support_by_peers_only=False,
            independent_of_clinic=True,
            gamian_member=True,
            contact_email="sample@example.org",
            open_to_contact=True,
        ),
        languages=["el", "en"],
    )


def add_activity(organisation: Any) -> None:
    """Add an activity with everything that its page shows."""
    from django.utils import timezone

    from organisations.models import Activity
    from tests.browser import pages

    today = timezone.localdate()
    public(
        Activity(
            slug=pages.ACTIVITY,
            title="Sample activity",
            kind=Activity.Kind.ACTIVITY,
            organisation=organisation,
            place="Athens",
            format=Activity.Format.HYBRID,
            description=f"<p>{NOTE}</p>",
            audience="Everybody",
            cost="Free",
            schedule="Every second Thursday",
            accreditation="None",
            how_to_take_part="<p>Come along.</p>",
            url="https://www.example.org/activity",
            url_checked_on=today,
        ),
        countries=["GR"],
        languages=["el", "en"],
    )


def add_resource(organisation: Any) -> None:
    """Add a resource with a picture and a document."""
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from library.models import Resource
    from tests.browser import pages

    today = timezone.localdate()
    resource = Resource(
        slug=pages.RESOURCE,
        title="Πηγή: δείγμα οδηγού",
        title_language_id="el",
        kind="guide",
        authors=["Ä. Sample", "B. Śample"],
        year=2024,
        publisher="Sample publisher",
        doi="10.1234/sample",
        url="https://www.example.org/guide",
        url_checked_on=today,
        body=f"<p>{NOTE}</p><blockquote>A quotation</blockquote>",
        rights="You may share it.",
        image_description="A green field",
    )
    resource.image = picture()
    resource.file = ContentFile(b"%PDF-1.7\n% a sample\n%%EOF\n", name="sample.pdf")
    public(resource, languages=["el", "pl"], countries=["GR", "PL"], organisations=[organisation])


def add_story() -> None:
    """Add a story with a picture and a content note."""
    from library.models import Story
    from tests.browser import pages

    story = Story(
        slug=pages.STORY,
        title="Sample story",
        kind="story",
        year=2025,
        byline="A sample",
        content_note="Being in hospital",
        body=f"<p>{NOTE}</p><p>Once more.</p>",
        image_description="A green field",
    )
    story.image = picture()
    public(story, languages=["en"], countries=["GR"])


def add_recording() -> Any:
    """Add a recording with captions and a transcript."""
    from django.utils import timezone

    from library.models import Recording
    from tests.browser import pages

    today = timezone.localdate()
    return public(
        Recording(
            slug=pages.RECORDING,
            title="Sample recording",
            kind="video",
            url="https://www.example.org/video",
            publisher="Sample publisher",
            published_on=today,
            duration_minutes=102,
            body=f"<p>{NOTE}</p>",
            transcript="Good evening.\nThis is a sample.",
            rights="You may share it.",
        ),
        languages=["en"],
        captions=["en", "el"],
    )


def add_events(organisation: Any, recording: Any) -> None:
    """Add an event to come and one that was put off."""
    from django.utils import timezone

    from events.models import Event, Role
    from library.models import Item
    from tests.browser import pages

    today = timezone.localdate()
    event = public(
        Event(
            slug=pages.UPCOMING,
            title="Sample webinar",
            kind=Event.Kind.WEBINAR,
            format=Event.Format.ONLINE,
            organiser=organisation,
            year=(today + datetime.timedelta(days=30)).year,
            start_date=today + datetime.timedelta(days=30),
            start_time=datetime.time(14),
            end_time=datetime.time(15, 30),
            time_zone="Europe/Athens",
            place="Zoom",
            programme="<ul><li>Hello</li><li>Goodbye</li></ul>",
            access_notes="<p>Captions in English.</p>",
            url="https://www.example.org/webinar",
            registration=Event.Registration.OUTSIDE,
            registration_url="https://www.example.org/register",
        ),
        countries=["GR"],
        languages=["el", "en"],
        materials=Item.objects.filter(slug=pages.RESOURCE),
        recordings=[recording],
    )
    Role.objects.create(event=event, person="Sample Speaker", affiliation="Somewhere", organisation=organisation)
    Role.objects.create(event=event, person="Sample Host", role=Role.Name.HOST, order=1)
    public(
        Event(
            slug=pages.POSTPONED,
            title="Sample conference",
            kind=Event.Kind.CONFERENCE,
            format=Event.Format.IN_PERSON,
            year=(today + datetime.timedelta(days=60)).year,
            start_date=today + datetime.timedelta(days=60),
            end_date=today + datetime.timedelta(days=62),
            place="Athens",
            status=Event.Status.POSTPONED,
        ),
        countries=["GR"],
    )


def add_facts() -> None:
    """Add a country's profile, helplines that somebody has checked, and contact details."""
    from django.utils import timezone

    from resource_centre.pages.models import ContactDetails
    from resource_centre.vocabularies.models import Country, Helpline, Language

    today = timezone.localdate()
    greece = Country.objects.get(code="GR")
    greece.role_title, greece.role_title_language_id = "Ομότιμος εργαζόμενος", "el"
    greece.recognised_since = "2020 (sample)"
    for name in ("legal_position", "training_routes", "pay", "missing"):
        setattr(greece, name, f"<p>{NOTE}</p>")
    greece.reviewed_on = today
    greece.save()
    for country, number in (("GR", "0000 000 001"), ("DE", "0000 000 002")):
        line = Helpline.objects.create(
            country_id=country,
            name="Sample helpline",
            number=number,
            hours="Every day, 9:00 to 21:00",
            cost="Free",
            note=NOTE,
            verified_on=today,
        )
        line.languages.set(Language.objects.filter(code__in=("el", "en")))
    ContactDetails(
        email="sample@example.org", telephone="0000 000 003", postal_address="1 Sample Street\nSampletown",
        website="https://www.example.org/", security_email="security@example.org",
    ).save()  # fmt: skip


def found_addresses() -> dict[str, str]:
    """Return addresses of those records of the starting content that strain a page most."""
    from django.db.models import Count
    from django.db.models.functions import Length

    from events.models import Event, Series
    from library.models import CaseStudy, Recording, Resource
    from organisations.models import Activity, Organisation
    from resource_centre.vocabularies.models import SupportType, Topic

    resources = Resource.objects.published()
    found = {
        "resource_longest": resources.order_by(-Length("title"), "pk"),
        "resource_copy": resources.filter(third_party_copy=True).order_by("pk"),
        "case_study_rough": CaseStudy.objects.published().exclude(what_could_be_better="").order_by("pk"),
        "recording": Recording.objects.published().filter(transcript="").order_by("pk"),
        "organisation_longest": Organisation.objects.published().order_by(-Length("name"), "pk"),
        "activity_longest": Activity.objects.published().order_by(-Length("title"), "pk"),
        "event_past": Event.objects.published().past().exclude(recap="").order_by("pk"),
        "series": Series.objects.published().annotate(n=Count("events")).order_by("-n", "pk"),
        "support_type": SupportType.objects.annotate(n=Count("organisations")).order_by("-n", "pk"),
        "topic": Topic.objects.annotate(n=Count("items")).order_by("-n", "pk"),
    }
    return {name: records[:1].get().get_absolute_url() for name, records in found.items()}


def kept_answers() -> dict[str, str]:
    """Return the pages that say what went wrong on our side or what is not allowed: no plain address gives them."""
    from django.contrib.auth.models import AnonymousUser
    from django.core.exceptions import PermissionDenied, SuspiciousOperation
    from django.test import RequestFactory
    from django.views import csrf, defaults

    def request(path: str) -> Any:
        made = RequestFactory().get(path)
        made.user = AnonymousUser()
        made.resolver_match = None
        return made

    answers = {
        "/kept/403/": defaults.permission_denied(request("/kept/403/"), PermissionDenied()),
        "/kept/403-form/": csrf.csrf_failure(request("/kept/403-form/")),
        "/kept/400/": defaults.bad_request(request("/kept/400/"), SuspiciousOperation()),
        "/kept/500/": defaults.server_error(request("/kept/500/")),
    }
    return {path: answer.content.decode() for path, answer in answers.items()}


def make(target: Path) -> None:
    """Make the database and the static files ready, add the samples, and write to `target` what tests need to know."""
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from resource_centre.pages.management.commands.serve import Command

    # Static files take as long as the database, and need nothing of it.
    static = multiprocessing.get_context("fork").Process(target=Command().collect_static_files)
    static.start()
    call_command("migrate", verbosity=0)
    call_command("load_starter_content")
    add_samples()
    addresses = found_addresses() | add_letter_box()
    static.join()
    if static.exitcode:
        sys.exit(static.exitcode)
    target.write_text(
        json.dumps({"addresses": addresses, "answers": kept_answers() | answers_to_mistakes()}), encoding="utf-8"
    )
    connections.close_all()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
