"""Tokens that prove an answer: this search showed this artifact, at this time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from decompose.errors import ForbiddenError


@dataclass(frozen=True, slots=True)
class Signer:
    """`key` is asked when it is first needed. A token is good for `lasts`."""

    key: Callable[[], str]
    lasts: timedelta = timedelta(days=7)

    def sign(self, search_id: str, slug: str, at: datetime) -> str:
        return str(self._serializer().dumps([search_id, slug, int(at.timestamp())]))

    def read(self, token: str, now: datetime) -> tuple[str, str]:
        """The search and the artifact of a token.

        Raises:
            ForbiddenError: we did not make it, or it is too old.
        """
        try:
            search_id, slug, at = self._serializer().loads(token)
        except (BadSignature, ValueError, TypeError):
            raise ForbiddenError("this is no token of ours; send the one that came with the result") from None
        if now.timestamp() - at > self.lasts.total_seconds():
            raise ForbiddenError(f"this token is older than {self.lasts.days} days; search again")
        return search_id, slug

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.key(), salt="answer")
