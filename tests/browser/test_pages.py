"""Every page type in a browser as visitors use it: quiet, private, at any width, by keyboard, on paper, without scripts."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit, told
from tests.browser.pages import PAGE_TYPES, UPCOMING, PageType, named

#: Words and controls that are not wholly inside the window, or that a box cuts off, and how wide the page is if it is
#: wider than the window. Drawings may run over the edge.
STICKS_OUT = """() => {
    const limit = document.documentElement.clientWidth, found = []
    const skipped = part => part.closest('svg, .visually-hidden, .skip, .skip-over') || !part.checkVisibility()
        || getComputedStyle(part).textOverflow === 'ellipsis'  // says that there is more, and the heading says all of it
    const clips = value => value === 'hidden' || value === 'clip'
    const boxes = new Map()
    for (const part of document.body.querySelectorAll('*')) {
        const {overflowX, overflowY} = getComputedStyle(part)
        if ((clips(overflowX) || clips(overflowY)) && !skipped(part)) {
            boxes.set(part, [clips(overflowX), clips(overflowY), part.getBoundingClientRect()])
        }
    }
    const check = (name, part, rectangles) => {
        for (const {left, right, top, bottom} of rectangles) {
            if (right > limit + 1 || left < -1) found.push(`${Math.round(left)} to ${Math.round(right)}: ${name}`)
            for (const [box, [across, down, edge]] of boxes) {
                if (box === part || !box.contains(part)) continue
                if (across && (left < edge.left - 1 || right > edge.right + 1)
                    || down && (top < edge.top - 4 || bottom > edge.bottom + 4)) found.push(`cut off: ${name}`)
            }
        }
    }
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = words.nextNode(); node; node = words.nextNode()) {
        if (!node.data.trim() || skipped(node.parentElement)) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        check(node.data.trim().slice(0, 80), node.parentElement, range.getClientRects())
    }
    for (const part of document.querySelectorAll('a, button, input, select, textarea, summary, img')) {
        if (!skipped(part)) check(part.outerHTML.slice(0, 120), part, part.getClientRects())
    }
    const wide = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)
    return wide > limit ? [...found, `the page is ${wide} wide in a window of ${limit}`] : found
}"""
#: WCAG 2.2, 1.4.12 Text Spacing, as a reader's own style sheet sets it.
SPACING = """() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
        p { margin-block-end: 2em !important }`)
    document.adoptedStyleSheets = [sheet]
}"""
NO_SPACING = "() => { document.adoptedStyleSheets = [] }"
TEXT_SIZE = "size => document.documentElement.style.setProperty('font-size', size)"
UNFOLD = "document.querySelectorAll('details').forEach(part => { part.open = true })"


def sticks_out(page: Page, width: int, height: int = 800) -> list[str]:
    """Return what does not fit into a window of this size."""
    page.set_viewport_size({"width": width, "height": height})
    found: list[str] = page.evaluate(STICKS_OUT)
    return found


@pytest.fixture(scope="module", params=PAGE_TYPES, ids=str)
def shown(request: pytest.FixtureRequest, windows: Callable[..., Visit]) -> tuple[Visit, PageType]:
    """A page type, opened once for the tests of this module that look at every one of them and change nothing."""
    visit = windows(purpose="every page type")
    visit.open(request.param)
    return visit, request.param


def test_page_is_quiet_and_private(shown: tuple[Visit, PageType]) -> None:
    visit, page_type = shown
    origin = visit.site.origin
    own = f"Failed to load resource: the server responded with a status of {page_type.status}"
    assert [said for said in visit.complaints if not said.startswith(own)] == []
    assert [address for address in visit.requests if not address.startswith(f"{origin}/")] == []
    assert len(visit.requests) > 2  # the page, style sheets, fonts
    assert visit.context.cookies() == []
    stored = "[localStorage.length, sessionStorage.length, document.scripts.length, document.cookie]"
    assert visit.page.evaluate(stored) == [0, 0, 0, ""]


def test_page_fits_into_any_window(shown: tuple[Visit, PageType]) -> None:
    page = shown[0].page
    page.evaluate(UNFOLD)
    found = {str(width): sticks_out(page, width) for width in (1280, 768, 360, 320)}
    found["400 % zoom of 1280 × 1024"] = sticks_out(page, 320, 256)
    page.evaluate(SPACING)
    found["text spacing, 1280"] = sticks_out(page, 1280)
    found["text spacing, 360"] = sticks_out(page, 360)
    page.evaluate(NO_SPACING)
    page.evaluate(TEXT_SIZE, "200%")
    found["text at 200 %, 360"] = sticks_out(page, 360)
    found["text at 200 %, 1280"] = sticks_out(page, 1280)
    page.evaluate(TEXT_SIZE, "")
    assert not any(found.values()), told(found)


@pytest.mark.parametrize("page_type", named("home", "library", "event-upcoming", "style-guide"), ids=str)
def test_page_fits_when_it_runs_from_right_to_left(windows: Callable[..., Visit], page_type: PageType) -> None:
    visit = windows()
    visit.open(page_type)
    visit.page.evaluate("document.documentElement.dir = 'rtl'")
    visit.page.evaluate(UNFOLD)
    found = {width: sticks_out(visit.page, width) for width in (1280, 360, 320)}
    assert not any(found.values()), told(found)
    visit.page.set_viewport_size({"width": 1280, "height": 800})
    brand, menu = (visit.page.locator(part).bounding_box() for part in (".brand", ".site-nav"))
    assert brand is not None
    assert menu is not None
    assert brand["x"] > menu["x"]


def test_page_that_sticks_out_is_noticed(windows: Callable[..., Visit]) -> None:
    visit = windows()
    visit.open(PAGE_TYPES[0])
    visit.page.evaluate("document.querySelector('h1').style.setProperty('translate', '-300px')")
    assert len(sticks_out(visit.page, 1280)) >= 1
    visit.page.evaluate("document.querySelector('footer').style.setProperty('width', '2000px')")
    assert sticks_out(visit.page, 1280)[-1] == "the page is 2000 wide in a window of 1280"


# Keyboard


def focused(page: Page) -> str:
    """Return the text of the element that has the focus."""
    text: str = page.evaluate("document.activeElement.innerText || document.activeElement.id")
    return text.strip()


@pytest.mark.parametrize("width", [360, 1280])
def test_tab_goes_to_the_skip_link_and_then_to_urgent_help(fresh: Callable[..., Visit], width: int) -> None:
    visit = fresh(viewport={"width": width, "height": 800})
    visit.open(named("library")[0])
    stops = []
    for _number in range(3):
        visit.page.keyboard.press("Tab")
        stops.append(focused(visit.page))
    assert stops == ["Skip to main content", "Need help now?", "Leave this site"]


def test_skip_link_leads_into_the_main_part(fresh: Callable[..., Visit]) -> None:
    visit = fresh()
    visit.open(named("library")[0])
    visit.page.keyboard.press("Tab")
    assert visit.page.locator(".skip a").bounding_box() != {"x": 0, "y": 0, "width": 1, "height": 1}
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "main"
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.closest('main') !== null") is True


#: Every element that takes the focus and does not look different when it has it.
UNSEEN = """() => {
    const look = part => [part, part.closest('.card, .door'), part.querySelector('path'), part.querySelector('circle')]
        .filter(Boolean).flatMap(each => { const style = getComputedStyle(each); return [
            style.outlineStyle === 'none' ? '' : style.outlineWidth + style.outlineColor, style.boxShadow, style.stroke,
            style.strokeWidth, style.clipPath, each === part ? part.getBoundingClientRect().width : ''
        ]}).join()
    const seen = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter(part => part.checkVisibility({visibilityProperty: true}) && !part.disabled && part.type !== 'hidden')
    return [seen.length, seen.flatMap(part => {
        document.activeElement.blur()
        const before = look(part)
        part.focus()
        const after = look(part)
        return document.activeElement === part && before !== after ? [] : [part.outerHTML.slice(0, 160)]
    })]
}"""


def test_every_part_that_takes_the_focus_shows_it(shown: tuple[Visit, PageType]) -> None:
    page = shown[0].page
    page.set_viewport_size({"width": 360, "height": 800})
    page.evaluate(UNFOLD)
    page.keyboard.press("Tab")  # from now on the browser shows the focus, as for people who use the keyboard
    count, unseen = page.evaluate(UNSEEN)
    assert unseen == []
    assert count >= 1


#: How much of the focused element can be seen in the window, in per cent, and what it is.
VISIBLE_PART = """() => {
    const part = document.activeElement, box = part.getBoundingClientRect()
    const points = [0.1, 0.5, 0.9].flatMap(x => [0.1, 0.5, 0.9].map(y => [box.x + box.width * x, box.y + box.height * y]))
    const seen = points.filter(([x, y]) => {
        const top = document.elementFromPoint(x, y)
        return top && (part.contains(top) || top.contains(part))
    })
    return seen.length ? '' : part.outerHTML.slice(0, 160)
}"""


@pytest.mark.parametrize("size", [(360, 640), (1280, 720)], ids=["phone", "wide"])
def test_focus_is_never_hidden_behind_the_help_bar(fresh: Callable[..., Visit], size: tuple[int, int]) -> None:
    visit = fresh(viewport={"width": size[0], "height": size[1]})
    visit.open(named("resource-files")[0])
    hidden = []
    for _number in range(60):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement === document.body"):
            break
        hidden.append(visit.page.evaluate(VISIBLE_PART))
    assert len(hidden) > 20
    assert [part for part in hidden if part] == []


def test_menu_opens_with_the_keyboard(fresh: Callable[..., Visit]) -> None:
    visit = fresh(viewport={"width": 360, "height": 800})
    visit.open(named("home")[0])
    link = visit.page.locator(".site-nav a", has_text="Library")
    assert link.is_visible() is False
    visit.page.locator(".site-nav summary").focus()
    visit.page.keyboard.press("Enter")
    link.wait_for(state="visible")
    visit.page.keyboard.press("Tab")
    assert focused(visit.page) == "Library"
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/library/")


def test_filter_is_chosen_and_sent_with_the_keyboard(fresh: Callable[..., Visit]) -> None:
    visit = fresh(viewport={"width": 360, "height": 800})
    page = visit.page
    visit.open(named("library")[0])
    page.locator(".facets > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "kind"
    page.keyboard.press("Space")
    value = page.evaluate("document.activeElement.value")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/library/?kind={value}")
    assert page.locator(".chip").count() == 1


# Without scripts


@pytest.fixture
def plain(windows: Callable[..., Visit]) -> Visit:
    """A window without JavaScript."""
    return windows(java_script_enabled=False, viewport={"width": 360, "height": 800})


def parameters(page: Page) -> list[tuple[str, str]]:
    """Return the parameters in the address of the page."""
    return parse_qsl(urlsplit(page.url).query)


def test_search_works_without_scripts(plain: Visit) -> None:
    plain.open(named("home")[0])
    plain.page.get_by_role("searchbox").fill("supervision")
    plain.page.get_by_role("button", name="Search").click()
    assert parameters(plain.page) == [("q", "supervision")]
    assert "for “supervision”" in plain.page.locator("#found").inner_text()


def test_menu_and_filters_work_without_scripts(plain: Visit) -> None:
    page = plain.page
    plain.open(named("home")[0])
    page.locator(".site-nav summary").click()
    page.locator(".site-nav a", has_text="Library").click()
    page.wait_for_url("**/library/")
    page.locator(".facets > summary").click()
    page.locator(".facet:has(legend:text-is('Language')) summary").click()
    boxes = page.locator("[name=kind]:visible").first, page.locator("details details [name=language]:visible").first
    for box in boxes:
        box.check()
    kind, language = (box.get_attribute("value") for box in boxes)
    page.get_by_role("button", name="Show results").click()
    assert parameters(page) == [("kind", kind), ("language", language)]
    assert page.locator(".chip").count() == 2
    page.locator(".chip").first.click()
    assert parameters(page) == [("language", language)]
    page.get_by_role("link", name="Title A to Z").click()
    assert sorted(parameters(page)) == [("language", language), ("sort", "title")]


def test_pages_of_a_list_work_without_scripts(plain: Visit) -> None:
    page = plain.page
    plain.open(named("library")[0])
    first = page.locator(".results h3").first.inner_text()
    page.get_by_role("link", name="Next").click()
    assert parameters(page) == [("page", "2")]
    assert page.locator(".pages [aria-current=page]").inner_text().split() == ["Page", "2"]
    assert page.locator(".results h3").first.inner_text() != first


def test_choice_of_a_country_works_without_scripts(plain: Visit) -> None:
    page = plain.page
    plain.open(named("home")[0])
    page.locator("#country").select_option("gr")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/countries/gr/")
    plain.open(named("urgent-help")[0])
    page.locator("#country").select_option("gr")
    page.get_by_role("button", name="Show").click()
    assert parameters(page) == [("country", "gr")]
    assert page.locator(".line .call").get_attribute("href") == "tel:0000000001"
    assert page.locator(".line .call").count() == 1


def test_transcript_is_open_and_can_be_folded_without_scripts(plain: Visit) -> None:
    plain.open(named("recording-transcript")[0])
    text = plain.page.get_by_text("This is a sample.", exact=True)
    assert text.is_visible() is True
    plain.page.locator("#transcript summary").click()
    text.wait_for(state="hidden")


def test_language_of_the_page_changes_without_scripts(plain: Visit) -> None:
    plain.open(named("event-upcoming")[0])
    plain.page.get_by_role("link", name="Deutsch").click()
    plain.page.wait_for_url(f"**/de/events/{UPCOMING}/")
    assert plain.page.locator("html").get_attribute("lang") == "de"
    assert plain.context.cookies() == []


# Media

HIDDEN_ON_PAPER = (".site-nav", ".helpbar", ".crumbs", ".search", ".button", ".site-footer__nav")


@pytest.mark.parametrize(
    "page_type",
    named("resource-files", "case-study", "event-upcoming", "country-full", "what-is-peer-support"),
    ids=str,
)
def test_paper_shows_the_words_and_not_the_controls(windows: Callable[..., Visit], page_type: PageType) -> None:
    visit = windows()
    visit.open(page_type)
    visit.page.set_viewport_size({"width": 700, "height": 1000})
    text = visit.page.locator("main h1").inner_text()
    visit.page.emulate_media(media="print", color_scheme="dark")
    shown = [part for part in HIDDEN_ON_PAPER if visit.page.locator(f"{part}:visible").count()]
    heading, body = visit.page.locator("main h1"), visit.page.locator("main p:visible")
    colours = visit.page.evaluate(
        "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
    )
    seen = (heading.is_visible(), heading.inner_text(), body.count() > 1)
    wide = visit.page.evaluate(STICKS_OUT)
    visit.page.emulate_media(media="null", color_scheme="null")
    assert shown == []
    assert seen == (True, text, True)
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert wide == []


def test_forced_colours_draw_buttons_with_borders(fresh: Callable[..., Visit]) -> None:
    visit = fresh(forced_colors="active")
    visit.open(named("style-guide")[0])
    borders = """selector => [...document.querySelectorAll(selector)].filter(part => part.checkVisibility())
        .map(part => getComputedStyle(part).borderTopStyle + ' ' + getComputedStyle(part).borderTopWidth)"""
    for part in (".button", ".finger", ".chip", ".tag", ".call", ".plate", ".blaze"):
        found = visit.page.evaluate(borders, part)
        assert set(found) == {"solid 2px"}, part
        assert found != []
    assert visit.page.locator("h1").is_visible() is True


MOVING = """() => [...document.querySelectorAll('*')].filter(part => {
    const {transitionDuration, animationName} = getComputedStyle(part)
    return transitionDuration.split(', ').some(each => parseFloat(each) > 0) || animationName !== 'none'
}).length"""


@pytest.mark.parametrize(("wish", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_those_who_ask_for_it(fresh: Callable[..., Visit], wish: str, moves: bool) -> None:
    visit = fresh(reduced_motion=wish)
    visit.open(named("style-guide")[0])
    assert (visit.page.evaluate(MOVING) > 0) is moves


def test_more_contrast_makes_quiet_text_as_dark_as_the_rest(fresh: Callable[..., Visit]) -> None:
    visit = fresh(contrast="more")
    visit.open(named("library")[0])
    colour = "part => getComputedStyle(document.querySelector(part)).color"
    assert visit.page.evaluate(colour, ".meta") == visit.page.evaluate(colour, "body")
