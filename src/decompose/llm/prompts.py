"""Prompts: templates beside the code, rendered into messages.

A template is a file `<name>.md.j2` with a block `user` and, before it, an optional block `system`:

    {# what the prompt is for #}
    {% block system %}
    You describe tools.
    {% endblock %}
    {% block user %}
    {{ document }}
    {% endblock %}

Only comments and empty lines may stand outside the blocks, and a template stands alone (it includes and extends
nothing): so nothing is dropped without a word, and the digest of the one file covers all that is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Any

import jinja2
from jinja2 import nodes

from decompose.domain.identity import content_hash
from decompose.errors import ConfigurationError
from decompose.llm.client import Message, Passage, Request

_SUFFIX = ".md.j2"
_ROLES = ("system", "user")


class Prompts:
    """The prompts of one folder, read when they are first asked for and then kept."""

    def __init__(self, root: Traversable) -> None:
        self._root = root
        self._sources: dict[str, str] = {}
        self._templates: dict[str, jinja2.Template] = {}
        self._environment = jinja2.Environment(
            loader=jinja2.DictLoader({}),
            undefined=jinja2.StrictUndefined,
            autoescape=False,  # noqa: S701 - a prompt is no HTML, and escaped words could not be quoted
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def names(self) -> tuple[str, ...]:
        """The names of all prompts, sorted."""
        found = self._root.iterdir() if self._root.is_dir() else ()
        return tuple(sorted(file.name.removesuffix(_SUFFIX) for file in found if file.name.endswith(_SUFFIX)))

    def render(self, name: str, /, **values: object) -> tuple[Message, ...]:
        """The messages of a prompt, the system's first. The values are put in as they are and never rendered.

        Raises:
            ConfigurationError: no such prompt, a template that is not as described above, or a value that it lacks.
        """
        template = self._templates.get(name) or self._compiled(name)
        context = template.new_context(values)
        try:
            return tuple(
                Message(role, "".join(template.blocks[role](context))) for role in _ROLES if role in template.blocks
            )
        except jinja2.TemplateError as exc:
            raise ConfigurationError(f"prompt {name}: {exc}", subject=name) from exc

    def request(
        self,
        name: str,
        llm: str,
        /,
        *,
        schema: Mapping[str, Any],
        most_output: int,
        passage: Passage | None = None,
        **values: object,
    ) -> Request:
        """The question that a prompt puts to an llm, which is asked for its likeliest answer.

        Args:
            llm: its name.
            schema: the JSON schema that the answer must have.
            most_output: the tokens that the answer may have.
            passage: what the question is about, where an llm answers by rule.

        Raises:
            ConfigurationError: as `render`.
        """
        return Request(
            prompt=name,
            template=self.digest(name),
            llm=llm,
            messages=self.render(name, **values),
            schema=schema,
            parameters={"temperature": 0, "max_output_tokens": most_output},
            passage=passage,
        )

    def digest(self, name: str) -> str:
        """16 hexadecimal digits that follow from the source of the template alone.

        Raises:
            ConfigurationError: no such prompt.
        """
        return content_hash(self._source(name).encode())[:16]

    def _source(self, name: str) -> str:
        if name not in self._sources:
            file = self._root / f"{name}{_SUFFIX}"
            if name not in self.names():
                known = ", ".join(self.names()) or "none"
                raise ConfigurationError(f"there is no prompt {file}; the folder has: {known}", subject=name)
            self._sources[name] = file.read_text(encoding="utf-8")
        return self._sources[name]

    def _compiled(self, name: str) -> jinja2.Template:
        source = self._source(name)
        try:
            _check_shape(name, self._environment.parse(source))
            self._templates[name] = self._environment.from_string(source)
        except jinja2.TemplateSyntaxError as exc:
            raise ConfigurationError(f"prompt {name}, line {exc.lineno}: {exc.message}", subject=name) from exc
        return self._templates[name]


def delimiter(text: str) -> str:
    """The name of the fence around a document: it follows from the visible text, which cannot contain its own hash."""
    return f"document-{content_hash(text.encode('utf-8', 'surrogatepass'))[:12]}"


def _check_shape(name: str, tree: nodes.Template) -> None:
    blocks = [node.name for node in tree.body if isinstance(node, nodes.Block)]
    if "user" not in blocks or not set(blocks) <= set(_ROLES):
        raise ConfigurationError(
            f"prompt {name}: it needs a block user and may have a block system; it has {blocks}", subject=name
        )
    for node in tree.body:
        if not isinstance(node, nodes.Block) and not _is_blank(node):
            raise ConfigurationError(f"prompt {name}, line {node.lineno}: this stands outside the blocks", subject=name)


def _is_blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes
    )
