"""Settings that come from the environment: each one read once, each failure a sentence that says what to set."""

import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

#: A variable that is not set may be read from the file that VARIABLE_FILE names, so that secrets can stay in files.
env = environ.FileAwareEnv()
#: Ways to a mail server, and the port that is usual for each: plain, STARTTLS, TLS from the start.
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def text(name: str, default: str) -> str:
    """Return the variable `name`, or the content of the file that `name`_FILE names, or `default`.

    Raises ImproperlyConfigured where that file cannot be read.
    """
    try:
        return str(env.str(name, default=default)).strip()
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read: {error}") from error


def flag(name: str, default: bool) -> bool:
    """Return the variable `name` as yes or no. Raises ImproperlyConfigured for any other word."""
    word = text(name, "yes" if default else "no").lower()
    if word in {"1", "yes", "true", "on"}:
        return True
    if word in {"0", "no", "false", "off", ""}:
        return False
    raise ImproperlyConfigured(f"Set {name} to yes or no. It is {word!r} now.")


def number(name: str, default: int) -> int:
    """Return the variable `name` as a whole number from 0 on. Raises ImproperlyConfigured for anything else."""
    word = text(name, str(default))
    if not (word.isascii() and word.isdigit()):
        raise ImproperlyConfigured(f"Set {name} to a whole number. It is {word!r} now.")
    return int(word)


def site_url() -> str:
    """Return the address at which people reach the site, without a slash at its end.

    Raises ImproperlyConfigured unless SITE_URL is an address such as https://peersupport.example.org.
    """
    address = text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
    try:
        parts = urlsplit(address)
        rest = (parts.path, parts.query, parts.fragment, parts.username, parts.password)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(rest) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ImproperlyConfigured(
            f"Set SITE_URL to the address of the site, such as https://peersupport.example.org. It is {address!r} now."
        )
    return address


def allowed_hosts(address: str) -> list[str]:
    """Return the host names that the site answers to: its own, those of ALLOWED_HOSTS, and loopback on a machine of one's own."""
    host = urlsplit(address).hostname or ""
    named = [name.strip() for name in text("ALLOWED_HOSTS", "").split(",") if name.strip()]
    own = f"[{host}]" if ":" in host else host
    return list(dict.fromkeys([own, *named, *(LOOPBACK if own in LOOPBACK else ())]))


def secret_key(data_dir: Path, address: str) -> str:
    """Return the secret key: SECRET_KEY, the file SECRET_KEY_FILE, or, on a machine of one's own, one made and kept in `data_dir`.

    Raises ImproperlyConfigured where a public site has none, or one that is too short.
    """
    key = text("SECRET_KEY", "")
    if not key and (urlsplit(address).hostname or "") in {"127.0.0.1", "localhost", "::1"}:
        path = data_dir / "secret_key"
        if not path.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(64), encoding="ascii")
        key = path.read_text(encoding="ascii").strip()
    if len(key) < 50:
        raise ImproperlyConfigured(
            "Set SECRET_KEY to at least 50 random characters, or SECRET_KEY_FILE to a file that holds them. "
            "This makes some: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return key


def database(data_dir: Path) -> dict[str, Any]:
    """Return the database settings: DATABASE_URL (postgres://…), or SQLite in `data_dir`.

    Raises ImproperlyConfigured for an address that names neither PostgreSQL nor SQLite.
    """
    address = text("DATABASE_URL", "") or f"sqlite:///{data_dir / 'db.sqlite3'}"
    refusal = "Set DATABASE_URL to postgres://user:password@host:5432/name, or leave it empty for SQLite."
    if address.partition(":")[0] not in {"postgres", "postgresql", "sqlite"}:
        raise ImproperlyConfigured(refusal)
    try:
        settings: dict[str, Any] = dict(environ.Env.db_url_config(address))
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from error
    engine = str(settings.get("ENGINE", ""))
    if engine.endswith("sqlite3"):
        data_dir.mkdir(parents=True, exist_ok=True)
        # One writer at a time that waits for its turn, beside any number of readers (sqlite.org/wal.html).
        settings["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    elif engine.endswith("postgresql"):
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured(refusal)
    return settings


def mail(data_dir: Path) -> dict[str, Any]:
    """Return the settings of the mail server: EMAIL_URL, or a folder of `data_dir` in which letters are kept as files.

    Raises ImproperlyConfigured for an address of another kind.
    """
    address = text("EMAIL_URL", "")
    if not address:
        return {
            "EMAIL_BACKEND": "resource_centre.mail.folder.EmailBackend",
            "EMAIL_FILE_PATH": str(data_dir / "letters"),
        }
    scheme = address.partition(":")[0]
    if scheme not in MAIL_PORTS:
        raise ImproperlyConfigured("Set EMAIL_URL to smtp+tls://user:password@host:587 (or smtp+ssl:// or smtp://).")
    try:
        found: dict[str, Any] = dict(environ.Env.email_url_config(address))
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"EMAIL_URL cannot be read: {error}") from error
    for name in ("EMAIL_FILE_PATH", "OPTIONS"):
        found.pop(name, None)
    if not found["EMAIL_HOST"]:
        raise ImproperlyConfigured("EMAIL_URL names no host.")
    found["EMAIL_PORT"] = found["EMAIL_PORT"] or MAIL_PORTS[scheme]
    return found


def mail_from(address: str) -> str:
    """Return the address from which letters are sent: EMAIL_FROM, or noreply@ the host of the site.

    Raises ImproperlyConfigured for something that is no e-mail address.
    """
    host = urlsplit(address).hostname or ""
    named = host if re.search(r"[a-z]", host) and ":" not in host else "localhost"  # a number is no mail domain
    sender = text("EMAIL_FROM", f"noreply@{named}")
    if not sender.isprintable() or not re.fullmatch(r"[!-~]+@[a-zA-Z0-9.-]+", parseaddr(sender)[1]):
        raise ImproperlyConfigured(
            "Set EMAIL_FROM to an e-mail address, such as noreply@example.org or "
            f"Peer Support <noreply@example.org>. It is {sender!r} now."
        )
    return sender
