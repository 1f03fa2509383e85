"""What the page on privacy promises is what the settings say."""

import re
from typing import Any

import pytest
import yaml

from resource_centre.contributions import periods
from resource_centre.correspondence import periods as correspondence
from resource_centre.mail.models import KEEP_BOUNCES
from tests.repository import ROOT

PAGES = ROOT / "resource_centre" / "starter" / "content" / "pages.yaml"
FIRST, SECOND, THIRD = periods.ASK_AFTER_MONTHS
#: By heading: the sentences that hold a number.
PROMISES: dict[str, list[str]] = {
    "What you share with us": [
        f"What you saved to go on later is erased {periods.UNFINISHED_DAYS} days after your last change.",
        f"What you sent without confirming your e-mail address is erased after {periods.UNCONFIRMED_DAYS} days.",
        f"What we do not publish, what you take back and what is spam is erased after {periods.DECLINED_DAYS} days.",
        f"What is still waiting is erased {periods.OPEN_DAYS} days after the last change.",
    ],
    "What is published": [
        f"When nobody has confirmed for {FIRST}, {SECOND} and {THIRD} months that it is right, we ask you.",
        (
            f"When we hear nothing for {periods.OWNER_MONTHS} months, we erase your address, your note and your answers to our "
            "questions; the page stays, and says since when nobody has confirmed it."
        ),
        (
            f"If you ask to change a page as its owner, we erase your request after {periods.UNPROVED_DAYS} days when you do not "
            f"use our link, and after {periods.CLAIM_DAYS} days when our staff have not agreed."
        ),
    ],
    "Your links": [f"The link to see where it stands works for {periods.STATUS_LINK.days} days."],
    "If you tell us that something is wrong": [
        (
            f"We erase what you told us {periods.REPORT_DAYS} days after we have dealt with it, and after {periods.OPEN_DAYS} "
            "days in any case."
        ),
    ],
    "Messages": [
        f"Each message is erased {correspondence.MESSAGE_DAYS} days after it was sent, and with the last one your address.",
        f"A message that you do not confirm is erased after {correspondence.UNCONFIRMED_DAYS} days.",
        f"A conversation that somebody reported is kept for {correspondence.REPORTED_DAYS} days at most.",
        f"A block ends {correspondence.BLOCK_DAYS} days after the person last tried to write.",
        (
            f"A message to us is erased {correspondence.CLOSED_CONTACT_DAYS} days after we have closed it, and after "
            f"{correspondence.CONTACT_DAYS} days in any case."
        ),
    ],
    "News": [
        (
            "If you do not confirm that you want the news, your address is erased after "
            f"{correspondence.UNCONFIRMED_DAYS} days."
        ),
        (
            f"When letters to an address come back, we remember that for {KEEP_BOUNCES.days} days, in a form from which nobody "
            "can read the address."
        ),
    ],
}


def privacy() -> dict[str, str]:
    """Return the sections of the page."""
    pages: list[dict[str, Any]] = yaml.safe_load(PAGES.read_text(encoding="utf-8"))
    [page] = [page for page in pages if page["key"] == "privacy"]
    return {section["heading"]: section["body"] for section in page["sections"]}


@pytest.mark.parametrize("heading", PROMISES)
def test_every_number_on_the_page_on_privacy_is_that_of_the_settings(heading: str) -> None:
    sentences = re.split(r"(?<=\.) ", privacy()[heading])
    assert [sentence for sentence in sentences if re.search(r"\d", sentence)] == PROMISES[heading]


def test_no_other_part_of_the_page_on_privacy_names_a_number() -> None:
    assert [heading for heading, body in privacy().items() if re.search(r"\d", body)] == list(PROMISES)


def test_the_link_to_confirm_lives_as_long_as_what_it_confirms() -> None:
    assert (periods.CONFIRM_LINK.days, periods.RESUME_LINK.days) == (periods.UNCONFIRMED_DAYS, periods.UNFINISHED_DAYS)
