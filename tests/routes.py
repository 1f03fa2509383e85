"""Every address that the URL resolver knows, with the names of what must be filled in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
_PARAMETER = re.compile(r"<(?:\w+:)?(?P<name>\w+)>|\(\?P<(?P<regex_name>\w+)>.*?\)(?=/|\$|$)")


@dataclass(frozen=True)
class Route:
    """One address: as the URLconf writes it, and whether it has a prefix for each language."""

    text: str
    translated: bool

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of what must be filled in."""
        return tuple(found["name"] or found["regex_name"] for found in _PARAMETER.finditer(self.text))

    @property
    def is_admin(self) -> bool:
        """Whether this belongs to the staff desk."""
        return self.text.startswith("admin/")

    def address(self, language: str = "en", **values: str) -> str:
        """Return the address in a language with the parameters filled in."""
        filled = _PARAMETER.sub(lambda found: values[found["name"] or found["regex_name"]], self.text)
        prefix = f"{language}/" if self.translated and language != settings.LANGUAGE_CODE else ""
        return f"/{prefix}{filled}"


def routes(resolver: URLResolver | None = None, before: str = "", translated: bool = False) -> Iterator[Route]:
    """Yield every route of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = pattern.pattern
        text = "" if isinstance(here, LocalePrefixPattern) else str(here)
        if isinstance(here, RegexPattern):
            text = text.removeprefix("^").removesuffix("$").replace("\\Z", "")
        if isinstance(pattern, URLPattern):
            yield Route(before + text, translated)
        else:
            yield from routes(pattern, before + text, translated or isinstance(here, LocalePrefixPattern))
