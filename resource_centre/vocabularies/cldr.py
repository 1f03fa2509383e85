"""Names of countries and languages in the reader's language, from the CLDR data in Babel."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from django.utils.translation import get_language

# CLDR leaves the choice between two common names to us; these are the ones that the design uses.
_COUNTRY_NAMES = {("en", "TR"): "Türkiye"}
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi", "ps", "ckb", "sd", "ug"}


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def reader() -> Locale:
    """Return the CLDR locale of the page that is being made."""
    return _locale(get_language() or "en")


def country_name(code: str) -> str:
    """Return the name of the ISO 3166-1 country `code` in the reader's language, or the code where CLDR has none."""
    locale = reader()
    return _COUNTRY_NAMES.get((locale.language, code)) or locale.territories.get(code) or code


def language_name(code: str) -> str:
    """Return the name of the BCP 47 language `code` in the reader's language, as it stands in a list."""
    name = _locale(code).get_display_name(reader()) if code in _known() else None
    return (name[:1].upper() + name[1:]) if name else code


def own_language_name(code: str) -> str:
    """Return the name of a language in that language itself, as it stands in a list."""
    name = _locale(code).get_display_name(code) if code in _known() else None
    return (name[:1].upper() + name[1:]) if name else code


def direction(code: str) -> str:
    """Return "rtl" or "ltr" for the language `code`."""
    return "rtl" if code.split("-", maxsplit=1)[0] in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(Locale("en").languages) | {"pt-BR", "sr-Latn", "zh-Hant", "zh-Hans"}


def joined(names: list[str]) -> str:
    """Return names as a list in the reader's language: "Austria, Germany, and Italy" is left to CLDR."""
    return format_list(names, style="standard", locale=reader()) if names else ""
