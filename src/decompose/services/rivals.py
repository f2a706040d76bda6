"""Looks up which artifacts in sight the sentences of an artifact name."""

from __future__ import annotations

from decompose.domain import rivals
from decompose.domain.comparison import Side
from decompose.domain.readership import published_capabilities
from decompose.domain.rivals import Rival
from decompose.store import artifacts, publishing
from decompose.store.database import Session


def named_by(session: Session, *sides: Side) -> tuple[Rival, ...]:
    """Who is named in what readers may see of these artifacts; nobody names itself."""
    found: list[Rival] = []
    for side in sides:
        records = published_capabilities(side.capabilities)
        possible = [slug for slug in rivals.possible(records) if slug != side.artifact.slug]
        known = artifacts.some(session, possible) if possible else {}
        found += rivals.named(records, known, {slug for slug in known if publishing.is_held(session, slug)})
    return tuple(found)
