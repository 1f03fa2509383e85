"""Small packs of starting content: one or two records a file, with every field that the schema knows."""

import copy
from pathlib import Path
from typing import Any

import yaml

SMALL: dict[str, list[dict[str, Any]]] = {
    "support_types": [
        {
            "key": "groups", "name": "Groups", "level": "form", "order": 1, "picture": "group",
            "short_description": "People meet.", "description": "A circle.\n\nA second paragraph.",
            "source": ["a.txt"],
        }
    ],
    "topics": [
        {
            "key": "training", "name": "Training", "group": "work", "scope_note": "Courses.",
            "synonyms": ["education"], "source": ["a.txt"],
        }
    ],
    "glossary": [
        {"key": "peer", "term": "Peer", "definition": "Someone like you.", "related": ["trialogue"], "source": ["a.txt"]},
        {"key": "trialogue", "term": "Trialogue", "abbreviation": "TRI", "definition": "A talk.", "source": ["a.txt"]},
    ],
    "organisations": [
        {
            "key": "house", "name": "House", "name_original": "Σπίτι", "acronym": "HO", "kind": "ngo", "country": "GR",
            "city": "Athens", "scope": "national", "website": "https://house.example.org/", "languages": ["el", "en"],
            "support_types": ["groups"], "gamian_member": True, "title_language": "de", "description": "A house.",
            "source": ["https://house.example.org/about"],
        }
    ],
    "resources": [
        {
            "key": "guide-1", "title": "A guide", "kind": "guide", "title_language": "fr", "authors": ["Ada Byron"],
            "organisation": "house", "publisher": "Press", "year": 2020, "languages": ["fr"], "countries": ["FR"],
            "url": "https://press.example.org/guide", "doi": "10.1234/abc", "rights": "CC BY", "topics": ["training"],
            "support_types": ["groups"], "summary": "How to.", "source": ["https://press.example.org/"],
        },
        {
            "key": "copied", "title": "A copy", "kind": "book", "languages": ["en"], "topics": ["training"],
            "support_types": ["groups"], "url": "https://copies.example.org/1", "third_party_copy": True,
            "summary": "A book.", "source": ["https://copies.example.org/1", "https://copies.example.org/2"],
        },
    ],
    "case_studies": [
        {
            "key": "walk", "title": "A walk", "title_language": "de", "country": "IE", "organisation": "house", "setting": "A park",
            "support_types": ["groups"], "topics": ["training"], "years": "2020-2021",
            "what_it_is": "People walk. They talk a lot on the way.", "how_it_works": "Every week.", "what_helped": "Sun.",
            "what_could_be_better": "Rain.", "what_others_can_take": "Shoes.", "source": ["a.txt"],
        }
    ],
    "media": [
        {
            "key": "film", "title": "A film", "kind": "video", "url": "https://film.example.org/1", "publisher": "Studio",
            "organisation": "house", "languages": ["en"], "countries": ["IE"], "topics": ["training"],
            "support_types": ["groups"], "published": "2022-03-04", "duration_minutes": 61, "event": "day",
            "title_language": "de", "summary": "To see.", "source": ["https://film.example.org/1"],
        }
    ],
    "activities": [
        {
            "key": "course", "title": "A course", "kind": "training-programme", "organisation": "house",
            "countries": ["DE", "AT"], "support_types": ["groups"], "topics": ["training"], "format": "hybrid",
            "languages": ["de"], "url": "https://house.example.org/course", "title_language": "de",
            "description": "To learn.", "source": ["https://house.example.org/course"],
        }
    ],
    "events": [
        {
            "key": "day", "title": "A day", "kind": "workshop", "format": "online", "year": 2022, "series": "Days",
            "series_order": 1, "alternative_titles": ["One day"], "organiser": "house", "start_date": "2022-07-01",
            "start_time": "14:00", "end_time": "16:00", "time_zone": "CET", "starts_at": "2022-07-01T14:00:00+02:00",
            "place": "Online", "countries": ["BE"], "languages": ["en"], "topics": ["training"],
            "support_types": ["groups"], "title_language": "fr", "description": "We met.",
            "people": [{"name": "Ada Byron", "role": "speaker", "affiliation": "Press", "organisation": "house"}],
            "recap": [{"heading": "First", "text": "We talked."}], "url": "https://house.example.org/day",
            "related_resources": ["guide-1"], "source": ["a.txt"],
        },
        {
            "key": "some-year", "title": "Some day", "kind": "webinar", "format": "online", "year": 2021,
            "date_note": "The day is not known.", "topics": [], "support_types": [], "people": [],
            "description": "Nobody knows when.", "source": ["a.txt"],
        },
    ],
    "pages": [
        {
            "key": "home", "slug": "", "title": "Home", "summary": "Welcome.", "quotation": "It helped.",
            "quotation_by": "A peer", "sections": [{"heading": "Why", "body": "So.", "slot": "introduction"}],
            "source": ["a.txt"],
        },
        {
            "key": "urgent-help", "slug": "urgent-help", "title": "Help", "summary": "Now.",
            "sections": [{"heading": "Call", "body": "Do."}], "source": ["a.txt"],
            "numbers": [
                {"number": "112", "name": "Emergency", "coverage": "EU", "cost": "free", "source": ["a.txt"]},
                {
                    "number": "116 123", "name": "Support line", "coverage": "Some", "cost": "free", "source": ["a.txt"],
                    "countries": [{"country": "IE", "provider": "Listeners", "note": "Day and night.", "source": ["b"]}],
                },
            ],
        },
    ],
}  # fmt: skip


def small() -> dict[str, list[dict[str, Any]]]:
    """Return a copy of the small pack."""
    return copy.deepcopy(SMALL)


def record(pack: dict[str, list[dict[str, Any]]], file: str, key: str) -> dict[str, Any]:
    """Return one record of a pack."""
    return next(row for row in pack[file] if row["key"] == key)


def write(folder: Path, pack: dict[str, Any]) -> Path:
    """Write a pack as files and return their folder."""
    folder.mkdir(exist_ok=True)
    for file, rows in pack.items():
        text = rows if isinstance(rows, bytes) else yaml.safe_dump(rows, allow_unicode=True, sort_keys=False).encode()
        (folder / f"{file}.yaml").write_bytes(text)
    return folder
