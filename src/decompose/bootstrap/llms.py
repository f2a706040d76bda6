"""The llms that the settings allow, each by its name; what is not chosen is not imported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from decompose import packaged
from decompose.errors import UsageError
from decompose.llm.client import Llm
from decompose.llm.meter import Meter
from decompose.services.ingest import How
from decompose.settings import Settings

if TYPE_CHECKING:
    from decompose.llm.openai import OpenAiLlm

LLMS = ("auto", "openai", "recorded", "extractive")
# Seconds that a search waits for the vector of its words.
_PATIENCE_OF_SEARCHES = 3.0


@dataclass(frozen=True)
class Llms:
    """Makes clients by the keys, addresses and models of the settings."""

    settings: Settings

    def named(
        self, wanted: str, *, model: str | None = None, recordings: Path | None = None, meter: Meter | None = None
    ) -> Llm:
        """The llm of that name; "auto" is openai where a key or an address is set, else extractive.

        The calls of one meter keep its pace together; without one, a meter that knows no limits is made.

        Raises:
            UsageError: there is no llm of that name.
        """
        match self._meant(wanted):
            case "openai":
                return self.openai(model, meter=meter)
            case "recorded":
                from decompose.llm.recorded import RecordedLlm

                named = self._folder(recordings)
                return RecordedLlm([named] if named else [packaged.demo() / "llm"])
            case "extractive":
                from decompose.llm.extractive import ExtractiveLlm

                return ExtractiveLlm()
            case _:
                raise UsageError(f"there is no llm “{wanted}”; use one of {', '.join(LLMS)}", subject=wanted)

    def _folder(self, recordings: Path | None) -> Path | None:
        """The folder of recordings that an option or else the settings name."""
        return recordings or (Path(self.settings.recordings) if self.settings.recordings else None)

    def require_recordings(self, recordings: Path | None) -> None:
        """See that the folder that an option or else the settings name is there, before every document fails.

        Raises:
            UsageError: it is not.
        """
        named = self._folder(recordings)
        if named and not named.is_dir():
            where = "--recordings" if recordings else "DECOMPOSE_RECORDINGS"
            remedy = f"check {where}, or record there: decompose record PATH --to {named}"
            raise UsageError(f"{named} is no folder of recordings; {remedy}", subject=str(named))

    def settled(self, how: How) -> How:
        """The same choice in words that mean the same when the settings are others."""
        llm = self._meant(how.llm)
        return replace(how, llm=llm, model=how.model or (self.settings.model if llm == "openai" else None))

    def openai(
        self, model: str | None = None, *, meter: Meter | None = None, timeout: float | None = None
    ) -> OpenAiLlm:
        """The endpoint of the settings, with another model or less patience (seconds) where that is said."""
        from decompose.llm.openai import OpenAiLlm

        return OpenAiLlm(
            model=model or self.settings.model,
            base_url=self.settings.base_url,
            api_key=self.settings.api_key,
            timeout=timeout or self.settings.llm_timeout,
            meter=meter or Meter(),
        )

    def priced(self) -> Llm:
        """The llm of the settings for its price alone: nobody asks it, so it needs no key."""
        return Llms(replace(self.settings, api_key=self.settings.api_key or "nobody")).openai()

    def vectors(self) -> Llm:
        """The llm that gives many capabilities vectors, at the patience of the settings.

        Raises:
            UsageError: the settings name none.
        """
        if not self.settings.embeddings_model:
            raise UsageError("searches go by words alone; DECOMPOSE_EMBEDDINGS_MODEL names an llm that makes vectors")
        return self._embeddings(meter=Meter(), timeout=self.settings.llm_timeout)

    def vectors_at_once(self) -> Llm:
        """The same for the words of one search, which waits for them: one attempt, and little patience."""
        return self._embeddings(timeout=_PATIENCE_OF_SEARCHES, attempts=1)

    def _meant(self, wanted: str) -> str:
        if wanted != "auto":
            return wanted
        return "openai" if self.settings.has_endpoint else "extractive"

    def _embeddings(self, **how: Any) -> Llm:
        """A key goes to the address that it was given for, and to no other."""
        from decompose.llm.embeddings import OpenAiEmbeddings

        said = self.settings
        is_elsewhere = said.embeddings_base_url is not None
        return OpenAiEmbeddings(
            model=said.embeddings_model or "",
            base_url=said.embeddings_base_url or said.base_url,
            api_key=said.embeddings_api_key or (None if is_elsewhere else said.api_key),
            **how,
        )
