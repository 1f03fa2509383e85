"""A slug that changes leaves a redirect; a slug that somebody else takes is theirs."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from library.models import CaseStudy, Resource
from organisations.models import Organisation
from resource_centre.publishing.actions import archive
from resource_centre.publishing.models import FormerSlug, Publishable
from tests.factories import PUBLISHABLES, make, published

pytestmark = pytest.mark.django_db


def rename(thing: Publishable, *slugs: str) -> None:
    for slug in slugs:
        thing.slug = slug
        thing.save()


def visit(path: str) -> tuple[int, str]:
    response = Client().get(path)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize("model", PUBLISHABLES)
def test_every_former_address_leads_straight_to_the_new_one(model: type[Publishable]) -> None:
    thing = published(model, slug="first")
    before = thing.get_absolute_url()
    rename(thing, "second", "third")
    now = thing.get_absolute_url()
    assert visit(before) == visit(now.replace("third", "second")) == (301, now)
    assert visit(now) == (200, "")
    assert visit(f"/de{before}") == (301, f"/de{now}")


def test_a_slug_that_comes_back_is_no_former_one() -> None:
    thing = published(Resource, slug="first")
    rename(thing, "second", "first")
    assert (visit("/library/first/"), visit("/library/second/")) == ((200, ""), (301, "/library/first/"))
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["second"]


def test_a_free_slug_that_another_record_takes_shows_that_record() -> None:
    one = published(Resource, slug="first", title="One")
    rename(one, "second")
    two = published(CaseStudy, slug="first", title="Two")
    assert (visit("/library/first/")[0], Client().get("/library/first/").context["object"]) == (200, two)
    rename(two, "third")
    assert visit("/library/first/") == (301, "/library/third/")
    assert visit("/library/second/") == (200, "")


def test_taking_a_former_slug_of_another_record_keeps_the_others_redirect_from_hiding_it() -> None:
    one, two = published(Resource, slug="first"), published(Resource, slug="second")
    rename(one, "third")
    rename(two, "first")
    assert (visit("/library/first/")[0], visit("/library/second/")) == (200, (301, "/library/first/"))
    assert visit("/library/third/")[0] == 200


def test_rooms_do_not_share_former_slugs() -> None:
    rename(published(Resource, slug="same"), "other")
    rename(published(Organisation, slug="same"), "another")
    assert (visit("/library/same/"), visit("/organisations/same/")) == (
        (301, "/library/other/"),
        (301, "/organisations/another/"),
    )
    assert visit("/activities/same/") == (404, "")


def test_the_former_address_of_what_is_not_public_leads_nowhere() -> None:
    thing = published(Resource, slug="first")
    rename(thing, "second")
    assert visit("/library/first/") == (301, "/library/second/")
    archive(thing, None)
    assert visit("/library/first/") == (404, "")


def test_the_former_address_of_a_deleted_record_leads_nowhere() -> None:
    thing = published(Resource, slug="first")
    rename(thing, "second")
    thing.delete()
    assert visit("/library/first/") == (404, "")


def test_saving_without_a_new_slug_leaves_nothing_behind() -> None:
    thing = make(Resource)
    thing.title = "Another title"
    thing.save()
    assert FormerSlug.objects.count() == 0


def test_a_refused_save_leaves_no_redirect_behind() -> None:
    make(Resource, slug="taken")
    thing = make(Resource, slug="first")
    with pytest.raises(IntegrityError), transaction.atomic():
        rename(thing, "taken")
    assert FormerSlug.objects.count() == 0


def test_staff_follow_former_addresses_to_what_is_not_public_with_preview() -> None:
    thing = make(Resource, slug="first")
    rename(thing, "second")
    chief = Client()
    chief.force_login(User.objects.create_superuser("chief"))
    answer = chief.get("/library/first/?preview", follow=True)
    assert [status for _address, status in answer.redirect_chain] == [302]
    assert answer.status_code == 200
