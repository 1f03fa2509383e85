"""Where a request came from, as far as our own proxies say so."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
#: Some proxies add a port to the address: 192.0.2.1:4711, [2001:db8::1]:4711.
_WITHOUT_PORT = re.compile(r"\[([^]]*)\](?::\d+)?|([\d.]+):\d+")


def network_of(request: HttpRequest) -> str:
    """Return the network from which a request came: the IPv4 address, or the /64 network of an IPv6 address.

    Behind PROXY_COUNT proxies, each of which adds the address that it saw to X-Forwarded-For, the entry that the
    outermost of ours added is the right one. What stands to the left of it, a visitor can write.
    """
    ip = _address_of(request)
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip) if ip else UNKNOWN


def address_for_log_in(request: HttpRequest) -> str | None:
    """Return what `network_of` does in a form that a database column for addresses takes; django-axes asks for it."""
    network = network_of(request)
    return None if network == UNKNOWN else network.partition("/")[0]


def _address_of(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT:
        named = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(named) >= settings.PROXY_COUNT:
            address = named[-settings.PROXY_COUNT]
    if found := _WITHOUT_PORT.fullmatch(address):
        address = found[1] or found[2] or ""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return ip.ipv4_mapped or ip if isinstance(ip, ipaddress.IPv6Address) else ip
