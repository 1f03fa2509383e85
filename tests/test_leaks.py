"""What is not public shows nowhere: words in everything hidden, and a look at every address that there is."""

import datetime
import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.utils import timezone

from events.models import Event
from library.models import Item, Resource
from organisations.models import Activity, Organisation
from resource_centre.contributions.doors import DOORS
from resource_centre.mail.links import TOKEN_LENGTH
from resource_centre.pages.models import EditorialPage
from resource_centre.publishing.actions import archive, publish
from resource_centre.publishing.models import FormerSlug, Publishable
from resource_centre.urls import SITEMAPS
from resource_centre.vocabularies.models import Helpline
from tests.contributions.sent import sent_everywhere
from tests.factories import HIDDEN, ITEMS, PUBLISHABLES, filled, make, role, text_columns, word_for
from tests.routes import LANGUAGES, Route, routes

pytestmark = pytest.mark.django_db

#: Stands at the start of every word that may not show. Questions use less of it, because pages repeat questions.
CANARY = "kanarie"
QUESTION = CANARY[:-1]
#: Digits of telephone numbers that may not show, and of nothing else on the site.
NUMBER = "0800 77701"

#: Columns of public records that the public never sees.
PRIVATE: dict[type[models.Model], tuple[str, ...]] = {
    Organisation: ("contact_email",),
    Event: ("joining_address",),
}
#: Columns that staff fill for themselves or for machines: no page shows them, public or not.
NOT_SHOWN: dict[str, set[str]] = {
    "Story": {"url"},
    "CaseStudy": {"url"},
    "Series": {"sources"},
    "EditorialPage": {"sources"},
}

#: What is tried for the parameters of each route that has any. A route that is missing here fails the test.
MODELS: dict[str, tuple[type[Publishable], ...]] = {
    "library/<slug:slug>/": ITEMS,
    "library/<slug:slug>/picture.webp": ITEMS,
    "library/<slug:slug>/document.pdf": ITEMS,
    "organisations/<slug:slug>/": (Organisation,),
    "organisations/<slug:slug>/write/": (Organisation,),
    "organisations/<slug:slug>/write/sent/": (Organisation,),
    "activities/<slug:slug>/": (Activity,),
    "events/series/<slug:slug>/": tuple(model for model in PUBLISHABLES if model.__name__ == "Series"),
    "events/<slug:slug>/": (Event,),
    "<slug:slug>/": (EditorialPage,),
}
#: Kinds of records that somebody may ask for as their own.
OURS: dict[str, tuple[type[Publishable], ...]] = {
    "organisation": (Organisation,),
    "activity": (Activity,),
    "event": (Event,),
    "item": ITEMS,
}
CODES: dict[str, dict[str, tuple[str, ...]]] = {
    "countries/<slug:code>/": {"code": ("ie", "pl", "xk", "de", "zz")},
    "support-types/<slug:slug>/": {"slug": ("seen-type", "nothing")},
    "topics/<slug:slug>/": {"slug": ("seen-topic", "nothing")},
    "share/<slug:kind>/": {"kind": (*DOORS, "nothing")},
    "share/told/<slug:what>/": {"what": ("report", "ours", "nothing")},
    "sitemap-<section>.xml": {"section": (*SITEMAPS, "nothing")},
}
QUERIES = (
    "",
    "?preview",
    f"?preview=1&q={QUESTION}&state=draft&all=1&page=2",
    f"?q={QUESTION}",
    "?sort=title&page=1",
    "?country=ie&type=seen-type&topic=seen-topic&language=en",
    "?p=2&section=1&format=json&draft=1&token=1",
)
FEWER = ("", f"?preview=1&q={QUESTION}")


def relations_of(thing: models.Model) -> Iterator[tuple[Any, type[Publishable]]]:
    """Yield the relations of a record to records that can be published."""
    for field in [*thing._meta.concrete_fields, *thing._meta.many_to_many]:
        target = field.related_model
        if (
            isinstance(target, type)
            and issubclass(target, Publishable)
            and not getattr(field.remote_field, "parent_link", False)
        ):
            yield field, target


def relate(thing: Publishable, others: list[Publishable]) -> None:
    """Point every relation of `thing` at fitting records of `others`."""
    for field, target in relations_of(thing):
        fitting = [other for other in others if isinstance(other, target)]
        if field.many_to_many:
            rows = [target.objects.get(pk=other.pk) for other in fitting]
            getattr(thing, field.name).set(rows)
        elif fitting:
            setattr(thing, field.name, fitting[0])
            thing.save()


class World:
    """Public records that point at hidden ones in every way, and hidden ones that point back."""

    def __init__(self) -> None:
        self.staff = User.objects.create_user(f"{CANARY}staff", is_staff=True, first_name=f"{CANARY}first")
        self.support_type = make_vocabulary("SupportType", "seen-type")
        self.topic = make_vocabulary("Topic", "seen-topic")
        self.hidden: dict[str, list[Publishable]] = {}
        self.seen: list[Publishable] = []
        for state, hide in HIDDEN.items():
            self.hidden[state] = [self.thing(model, f"{CANARY}{state[0]}") for model in PUBLISHABLES]
            for thing in self.hidden[state]:
                hide(thing)
        everything = [thing for things in self.hidden.values() for thing in things]
        for number, state in enumerate(HIDDEN):
            public_things = [self.thing(model, f"seen{number}") for model in PUBLISHABLES]
            for thing in public_things:
                for column in PRIVATE.get(type(thing), ()):
                    setattr(thing, column, getattr(thing, column).replace("seen", CANARY))
                thing.sources = [*thing.sources, f"{CANARY}file.txt"]
                if isinstance(thing, Item) and thing.url:
                    thing.third_party_copy = True
                    thing.url = f"https://{CANARY}copy.example.org/1"
                    thing.sources = [thing.url, f"https://{CANARY}copy.example.org/2"]
                relate(thing, [*self.hidden[state], *everything])
                publish(thing, self.staff)
                if isinstance(thing, Event):
                    role(thing, f"Seen person {number}", organisation=self.of(self.hidden[state], Organisation))
            self.seen += public_things
        for thing in everything:
            relate(thing, self.seen)
        for thing in everything:
            new = thing.slug
            thing.slug = f"{CANARY}-old-{new}"
            thing.save()
            thing.slug = new
            thing.save()
        self.helplines()
        self.digests = sent_everywhere(CANARY, self.staff, self.of(self.seen, Activity))

    def thing(self, model: type[Publishable], word: str) -> Publishable:
        """Return a filled record with the vocabulary that lists are narrowed by."""
        thing: Publishable = filled(model, word, **({"kind": "guide"} if model is Resource else {}))
        names = {field.name for field in model._meta.many_to_many}
        for name, values in {
            "support_types": [self.support_type],
            "topics": [self.topic],
            "countries": ["IE"],
            "languages": ["en"],
        }.items():
            if name in names:
                getattr(thing, name).set(values)
        return thing

    @staticmethod
    def of(things: list[Publishable], model: type[Publishable]) -> Any:
        """Return the record of one model."""
        return next(thing for thing in things if isinstance(thing, model))

    def helplines(self) -> None:
        """Add numbers that nobody checked, whose check is over, or not yet."""
        today = timezone.localdate()
        day = datetime.timedelta(days=1)
        for number, (verified, until) in enumerate(
            ((None, None), (today - 9 * day, today - day), (today + day, today + 9 * day))
        ):
            make(
                Helpline,
                name=f"{CANARY}line{number}",
                number=f"{NUMBER}{number}",
                note=f"{CANARY}note",
                sources=[f"https://{CANARY}line.example.org/"],
                verified_on=verified,
                valid_until=until,
            )

    @property
    def slugs(self) -> dict[type[Publishable], list[str]]:
        """The slugs of everything, by model, with those that hidden records had before."""
        found: dict[type[Publishable], list[str]] = {model: [] for model in PUBLISHABLES}
        for thing in [*self.seen, *(thing for things in self.hidden.values() for thing in things)]:
            found[type(thing)].append(thing.slug)
            if not thing.is_public:
                found[type(thing)].append(f"{CANARY}-old-{thing.slug}")
        return found

    def stored(self) -> list[str]:
        """The names of all stored files."""
        names = [str(item.image) for item in Item.objects.exclude(image="")]
        return names + [str(resource.file) for resource in Resource.objects.exclude(file="")]


def make_vocabulary(name: str, slug: str) -> Any:
    """Return a support type or topic."""
    from resource_centre.vocabularies import models as vocabularies

    return make(getattr(vocabularies, name), slug=slug, name=slug)


def guesses(route: Route, world: World) -> Iterator[dict[str, str]]:
    """Yield what to fill in for the parameters of a route. Raises KeyError for a route that nobody thought of."""
    if not route.parameters:
        yield {}
    elif route.text in MODELS:
        for model in MODELS[route.text]:
            yield from ({"slug": slug} for slug in world.slugs[model])
        yield {"slug": "nothing"}
    elif route.text == "media/<path:path>":
        yield from ({"path": path} for path in [*world.stored(), "images/../db.sqlite3", "secret_key"])
    elif route.is_admin:
        yield from admin_guesses(route)
    elif route.text == "share/ours/<slug:kind>/<slug:slug>/":
        for kind, models_ in OURS.items():
            yield from ({"kind": kind, "slug": slug} for model in models_ for slug in world.slugs[model])
    elif route.parameters == ("token",):
        yield from ({"token": token} for token in ("A" * TOKEN_LENGTH, "nothing", "1", *world.digests))
    else:
        (name,) = CODES[route.text]
        yield from ({name: value} for value in CODES[route.text][name])


def admin_guesses(route: Route) -> Iterator[dict[str, str]]:
    """Yield what to fill in for the staff desk."""
    known = {
        "object_id": "1",
        "id": "1",
        "content_type_id": "1",
        "history_id": "1",
        "version_id": "1",
        "app_label": "library",
        "url": "nothing/",
        "uidb64": "MQ",
        "token": "set-password",
    }
    yield {name: known[name] for name in route.parameters}


def addresses(world: World, language: str) -> Iterator[str]:
    """Yield every address that a curious visitor might try."""
    for route in routes():
        if language != "en" and not route.translated:
            continue
        queries = QUERIES if language == "en" and not route.is_admin else FEWER
        if route.parameters and route.text not in CODES:
            queries = FEWER
        for values in guesses(route, world):
            for query in queries:
                yield route.address(language, **values) + query


def body_of(response: Any) -> str:
    """Return everything that an answer says: headers and content."""
    content = response.getvalue() if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers}\n{content.decode('utf-8', 'replace')}"


def without_echo(text: str, address: str) -> str:
    """Return `text` without the address that was asked for: pages name their own address."""
    path = address.split("?", 1)[0]
    for language in LANGUAGES:
        path = path.removeprefix(f"/{language}/") if path.startswith(f"/{language}/") else path
    for form in {path, unquote(path), quote(path), html.escape(path), path.strip("/"), quote(path, safe="")}:
        if CANARY in form:
            text = text.replace(form, "")
    return text


def words_on(address: str, client: Client) -> set[str]:
    """Return the words of hidden things that an address shows."""
    text = without_echo(body_of(client.get(address)), address).lower()
    found = set(re.findall(rf"{CANARY}[a-z0-9]*", text))
    return found | set(re.findall(rf"{NUMBER}\d|{NUMBER.replace(' ', '')}\d", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_hidden_shows_at_any_address_to_the_public(language: str) -> None:
    world = World()
    client = Client()
    leaks = {address: found for address in addresses(world, language) if (found := words_on(address, client))}
    assert leaks == {}


def test_every_word_shows_once_its_record_is_published() -> None:
    """The control: the same addresses show the same words when they may, so that the test above can fail."""
    world = World()
    everything = [thing for things in world.hidden.values() for thing in things]
    for thing in everything:
        thing.refresh_from_db()
        if thing.is_public_at(timezone.now() + datetime.timedelta(days=2)):
            archive(thing, None)
        publish(thing, None, at=timezone.now())
        assert thing.is_public
    for helpline in Helpline.objects.all():
        helpline.verified_on, helpline.valid_until = timezone.localdate(), None
        helpline.save()
    client = Client()
    shown: set[str] = set()
    by_address: dict[str, set[str]] = {}
    for route in routes():
        if route.is_admin:
            continue
        for values in guesses(route, world):
            address = route.address("en", **values)
            by_address[address] = words_on(address, client)
            shown |= by_address[address]
    expected = set()
    for thing in everything:
        model, word = (
            type(thing),
            f"{CANARY}{next(state for state, group in world.hidden.items() if thing in group)[0]}",
        )
        for column in text_columns(model):
            if column in {"slug", *NOT_SHOWN.get(model.__name__, ()), *PRIVATE.get(model, ())}:
                continue
            expected.add(word_for(word, model, column))
        assert any(thing.slug in words for words in by_address.values()), thing.slug
        expected |= {f"{word}roleperson", f"{word}roleaffiliation"} if isinstance(thing, Event) else set()
        expected |= {f"{word}sectionheading", f"{word}sectionbody"} if isinstance(thing, EditorialPage) else set()
    assert expected - shown == set()
    assert {f"{NUMBER}{number}" for number in range(3)} <= shown
    lists = ["/library/", "/organisations/", "/activities/", "/events/", "/site-map/", "/sitemap-library.xml"]
    assert [address for address in lists if not by_address[address]] == []


@pytest.mark.parametrize("model", PUBLISHABLES)
@pytest.mark.parametrize("state", HIDDEN)
def test_a_former_address_of_a_hidden_record_leads_nowhere(model: type[Publishable], state: str) -> None:
    thing = make(model, slug="before")
    HIDDEN[state](thing)
    thing.slug = "after"
    thing.save()
    before = thing.get_absolute_url().replace("after", "before")
    assert FormerSlug.target_of(model, "before") is not None
    assert Client().get(before).status_code == 404
    FormerSlug.objects.all().delete()
    assert Client().get(before).status_code == 404


def test_stored_files_are_shown_to_staff_only() -> None:
    hidden = filled(Resource, "hidden")
    names = [hidden.image.name, hidden.file.name]
    staff = Client()
    staff.force_login(User.objects.create_user("staff", is_staff=True))
    assert [Client().get(f"/media/{name}").status_code for name in names] == [403, 403]
    assert [staff.get(f"/media/{name}").getvalue()[:4] for name in names] == [b"RIFF", b"%PDF"]


def test_pictures_and_documents_are_served_while_their_item_is_public() -> None:
    item = filled(Resource, "hidden")
    places = [f"/library/{item.slug}/picture.webp", f"/library/{item.slug}/document.pdf"]
    assert [Client().get(place).status_code for place in places] == [404, 404]
    publish(item, None)
    assert [Client().get(place).getvalue()[:4] for place in places] == [b"RIFF", b"%PDF"]
    archive(item, None)
    assert [Client().get(place).status_code for place in places] == [404, 404]


@pytest.mark.parametrize("model", PUBLISHABLES)
def test_a_preview_is_for_staff_who_may_see_the_record(model: type[Publishable]) -> None:
    hidden = make(model)
    page = f"{hidden.get_absolute_url()}?preview"
    outsider, limited, chief = Client(), Client(), Client()
    limited.force_login(User.objects.create_user("limited", is_staff=True))
    chief.force_login(User.objects.create_superuser("chief"))
    assert [client.get(page).status_code for client in (outsider, limited, chief)] == [404, 404, 200]
    answer = chief.get(page)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert chief.get(hidden.get_absolute_url()).status_code == 404
