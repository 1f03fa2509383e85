"""Asking other websites: never into the house's own network, however the address is written, and never for long."""

import http.server
import io
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from resource_centre.contributions import web
from resource_centre.contributions.web import Result, check, is_public

#: Addresses to which nothing is ever sent.
REFUSED = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://017700000001/",
    "http://localhost/", "http://LOCALHOST./", "http://[::1]/", "http://[::]/", "http://0.0.0.0/", "http://10.0.0.1/",
    "http://172.16.5.4/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://[fe80::1]/", "http://[fd00::1]/",
    "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://198.51.100.1/", "http://[2001:db8::1]/",
    "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "javascript:alert(1)", "//example.org/", "",
    "http://", "http:///x", "http://user:word@example.org/", "http://example.org:22/", "http://example.org:8000/",
    "http://example.org:99999/", "http://[bad/", "http://" + "a" * 300 + ".org/", "http://ex\x00ample.org/",
]  # fmt: skip


class Site(http.server.BaseHTTPRequestHandler):
    """A website that answers as its paths say."""

    asked: list[tuple[str, str, dict[str, str]]]

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.asked.append((self.command, self.path, dict(self.headers)))
        name = self.path.strip("/").partition("/")[0]
        if name == "no-head" and self.command == "HEAD":
            self.send_response(405)
        elif name in {"moved", "elsewhere"}:
            self.send_response(301 if name == "moved" else 302)
            self.send_header("Location", "/" + self.path.strip("/").partition("/")[2])
        elif name == "inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/")
        elif name == "endless":
            self.send_response(200)
            self.send_header("X-Long", "a" * 60_000)
            self.send_header("X-Longer", "a" * 60_000)
        else:
            self.send_response(int(name) if name.isdigit() else 200)
        self.send_header("Set-Cookie", "a=b")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"x" * 1000)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site(settings: Any) -> Iterator[str]:
    """The address of a website on this machine, which the check may ask."""
    settings.LINKCHECK_ALLOW_LOOPBACK = True
    Site.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Let no connection be made, and note where one was to go."""
    gone: list[Any] = []

    class Refusing(socket.socket):
        def connect(self, address: Any) -> None:
            gone.append(address)
            raise ConnectionRefusedError

    monkeypatch.setattr("resource_centre.contributions.web.socket.socket", Refusing)
    return gone


def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let every name lead to the addresses of the next answer. Return the names that were asked for."""
    asked: list[str] = []
    left = list(answers)

    def look_up(host: str, port: int, **_kwargs: Any) -> list[Any]:
        asked.append(host)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [
            (socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found
        ]

    monkeypatch.setattr("resource_centre.contributions.web.socket.getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize("address", REFUSED)
def test_nothing_is_sent_to_what_is_not_public(address: str, quiet: list[Any]) -> None:
    assert check(address) == Result(worked=False)
    assert quiet == []


@pytest.mark.parametrize(
    "ips",
    [["127.0.0.1"], ["10.1.2.3"], ["8.8.8.8", "192.168.0.1"], ["::ffff:169.254.169.254"], ["fe80::1"]],
)
def test_name_that_leads_inside_is_refused_even_beside_a_public_address(
    ips: list[str], monkeypatch: pytest.MonkeyPatch, quiet: list[Any]
) -> None:
    names(monkeypatch, ips)
    assert check("https://rebound.example.org/") == Result(worked=False)
    assert quiet == []


def test_connection_goes_to_the_address_that_was_looked_at_and_the_name_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, quiet: list[Any]
) -> None:
    asked = names(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    assert check("http://rebound.example.org/") == Result(worked=False)
    assert (asked, quiet) == (["rebound.example.org"], [("8.8.8.8", 80)])


def test_second_address_of_a_name_is_tried_where_the_first_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, quiet: list[Any]
) -> None:
    names(monkeypatch, ["2606:4700::1", "8.8.8.8"])
    check("http://example.org/")
    assert quiet == [("2606:4700::1", 80), ("8.8.8.8", 80)]


@pytest.mark.parametrize("ip", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(ip: str) -> None:
    assert is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    ("path", "result"),
    [
        ("/", Result(worked=True, status=200)),
        ("/204", Result(worked=True, status=204)),
        ("/no-head", Result(worked=True, status=200)),
        ("/404", Result(worked=False, status=404)),
        ("/500", Result(worked=False, status=500)),
        ("/403", Result(worked=False, status=403)),
        ("/elsewhere/here", Result(worked=True, status=200)),
        ("/elsewhere/elsewhere/elsewhere/here", Result(worked=True, status=200)),
        ("/elsewhere/elsewhere/elsewhere/elsewhere/here", Result(worked=False, status=302)),
        ("/inside", Result(worked=False)),
        ("/endless", Result(worked=True, status=200)),
        ("/a path/ü?q=ö&x=%20", Result(worked=True, status=200)),
    ],
)
def test_website_on_the_network(site: str, path: str, result: Result) -> None:
    assert check(site + path) == result


def test_no_more_is_read_than_what_an_answer_needs() -> None:
    here, there = socket.socketpair()
    with here, there:
        writer = threading.Thread(target=lambda: there.sendall(b"x" * (2 * web.MAX_BYTES)))
        writer.start()
        reader = io.BufferedReader(web._Bounded(here, time.monotonic() + 10))
        assert len(reader.read()) == web.MAX_BYTES
        left = web.MAX_BYTES
        while left:
            left -= len(here.recv(left))
        writer.join()


def test_address_that_moved_for_good_is_told(site: str) -> None:
    assert check(f"{site}/moved/moved/here").moved_to == f"{site}/here"
    assert check(f"{site}/elsewhere/here").moved_to == ""
    assert check(f"{site}/moved/elsewhere/here").moved_to == f"{site}/elsewhere/here"


def test_request_says_who_asks_and_nothing_else(site: str) -> None:
    check(f"{site}/elsewhere/here")
    assert [(method, path) for method, path, _headers in Site.asked] == [("HEAD", "/elsewhere/here"), ("HEAD", "/here")]
    for _method, _path, headers in Site.asked:
        assert set(headers) == {"Host", "Accept-Encoding", "User-Agent", "Accept", "Connection"}
        assert headers["User-Agent"] == "PeerSupportResourceCentre (+http://127.0.0.1:8000/)"


@pytest.mark.parametrize(
    ("status", "broken"), [(404, True), (410, True), (500, True), (0, True), (403, False), (429, False)]
)
def test_refusal_of_machines_does_not_mean_that_the_page_is_gone(status: int, broken: bool) -> None:
    assert Result(worked=False, status=status).broken is broken


@pytest.mark.parametrize(
    "behaviour", [lambda sock: sock.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 10), lambda _sock: None]
)
def test_site_that_never_ends_its_answer_is_given_up(
    settings: Any, monkeypatch: pytest.MonkeyPatch, behaviour: Callable[[socket.socket], None]
) -> None:
    settings.LINKCHECK_ALLOW_LOOPBACK = True
    monkeypatch.setattr(web, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def hold() -> None:
            connection, _where = server.accept()
            held.append(connection)
            behaviour(connection)

        thread = threading.Thread(target=hold)
        thread.start()
        assert check(f"http://127.0.0.1:{server.getsockname()[1]}/") == Result(worked=False)
        thread.join()
        for connection in held:
            connection.close()


def test_whole_check_ends_at_its_deadline(site: str) -> None:
    assert check(f"{site}/", seconds=0) == Result(worked=False)
    assert Site.asked == []


def test_certificate_that_nobody_signed_does_not_count(site: str) -> None:
    assert check(site.replace("http://", "https://")) == Result(worked=False)
