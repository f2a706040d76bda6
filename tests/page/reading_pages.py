"""A page as its reader's program sees it: elements with their attributes, and the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str | None]


@dataclass
class Element:
    tag: str
    attributes: Attributes
    words: str = ""


@dataclass
class Page(HTMLParser):
    """All elements in order; `words` of an element are those inside it, its children's included."""

    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in {"meta", "link", "rect", "br", "path", "input"}:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words += data

    def all(self, tag: str, css_class: str = "") -> list[Element]:
        return [
            element
            for element in self.elements
            if element.tag == tag and (not css_class or css_class in (element.attributes.get("class") or "").split())
        ]

    @property
    def ids(self) -> list[str]:
        return [identity for element in self.elements if (identity := element.attributes.get("id"))]

    @property
    def unclosed(self) -> list[str]:
        return [element.tag for element in self._open]

    @property
    def words(self) -> str:
        return " ".join(self.all("html")[0].words.split())


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    return page
