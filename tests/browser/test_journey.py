"""The whole way of a contribution, as people walk it: from the first word to the last, in a real browser with real mail.

Contributors use the keyboard alone, in a window without JavaScript.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import journey
from tests.browser.journey import HUMAN_SECONDS, Place, choose, follow, link, plain, press, scan, write

ADDRESS = "zofia@example.org"
TITLE, BETTER, CORRECTED = "Thursday Tabel", "Thursday Table", "Thursday Table and tea"
PUBLIC = "We meet every other Thursday above the library."
PRIVATE = "My diagnosis is nobody's business."


@pytest.fixture(params=["en", "de"])
def place(request: pytest.FixtureRequest, content: Path, tmp_path: Path, chromium: Browser) -> Iterator[Place]:
    """A site for one journey, in English or German."""
    with journey.place_for(content, tmp_path / "site", chromium, request.param) as made:
        yield made


def fill_in_with_mistakes(page: Page, place: Place) -> None:
    """Type an activity with a wrong address and a sentence that is too private, and look at it."""
    page.goto(f"{place.origin}{place.prefix}/share/")
    follow(page, lambda: press(page, "a[href$='/share/activity/']"))
    arrived = time.monotonic()
    write(page, "#id_title", TITLE)
    write(page, "#id_summary", f"{PUBLIC} {PRIVATE}")
    choose(page, "#id_countries_0", "Pol")
    press(page, "#id_support_types_0", "Space")
    write(page, "#id_email", "zofia.example.org")
    time.sleep(max(0.0, HUMAN_SECONDS - (time.monotonic() - arrived)))
    follow(page, lambda: press(page, "[name=action][value=look]"))
    assert page.title().startswith({"en": "Error:", "de": "Fehler:"}[place.language])
    focused = page.locator("#summary a").first
    assert focused.get_attribute("href") == "#id_email"
    assert page.locator("#id_title").input_value() == TITLE
    assert page.locator("#id_summary").input_value() == f"{PUBLIC} {PRIVATE}"
    assert page.locator("#id_countries_0").input_value() == "PL"
    assert page.locator("#id_support_types_0").is_checked() is True


def mend_and_send(page: Page) -> None:
    """Correct the address, keep the private sentence for the staff, have a second thought, and send."""
    write(page, "#id_email", ADDRESS)
    follow(page, lambda: press(page, "[name=action][value=look]"))
    assert PRIVATE in page.locator("main").inner_text()
    press(page, "input[type=radio][value=move]", "Space")
    follow(page, lambda: press(page, "[name=action][value=privacy]"))
    shown = page.locator("main .preview-page").inner_text()
    assert (TITLE in shown, PUBLIC in shown, PRIVATE in shown) == (True, True, False)
    assert page.locator("#id_note").input_value().endswith(PRIVATE)
    follow(page, lambda: press(page, "[name=action][value=change]"))
    write(page, "#id_title", BETTER)
    follow(page, lambda: press(page, "[name=action][value=look]"))
    press(page, "#id_consent", "Space")
    follow(page, lambda: press(page, "[name=action][value=send]"))
    assert page.url.endswith("/share/sent/")
    page.reload()
    page.go_back()


def log_in(page: Page, place: Place) -> None:
    """Log a reviewer in and show the queue."""
    page.context.clear_cookies()
    page.goto(f"{place.origin}/admin/login/?next=/admin/contributions/contribution/")
    page.locator("#id_username").fill(journey.STAFF)
    page.locator("#id_password").fill(journey.PASSWORD)
    follow(page, lambda: page.locator("#id_password").press("Enter"))


def open_ours(page: Page) -> None:
    """Open what this journey is about."""
    follow(page, lambda: page.locator("#result_list tbody a", has_text="Thursday").first.click())


def queue(page: Page, place: Place) -> None:
    """Show the queue."""
    page.goto(f"{place.origin}/admin/contributions/contribution/")


def staff_ask(page: Page, place: Place) -> None:
    """Ask the sender something."""
    log_in(page, place)
    open_ours(page)
    assert PRIVATE in page.locator("#content").inner_text()
    page.locator("details:has([name=_ask]) > summary").click()
    page.locator("textarea[name=ask-text]").fill("In which town do you meet?")
    follow(page, lambda: page.locator("[name=_ask]").click())


def staff_accept(page: Page, place: Place) -> None:
    """Accept with the text as it stands: open, press, done."""
    queue(page, place)
    open_ours(page)
    follow(page, lambda: page.locator("[name=_accept]").click())


def public_pages(place: Place, words: str) -> list[bool]:
    """Say where visitors find the entry: lists, the country, search by `words`, the site map for machines."""
    query = words.replace(" ", "+")
    paths = ["/activities/?sort=newest", "/countries/pl/", f"/search/?q={query}", f"/activities/?q={query}"]
    return ["/activities/thursday-table/" in place.page(path) for path in [*paths, "/sitemap-activities.xml"]]


def confirm(page: Page, place: Place) -> None:
    """Follow the link of the first letter, which a scanner has opened before, and press the button."""
    first = place.letter(ADDRESS)
    assert (first["To"], BETTER in str(first["Subject"])) == (ADDRESS, False)
    scan(first, place)
    page.goto(link(first, place, "confirm"))
    follow(page, lambda: press(page, "main form button"))
    assert "/share/status/" in page.url


def ask_and_answer(page: Page, staff: Page, place: Place) -> None:
    """A question from the staff, and the answer."""
    received = place.letter(ADDRESS)
    staff_ask(staff, place)
    question = place.letter(ADDRESS)
    assert "In which town do you meet?" in plain(question)
    scan(received, place)
    scan(question, place)
    page.goto(link(question, place, "status"))
    write(page, "form:has([value=answer]) textarea", "In Kraków.")
    follow(page, lambda: press(page, "[name=action][value=answer]"))


def correct(page: Page, staff: Page, place: Place, status: str) -> None:
    """The owner corrects the entry; what is public stays until the staff have accepted it."""
    page.goto(status)
    follow(page, lambda: press(page, "a[href$='/correct/']"))
    time.sleep(HUMAN_SECONDS)
    write(page, "#id_title", CORRECTED)
    follow(page, lambda: press(page, "[name=action][value=look]"))
    press(page, "#id_consent", "Space")
    follow(page, lambda: press(page, "[name=action][value=send]"))
    assert "/share/sent/" in page.url
    place.letter(ADDRESS)
    assert CORRECTED not in place.page("/activities/thursday-table/")
    staff_accept(staff, place)
    place.letter(ADDRESS)
    assert CORRECTED in place.page("/activities/thursday-table/")


def a_year_passes(page: Page, place: Place) -> None:
    """Three letters, a month apart; then the badge; then the owner confirms with one press."""
    letters = []
    for days in (306, 337, 368):
        place.move_clock(days)
        letters.append(place.letter(ADDRESS))
    badge = "tag--stale"
    shown = f"{place.prefix}/activities/thursday-table/"
    assert badge in place.page(shown)
    scan(letters[-1], place)
    assert badge in place.page(shown)
    addresses = [address for address in links(letters[-1], place) if "/share/still-right/" in address]
    assert len(addresses) == 3
    page.goto(addresses[0])
    follow(page, lambda: press(page, "[name=answer][value=right]"))
    assert badge not in place.page(shown)


links = journey.links


def withdraw(page: Page, place: Place) -> None:
    """Ask for the link, take the entry back, and it is gone everywhere."""
    page.goto(f"{place.origin}{place.prefix}/share/my-link/")
    time.sleep(HUMAN_SECONDS)
    write(page, "#id_email", ADDRESS.upper())
    follow(page, lambda: press(page, "main form button"))
    mine = place.letter(ADDRESS)
    status = [address for address in links(mine, place) if "/share/status/" in address]
    page.goto(status[0])
    follow(page, lambda: press(page, "a[href$='/withdraw/']"))
    follow(page, lambda: press(page, "main form button"))
    assert public_pages(place, CORRECTED) == [False] * 5
    assert place.status("/activities/thursday-table/") == 404


def test_from_the_first_word_to_the_last(place: Place) -> None:
    person, staff = place.window(scripts=False), place.window(scripts=True)
    fill_in_with_mistakes(person, place)
    mend_and_send(person)
    confirm(person, place)
    ask_and_answer(person, staff, place)
    assert public_pages(place, BETTER) == [False] * 5
    staff_accept(staff, place)
    accepted = place.letter(ADDRESS)
    assert public_pages(place, BETTER) == [True] * 5
    assert PRIVATE not in place.page("/activities/thursday-table/")
    correct(person, staff, place, link(accepted, place, "status"))
    a_year_passes(person, place)
    withdraw(person, place)
    assert person.context.cookies() == []
    # The site of the tests has samples with an address of their own.
    others = {"reviewer@example.org", "sample@example.org", "other@example.org"}
    assert set(place.post.addresses) - others == {ADDRESS, ADDRESS.upper()}
