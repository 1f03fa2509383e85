"""Where a request came from: what our own proxies say counts, what a visitor writes does not."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse

from resource_centre.guard.addresses import address_for_log_in, network_of


def seen(remote: str, forwarded: str = "") -> str:
    """Return the network of a request from `remote` with this X-Forwarded-For."""
    return network_of(RequestFactory(REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded).get("/"))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (0, "", "192.0.2.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),  # the first was forged
        (1, "203.0.113.9,203.0.113.8 ,198.51.100.1", "198.51.100.1"),
        (1, "", "192.0.2.1"),
        (2, "198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.1"),  # came past a proxy: nobody of ours has seen that address
    ],
)
def test_forged_forwarding_changes_nothing(proxies: int, forwarded: str, network: str, settings: Any) -> None:
    settings.PROXY_COUNT = proxies
    assert seen("192.0.2.1", forwarded) == network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]:4711", "2001:db8:1:2::/64"),
        ("198.51.100.1:4711", "198.51.100.1"),
        ("", "unknown"),
        ("unknown", "unknown"),
        ("_hidden", "unknown"),
        ("198.51.100.999", "unknown"),
        ("198.51.100.1; DROP TABLE", "unknown"),
        ("1" * 5000, "unknown"),
    ],
)
def test_every_spelling_of_an_address_is_one_network(address: str, network: str, settings: Any) -> None:
    assert seen(address) == network
    settings.PROXY_COUNT = 1
    assert seen("192.0.2.1", f"203.0.113.9, {address}") == (network if address else "203.0.113.9")


def test_log_in_counts_by_an_address_that_a_column_takes() -> None:
    asked = [RequestFactory(REMOTE_ADDR=address).get("/") for address in ("2001:db8::7", "192.0.2.1", "rubbish")]
    assert [address_for_log_in(request) for request in asked] == ["2001:db8::", "192.0.2.1", None]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["2001:db8::7", "192.0.2.1", ""])
def test_log_in_rests_after_five_failures_from_any_kind_of_address(address: str) -> None:
    User.objects.create_superuser("maria", password="a long walk by the river")
    client = Client(REMOTE_ADDR=address)
    answers = [
        client.post(reverse("admin:login"), {"username": "maria", "password": "guess"}).status_code for _try in range(5)
    ]
    assert answers == [200, 200, 200, 200, 429]
