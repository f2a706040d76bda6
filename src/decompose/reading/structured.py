"""JSON and YAML -> values made of texts, and which of the known shapes a value has.

Numbers, dates and truth values stay as they are written: nobody calculates with them here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union

from decompose.domain.document import Span
from decompose.errors import DocumentRefusedError

if TYPE_CHECKING:
    from yaml.events import Event

Value = Union[str, None, list["Value"], dict[str, "Value"]]  # noqa: UP007 - it names itself

JSON, YAML = "json", "yaml"
NOTEBOOK, OPENAPI, TOOLS, MANIFEST = "notebook", "openapi", "tools", "manifest"

# The version of the form in which a publisher tells what his artifact does.
_MANIFEST_VERSION = "1"
_DEPTH = 100
_NODES = 400_000
_LONGEST_TEXT = 100_000
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:[nrtbf]|[\"\\/])")
_JSON_NAMES = (".json", ".ipynb", ".jsonc")
_YAML_NAMES = (".yaml", ".yml")
_BEGINNING = re.compile(r"[{\[]\s*(?:[\"{\[}\]]|\Z)")
# Every line at the margin must be one of these for a text without a telling name to be YAML.
_YAML_LINE = re.compile(r"[A-Za-z_$\"'][\w.$/ \"'-]{0,80}:(?:\s|$)|- |#|---\s*$|\.\.\.\s*$|[}\]]")
_YAML_KEY = re.compile(r"^[A-Za-z_][\w.-]{0,80}:(?:\s|$)", re.MULTILINE)
_YAML_DEPTH = re.compile(r"^(?: +|- )[\w\"'-]", re.MULTILINE)
_TELLING = re.compile(r"^(?:openapi|swagger|decompose):\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Data:
    """A parsed document: the syntax it was written in, and its value."""

    syntax: str
    value: Value

    @property
    def shape(self) -> str:
        """One of manifest, notebook, openapi, tools; else the syntax."""
        value = self.value
        if isinstance(value, dict):
            if text_at(value, "decompose") == _MANIFEST_VERSION and isinstance(value.get("capabilities"), list):
                return MANIFEST
            if isinstance(value.get("cells") or value.get("worksheets"), list) and "nbformat" in value:
                return NOTEBOOK
            if ("openapi" in value or "swagger" in value) and isinstance(value.get("info"), dict):
                return OPENAPI
        return TOOLS if tools_of(value) else self.syntax


def tools_of(value: Value) -> list[dict[str, Value]]:
    """The tools of an answer to `tools/list`, of a bare list of them, or of function definitions; else none."""
    if isinstance(value, dict) and isinstance(value.get("result"), dict):
        value = value["result"]
    listed = value.get("tools") if isinstance(value, dict) else value
    if not isinstance(listed, list) or not listed:
        return []
    functions = [tool.get("function", tool) if isinstance(tool, dict) else None for tool in listed]
    if all(isinstance(tool, dict) and isinstance(tool.get("name"), str) for tool in functions) and any(
        isinstance(tool, dict) and any(key in tool for key in ("inputSchema", "input_schema", "parameters"))
        for tool in functions
    ):
        return [tool for tool in functions if isinstance(tool, dict)]
    return []


def parsed(text: str, name: str) -> Data | None:
    """The value of a text that is JSON or YAML; None for every other text.

    Raises DocumentRefusedError `format` (named JSON and broken, nested too deep) or `too_large` (too many parts).
    """
    lowered = name.lower()
    if _BEGINNING.match(text.lstrip()):
        try:
            value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
        except ValueError as error:
            if lowered.endswith(_JSON_NAMES):
                raise _refused(name, "format", f"is broken JSON ({_where(error)}): correct it") from error
            return None
        except RecursionError as error:
            raise _refused(name, "format", f"is nested deeper than {_DEPTH} levels: flatten it") from error
        return Data(JSON, _bounded(value, name)) if isinstance(value, (dict, list)) else None
    if not _looks_like_yaml(text, lowered.endswith(_YAML_NAMES)):
        return None
    return _parsed_yaml(text, name)


def _where(error: ValueError) -> str:
    return f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "no JSON"


def _refused(name: str, code: str, sentence: str) -> DocumentRefusedError:
    return DocumentRefusedError(code, f"{name or 'the document'} {sentence}", subject=name or None)


def _bounded(value: Any, name: str) -> Value:
    """The value, its truth values in words; refused where it has too many parts or levels."""
    count = 0

    def of(each: Any, depth: int) -> Value:
        nonlocal count
        count += 1
        if depth > _DEPTH:
            raise _refused(name, "format", f"is nested deeper than {_DEPTH} levels: flatten it")
        if count > _NODES:
            raise _refused(name, "too_large", f"has more than {_NODES} values: split it")
        if isinstance(each, dict):
            return {key: of(below, depth + 1) for key, below in each.items()}
        if isinstance(each, list):
            return [of(below, depth + 1) for below in each]
        if isinstance(each, bool):
            return "true" if each else "false"
        return each if each is None else str(each)

    return of(value, 0)


def findable(source: str) -> tuple[str, tuple[Span, ...]]:
    """A JSON source for finding words in it, escapes blanked one for one, and what of it is no text.

    Very long texts are none either: they are pictures and data.
    """
    unseen: list[Span] = []
    at = 0
    for match in _STRING.finditer(source):
        if match.end() - match.start() <= _LONGEST_TEXT:
            unseen.append(Span(at, match.start() + 1))
            at = match.end() - 1
    unseen.append(Span(at, len(source)))
    return _ESCAPE.sub(_blank, source), tuple(span for span in unseen if span.start < span.end)


def _blank(escape: re.Match[str]) -> str:
    return " " + (escape[0][1] if escape[0][1] in '"\\/' else " ")


# -- YAML --------------------------------------------------------------------------------------------------


def _looks_like_yaml(text: str, is_named: bool) -> bool:  # noqa: FBT001 - one question
    margin = [line for line in text.splitlines() if line.strip() and not line[0].isspace()]
    if not margin or not all(map(_YAML_LINE.match, margin)):
        return False
    if is_named or _TELLING.search(text):
        return True
    # Front matter with a document below is no YAML, nor is a page of notes that begin with a word and a colon.
    return (
        sum(line.startswith("---") for line in margin) <= 1
        and len(_YAML_KEY.findall(text)) >= 3
        and bool(_YAML_DEPTH.search(text))
        and not any(line.startswith("# ") and line[2:3].isupper() for line in margin)
    )


def _parsed_yaml(text: str, name: str) -> Data | None:
    import yaml

    is_meant = name.lower().endswith(_YAML_NAMES) or bool(_TELLING.search(text))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        documents = list(_documents(yaml.parse(text, Loader=loader), name))
    except yaml.YAMLError as error:
        if is_meant:
            raise _refused(name, "format", f"is broken YAML ({_problem(error)}): correct it") from error
        return None
    value = documents[0] if len(documents) == 1 else documents
    return Data(YAML, value) if isinstance(value, (dict, list)) and value else None


def _problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark is not None else type(error).__name__


class _Builder:
    """Makes values of events, without calling itself; what an alias stands for counts each time it is used."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[tuple[Value, str | None, list[str]]] = []
        self._anchors: dict[str, tuple[Value, int]] = {}
        self._starts: list[int] = []
        self._count = 0
        self.done: list[Value] = []

    def scalar(self, words: str, anchor: str | None, *, is_plain: bool) -> None:
        self._add(1)
        value = None if is_plain and words in ("", "~", "null", "Null", "NULL") else words
        self._keep(anchor, value, 1)
        self._put(value)

    def alias(self, anchor: str) -> None:
        if anchor not in self._anchors:
            raise _refused(self._name, "format", f"uses the alias “{anchor}” before it is complete: write it out")
        value, size = self._anchors[anchor]
        self._add(size)
        self._put(value)

    def begin(self, value: Value, anchor: str | None) -> None:
        self._add(1)
        if len(self._open) >= _DEPTH:
            raise _refused(self._name, "format", f"is nested deeper than {_DEPTH} levels: flatten it")
        self._open.append((value, anchor, []))
        self._starts.append(self._count)

    def end(self) -> None:
        value, anchor, _ = self._open.pop()
        self._keep(anchor, value, self._count - self._starts.pop() + 1)
        self._put(value)

    def _add(self, size: int) -> None:
        self._count += size
        if self._count > _NODES:
            raise _refused(self._name, "too_large", f"has more than {_NODES} values, aliases written out: split it")

    def _keep(self, anchor: str | None, value: Value, size: int) -> None:
        if anchor:
            self._anchors[anchor] = (value, size)

    def _put(self, value: Value) -> None:
        if not self._open:
            self.done.append(value)
            return
        around, _, keys = self._open[-1]
        if isinstance(around, list):
            around.append(value)
        elif isinstance(around, dict):
            if keys:
                around[keys.pop()] = value
            else:
                keys.append(value if isinstance(value, str) else "")


def _documents(events: Iterator[Event], name: str) -> Iterator[Value]:
    from yaml import events as kinds

    builder = _Builder(name)
    for event in events:
        if isinstance(event, kinds.ScalarEvent):
            builder.scalar(event.value, event.anchor, is_plain=not event.style)
        elif isinstance(event, kinds.AliasEvent):
            builder.alias(event.anchor or "")
        elif isinstance(event, kinds.MappingStartEvent):
            builder.begin({}, event.anchor)
        elif isinstance(event, kinds.SequenceStartEvent):
            builder.begin([], event.anchor)
        elif isinstance(event, (kinds.MappingEndEvent, kinds.SequenceEndEvent)):
            builder.end()
    yield from builder.done


def text_at(value: Value | Mapping[str, Value], *path: str) -> str:
    """The text at a path of keys, or ""."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
