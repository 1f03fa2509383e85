"""Loading again: what is new arrives, what nobody touched is brought up to date, what staff did stays."""

import datetime
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from events.models import Event, Role
from library.models import CaseStudy, Item, Recording, Resource
from organisations.models import Activity, Organisation
from resource_centre.pages.models import EditorialPage, Section
from resource_centre.publishing.actions import archive
from resource_centre.publishing.models import State
from resource_centre.starter.books import Report, digest_of, state_of
from resource_centre.starter.loader import Loader
from resource_centre.starter.models import StarterRecord
from resource_centre.starter.schema import read
from resource_centre.vocabularies.models import Country, GlossaryTerm, Helpline, SupportType, Topic
from tests.starter.packs import record, small, write

pytestmark = pytest.mark.django_db

Pack = dict[str, list[dict[str, Any]]]


@pytest.fixture
def load(tmp_path: Path) -> Callable[[Pack], Report]:
    def act(pack: Pack) -> Report:
        checked, problems = read(write(tmp_path / "pack", pack))
        assert problems == []
        return Loader(checked).load()

    return act


Load = Callable[[Pack], Report]
ALL = Counter({file: len(rows) for file, rows in small().items()}) + Counter({"pages": 2})


def test_the_first_load_adds_everything(load: Load) -> None:
    report = load(small())
    assert (report.added, report.changed, report.kept, report.left_to_staff) == (ALL, Counter(), Counter(), Counter())
    assert (Item.objects.published().count(), Organisation.objects.published().count()) == (4, 1)
    assert LogEntry.objects.count() == 0


def test_a_second_load_writes_nothing(load: Load) -> None:
    load(small())
    before = (Resource.history.count(), Event.history.count(), GlossaryTerm.history.count(), Helpline.history.count())
    books = list(StarterRecord.objects.order_by("pk").values())
    report = load(small())
    assert (report.added, report.changed, report.kept, report.left_to_staff) == (Counter(), Counter(), ALL, Counter())
    after = (Resource.history.count(), Event.history.count(), GlossaryTerm.history.count(), Helpline.history.count())
    assert after == before
    assert list(StarterRecord.objects.order_by("pk").values()) == books


CHANGED_BY_STAFF: dict[str, tuple[str, Callable[[], Any], Callable[[], Any]]] = {
    "a column": (
        "resources",
        lambda: save(Resource.objects.get(slug="guide-1"), summary="By staff."),
        lambda: Resource.objects.get(slug="guide-1").summary == "By staff.",
    ),
    "a relation": (
        "resources",
        lambda: Resource.objects.get(slug="guide-1").topics.clear(),
        lambda: Resource.objects.get(slug="guide-1").topics.count() == 0,
    ),
    "a text": (
        "case_studies",
        lambda: save(CaseStudy.objects.get(slug="walk"), what_helped="<p>Moon.</p>"),
        lambda: CaseStudy.objects.get(slug="walk").what_helped == "<p>Moon.</p>",
    ),
    "a slug": (
        "organisations",
        lambda: save(Organisation.objects.get(slug="house"), slug="home-of-all"),
        lambda: Organisation.objects.filter(slug="home-of-all").exists(),
    ),
    "a role": (
        "events",
        lambda: Role.objects.update(person="Grace Hopper"),
        lambda: Role.objects.get().person == "Grace Hopper",
    ),
    "a section": (
        "pages",
        lambda: Section.objects.filter(page__slug="home").delete(),
        lambda: Section.objects.filter(page__slug="home").count() == 0,
    ),
    "the recordings of an event": (
        "events",
        lambda: Event.objects.get(slug="day").recordings.clear(),
        lambda: Event.objects.get(slug="day").recordings.count() == 0,
    ),
    "a check of a number": (
        "pages",
        lambda: save(Helpline.objects.get(number="116 123"), hours="Always"),
        lambda: Helpline.objects.get(number="116 123").hours == "Always",
    ),
    "terms that belong together": (
        "glossary",
        lambda: GlossaryTerm.objects.get(slug="peer").related.clear(),
        lambda: GlossaryTerm.objects.get(slug="peer").related.count() == 0,
    ),
}


def save(thing: Any, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(thing, name, value)
    thing.save()


@pytest.mark.parametrize(("file", "change", "is_kept"), CHANGED_BY_STAFF.values(), ids=list(CHANGED_BY_STAFF))
@pytest.mark.parametrize("pack_changed", [False, True], ids=["the same pack", "a newer pack"])
def test_what_staff_changed_is_left_to_them(
    file: str, change: Callable[[], Any], is_kept: Callable[[], Any], pack_changed: bool, load: Load
) -> None:
    load(small())
    change()
    pack = small()
    if pack_changed:
        for rows in pack.values():
            for row in rows:
                row["source"] = ["newer.txt"]
    report = load(pack)
    assert is_kept()
    assert report.left_to_staff[file] == 1
    assert report.added == Counter()


@pytest.mark.parametrize(
    ("file", "model", "key"),
    [
        ("resources", Resource, "copied"),
        ("case_studies", CaseStudy, "walk"),
        ("activities", Activity, "course"),
        ("events", Event, "some-year"),
        ("glossary", GlossaryTerm, "trialogue"),
        ("pages", EditorialPage, "home"),
    ],
)
def test_what_staff_deleted_does_not_come_back(file: str, model: Any, key: str, load: Load) -> None:
    load(small())
    model.objects.get(slug=key).delete()
    pack = small()
    record(pack, file, key)["source"] = ["newer.txt"]
    report = load(pack)
    assert model.objects.filter(slug=key).count() == 0
    assert report.left_to_staff[file] >= 1


def test_what_staff_deleted_is_missed_by_nothing_that_refers_to_it(load: Load) -> None:
    load(small())
    Activity.objects.update(organisation=None)
    Event.objects.update(organiser=None)
    Role.objects.update(organisation=None)
    Organisation.objects.all().delete()
    pack = small()
    new = {**record(pack, "resources", "guide-1"), "key": "guide-2", "title": "Another guide"}
    pack["resources"].append(new)
    load(pack)
    assert list(Resource.objects.get(slug="guide-2").organisations.all()) == []


def test_what_staff_archived_stays_archived(load: Load) -> None:
    load(small())
    item = Resource.objects.get(slug="guide-1")
    archive(item, User.objects.create_user("staff"))
    pack = small()
    record(pack, "resources", "guide-1")["summary"] = "Newer."
    report = load(pack)
    item.refresh_from_db()
    assert (item.state, item.summary, report.left_to_staff["resources"]) == (State.ARCHIVED, "How to.", 1)


def test_confirming_that_a_record_is_right_does_not_keep_it_from_being_brought_up_to_date(load: Load) -> None:
    from resource_centre.publishing.actions import confirm

    load(small())
    confirm(Resource.objects.get(slug="guide-1"), User.objects.create_user("staff"))
    pack = small()
    record(pack, "resources", "guide-1")["summary"] = "Newer."
    load(pack)
    assert Resource.objects.get(slug="guide-1").summary == "Newer."


@pytest.mark.parametrize(
    ("file", "key", "field", "value", "held"),
    [
        ("support_types", "groups", "description", "New.", lambda: SupportType.objects.get(slug="groups").description),
        ("topics", "training", "synonyms", ["New."], lambda: Topic.objects.get(slug="training").synonyms[0]),
        ("glossary", "peer", "definition", "New.", lambda: GlossaryTerm.objects.get(slug="peer").definition),
        ("organisations", "house", "description", "New.", lambda: Organisation.objects.get(slug="house").summary),
        ("resources", "guide-1", "summary", "New.", lambda: Resource.objects.get(slug="guide-1").summary),
        ("case_studies", "walk", "setting", "New.", lambda: CaseStudy.objects.get(slug="walk").setting),
        ("media", "film", "publisher", "New.", lambda: Recording.objects.get(slug="film").publisher),
        ("activities", "course", "description", "New.", lambda: Activity.objects.get(slug="course").summary),
        ("events", "day", "place", "New.", lambda: Event.objects.get(slug="day").place),
        ("pages", "home", "summary", "New.", lambda: EditorialPage.objects.get(slug="home").summary),
    ],
)
def test_a_newer_record_brings_up_to_date_what_nobody_touched(
    file: str, key: str, field: str, value: Any, held: Callable[[], str], load: Load
) -> None:
    load(small())
    pack = small()
    record(pack, file, key)[field] = value
    report = load(pack)
    assert (held().replace("<p>", "").replace("</p>", ""), report.changed, report.left_to_staff) == (
        "New.",
        Counter({file: 1}),
        Counter(),
    )
    assert load(pack).kept == ALL


def test_newer_roles_and_sections_take_the_place_of_the_old_ones(load: Load) -> None:
    load(small())
    pack = small()
    record(pack, "events", "day")["people"] = [{"name": "Grace Hopper", "role": "chair"}]
    record(pack, "pages", "home")["sections"] = [{"heading": "How", "body": "So."}]
    load(pack)
    assert list(Role.objects.values_list("person", "role")) == [("Grace Hopper", "chair")]
    assert list(Section.objects.filter(page__slug="home").values_list("heading", flat=True)) == ["How"]
    assert load(pack).kept == ALL


def test_a_new_record_is_added_beside_the_old_ones(load: Load) -> None:
    load(small())
    pack = small()
    pack["topics"].append({**pack["topics"][0], "key": "rest", "name": "Rest"})
    report = load(pack)
    assert (report.added, report.kept) == (Counter({"topics": 1}), ALL)


def test_a_record_that_left_the_pack_stays_on_the_site(load: Load) -> None:
    load(small())
    pack = small()
    pack["activities"] = []
    load(pack)
    assert Activity.objects.published().count() == 1


def test_texts_of_the_pack_arrive_as_text(load: Load) -> None:
    pack = small()
    record(pack, "support_types", "groups")["description"] = "<script>alert(1)</script> a < b\n\n& c"
    record(pack, "resources", "guide-1")["summary"] = "<b>bold</b>"
    load(pack)
    assert (
        SupportType.objects.get().description == "<p>&lt;script&gt;alert(1)&lt;/script&gt; a &lt; b</p><p>&amp; c</p>"
    )
    assert Resource.objects.get(slug="guide-1").summary == "<b>bold</b>"


def test_countries_that_the_list_lacks_are_added_once(load: Load) -> None:
    pack = small()
    record(pack, "resources", "guide-1")["countries"] = ["AU", "FR"]
    load(pack)
    load(pack)
    assert list(Country.objects.filter(code__in=["AU", "FR"]).values_list("code", "in_europe")) == [
        ("AU", False),
        ("FR", True),
    ]


def test_seeing_that_a_website_works_does_not_make_a_record_one_of_staff(load: Load) -> None:
    load(small())
    Organisation.objects.filter(slug="house").update(website_checked_on=datetime.date(2026, 5, 6))
    Item.objects.filter(slug="guide-1").update(url_checked_on=datetime.date(2026, 5, 6))
    pack = small()
    pack["organisations"][0]["description"] = "A larger house."
    report = load(pack)
    assert (report.changed["organisations"], report.left_to_staff) == (1, Counter())
    house = Organisation.objects.get(slug="house")
    assert (house.summary, house.website_checked_on) == ("A larger house.", datetime.date(2026, 5, 6))


def test_book_of_an_earlier_version_compared_that_day_too_and_still_counts(load: Load) -> None:
    load(small())
    book = StarterRecord.objects.get(file="organisations", key="house")
    house = Organisation.objects.get(slug="house")
    StarterRecord.objects.filter(pk=book.pk).update(digest=digest_of(state_of(house) | {"website_checked_on": None}))
    Organisation.objects.filter(pk=house.pk).update(website_checked_on=datetime.date(2026, 5, 6))
    assert load(small()).left_to_staff == Counter()
    Organisation.objects.filter(pk=house.pk).update(place="Elsewhere")
    assert load(small()).left_to_staff == Counter({"organisations": 1})
