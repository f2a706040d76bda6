"""Values of JSON and YAML -> HTML: notebooks, descriptions of interfaces, tools of a server, and any other value.

Descriptions are Markdown, as those who publish them render them; what they hide stays hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from decompose.errors import DocumentRefusedError
from decompose.reading.structured import MANIFEST, NOTEBOOK, OPENAPI, TOOLS, Data, Value, text_at, tools_of

_CELLS = 20_000
_CHARACTERS = 20_000_000
_SHORT = 80
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_PROSE_KEYS = frozenset(["description", "summary", "abstract", "about", "tagline", "overview"])
_NAME_KEYS = ("title", "name", "id")
_HEADING_TAG = re.compile(r"<(/?)h([1-6])\b")
_SENTENCE = re.compile(r"[.!?](?:\s|$)")
_REFERENCE = "#/"


def render_data(data: Data, name: str) -> str:
    """The HTML of a value. Raises DocumentRefusedError `too_large` (more cells or words than are read)."""
    makers = {MANIFEST: _manifest, NOTEBOOK: _notebook, OPENAPI: _interface, TOOLS: _server}
    parts: list[str] = []
    length = 0
    for part in makers.get(data.shape, _anything)(data.value):
        parts.append(part)
        length += len(part)
        if length > _CHARACTERS or (data.shape == NOTEBOOK and len(parts) > _CELLS):
            raise DocumentRefusedError(
                "too_large", f"{name or 'the document'} holds more than is read: split it", subject=name or None
            )
    return "\n".join(parts)


# -- pieces ------------------------------------------------------------------------------------------------


def _heading(level: int, words: str) -> str:
    level = min(level, 6)
    return f"<h{level}>{escape(words, quote=False)}</h{level}>" if words.strip() else ""


def _items(lines: Iterable[str]) -> Iterator[str]:
    items = [f"<li>{line}</li>" for line in lines if line]
    if items:
        yield f"<ul>{''.join(items)}</ul>"


def _prose(words: str, below: int) -> str:
    """Markdown as HTML that is closed in itself, its headings below a level."""
    from selectolax.lexbor import LexborHTMLParser

    from decompose.reading.markup import to_html

    if not words.strip():
        return ""
    html = _HEADING_TAG.sub(lambda tag: f"<{tag[1]}h{min(6, int(tag[2]) + below)}", to_html(words))
    if "<" not in words:
        return html
    body = LexborHTMLParser(f"<body>{html}").body
    return body.inner_html or "" if body is not None else ""


def _plain(words: str) -> str:
    paragraphs = (part for part in re.split(r"\n[ \t]*\n", words) if part.strip())
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs)


def _field(name: str, notes: Iterable[str], description: str) -> str:
    said = ", ".join(note for note in notes if note)
    label = escape(f"{name} ({said})" if said else name, quote=False)
    return f"{label}: {_prose(description, 5)}" if description.strip() else label


def _dict(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


# -- manifests ---------------------------------------------------------------------------------------------

_MANIFEST_LINES = ("kind", "pricing", "licence")
_MANIFEST_LISTS = ("unique", "limitations", "best_for", "requires", "intents", "inputs", "outputs")


def _manifest(value: Value) -> Iterator[str]:
    """What a publisher says of his artifact, in a fixed shape: a heading for each capability and each of its lists.

    A service reads the records back from this shape.
    """
    manifest = _dict(value)
    yield _heading(1, text_at(manifest, "name"))
    lines = ((key, text_at(manifest, key)) for key in _MANIFEST_LINES)
    yield from _items(escape(f"{key}: {words}", quote=False) for key, words in lines if words)
    yield _plain(text_at(manifest, "description"))
    for capability in map(_dict, _list(manifest.get("capabilities"))):
        if not text_at(capability, "name"):
            continue
        yield _heading(2, text_at(capability, "name"))
        yield from map(_plain, _texts(capability.get("description")))
        for key in _MANIFEST_LISTS:
            items = [escape(words, quote=False) for words in _texts(capability.get(key))]
            if items:
                yield _heading(3, key)
                yield from _items(items)


def _texts(value: Value) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str) and each.strip()]


# -- notebooks ---------------------------------------------------------------------------------------------


def _notebook(value: Value) -> Iterator[str]:
    notebook = _dict(value)
    cells = _list(notebook.get("cells"))
    for sheet in _list(notebook.get("worksheets")):
        cells = cells + _list(_dict(sheet).get("cells"))
    for cell in map(_dict, cells):
        source = cell.get("source", cell.get("input"))
        words = "".join(line for line in source if isinstance(line, str)) if isinstance(source, list) else source
        if not isinstance(words, str):
            continue
        kind = cell.get("cell_type")
        if kind == "markdown":
            yield f"<section>{_prose(words, 0)}</section>"
        elif kind == "heading":
            level = text_at(cell, "level")
            yield _heading(int(level) if level.isdigit() and len(level) == 1 else 1, words)
        elif kind == "code":
            is_hidden = text_at(cell, "metadata", "jupyter", "source_hidden") == "true"
            yield f"<pre{' hidden' if is_hidden else ''}>\n{escape(words, quote=False)}</pre>"


# -- interfaces --------------------------------------------------------------------------------------------


def _interface(value: Value) -> Iterator[str]:
    document = _dict(value)
    info = _dict(document.get("info"))
    yield _heading(1, text_at(info, "title"))
    yield _plain(text_at(info, "summary"))
    yield _prose(text_at(info, "description"), 1)
    servers = [text_at(server, "url") for server in _list(document.get("servers"))]
    facts = (
        ("version", text_at(info, "version")),
        ("license", text_at(info, "license", "name")),
        *(("server", server) for server in servers),
    )
    yield from _items(escape(f"{label}: {words}", quote=False) for label, words in facts if words)
    for tag in map(_dict, _list(document.get("tags"))):
        if text_at(tag, "description"):
            yield _heading(2, text_at(tag, "name"))
            yield _prose(text_at(tag, "description"), 2)
    for path, operations in _dict(document.get("paths")).items():
        yield from _path(path, _dict(operations), document)
    schemas = _dict(_dict(document.get("components")).get("schemas")) or _dict(document.get("definitions"))
    for name, schema in schemas.items():
        yield _heading(2, name)
        yield _prose(text_at(schema, "description"), 2)
        yield from _items(_properties(schema))


def _path(path: str, operations: dict[str, Value], document: dict[str, Value]) -> Iterator[str]:
    shared = _list(operations.get("parameters"))
    for method, described in operations.items():
        if method not in _METHODS:
            continue
        operation = _dict(described)
        yield _heading(2, f"{method.upper()} {path}")
        yield _plain(text_at(operation, "summary"))
        yield _prose(text_at(operation, "description"), 2)
        if text_at(operation, "deprecated") == "true":
            yield "<p>Deprecated.</p>"
        parameters = (_dict(_resolved(each, document)) for each in (*shared, *_list(operation.get("parameters"))))
        yield from _items(map(_parameter, parameters))
        yield _prose(text_at(_resolved(operation.get("requestBody"), document), "description"), 2)
        responses = _dict(operation.get("responses"))
        yield from _items(
            _field(code, (), text_at(_resolved(response, document), "description"))
            for code, response in responses.items()
        )


def _parameter(parameter: dict[str, Value]) -> str:
    kind = text_at(parameter, "schema", "type") or text_at(parameter, "type")
    notes = (text_at(parameter, "in"), kind, "required" if text_at(parameter, "required") == "true" else "")
    name = text_at(parameter, "name")
    return _field(name, notes, text_at(parameter, "description")) if name else ""


def _resolved(value: Value, document: dict[str, Value]) -> Value:
    """What a reference within the document points to, one step far."""
    reference = text_at(value, "$ref")
    if not reference.startswith(_REFERENCE):
        return value
    found: Value = document
    for key in reference.removeprefix(_REFERENCE).split("/"):
        found = _dict(found).get(key)
    return found


def _properties(schema: Value) -> Iterator[str]:
    required = {name for name in _list(_dict(schema).get("required")) if isinstance(name, str)}
    for name, each in _dict(_dict(schema).get("properties")).items():
        choices = ", ".join(choice for choice in _list(_dict(each).get("enum")) if isinstance(choice, str))
        notes = (text_at(each, "type"), "required" if name in required else "", choices and f"one of {choices}")
        yield _field(name, notes, text_at(each, "description") or text_at(each, "title"))


# -- tools of a server -------------------------------------------------------------------------------------


def _server(value: Value) -> Iterator[str]:
    around = _dict(_dict(value).get("result")) or _dict(value)
    title = text_at(around, "serverInfo", "title") or text_at(around, "serverInfo", "name") or text_at(around, "name")
    yield _heading(1, title)
    yield _prose(text_at(around, "instructions") or text_at(around, "description"), 1)
    for tool in tools_of(value):
        yield _heading(2, text_at(tool, "name"))
        yield _plain(text_at(tool, "title") or text_at(tool, "annotations", "title"))
        yield _prose(text_at(tool, "description"), 2)
        for key in ("inputSchema", "input_schema", "parameters"):
            yield from _items(_properties(tool.get(key)))


# -- anything else -----------------------------------------------------------------------------------------


def _anything(value: Value) -> Iterator[str]:
    title = ""
    if isinstance(value, dict):
        title = next((text_at(value, key) for key in _NAME_KEYS if text_at(value, key)), "")
        yield _heading(1, title)
        value = {key: each for key, each in value.items() if not (key in _NAME_KEYS and each == title)}
    yield from _below(value, 2)


def _below(value: Value, level: int) -> Iterator[str]:
    """A value under its heading; short texts gathered into lists, in the order of the document."""
    lines: list[str] = []
    for key, each in _pairs(value):
        line = _line(key, each)
        if line is not None:
            lines.append(line)
            continue
        yield from _items(lines)
        lines = []
        if isinstance(each, str):
            if key and key.lower() not in _PROSE_KEYS:
                yield _heading(level, key)
            yield _plain(each)
        else:
            own = key or _own_name(each)
            yield _heading(level, own)
            rest = {name: below for name, below in each.items() if below != own} if isinstance(each, dict) else each
            yield from _below(each if key else rest, level + 1)
    yield from _items(lines)


def _pairs(value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from (("", each) for each in value)


def _own_name(value: Value) -> str:
    return next((text_at(value, key) for key in _NAME_KEYS if text_at(value, key)), "")


def _line(key: str, value: Value) -> str | None:
    """A short value beside its key, "" for an empty one; None for what stands for itself."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        words = ", ".join(each for each in value if isinstance(each, str))
        if len(words) > _SHORT or any(_SENTENCE.search(each) for each in value if isinstance(each, str)):
            return None
        value = words
    if not isinstance(value, str):
        return None
    is_prose = len(value) > _SHORT or "\n" in value or _SENTENCE.search(value) or key.lower() in _PROSE_KEYS
    if is_prose and key:
        return None
    return escape(f"{key}: {value}" if key else value, quote=False)
