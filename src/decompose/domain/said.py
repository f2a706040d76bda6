"""What an operator says of a document and of its artifact, and what of it is news where the document is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from decompose.domain.artifact import Artifact, Kind, Pricing, PricingModel
from decompose.domain.document import Publish, SourceDocument


@dataclass(frozen=True, slots=True)
class Said:
    """What the operator said of a document; what is None he did not say."""

    slug: str | None = None
    name: str | None = None
    kind: Kind | None = None
    pricing: Pricing = field(default_factory=Pricing)
    licence: str | None = None
    publish: Publish | None = None

    @property
    def is_silent(self) -> bool:
        """Whether nothing was said but, at most, which artifact it is."""
        return self == Said(self.slug)


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class News:
    """A known artifact and those of its documents that are meant, as they are said to be now.

    `words` tell each thing that is another one than before.
    """

    artifact: Artifact
    documents: tuple[SourceDocument, ...]
    words: tuple[str, ...]


def news(
    said: Said, artifact: Artifact, documents: Sequence[SourceDocument], *, is_classified: bool = False
) -> News | None:
    """What the operator says otherwise than it is known; None where that is nothing.

    Args:
        artifact: as documents and operators have it so far.
        is_classified: an editor has said its kind, which goes before.
    """
    named = replace(
        artifact,
        name=" ".join(said.name.split()) if said.name else artifact.name,
        kind=artifact.kind if is_classified else said.kind or artifact.kind,
        pricing=_pricing(said.pricing, artifact.pricing),
    )
    now = tuple(
        replace(document, licence=said.licence or document.licence, publish=said.publish or document.publish)
        for document in documents
    )
    words = dict.fromkeys([*_of_artifact(artifact, named), *_of_documents(documents, now)])
    return News(named, now, tuple(words)) if words else None


def as_known(said: Said, document: SourceDocument, known: SourceDocument) -> SourceDocument:
    """A document that is given again, with what was said of it before and is not said now."""
    return replace(document, licence=document.licence or known.licence, publish=said.publish or known.publish)


def _pricing(said: Pricing, known: Pricing) -> Pricing:
    """The prices that are known stand as long as nobody says that it costs otherwise."""
    return known if said.model in {known.model, PricingModel.UNKNOWN} else said


def _of_artifact(was: Artifact, now: Artifact) -> Iterator[str]:
    if now.name != was.name:
        yield f"name “{now.name}”"
    if now.kind is not was.kind:
        yield f"kind {now.kind}"
    if now.pricing != was.pricing:
        yield f"pricing {now.pricing.model}"


def _of_documents(before: Sequence[SourceDocument], after: Sequence[SourceDocument]) -> Iterator[str]:
    for was, now in zip(before, after, strict=True):
        if now.licence != was.licence:
            yield f"licence {now.licence}"
        if now.publish is not was.publish:
            yield f"publish {now.publish}"
