"""Where a request came from, as far as our own proxies say so."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def network_of(request: HttpRequest) -> str:
    """Return the network from which a request came: the IPv4 address, or the /64 network of an IPv6 address.

    Behind PROXY_COUNT proxies, each of which adds the address that it saw to X-Forwarded-For, the entry that the
    outermost of ours added is the right one. What stands to the left of it, a visitor can write.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT:
        named = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(named) >= settings.PROXY_COUNT:
            address = named[-settings.PROXY_COUNT]
    try:
        ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
