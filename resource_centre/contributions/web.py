"""Asking another website whether a page is there, without being led into the house's own network (CWE-918).

The name is looked up once, every address behind it has to be public, and the connection goes to the very address that
was looked at, so that a name that changes in between leads nowhere else.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

PORTS = {"http": 80, "https": 443}
MAX_REDIRECTS, MAX_ADDRESSES = 3, 4
#: Seconds for each step, and for all of them.
TIMEOUT, DEADLINE = 5.0, 20.0
MAX_BYTES = 64 * 1024
#: Answers by which a site refuses machines: they say nothing about whether people find the page.
REFUSALS = {401, 403, 405, 406, 429, 451, 503, 999}
REDIRECTS, FOR_GOOD = {301, 302, 303, 307, 308}, {301, 308}
#: What may stand in a path and in a query as it is (RFC 3986, 3.3 and 3.4), with what is quoted already.
_PATH, _QUERY = "/%:@!$&'()*+,;=~", "/%:@!$&'()*+,;=~?"
#: Networks in which an IPv4 address stands inside an IPv6 address (RFC 6052, RFC 8215).
_TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48")))

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedError(Exception):
    """An address to which we do not connect."""


@dataclass(frozen=True)
class Result:
    """What came of asking: whether the page is there, the last status code (0: none), and where it has moved for good."""

    worked: bool
    status: int = 0
    moved_to: str = ""

    @property
    def broken(self) -> bool:
        """Whether the page seems to be gone: not where the site only refuses machines."""
        return not self.worked and self.status not in REFUSALS


def check(address: str, seconds: float = DEADLINE) -> Result:
    """Ask whether a page is there: HEAD, and GET where that does not answer well. Raises nothing."""
    end = time.monotonic() + seconds
    here, status, moved_to, for_good = address, 0, "", True
    for _step in range(1 + MAX_REDIRECTS):
        try:
            status, location = _ask(here, end)
        except (OSError, ValueError, http.client.HTTPException, RefusedError):
            return Result(worked=False)
        if status not in REDIRECTS or not location:
            return Result(200 <= status < 300, status, moved_to)
        try:
            here = urljoin(here, location)
        except ValueError:
            return Result(worked=False)
        for_good = for_good and status in FOR_GOOD
        moved_to = here if for_good else moved_to
    return Result(worked=False, status=status)


def _ask(address: str, end: float) -> tuple[int, str]:
    """Return status and Location of an address."""
    parts = urlsplit(address)
    status, location = _request("HEAD", parts, end)
    if status in REDIRECTS or 200 <= status < 300:
        return status, location
    return _request("GET", parts, end)  # some sites answer HEAD with an error


def _request(method: str, parts: SplitResult, end: float) -> tuple[int, str]:
    """Send one request and return the status and Location of its answer. Nothing of the page itself is read."""
    if time.monotonic() >= end:
        raise TimeoutError
    host, port = _host_and_port(parts)
    sock = plain = _connect(host, port)
    try:
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        connection = http.client.HTTPConnection(host, port)
        connection.auto_open = 0
        connection.sock = sock
        connection.response_class = _answer_until(end)  # type: ignore[assignment]  # a function does as well as a class
        headers = {"User-Agent": _name(), "Accept": "*/*", "Connection": "close"}
        connection.request(method, _target(parts), headers=headers)
        with connection.getresponse() as answer:
            return answer.status, answer.headers.get("Location", "")
    finally:
        sock.close()
        plain.close()


def _target(parts: SplitResult) -> str:
    """Return path and query as they stand in a request: what is not ASCII, quoted."""
    query = f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
    return quote(parts.path or "/", safe=_PATH) + query


def _name() -> str:
    """Who we are, and where to read about it."""
    return f"PeerSupportResourceCentre (+{settings.SITE_URL}/)"


def _host_and_port(parts: SplitResult) -> tuple[str, int]:
    """Return host and port. Raises RefusedError for anything but plain web addresses with the usual ports."""
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None or parts.password is not None:
        raise RefusedError("no web address")
    port = parts.port or PORTS[parts.scheme]
    if port not in PORTS.values() and not settings.LINKCHECK_ALLOW_LOOPBACK:
        raise RefusedError("another port")
    try:
        return parts.hostname.encode("idna").decode("ascii"), port
    except UnicodeError as error:
        raise RefusedError("no name") from error


def _connect(host: str, port: int) -> socket.socket:
    """Return a connection to a host. Raises RefusedError unless every address behind its name is public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for _family, _kind, _protocol, _canonical, where in found:
        if not is_public(ipaddress.ip_address(str(where[0]).partition("%")[0])):
            raise RefusedError("not public")
    failure: OSError = ConnectionError("no address")
    for family, kind, protocol, _canonical, where in found[:MAX_ADDRESSES]:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(TIMEOUT)
            sock.connect(where)
        except OSError as error:  # perhaps we have no IPv6, and the next one is IPv4
            sock.close()
            failure = error
        else:
            return sock
    raise failure


def is_public(ip: Ip) -> bool:
    """Say whether an address belongs to the public internet, also where it only wraps another one."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and any(ip in network for network in _TRANSLATED):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    if ip.is_loopback:
        return bool(settings.LINKCHECK_ALLOW_LOOPBACK)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local)


class _Bounded(io.RawIOBase):
    """What comes from a socket, up to so many bytes and up to a moment."""

    def __init__(self, sock: socket.socket, end: float) -> None:
        self.sock, self.end, self.left = sock, end, MAX_BYTES

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what there is. Raises TimeoutError after the moment; it ends after so many bytes."""
        rest = self.end - time.monotonic()
        if rest <= 0:
            raise TimeoutError
        self.sock.settimeout(min(TIMEOUT, rest))
        view = memoryview(buffer)[: self.left]
        count = self.sock.recv_into(view) if len(view) else 0
        self.left -= count
        return count


class _Readable:
    """A socket of which an answer reads only so much."""

    def __init__(self, sock: socket.socket, end: float) -> None:
        self.sock, self.end = sock, end

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the bounded file that `http.client` reads from."""
        return io.BufferedReader(_Bounded(self.sock, self.end))


def _answer_until(end: float) -> Callable[..., http.client.HTTPResponse]:
    """Return what makes the answer of a connection, read up to the moment `end`."""

    def make(sock: socket.socket, **kwargs: Any) -> http.client.HTTPResponse:
        readable: Any = _Readable(sock, end)
        return http.client.HTTPResponse(readable, **kwargs)

    return make
