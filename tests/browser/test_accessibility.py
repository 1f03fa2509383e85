"""axe-core on every page type: both colour schemes, a phone and a wide window, everything unfolded."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit, told, tool
from tests.browser.pages import PAGE_TYPES, PageType

#: Nothing here plays by itself, and style sheets are read as they are.
BASE: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
#: WCAG 2.0 to 2.2, A and AA, and best practices.
EVERYTHING = BASE | {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: The rules that look at colours. The dark scheme changes nothing else.
COLOURS = BASE | {"runOnly": ["cat.color"]}
#: The contrast of AAA (7:1), which the design promises. Colours do not depend on the width, so one width will do.
HIGH_CONTRAST = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
NO_HIGH_CONTRAST = {"rules": {"color-contrast-enhanced": {"enabled": False}}}
RUNS = {
    ("light", 360): EVERYTHING,
    ("light", 1280): EVERYTHING | HIGH_CONTRAST,
    ("dark", 360): COLOURS | NO_HIGH_CONTRAST,
    ("dark", 1280): COLOURS | HIGH_CONTRAST,
}
#: Everything but the menu, which on a phone lies over the page.
UNFOLD = "document.querySelectorAll('main details').forEach(part => { part.open = true })"
#: What was found, as lines of text: rule, what is wrong, and the element.
RUN = """async ({options, part}) => {
    const {violations} = await axe.run(part || document, options)
    return violations.flatMap(({id, nodes}) => nodes.map(
        ({html, failureSummary}) => `${id}: ${html}\\n${failureSummary}`
    ))
}"""


@pytest.fixture(scope="session")
def axe() -> str:
    return tool("AXE_JS", "axe-core/axe.min.js").read_text(encoding="utf-8")


def show_all(page: Page, scheme: Any, width: int) -> None:
    """Make the window as high as the page: the help bar then covers nothing, as after scrolling to the end."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=str)
def test_axe_finds_nothing(windows: Callable[..., Visit], axe: str, page_type: PageType) -> None:
    visit = windows(bypass_csp=True)
    visit.open(page_type)
    visit.page.evaluate(UNFOLD)
    visit.page.evaluate(axe)
    found = {}
    for (scheme, width), options in RUNS.items():
        show_all(visit.page, scheme, width)
        found[scheme, width] = visit.page.evaluate(RUN, {"options": options})
    assert not any(found.values()), told(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_menu_of_a_phone(windows: Callable[..., Visit], axe: str, scheme: str) -> None:
    visit = windows(bypass_csp=True)
    visit.open(PAGE_TYPES[1])
    show_all(visit.page, scheme, 360)
    visit.page.locator(".site-nav summary").click()
    visit.page.evaluate(axe)
    assert visit.page.evaluate(RUN, {"options": EVERYTHING | HIGH_CONTRAST, "part": ".site-header"}) == []


def test_axe_sees_what_is_wrong(windows: Callable[..., Visit], axe: str) -> None:
    visit = windows(bypass_csp=True)
    visit.page.set_content(
        "<!doctype html><p style='color:#bbb;background:#fff'>pale</p><p style='color:#6b6b6b;background:#fff'>greyish</p><img src='data:,'>"
    )
    visit.page.evaluate(axe)
    rules = {line.split(":")[0] for line in visit.page.evaluate(RUN, {"options": EVERYTHING | HIGH_CONTRAST})}
    assert rules >= {"color-contrast", "color-contrast-enhanced", "document-title", "html-has-lang", "image-alt"}
