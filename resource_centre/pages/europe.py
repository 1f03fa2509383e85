"""The map of Europe: shapes from map/europe-map.json, shades from the numbers of entries."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

#: Lowest number of each shade: none, 1 or 2, 3 to 5, 6 to 10, 11 or more.
STEPS = (0, 1, 3, 6, 11)


@lru_cache(maxsize=1)
def shapes() -> dict[str, Any]:
    """Return the shapes that map/build-europe-map.mjs made: viewBox, land around, countries by code."""
    path = Path(__file__).parent / "map" / "europe-map.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def shade(count: int) -> str:
    """Return the class of the map for a number of entries: n0 to n4."""
    return f"n{max(index for index, lowest in enumerate(STEPS) if count >= lowest)}"


@dataclass(frozen=True)
class Land:
    """One country as the map draws it."""

    name: str
    address: str
    count: int
    shade: str
    path: str
    dot: tuple[int, int] | None
    label: tuple[int, int] | None


def lands(entries: dict[str, tuple[str, str, int]]) -> list[Land]:
    """Return the countries to draw, shapes first and dots on top. `entries`: code to name, address and number."""
    drawn = []
    for code, shape in shapes()["countries"].items():
        if code not in entries:
            continue
        name, address, count = entries[code]
        dot = tuple(shape["dot"]) if "dot" in shape else None
        label = tuple(shape["at"]) if "at" in shape and shape.get("area", 0) > 250 else None
        drawn.append(Land(name, address, count, shade(count), shape.get("d", ""), dot, label))
    return sorted(drawn, key=lambda land: (land.dot is not None, land.name))
