"""“Something wrong or out of date?”: on every page, without an address, once for each click, and kept from nobody."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from library.models import Resource
from organisations.models import Organisation
from resource_centre.contributions.models import Report
from resource_centre.contributions.places import place_of
from resource_centre.guard.models import Phrase
from resource_centre.pages.models import EditorialPage
from resource_centre.vocabularies.models import Helpline
from tests.contributions.owners import letters, sent
from tests.document import Document
from tests.factories import HIDDEN, make, published

pytestmark = pytest.mark.django_db

ADDRESS = "/share/something-wrong/"


def tell(client: Client | None = None, **answers: Any) -> Any:
    return (client or Client()).post(ADDRESS, sent(**{"reason": "outdated", "page": "", **answers}))


def test_every_kind_of_page_leads_to_the_form_with_its_own_path() -> None:
    organisation, resource = published(Organisation), published(Resource)
    published(EditorialPage, slug="about")
    pages = [
        "/",
        "/organisations/",
        "/library/",
        "/events/",
        "/countries/ie/",
        "/glossary/",
        "/urgent-help/",
        "/about/",
    ]
    for page in [*pages, "/de/organisations/", organisation.get_absolute_url(), resource.get_absolute_url()]:
        here = "/de" if page.startswith("/de/") else ""
        asked = [link for link in Document(Client().get(page)).links if "something-wrong" in link]
        assert asked == [f"{here}{ADDRESS}?page={page}"], page
        assert Client().get(asked[0]).status_code == 200


def test_pages_that_are_none_of_ours_to_correct_have_no_such_link() -> None:
    for page in (ADDRESS, "/share/told/report/", "/nothing-here/", "/share/change/x/"):
        assert [link for link in Document(Client().get(page)).links if "something-wrong/?page" in link] == [], page


def test_report_about_a_record_is_kept_with_it_and_nobody_gets_a_letter() -> None:
    organisation = published(Organisation)
    path = organisation.get_absolute_url()
    response = tell(page=path, reason="closed", text="The door is shut.", email="Ada@Example.org")
    assert (response.status_code, response["Location"]) == (303, f"/share/told/report/?page={path.replace('/', '%2F')}")
    report = Report.objects.get()
    assert (report.record, report.path, report.reason, report.text) == (
        organisation, path, "closed", "The door is shut.",
    )  # fmt: skip
    assert (report.email, report.state, report.read_first, report.language) == ("Ada@Example.org", "new", False, "en")
    assert letters() == []
    thanks = Document(Client().get(response["Location"]))
    assert path in thanks.main.text or path in thanks.links


def test_item_of_the_library_is_known_by_its_detail_table() -> None:
    resource = published(Resource)
    tell(page=resource.get_absolute_url())
    assert Report.objects.get().record == resource


def test_page_without_a_record_is_kept_as_its_path() -> None:
    tell(page="/de/organisations/")
    report = Report.objects.get()
    assert (report.path, report.record) == ("/de/organisations/", None)


@pytest.mark.parametrize(
    "path",
    ["", "x", "//evil.example.org/", "https://evil.example.org/", "/admin/", "/share/activity/", "/healthz", "/media/a.webp",
     "/nothing/", "/organisations/nothing/", "/leave/", "/" + "a" * 400 + "/", "/\x00/", "/de/admin/", "/static/css/a.css"],
)  # fmt: skip
def test_path_that_leads_to_no_public_page_is_left_out_and_the_report_stays(path: str) -> None:
    assert Client().get(ADDRESS, {"page": path}).status_code == 200
    assert tell(page=path, reason="other", text="Something.").status_code == 303
    report = Report.objects.get()
    assert (report.path, report.record, report.text) == ("", None, "Something.")


@pytest.mark.parametrize("state", HIDDEN)
def test_hidden_record_is_not_found_and_not_named(state: str) -> None:
    organisation = make(Organisation, name="Kanarie")
    HIDDEN[state](organisation)
    path = organisation.get_absolute_url()
    assert place_of(path) is None
    assert "Kanarie" not in Client().get(ADDRESS, {"page": path}).content.decode()
    shown = published(Organisation, name="Kanarie")
    assert "Kanarie" in Client().get(ADDRESS, {"page": shown.get_absolute_url()}).content.decode()


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"reason": ""}, "Choose what it is"),
        ({"reason": "more"}, ""),
        ({"reason": "extra", "text": " "}, "Tell us what you know"),
        ({"reason": "other", "text": ""}, "Tell us what it is"),
        ({"email": "ada"}, "no @"),
        ({"text": "x" * 2001}, "by 1 character"),
    ],
)
def test_mistake_comes_back_with_everything_typed(answers: dict[str, str], problem: str) -> None:
    response = tell(None, **{"text": "My words", "email": "ada@example.org", **answers})
    page = Document(response)
    assert (response.status_code, Report.objects.count()) == (200, 0)
    assert page.one("title").text.startswith("Error:")
    assert problem in page.one(id="summary").text
    typed = {"text": "My words", "email": "ada@example.org", **answers}
    assert page.one("textarea", name="text").text == " ".join(typed["text"].split())
    assert page.one("input", name="email")["value"] == typed["email"]


def test_second_click_makes_no_second_report() -> None:
    for _click in range(2):
        assert tell(text="Old.").status_code == 303
    assert Report.objects.count() == 1
    tell(text="Something else.")
    assert Report.objects.count() == 2


def test_spam_is_answered_alike_and_kept_where_staff_can_take_it_back() -> None:
    honest, machine = tell(text="One."), tell(text="Two.", homepage="https://spam.example.org")
    assert (machine.status_code, machine.headers["Location"]) == (honest.status_code, honest.headers["Location"])
    assert dict(Report.objects.values_list("text", "state")) == {"One.": "new", "Two.": "spam"}


def test_words_of_danger_show_help_first_and_are_read_first() -> None:
    Phrase.objects.get_or_create(kind="danger", language="en", text="end my life")
    organisation = published(Organisation, country_id="IE")
    line = make(Helpline, country_id="IE", number="0800 123123")
    answers = {"page": organisation.get_absolute_url(), "reason": "other", "text": "I want to end my life."}
    first = tell(**answers)
    page = Document(first)
    assert (first.status_code, Report.objects.count()) == (200, 0)
    assert line.number in page.main.text
    form = next(form for form in page.main.all("form") if form.get("method") == "post")
    carried = {field["name"]: field.get("value") or field.text for field in [*form.all("input"), *form.all("textarea")]}
    send = [button for button in form.all("button") if button.get("name") == "help_seen"]
    if send:
        carried["help_seen"] = send[0].get("value") or ""
    assert carried["text"] == answers["text"]
    assert Client().post(ADDRESS, carried).status_code == 303
    report = Report.objects.get()
    assert (report.record, report.read_first) == (organisation, True)


def test_burst_from_one_network_is_stopped_with_the_words_kept_and_others_go_on() -> None:
    answers = [tell(text=f"Words {n}").status_code for n in range(25)]
    assert (answers[0], answers[-1]) == (303, 429)
    page = Document(tell(text="My words"))
    assert page.one("textarea", name="text").text == "My words"
    other = Client(REMOTE_ADDR="198.51.100.7").post(ADDRESS, sent(reason="outdated", text="From elsewhere"))
    assert other.status_code == 303
    assert mail.outbox == []


def test_the_form_needs_no_cookie_and_sets_none() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get(ADDRESS).cookies == {}
    assert tell(client).status_code == 303
    assert len(client.cookies) == 0


def test_unknown_way_has_no_thanks() -> None:
    assert Client().get("/share/told/nothing/").status_code == 404
    assert Client().get("/share/told/report/?page=//evil.example.org/").status_code == 200
