"""Pages of the directory: what is known shows, what is private or hidden does not."""

from typing import Any

import pytest
from django.test import Client

from events.models import Event
from library.models import Resource
from organisations.models import Activity, Organisation, leadership_statements
from resource_centre.vocabularies.models import Topic
from tests.document import Document
from tests.factories import make, published

pytestmark = pytest.mark.django_db


def read(thing: Any) -> Document:
    return Document(Client().get(thing.get_absolute_url()))


def facts(thing: Any) -> set[str]:
    return {row.text for row in read(thing).one("aside", class_="facts").all("dd")}


def test_facts_of_an_organisation_are_those_that_are_known() -> None:
    assert facts(published(Organisation)) == {"Ireland"}
    assert facts(published(Organisation, country_id=None, reach="europe")) == {"Europe"}
    full = published(
        Organisation,
        name="House",
        acronym="HO",
        place="Cork",
        reach="local",
        gamian_member=True,
        languages=["en", "ga"],
    )
    assert facts(full) == {"Ireland", "Cork", "HO", "Local", "GAMIAN-Europe", "English and Irish"}


def test_facts_of_an_activity_are_those_that_are_known() -> None:
    assert facts(published(Activity)) == set()
    full = published(
        Activity, countries=["IE", "PL"], place="Cork", format="hybrid", languages=["en"], audience="Anybody", cost="None",
        schedule="Mondays", accreditation="By nobody", alternative_titles=["Round", "Ring"],
    )  # fmt: skip
    assert facts(full) == {
        "Ireland, Poland", "Cork", "In person and online", "English", "Anybody", "None", "Mondays", "By nobody", "Round; Ring",
    }  # fmt: skip


def test_private_addresses_are_on_no_page() -> None:
    house = published(Organisation, contact_email="kanarie@example.org", open_to_contact=True)
    published(Activity, organisation=house)
    for address in (
        house.get_absolute_url(),
        "/organisations/",
        "/countries/ie/",
        "/search/?q=organisation",
        "/organisations/?q=kanari",
    ):
        assert "kanarie" not in Client().get(address).content.decode()


def test_statements_on_leadership_show_with_yes_and_no_and_unknown_ones_do_not() -> None:
    names = [name for name, _wording in leadership_statements()]
    assert len(names) == 6
    silent = published(Organisation)
    assert read(silent).all("ul", class_="statements") == []
    speaking = published(Organisation, **{names[0]: True, names[1]: False})
    assert len(read(speaking).one("ul", class_="statements").all("li")) == 2


def test_an_organisation_shows_its_public_work_and_neighbours_only() -> None:
    house = published(Organisation, name="House")
    for maker, name in ((published, "Seen"), (make, "Kanarie")):
        maker(Activity, title=f"{name} activity", organisation=house)
        maker(Resource, title=f"{name} resource", organisations=[house])
        maker(Event, title=f"{name} event", organiser=house)
        maker(Organisation, name=f"{name} neighbour")
        maker(Organisation, name=f"{name} far away", country_id="PL")
    headings = [heading.text for heading in read(house).main.all("h3") if heading.all("a")]
    assert headings == ["Seen activity", "Seen resource", "Seen event", "Seen neighbour"]
    assert "Kanarie" not in read(house).text


def test_an_activity_names_its_organisation_only_while_that_is_public() -> None:
    seen, hidden = published(Organisation, name="Seen"), make(Organisation, name="Kanarie")
    assert "Seen" in read(published(Activity, organisation=seen)).main.text
    assert "Kanarie" not in read(published(Activity, organisation=hidden)).text


def test_activities_close_to_one_share_a_topic_and_are_named_once() -> None:
    topics = [make(Topic), make(Topic)]
    activity = published(Activity, topics=topics)
    published(Activity, title="Close", topics=topics)
    published(Activity, title="Far")
    make(Activity, title="Kanarie", topics=topics)
    cards = read(activity).one("section", aria_labelledby="close").all("h3")
    assert [card.text for card in cards] == ["Close"]


def test_the_way_to_a_website_names_its_host_and_tells_it_nothing() -> None:
    for thing in (
        published(Organisation, website="https://www.example.org/a"),
        published(Activity, url="https://www.example.org/a"),
    ):
        (link,) = [link for link in read(thing).main.all("a") if link["href"] == "https://www.example.org/a"]
        assert (link["rel"], "example.org" in link.text, "www" in link.text) == ("noreferrer", True, False)


def test_own_names_carry_their_language() -> None:
    house = published(Organisation, name="House", name_original="Σπίτι", name_original_language_id="el")
    assert read(house).one("p", class_="own-name").language == "el"
    assert Document(Client().get("/organisations/")).one("p", class_="item__own").language == "el"
