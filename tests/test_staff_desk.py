"""The staff desk, used as a browser uses it: every form is read from its page, filled in and sent."""

import datetime
import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.admin import site
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from events.models import Event, Role, Series
from library.kinds import Shelf, kinds_on
from library.models import CaseStudy, Item, Recording, Resource, Story
from organisations.models import Activity, Organisation
from resource_centre.pages.models import ContactDetails, EditorialPage, Section
from resource_centre.publishing import actions
from resource_centre.publishing.models import FormerSlug, Publishable, State, WrongTransitionError
from resource_centre.vocabularies.models import Country, GlossaryTerm, Helpline, Language, SupportType, Topic
from tests.controls import Controls, address, picture, said, send

pytestmark = pytest.mark.django_db
PASSWORD = "a long walk by the river"
KINDS: dict[type[Publishable], dict[str, Any]] = {
    Organisation: {"kind": "ngo", "country": "IE"},
    Activity: {"kind": "activity"},
    Resource: {"kind": "guide"},
    CaseStudy: {"setting": "Hospital", "what_it_is": "<p>Rounds.</p>"},
    Recording: {"kind": "video", "url": "https://example.org/film"},
    Story: {"byline": "Ana", "body": "<p>I went out.</p>"},
    Series: {},
    Event: {"kind": "webinar", "format": "online", "start_date": "2026-03-02"},
    EditorialPage: {},
}
every_kind = pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)


def make(model: Any, number: int = 1, **extra: Any) -> Any:
    """Return a new record of `model` in relation with others of its own."""
    told = {**KINDS.get(model, {}), "summary": "Short.", "slug": f"r{model.__name__.lower()}{number}", **extra}
    told[model.title_field] = told.pop("title", f"Title {number}")
    if model is Organisation:
        told["country"] = Country.objects.all()[number]
    if model is Activity:
        told["organisation"] = make(Organisation, number + 20)
    if model is Event:
        told |= {"year": 2026, "start_date": datetime.date(2026, 3, number), "series": make(Series, number + 20)}
    if model in {CaseStudy, Story}:
        told["kind"] = kinds_on(model.shelf)[0]
    return model.objects.create(**told)


def limited(*names: str) -> Client:
    """Return the browser of a member of staff with these permissions only."""
    user = User.objects.create_user("limited", password=PASSWORD, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    assert user.user_permissions.count() == len(names)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff() -> User:
    return User.objects.create_superuser("maria", password=PASSWORD)


@pytest.fixture
def desk(staff: User) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@every_kind
def test_staff_take_a_record_from_first_words_to_archive(model: Any, desk: Client, staff: User) -> None:
    answers = {model.title_field: "Canary heading", "slug": "canary", "summary": "Canary summary.", **KINDS[model]}
    send(desk, address(model, "add"), **answers)
    record = model.objects.get()
    assert (record.state, record.heading, record.is_public) == (State.DRAFT, "Canary heading", False)
    page, form = record.get_absolute_url(), address(model, "change", record.pk)
    assert desk.get(f"{page}?preview").status_code == 200
    assert b"Canary heading" in desk.get(f"{page}?preview").content
    assert [Client().get(url).status_code for url in (page, f"{page}?preview", form)] == [404, 404, 302]

    shown = desk.get(form).content.decode()
    assert set(Controls(shown).buttons) >= {"_publish", "_confirm"}
    assert set(Controls(shown).buttons).isdisjoint({"_archive", "_draft"})
    assert f'href="{page}?preview"' in shown
    assert "viewsitelink" not in shown
    answer = send(desk, form, "_publish", summary="Canary changed.")
    assert said(answer) == ["“Canary heading” is saved.", "1 record is published now."]
    record.refresh_from_db()
    assert (record.state, record.summary, record.is_public) == (State.PUBLISHED, "Canary changed.", True)
    assert (record.history.first().history_user, record.history.first().history_change_reason) == (staff, "Published.")
    assert LogEntry.objects.filter(user=staff, change_message="Published.", object_id=str(record.pk)).count() == 1
    assert b"Canary heading" in Client().get(page).content

    shown = desk.get(form).content.decode()
    assert set(Controls(shown).buttons) >= {"_archive", "_draft", "_confirm"}
    assert "_publish" not in Controls(shown).buttons
    assert 'class="viewsitelink"' in shown
    assert ", by maria" in shown
    send(desk, form, "_archive")
    record.refresh_from_db()
    assert (record.state, Client().get(page).status_code) == (State.ARCHIVED, 404)
    send(desk, form, "_draft")
    record.refresh_from_db()
    assert (record.state, record.published_at) == (State.DRAFT, None)


@every_kind
def test_the_form_of_a_record_shows_every_field_that_staff_may_write(model: Any, desk: Client) -> None:
    form = desk.get(address(model, "add")).context["adminform"].form
    fields = [*model._meta.fields, *model._meta.many_to_many]
    writable = {field.name for field in fields if field.editable and not field.auto_created}
    left_out: dict[Any, set[str]] = {CaseStudy: {"kind", "url", "url_checked_on", "third_party_copy"}}
    left_out[Story] = left_out[CaseStudy]
    assert writable - set(form.fields) == left_out.get(model, set())


@every_kind
def test_a_list_takes_as_many_queries_for_five_records_as_for_one(model: Any, desk: Client) -> None:
    counts = []
    for numbers in ([1], [2, 3, 4, 5]):
        for number in numbers:
            make(model, number)
        desk.get(address(model, "changelist"))
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(address(model, "changelist"))
        counts.append(len(queries))
        assert page.context["cl"].result_count == numbers[-1]
    assert counts[0] == counts[1]


def test_the_list_of_helplines_takes_as_many_queries_for_five_as_for_one(desk: Client) -> None:
    counts = []
    for codes in (["IE"], ["PL", "DE", "FR", "GR"]):
        for code in codes:
            Helpline.objects.create(country_id=code, name="Line", number="116 123")
        with CaptureQueriesContext(connection) as queries:
            desk.get(address(Helpline, "changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_record_can_be_published_while_it_is_made(desk: Client) -> None:
    send(desk, address(Series, "add"), "_publish", title="Talks", slug="talks", summary="Short.")
    assert Series.objects.get().is_public


def test_staff_who_may_only_add_do_not_publish(staff: User) -> None:
    client = limited("add_series", "view_series")
    page = address(Series, "add")
    assert "_publish" not in Controls(client.get(page).content.decode()).buttons
    send(client, page, "_publish", title="Talks", slug="talks", summary="Short.")
    assert Series.objects.get().state == State.DRAFT


def test_staff_who_may_only_look_neither_publish_nor_see_a_way_to(staff: User) -> None:
    client, record = limited("view_series"), make(Series)
    page = address(Series, "change", record.pk)
    assert Controls(client.get(page).content.decode()).buttons == {}
    assert client.post(page, {"_publish": "1"}).status_code == 403
    chosen = {"action": "publish_chosen", "_selected_action": [record.pk]}
    client.post(address(Series, "changelist"), chosen)
    record.refresh_from_db()
    assert record.state == State.DRAFT


def test_a_button_that_makes_no_sense_keeps_the_text_and_says_why(desk: Client) -> None:
    record = make(Series)
    answer = send(desk, address(Series, "change", record.pk), "_archive", summary="New words.")
    assert said(answer) == ["“Title 1” is saved.", "“Title 1” is not published."]
    record.refresh_from_db()
    assert (record.state, record.summary) == (State.DRAFT, "New words.")


def test_an_action_on_many_goes_on_where_one_fails(desk: Client, staff: User) -> None:
    records = [make(Series, number) for number in (1, 2, 3)]
    actions.publish(records[1], staff)
    with pytest.raises(WrongTransitionError):
        actions.publish(records[1], staff)
    page = address(Series, "changelist")
    chosen = {"_selected_action": [record.pk for record in records]}
    answer = desk.post(page, {"action": "publish_chosen", **chosen}, follow=True)
    assert said(answer) == ["“Title 2” is published already.", "2 records are published now."]
    assert Series.objects.published().count() == 3
    assert {record.history.first().history_user for record in records} == {staff}
    answer = desk.post(page, {"action": "archive_chosen", "_selected_action": [records[0].pk]}, follow=True)
    assert said(answer) == ["1 record is archived now."]
    answer = desk.post(page, {"action": "draft_chosen", **chosen}, follow=True)
    assert said(answer) == ["3 records are drafts again."]
    answer = desk.post(page, {"action": "confirm_chosen", **chosen}, follow=True)
    assert said(answer) == ["3 records are confirmed."]


def test_a_published_record_cannot_lose_its_date(desk: Client, staff: User) -> None:
    record = make(Series)
    actions.publish(record, staff)
    empty = {"published_at_0": "", "published_at_1": "", "title": "Typed anew"}
    answer = send(desk, address(Series, "change", record.pk), **empty)
    assert list(answer.context["adminform"].form.errors) == ["published_at"]
    assert Controls(answer.content.decode()).answers["title"] == ["Typed anew"]


def test_an_event_that_ends_before_it_starts_is_an_error_on_the_form(desk: Client) -> None:
    answers = {"title": "Day", "slug": "day", "summary": "Short.", "end_date": "2026-02-01", "recap": "<p>Kept</p>"}
    answer = send(desk, address(Event, "add"), **answers, **KINDS[Event])
    errors = answer.context["adminform"].form.errors
    assert errors == {"__all__": ["The last day is before the first one."]}
    kept = Controls(answer.content.decode()).answers
    assert (kept["title"], kept["end_date"], kept["recap"]) == (["Day"], ["2026-02-01"], ["<p>Kept</p>"])


def test_an_event_takes_its_year_from_its_first_day_and_its_people_from_the_form(desk: Client) -> None:
    answers = {"title": "Day", "slug": "day", "summary": "Short.", "roles-0-person": "Ana", **KINDS[Event]}
    send(desk, address(Event, "add"), **answers)
    assert (Event.objects.get().year, Role.objects.get().person) == (2026, "Ana")
    answer = send(desk, address(Event, "add"), **{**answers, "slug": "other", "start_date": "", "date_note": "Soon"})
    assert answer.context["adminform"].form.errors == {"year": ["Give the year, or the first day."]}


@pytest.mark.parametrize(("model", "shelf"), [(Resource, Shelf.RESOURCES), (Recording, Shelf.RECORDINGS)])
def test_a_part_of_the_library_offers_its_own_kinds_only(model: Any, shelf: Shelf, desk: Client) -> None:
    controls = Controls(desk.get(address(model, "add")).content.decode())
    assert controls.choices["kind"] == ["", *kinds_on(shelf)]


def test_a_picture_is_stored_without_what_the_camera_wrote_into_it(desk: Client) -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home"
    upload = SimpleUploadedFile("me at home.png", picture(exif=exif), "image/png")
    assert b"at home" in picture(exif=exif)
    answers = {"title": "Guide", "slug": "guide", "summary": "Short.", "image_description": "Green.", "kind": "guide"}
    send(desk, address(Resource, "add"), image=upload, **answers)
    stored = Resource.objects.get().image
    assert re.fullmatch(r"images/[a-z0-9]{32}\.webp", str(stored.name))
    with stored.open() as file:
        content = file.read()
    assert (content[8:12], b"at home" in content) == (b"WEBP", False)
    assert b"errornote" not in desk.get(address(Resource, "change", Resource.objects.get().pk)).content


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "Choose a picture of the type JPEG, PNG or WebP."),
        (picture("GIF"), "Choose a picture of the type JPEG, PNG or WebP."),
        (
            picture() + b"\0" * 9 * 1024 * 1024,
            "This picture is larger than 8.0 MB. Make it smaller and choose it again.",
        ),
    ],
    ids=["svg", "gif", "9 MB"],
)
def test_a_picture_that_cannot_be_taken_is_refused_and_the_text_stays(
    upload: bytes, sentence: str, desk: Client
) -> None:
    answers = {"title": "Typed", "slug": "typed", "summary": "Short.", "image_description": "Green.", "kind": "guide"}
    answer = send(desk, address(Resource, "add"), image=SimpleUploadedFile("a.png", upload), **answers)
    assert [text.replace("\xa0", " ") for text in answer.context["adminform"].form.errors["image"]] == [sentence]
    assert Controls(answer.content.decode()).answers["title"] == ["Typed"]
    assert "if you chose one, choose it again" in answer.content.decode()
    assert not Resource.objects.exists()


def test_the_editor_starts_by_a_nonce_and_nothing_else_may(desk: Client) -> None:
    response = desk.get(address(Story, "add"))
    policy, page = response["Content-Security-Policy"], response.content.decode()
    nonces = re.findall(r"<script type=\"importmap\" nonce=\"([^\"]+)\"", page)
    assert len(nonces) == 1
    assert f"script-src 'self' 'nonce-{nonces[0]}'" in policy
    assert f'<style data-tiptap-style="" nonce="{nonces[0]}"></style>' in page
    assert "unsafe" not in policy
    assert re.findall(r"<script(?![^>]*(?:src|importmap))", page) == []
    again = desk.get(address(Story, "add")).content.decode()
    assert nonces[0] not in again
    assert "nonce" not in desk.get(address(Story, "changelist"))["Content-Security-Policy"]


def test_rich_text_is_stored_without_what_texts_may_not_hold(desk: Client) -> None:
    body = '<h1>No</h1><p onclick="x()">Yes <strong>and</strong></p><script>x()</script>'
    sections = {"sections-0-heading": "One", "sections-0-body": body, "sections-0-order": "0"}
    sections["sections-TOTAL_FORMS"] = "1"
    send(desk, address(EditorialPage, "add"), title="Page", slug="page", summary="Short.", **sections)
    assert Section.objects.get().body == "No<p>Yes <strong>and</strong></p>"


def test_words_that_look_like_a_tag_come_back_to_the_editor_as_words(desk: Client) -> None:
    story = make(Story, body="<p>Write &lt;b&gt; and 1 &lt; 2</p>")
    page = EditorialPage.objects.create(title="Page", slug="page", summary="Short.")
    Section.objects.create(page=page, heading="One", body=story.body)
    for record, field in ((story, "body"), (page, "sections-0-body")):
        shown = desk.get(address(type(record), "change", record.pk)).content.decode()
        assert Controls(shown).answers[field] == ["<p>Write &lt;b&gt; and 1 &lt; 2</p>"]


def test_earlier_versions_can_be_read_and_not_brought_back(desk: Client, staff: User) -> None:
    record = make(Organisation, 1, title="First name")
    send(desk, address(Organisation, "change", record.pk), name="Second name")
    history = desk.get(address(Organisation, "history", record.pk)).content.decode()
    assert "First name → Second name" in " ".join(history.split())
    assert "maria" in history
    assert 'style="' not in history
    page = address(Organisation, "simple_history", record.pk, record.history.last().pk)
    shown = desk.get(page).content.decode()
    assert "First name" in shown
    assert Controls(shown).buttons == {}
    assert desk.post(page, {"name": "First name"}).status_code == 403


def test_a_helpline_that_was_checked_today_is_shown_for_half_a_year(desk: Client, staff: User) -> None:
    long_ago = timezone.localdate() - datetime.timedelta(days=400)
    line = Helpline.objects.create(country_id="IE", name="Line", number="116 123", verified_on=long_ago)
    page = address(Helpline, "changelist")
    assert desk.get(f"{page}?shown=no").context["cl"].result_count == 1
    answer = desk.post(page, {"action": "checked_today", "_selected_action": [line.pk]}, follow=True)
    assert said(answer) == ["1 number is marked as checked today."]
    line.refresh_from_db()
    today = timezone.localdate()
    assert (line.verified_on, line.valid_until) == (today, today + datetime.timedelta(days=Helpline.VALID_DAYS))
    assert line.history.first().history_user == staff
    assert [desk.get(f"{page}?shown={word}").context["cl"].result_count for word in ("yes", "no", "soon")] == [1, 0, 0]


def test_contact_details_are_one_record(desk: Client) -> None:
    add = address(ContactDetails, "add")
    assert desk.get(address(ContactDetails, "changelist"))["Location"] == add
    send(desk, add, email="desk@example.org")
    change = address(ContactDetails, "change", 1)
    assert desk.get(address(ContactDetails, "changelist"))["Location"] == change
    assert [desk.get(page).status_code for page in (add, change.replace("change", "delete"))] == [403, 403]


def test_library_items_are_found_by_other_forms_and_have_no_desk(desk: Client) -> None:
    make(Resource, title="Ζωή guide")
    found = {"app_label": "events", "model_name": "event", "field_name": "materials", "term": "ΖΩΉ"}
    assert [row["text"] for row in desk.get(reverse("admin:autocomplete"), found).json()["results"]] == ["Ζωή guide"]
    assert address(Item, "changelist") not in desk.get(reverse("admin:index")).content.decode()
    assert desk.get(address(Item, "add")).status_code == 403
    assert desk.get(address(Item, "delete", Item.objects.get().pk)).status_code == 403


def test_countries_and_languages_are_found_by_name(desk: Client) -> None:
    for field, term, code in (("country", "irel", "IE"), ("languages", "deutsch", "de")):
        told = {"app_label": "organisations", "model_name": "organisation", "field_name": field, "term": term}
        results = desk.get(reverse("admin:autocomplete"), told).json()["results"]
        assert [row["id"] for row in results] == [code]


@pytest.mark.parametrize("model", sorted(site._registry, key=str), ids=lambda model: model.__name__)
def test_every_desk_opens_and_lets_itself_be_searched(model: Any, desk: Client) -> None:
    series = make(Series)
    series.slug = "moved"
    series.save()
    assert FormerSlug.objects.count() == 1
    response = desk.get(address(model, "changelist"), {"q": "a"}, follow=True)
    assert response.status_code == 200
    if site._registry[model].has_add_permission(response.wsgi_request):
        assert desk.get(address(model, "add")).status_code == 200


def test_every_model_that_staff_keep_has_a_desk() -> None:
    kept = {*KINDS, Country, GlossaryTerm, Helpline, Language, SupportType, Topic, ContactDetails, FormerSlug, Item}
    assert kept - set(site._registry) == set()


def test_logging_in_rests_after_five_failures(staff: User) -> None:
    client, page = Client(), reverse("admin:login")
    codes = [client.post(page, {"username": "maria", "password": "guess"}).status_code for _try in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    refused = client.post(page, {"username": "maria", "password": PASSWORD})
    assert refused.status_code == 429
    assert "Please wait a little" in refused.content.decode()
    assert "<script" not in refused.content.decode()
    User.objects.create_superuser("jan", password=PASSWORD)
    assert client.post(page, {"username": "jan", "password": PASSWORD}).status_code == 302
    assert django_settings.AXES_COOLOFF_TIME == 0.25  # the page says so in words


def test_staff_get_no_cookies_but_those_that_log_in_and_protect_forms(staff: User) -> None:
    client = Client()
    assert dict(client.cookies) == {}
    client.post(reverse("admin:login"), {"username": "maria", "password": PASSWORD})
    client.get(address(Series, "add"))
    client.post(
        address(Series, "add"), {"title": "Talks", "slug": "talks", "summary": "S.", "language": "en", "_save": 1}
    )
    assert Series.objects.count() == 1
    assert set(client.cookies) == {"csrftoken", "sessionid"}
