"""Names of countries and languages in the reader's language."""

import pytest
from django.utils import translation

from resource_centre.vocabularies import cldr
from resource_centre.vocabularies.codes import EUROPE, LANGUAGES


@pytest.mark.parametrize(
    ("code", "en", "de", "fr"),
    [
        ("IE", "Ireland", "Irland", "Irlande"),
        ("GR", "Greece", "Griechenland", "Grèce"),
        ("XK", "Kosovo", "Kosovo", "Kosovo"),
        ("CZ", "Czechia", "Tschechien", "Tchéquie"),
        ("TR", "Türkiye", "Türkei", "Turquie"),
        ("MK", "North Macedonia", "Nordmazedonien", "Macédoine du Nord"),
        ("QQ", "QQ", "QQ", "QQ"),
        ("", "", "", ""),
        ("<b>", "<b>", "<b>", "<b>"),
    ],
)
def test_countries_are_called_as_the_reader_calls_them(code: str, en: str, de: str, fr: str) -> None:
    names = {}
    for language in ("en", "de", "fr"):
        with translation.override(language):
            names[language] = cldr.country_name(code)
    assert names == {"en": en, "de": de, "fr": fr}


@pytest.mark.parametrize(
    ("code", "en", "de", "fr"),
    [
        ("de", "German", "Deutsch", "Allemand"),
        ("el", "Greek", "Griechisch", "Grec"),
        ("ar", "Arabic", "Arabisch", "Arabe"),
        ("no", "Norwegian", "Norwegisch", "Norvégien"),
        ("qq", "qq", "qq", "qq"),
        ("", "", "", ""),
        ("../x", "../x", "../x", "../x"),
    ],
)
def test_languages_are_called_as_the_reader_calls_them(code: str, en: str, de: str, fr: str) -> None:
    names = {}
    for language in ("en", "de", "fr"):
        with translation.override(language):
            names[language] = cldr.language_name(code)
    assert names == {"en": en, "de": de, "fr": fr}


@pytest.mark.parametrize(
    ("code", "name"), [("de", "Deutsch"), ("fr", "Français"), ("el", "Ελληνικά"), ("uk", "Українська"), ("qq", "qq")]
)
def test_languages_call_themselves(code: str, name: str) -> None:
    assert cldr.own_language_name(code) == name


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_every_code_of_a_new_database_has_a_name(language: str) -> None:
    with translation.override(language):
        assert [code for code in EUROPE if cldr.country_name(code) == code] == []
        assert [code for code in LANGUAGES if cldr.language_name(code) == code] == []


def test_directions_are_those_of_the_scripts() -> None:
    assert {code for code in LANGUAGES if cldr.direction(code) == "rtl"} == {"ar", "fa", "he", "ps", "ur", "yi"}
    assert cldr.direction("ar-EG") == "rtl"


@pytest.mark.parametrize(
    ("language", "names", "joined"),
    [
        ("en", [], ""),
        ("en", ["A"], "A"),
        ("en", ["A", "B"], "A and B"),
        ("en", ["A", "B", "C"], "A, B, and C"),
        ("de", ["A", "B", "C"], "A, B und C"),
        ("fr", ["A", "B", "C"], "A, B et C"),
    ],
)
def test_names_are_listed_as_the_reader_lists_them(language: str, names: list[str], joined: str) -> None:
    with translation.override(language):
        assert cldr.joined(names) == joined
