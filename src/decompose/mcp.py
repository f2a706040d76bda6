"""The services as tools of an agent, over the Model Context Protocol.

What goes wrong and was foreseen is told as a `ToolError`: of other errors the client hears nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from decompose.domain.artifact import Kind, PricingModel
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.events import Visit, visitor_of
from decompose.errors import DecomposeError, ResumableError, StoreError, UnknownSubjectError, UsageError
from decompose.page.json_views import artifact_json, compare_json, grounds_json
from decompose.page.search_views import resolution_json, search_json, trace_json
from decompose.page.shapes import (
    ArtifactShape,
    ComparisonShape,
    FeedbackShape,
    GroundsShape,
    ResolutionShape,
    SearchShape,
)
from decompose.services.pages import moved

if TYPE_CHECKING:
    from decompose.bootstrap import Workspace

_INSTRUCTIONS = (
    "A catalogue of AI and developer tools (artifacts). Every sentence in it rests on quoted words of a source and was "
    "checked; what no source says is left out, so silence does not mean that a tool cannot do something. Start with "
    "`resolve` when you need a tool for a job, with `search` to look around, with `get_artifact` when you know the "
    "slug. Afterwards tell `feedback` whether the result did the job."
)
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
# A search is counted, which is an addition; asking twice counts once.
_COUNTS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_JUDGES = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)

Slug = Annotated[
    str,
    Field(
        min_length=1, max_length=300, description="Slug of an artifact, such as `mixtral-8x7b`; search results have it."
    ),
]
Question = Annotated[
    str,
    Field(
        min_length=1,
        max_length=2000,
        description="What the tool should do, in plain words; a whole sentence works best. No query syntax.",
        examples=["answer questions about a picture in several languages"],
    ),
]


@dataclass(frozen=True)
class Tools:
    """The tools over a workspace. `base` is the address of the site, without a slash at its end, if there is one."""

    workspace: Workspace
    base: str = ""
    client: str = field(default_factory=lambda: uuid.uuid4().hex)

    def search(
        self,
        query: Question,
        limit: Annotated[int, Field(ge=1, le=50, description="The most results.")] = 5,
        kind: Annotated[Kind | None, Field(description="Only artifacts of this kind.")] = None,
        price: Annotated[PricingModel | None, Field(description="Only artifacts with this pricing model.")] = None,
        licence: Annotated[
            str | None, Field(max_length=100, description="Only where the licence names this, such as `apache`.")
        ] = None,
        verified: Annotated[  # noqa: FBT002 - an argument of a tool has a name
            bool, Field(description="Leave out what rests on the vendor's word alone.")
        ] = False,
    ) -> SearchShape:
        """Find artifacts (models, datasets, MCP servers, command-line tools ...) by what they can do.

        Use it to look around or to list candidates. Do not use it when you need one tool for a job with its
        requirements and limits (`resolve`), or when you know the slug (`get_artifact`).

        Returns one result an artifact, the best first, each with its best capability, why it matched (which of your
        words are in its record and which are not), how often people chose it, and a `callback_token` for `feedback`.
        An empty list means that nothing that was read says it can do this; try other words, or fewer filters.

        Errors: an empty query. Example: {"query": "mask e-mail addresses in source code", "kind": "cli", "limit": 3}
        """
        filters = Filters(kind, price.value if price else None, licence, verified)
        with self._told():
            answer = self.workspace.search.search(query, self._visit(), filters=filters, limit=limit)
        return cast("SearchShape", search_json(answer))

    def resolve(
        self,
        intent: Question,
        limit: Annotated[int, Field(ge=1, le=10, description="The most answers.")] = 3,
    ) -> ResolutionShape:
        """Find the capability that does a job, with all that one must know before using it.

        Use it when you are about to choose a tool. Do not use it to browse (`search`) or to weigh two tools that you
        know (`compare`).

        Returns for each answer the capability, why it matched, what sources say of its limitations and requirements,
        alternatives, when its evidence was read, and a `callback_token` for `feedback`. An empty `limitations` means
        that no source states one, not that there are none. No answers mean that nothing that was read can do this.

        Errors: an empty intent. Example: {"intent": "transcribe German speech on a laptop", "limit": 2}
        """
        with self._told():
            resolution = self.workspace.resolve.resolve(intent, self._visit(), limit=limit)
        return cast("ResolutionShape", resolution_json(resolution, self.base))

    def get_artifact(self, slug: Slug) -> ArtifactShape:
        """Get all that is published of one artifact: facts, price, rank with its components, and its capabilities.

        Use it when you know the slug and want details or the quotes behind a sentence. Do not use it with a name or a
        wish (`search`).

        Each claim has its status (`verified`, `derived` by arithmetic, `attributed` to the vendor) and evidence: the
        exact words of the source with their place. A null field means that no source says anything of it.

        Errors: an unknown slug, answered with near names. Example: {"slug": "mixtral-8x7b"}
        """
        with self._told():
            record = self.workspace.catalog.record(*self._now(slug), public=True)
        return cast("ArtifactShape", artifact_json(record))

    def compare(self, a: Slug, b: Slug) -> ComparisonShape:
        """Compare two artifacts: the facts of both, which capabilities do the same job, and the verdict by rule.

        Use it to choose between two artifacts that you know. Do not use it for more than two, or to find candidates
        (`search`).

        `a` and `b` of the answer are ordered by slug. The verdict names no winner where the ranks are too close or the
        two do different jobs; each of its sentences names the rule and the facts that it rests on.

        Errors: an unknown slug, answered with near names; the same artifact twice.
        Example: {"a": "llama-guard-4", "b": "mixtral-8x7b"}
        """
        with self._told():
            compared = self.workspace.compare.view(*self._now(a, b))
        return cast("ComparisonShape", compare_json(compared))

    def why(self, a: Slug, b: Slug) -> GroundsShape:
        """Tell what a comparison rests on, fact by fact, and whether a kept one is out of date.

        Use it to check a verdict. Do not use it for the verdict itself (`compare`).

        `rests_on` has the path and value of each fact that the verdict reads; `differs` is the first fact that moved
        since the comparison was kept, null where none did or none is kept.

        Errors: an unknown slug, answered with near names; the same artifact twice.
        Example: {"a": "llama-guard-4", "b": "mixtral-8x7b"}
        """
        with self._told():
            grounds = self.workspace.compare.why(*self._now(a, b), public=True)
        pair = (grounds.a, grounds.b)
        return cast(
            "GroundsShape",
            grounds_json(
                pair,
                grounds.rests_on,
                grounds.differs,
                is_stale=grounds.is_stale,
                calls=grounds.cost.calls,
                sentences=grounds.cost.sentences,
                usd=grounds.cost.usd,
            ),
        )

    def feedback(
        self,
        search_id: Annotated[str, Field(max_length=100, description="`search_id` of the search or resolve.")],
        slug: Slug,
        outcome: Annotated[Literal["success", "failure"], Field(description="Whether the result did the job.")],
        token: Annotated[str, Field(max_length=1000, description="`callback_token` that came with this result.")],
    ) -> FeedbackShape:
        """Say whether a result of `search` or `resolve` did the job; later searches learn from it.

        Use it once for a result, after you tried it. Do not use it for results that you did not try, nor to make an
        artifact look better: a single source counts little.

        Returns what the search is known to have led to.

        Errors: a token that is forged, of another result or older than 7 days; a result that was judged already; an
        unknown search. Example: {"search_id": "...", "slug": "mixtral-8x7b", "outcome": "success", "token": "..."}
        """
        with self._told():
            trace = self.workspace.search.feedback(search_id, slug, outcome, token)
        return cast("FeedbackShape", trace_json(trace))

    def _now(self, *slugs: str) -> tuple[str, ...]:
        """The slugs that answer for these: others where artifacts were renamed or merged."""
        return moved(self.workspace.catalog, *slugs) or slugs

    def _visit(self) -> Visit:
        key = self.workspace.access.signing_key()
        return Visit(visitor_of(key, self.workspace.now(), self.client), "mcp")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Our errors, told to the agent in their own words, with near names where a name is unknown."""
        try:
            yield
        except UnknownSubjectError as exc:
            near = self.workspace.search.near_names(exc.subject or "")
            named = ", ".join(f"{slug} ({name})" for slug, name in near)
            raise ToolError(f"{exc}. Near names: {named or 'none'}.") from exc
        except UsageError as exc:
            raise ToolError(str(exc)) from exc
        except (StoreError, ResumableError) as exc:
            raise ToolError("the catalogue cannot be read just now; nothing was changed, try again") from exc
        except DecomposeError as exc:
            raise ToolError("something went wrong on our side; nothing was changed") from exc


def make_server(workspace: Workspace, *, base: str = "") -> MCPServer[Any]:
    """The server with its tools; whoever runs it chooses the transport."""
    server: MCPServer[Any] = MCPServer(
        "decompose", title="decompose", instructions=_INSTRUCTIONS, version=version("decompose"), log_level="WARNING"
    )
    tools = Tools(workspace, base.rstrip("/"))
    offered: tuple[tuple[Callable[..., Any], str, ToolAnnotations], ...] = (
        (tools.search, "Search artifacts by what they can do", _COUNTS),
        (tools.resolve, "Resolve a job to the capability that does it", _COUNTS),
        (tools.get_artifact, "Get an artifact with its evidence", _READS),
        (tools.compare, "Compare two artifacts", _READS),
        (tools.why, "Tell what a comparison rests on", _READS),
        (tools.feedback, "Say whether a result did the job", _JUDGES),
    )
    for tool, title, hints in offered:
        server.add_tool(tool, title=title, annotations=hints, structured_output=True)
    return server
