"""A page as its reader finds it: elements, links, headings, metadata."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SECTIONS = {"section", "article", "aside", "nav", "main", "footer", "header", "body", "details"}
_CONTENT = {"img", "input", "select", "textarea", "button", "time"}


@dataclass
class Element:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str | None:
        """Return an attribute, or None."""
        return self.attributes.get(name)

    @property
    def text(self) -> str:
        """All text inside, with single blanks."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._texts()

    def walk(self) -> "Iterator[Element]":
        """Yield this element and all inside it, in their order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", **attributes: str) -> "list[Element]":
        """Return the elements inside with this tag and these attributes; class_ asks for one of the classes."""
        wanted_class = attributes.pop("class_", "")
        return [
            element
            for element in self.walk()
            if (not tag or element.tag == tag)
            and all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
            and (not wanted_class or wanted_class in (element.get("class") or "").split())
        ]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """Return the only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def ancestors(self) -> "Iterator[Element]":
        """Yield this element and those around it, outwards."""
        here: Element | None = self
        while here is not None:
            yield here
            here = here.parent

    @property
    def language(self) -> str | None:
        """The language of the text in this element: the nearest lang attribute."""
        return next((element["lang"] for element in self.ancestors() if "lang" in element.attributes), None)

    @property
    def heading_level(self) -> int:
        """1 to 6 for headings, 0 for all else."""
        if len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1] in "123456":
            return int(self.tag[1])
        return int(self.get("aria-level") or 0) if self.get("role") == "heading" else 0


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {})
        self.here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in _VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.here.tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


class Document(Element):
    """A whole page. Raises AssertionError for tags that are not nested as they should be."""

    def __init__(self, source: Any) -> None:
        """Read a response or a text."""
        html = source if isinstance(source, str) else source.content.decode()
        builder = _Builder()
        builder.feed(html)
        builder.close()
        assert builder.here is builder.root, f"<{builder.here.tag}> is not closed"
        super().__init__("#document", {}, None, builder.root.children)
        for child in self.children:
            if isinstance(child, Element):
                child.parent = self

    @property
    def main(self) -> Element:
        """What this page is about."""
        return self.one("main")

    @property
    def ids(self) -> list[str]:
        """All ids."""
        return [element["id"] for element in self.walk() if "id" in element.attributes]

    @property
    def links(self) -> list[str]:
        """The addresses of all links to follow."""
        return [element["href"] for element in self.all("a") if "href" in element.attributes]

    def meta(self, name: str) -> str | None:
        """Return the content of a meta element by its name or property, or None."""
        found = [element for element in self.all("meta") if name in {element.get("name"), element.get("property")}]
        assert len(found) <= 1, f"{name} stands {len(found)} times"
        return found[0]["content"] if found else None

    def relation(self, name: str) -> list[str]:
        """Return the addresses of link elements with this relation."""
        return [element["href"] for element in self.all("link", rel=name)]

    def empty_headings(self) -> list[str]:
        """Return the headings that have no text under them before the next heading of their level or their section's end.

        Headings that are links are names of things to follow, not heads of texts.
        """
        found = []
        events = list(_flow(self))
        for index, (what, element) in enumerate(events):
            if what != "heading":
                continue
            if not element.text:
                found.append(f"<{element.tag}> without text")
                continue
            if element.all("a"):
                continue
            depth = 0
            for later, other in events[index + 1 :]:
                if later == "content":
                    break
                if later == "heading":
                    if other.heading_level <= element.heading_level:
                        found.append(f"<{element.tag}> {element.text}")
                    break
                depth += {"open": 1, "close": -1}[later]
                if depth < 0:
                    found.append(f"<{element.tag}> {element.text}")
                    break
        return found


def _flow(element: Element) -> Iterator[tuple[str, Element]]:
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                yield "content", element
        elif child.heading_level:
            yield "heading", child
        elif child.tag in {"script", "style", "head", "svg"}:
            continue
        elif child.tag in _CONTENT:
            yield "content", child
        elif child.tag in _SECTIONS:
            yield "open", child
            yield from _flow(child)
            yield "close", child
        else:
            yield from _flow(child)
