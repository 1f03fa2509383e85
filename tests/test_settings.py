"""Settings from the environment: what is given is taken, what is wrong is told in a sentence that says what to set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from resource_centre import environment
from tests.repository import ROOT

PUBLIC = "https://peersupport.example.org"
LONG_KEY = "k" * 50
NO_KEY = (
    "Set SECRET_KEY to at least 50 random characters, or SECRET_KEY_FILE to a file that holds them. "
    "This makes some: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
)
NO_DATABASE = "Set DATABASE_URL to postgres://user:password@host:5432/name, or leave it empty for SQLite."


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        *("SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "DATABASE_URL", "DEBUG", "BEHIND_PROXY"),
        *("PROXY_COUNT", "EMAIL_URL", "EMAIL_FROM"),
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    environment.env.ENVIRON.files_cache.clear()  # a file that was read is not read again in the same process


@pytest.mark.parametrize(
    "address",
    [
        "",
        "peersupport.example.org",
        "ftp://peersupport.example.org",
        f"{PUBLIC}/portal",
        f"{PUBLIC}:99999",
        "http://[::1",
    ],
)
def test_site_url_that_is_no_address_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", address)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.site_url()
    assert str(refusal.value) == (
        f"Set SITE_URL to the address of the site, such as https://peersupport.example.org. It is {address!r} now."
    )


@pytest.mark.parametrize(
    ("given", "taken"),
    [(PUBLIC, PUBLIC), (f"{PUBLIC}/", PUBLIC), ("http://[::1]:8000", "http://[::1]:8000"), (f" {PUBLIC}\n", PUBLIC)],
)
def test_site_url_is_taken_without_slash_and_blanks(given: str, taken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", given)
    assert environment.site_url() == taken


def test_allowed_hosts_of_a_public_site_are_its_own_and_the_named_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "www.example.org, ,peersupport.example.org")
    assert environment.allowed_hosts(PUBLIC) == ["peersupport.example.org", "www.example.org"]


def test_allowed_hosts_on_a_machine_of_ones_own_are_all_its_names() -> None:
    assert environment.allowed_hosts("http://[::1]:8000") == ["[::1]", "127.0.0.1", "localhost"]


def test_secret_key_is_made_once_on_a_machine_of_ones_own(tmp_path: Path) -> None:
    first = environment.secret_key(tmp_path / "data", "http://127.0.0.1:8000")
    assert len(first) >= 50
    assert environment.secret_key(tmp_path / "data", "http://127.0.0.1:8000") == first
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("key", ["", "k" * 49])
def test_secret_key_that_is_missing_or_short_stops_a_public_site(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.secret_key(tmp_path, PUBLIC)
    assert str(refusal.value) == NO_KEY
    assert list(tmp_path.iterdir()) == []


def test_secret_key_comes_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text(f"{LONG_KEY}\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert environment.secret_key(tmp_path, PUBLIC) == LONG_KEY


def test_secret_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.secret_key(tmp_path, PUBLIC)
    assert str(refusal.value) == (
        "SECRET_KEY_FILE names a file that cannot be read: "
        f"[Errno 2] No such file or directory: '{tmp_path / 'nowhere'}'"
    )


@pytest.mark.parametrize(
    ("word", "taken"),
    [("1", True), ("Yes", True), ("true", True), ("ON", True), ("0", False), ("no", False), ("", False)],
)
def test_flag_is_yes_or_no(word: str, taken: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", word)
    assert environment.flag("DEBUG", default=not taken) is taken


def test_flag_with_another_word_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEHIND_PROXY", "maybe")
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.flag("BEHIND_PROXY", default=False)
    assert str(refusal.value) == "Set BEHIND_PROXY to yes or no. It is 'maybe' now."


@pytest.mark.parametrize(("word", "taken"), [("0", 0), (" 2\n", 2), ("12", 12)])
def test_number_is_taken(word: str, taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROXY_COUNT", word)
    assert environment.number("PROXY_COUNT", default=7) == taken
    monkeypatch.delenv("PROXY_COUNT")
    assert environment.number("PROXY_COUNT", default=7) == 7


@pytest.mark.parametrize("word", ["", "-1", "1.0", "one", "٢", "²"])
def test_number_with_another_word_is_refused(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROXY_COUNT", word)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.number("PROXY_COUNT", default=0)
    assert str(refusal.value) == f"Set PROXY_COUNT to a whole number. It is {word!r} now."


def test_letters_are_kept_in_the_data_folder_unless_a_mail_server_is_named(tmp_path: Path) -> None:
    assert environment.mail(tmp_path) == {
        "EMAIL_BACKEND": "resource_centre.mail.folder.EmailBackend",
        "EMAIL_FILE_PATH": str(tmp_path / "letters"),
    }


@pytest.mark.parametrize(
    ("address", "host", "port", "user", "password", "security"),
    [
        ("smtp+tls://me:p%40ss%2F@mail.example.org", "mail.example.org", 587, "me", "p@ss/", "TLS"),
        ("smtp+ssl://me%40example.org:x@mail.example.org", "mail.example.org", 465, "me@example.org", "x", "SSL"),
        ("smtp://127.0.0.1", "127.0.0.1", 25, None, None, ""),
        ("smtp+tls://[::1]:2525?timeout=3", "::1", 2525, None, None, "TLS"),
    ],
)
def test_mail_server_is_the_one_that_is_named(
    address: str,
    host: str,
    port: int,
    user: str | None,
    password: str | None,
    security: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    assert environment.mail(Path("/nowhere")) == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        **({f"EMAIL_USE_{security}": True} if security else {}),
    }


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mail.example.org", "Set EMAIL_URL to smtp+tls://user:password@host:587 (or smtp+ssl:// or smtp://)."),
        ("consolemail://", "Set EMAIL_URL to smtp+tls://user:password@host:587 (or smtp+ssl:// or smtp://)."),
        ("smtp://", "EMAIL_URL names no host."),
        ("smtp://mail.example.org:99999", "EMAIL_URL cannot be read: Port out of range 0-65535"),
    ],
)
def test_mail_server_that_cannot_be_understood_is_refused(
    address: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.mail(Path("/nowhere"))
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("address", "sender"),
    [
        (PUBLIC, "noreply@peersupport.example.org"),
        ("http://127.0.0.1:8000", "noreply@localhost"),
        ("http://[::1]:8000", "noreply@localhost"),
    ],
)
def test_sender_is_at_the_host_of_the_site_unless_named(
    address: str, sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert environment.mail_from(address) == sender
    monkeypatch.setenv("EMAIL_FROM", "Peer Support <post@example.org>")
    assert environment.mail_from(address) == "Peer Support <post@example.org>"


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "post",
        "post@",
        "@example.org",
        "a@b@example.org",
        "post@example.org\nBcc: jan@example.org",
        "pöst@example.org",
    ],
)
def test_sender_that_is_no_address_is_refused(sender: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_FROM", sender)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.mail_from(PUBLIC)
    assert str(refusal.value) == (
        "Set EMAIL_FROM to an e-mail address, such as noreply@example.org or "
        f"Peer Support <noreply@example.org>. It is {sender!r} now."
    )


# The library that takes the address apart warns before we refuse it.
@pytest.mark.parametrize("address", ["mysql://user:password@host/name", "oracle://host/name", "nonsense"])
def test_database_of_another_kind_is_refused(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.database(tmp_path)
    assert str(refusal.value) == NO_DATABASE


def test_database_address_that_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@host:port/name")
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.database(tmp_path)
    assert str(refusal.value) == "DATABASE_URL cannot be read: Port could not be cast to integer value as 'port'"


def test_database_is_sqlite_in_the_data_folder_unless_named(tmp_path: Path) -> None:
    found = environment.database(tmp_path / "data")
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", str(tmp_path / "data" / "db.sqlite3"))
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_is_postgresql_where_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user:p%40ss@host:5433/name")
    found = environment.database(tmp_path)
    assert {name: found[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "name",
        "USER": "user",
        "PASSWORD": "p@ss",
        "HOST": "host",
        "PORT": 5433,
    }


def manage(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as on a new machine with these variables."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT,
        env=bare | {"DATA_DIR": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_start_with_a_wrong_setting_ends_with_the_sentence(tmp_path: Path) -> None:
    run = manage(tmp_path, "check", SITE_URL=PUBLIC)
    assert run.returncode == 1
    assert run.stderr.strip().splitlines()[-1].endswith(NO_KEY)


def deployed(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Check a public site with these variables."""
    key = "".join(chr(97 + number * 7 % 26) + str(number) for number in range(40))
    told = {"SITE_URL": PUBLIC, "SECRET_KEY": key, "BEHIND_PROXY": "yes"} | variables
    return manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **told)


def test_public_site_passes_the_deployment_checks_without_a_word(tmp_path: Path) -> None:
    run = deployed(tmp_path, EMAIL_URL="smtp+tls://user:password@mail.example.org")
    assert (run.returncode, run.stderr) == (0, "")


def test_public_site_without_a_mail_server_does_not_pass(tmp_path: Path) -> None:
    run = deployed(tmp_path)
    assert run.returncode == 1
    assert "(mail.W001) Letters stay in a folder: nobody gets the link" in run.stderr


def test_number_of_proxies_is_one_behind_a_proxy_unless_it_is_told(tmp_path: Path) -> None:
    print_it = ["shell", "-v", "0", "-c", "from django.conf import settings; print(settings.PROXY_COUNT)"]
    told: list[dict[str, str]] = [{}, {"BEHIND_PROXY": "yes"}, {"BEHIND_PROXY": "yes", "PROXY_COUNT": "2"}]
    assert [manage(tmp_path, *print_it, **variables).stdout for variables in told] == ["0\n", "1\n", "2\n"]
