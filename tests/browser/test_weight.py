"""What a visit costs on the wire, as Chromium counts it: answers with their headers, compressed."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.pages import PAGE_TYPES, PageType, named

FIRST_VISIT = 100_000
FURTHER_PAGE = 30_000


def come_to_rest(visit: Visit) -> None:
    """Wait until the fonts of the page are there: the browser asks for them when it knows which it needs."""
    visit.page.evaluate("document.fonts.ready.then(() => null)")


def cost(visit: Visit, page_type: PageType) -> int:
    """Return the bytes that came over the wire for a page type and everything on it."""
    client = visit.context.new_cdp_session(visit.page)
    came: list[int] = []
    client.on("Network.loadingFinished", lambda told: came.append(int(told["encodedDataLength"])))
    client.send("Network.enable")
    visit.open(page_type)
    come_to_rest(visit)
    client.send("Network.disable")
    client.detach()
    return sum(came)


def test_first_visit_of_the_home_page_costs_less_than_100_kb(fresh: Callable[..., Visit]) -> None:
    visit = fresh()
    total = cost(visit, named("home")[0])
    assert any("/fonts/" in address for address in visit.requests)
    assert any(address.endswith(".css") for address in visit.requests)
    assert 20_000 < total < FIRST_VISIT


@pytest.mark.parametrize("page_type", [each for each in PAGE_TYPES if each.room], ids=str)
def test_further_page_costs_less_than_30_kb(fresh: Callable[..., Visit], page_type: PageType) -> None:
    visit = fresh(viewport={"width": 360, "height": 640})
    visit.open(named("search")[0])  # the lightest page that brings the style sheets and the common fonts
    come_to_rest(visit)
    assert 1_000 < cost(visit, page_type) < FURTHER_PAGE
