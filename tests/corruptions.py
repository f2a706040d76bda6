"""How much of what is made wrong on purpose the checks notice: every published claim, corrupted in each way that fits.

    python tests/corruptions.py [DOCUMENT_OR_FOLDER ...] [--llm extractive|recorded] [--recordings DIR] [--report FILE]

Without documents those of the demo are taken, from their recordings. A corruption leaves the quotes as they are and
says something else in a sentence that still reads: where it is not sure that it becomes untrue, there is none.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from decompose.bootstrap import Workspace
from decompose.domain.capability import Claim
from decompose.domain.language import ENGLISH, language_of
from decompose.domain.workbench import Workbench
from decompose.services.ingest import Options
from decompose.services.inputs import gather
from decompose.settings import Settings
from recordings import DEMO

GOAL = 0.97
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Corruption:
    """A sentence that is untrue now: `kind` is what was done to it, `way` how."""

    kind: str
    way: str
    text: str


@dataclass(frozen=True)
class Published:
    """A claim that readers see, what it is held against, and what else could be confused with its artifact."""

    claim: Claim
    bench: Workbench
    names: tuple[str, ...]
    rivals: tuple[str, ...]

    @cached_property
    def quoted(self) -> str:
        return "\n".join(item.quote for item in self.claim.evidence)

    @cached_property
    def source(self) -> str:
        return self.bench.revision.visible.text.casefold()

    def is_caught(self, text: str) -> bool:
        quotes = tuple(item.quote for item in self.claim.evidence)
        near = tuple(item.span for item in self.claim.evidence)
        _, examination = self.bench.examine(text, quotes, rival=self.claim.rival, near=near)
        return not examination.is_supported(self.bench.point)


# -- what is published -------------------------------------------------------------------------------------


def published(paths: Sequence[Path] = (), *, llm: str = "recorded", recordings: Path | None = None) -> list[Published]:
    """Every English claim that readers of these documents see and that the checks accept as it is."""
    order = gather(paths) if paths else gather([], DEMO / "documents.csv")
    with Workspace(Settings(database_url="sqlite://")) as workspace:
        workspace.ingestion(workspace.llms.named(llm, recordings=recordings), Options(is_llm_named=True)).run(order)
        slugs = [summary.slug for summary in workspace.catalog.artifacts()]
        names = {slug: workspace.catalog.record(slug, public=True).side.artifact.names for slug in slugs}
        found = [
            one
            for slug in slugs
            for one in _of_artifact(workspace, slug, tuple(names[other][0] for other in slugs if other != slug))
        ]
    return [one for one in found if language_of(one.claim.text) == ENGLISH and not one.is_caught(one.claim.text)]


def _of_artifact(workspace: Workspace, slug: str, rivals: tuple[str, ...]) -> Iterator[Published]:
    side = workspace.catalog.record(slug, public=True).side
    claims = [claim for record in side.capabilities for claim in record.claims] + [fact.claim for fact in side.facts]
    benches: dict[str, Workbench] = {}
    for claim in claims:
        revision = claim.evidence[0].revision
        if revision not in benches:
            benches[revision] = Workbench.of(workspace.catalog.source(revision).revision, side.artifact.names)
        yield Published(claim, benches[revision], side.artifact.names, rivals or ("Kestrel Nine",))


# -- corruptions -------------------------------------------------------------------------------------------


def corruptions(one: Published) -> Iterator[Corruption]:
    """Every way to make the claim untrue that fits it, each once."""
    draw = Random(one.claim.text)
    seen = {one.claim.text}
    for corrupt in _KINDS:
        for way, text in corrupt(one, draw):
            if text not in seen:
                seen.add(text)
                yield Corruption(corrupt.__name__.strip("_"), way, text)


_FIGURE = re.compile(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?= ?[%A-Za-z]| [a-z]|[.,;)]?$|[.,;)] )(?![\w.-]*\d)")
_IN_A_NAME = re.compile(r"(?:[A-Z][\w.+-]*|version|level|tier|step|chapter|no\.) v?$")


def _figures(one: Published) -> Iterator[re.Match[str]]:
    """Numbers that count or measure; those of names and versions are left alone."""
    text = one.claim.text
    own = [found.span() for name in one.names for found in re.finditer(re.escape(name), text, re.IGNORECASE)]
    for figure in _FIGURE.finditer(text):
        is_own = any(start <= figure.start() < end for start, end in own)
        if not is_own and not _IN_A_NAME.search(text[: figure.start()]) and float(figure[0].replace(",", "")):
            yield figure


def number_times_ten(one: Published, _: Random) -> Iterator[tuple[str, str]]:
    for figure in _figures(one):
        larger = float(figure[0].replace(",", "")) * 10
        words = f"{larger:,.1f}".removesuffix(".0") if "," in figure[0] else f"{larger:g}"
        if "e" not in words and not re.search(rf"(?<![\d.]){re.escape(words)}(?![\d])", one.quoted):
            yield "×10", _put(figure, words)


_OTHER_UNITS = {
    "GB": "TB",
    "MB": "GB",
    "KB": "MB",
    "TB": "GB",
    "ms": "s",
    "milliseconds": "seconds",
    "seconds": "minutes",
    "minutes": "hours",
    "hours": "days",
    "days": "weeks",
    "weeks": "months",
    "months": "years",
    "billion": "million",
    "million": "billion",
    "B": "M",
    "M": "B",
    "K": "M",
    "%": " ms",
}
_MEASURE = re.compile(rf"(?P<figure>\d[ -]?)(?P<unit>{'|'.join(sorted(_OTHER_UNITS, key=len, reverse=True))})(?![\w-])")


def other_unit(one: Published, _: Random) -> Iterator[tuple[str, str]]:
    starts = {figure.end() for figure in _figures(one)}
    for measure in _MEASURE.finditer(one.claim.text):
        if measure.start("unit") - 1 in starts or measure.start("unit") in starts:
            other = _OTHER_UNITS[measure["unit"]]
            yield f"{measure['unit']} → {other.strip()}", _put(measure, measure["figure"] + other)


_DENIAL = re.compile(
    r"\b(?:not|no|never|without|cannot|neither|nor|none|nothing|only|unless|except)\b|n['’]t\b", re.IGNORECASE
)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|can|will|must|has been|have been)\b"
    r"(?! (?:a way|because|still|also|already|just|often|usually|most|mainly|at least)\b)"
)
_VERBS = (
    "supports provides uses stores offers includes allows generates handles requires returns reads writes sends "
    "accepts creates contains detects produces enables lets gives keeps makes takes covers exposes adds manages "
    "performs implements integrates connects executes operates removes converts helps extracts collects "
    "measures evaluates "
    "achieves maintains consists computes serves follows delivers gets finds holds has needs applies improves reduces "
    "classifies runs works"
).split()
# Where a part of a sentence stands under one of these, its denial need not be that of the sentence.
_SUBORDINATE = re.compile(
    r"\b(?:which|that|who|whose|what|when|where|while|if|because|than|before|after|how|anyone)\b", re.IGNORECASE
)
_BARE = {"has": "have", "does": "do", "processes": "process", "classifies": "classify", "applies": "apply"}
_VERB = re.compile(
    rf"(?<!\bto )(?<!\band )(?<!\bthe )\b(?:{'|'.join(_VERBS)})\b(?! ?[-:(/])(?!(?<=has) \w+(?:ed|en|n)\b)"
)
_WITH = re.compile(
    r"(?<!compatible )(?<!along )(?<!together )(?<!work )(?<!works )(?<!working )(?<!deal )(?<!starts )(?<!start )"
    r"(?<!dealing )(?<!integrates )(?<!integrate )(?<!integrated )(?<!integration )(?<!comply )(?<!begin )(?<!begins )"
    r"(?<!associated )(?<!interact )(?<!interacts )(?<!interacting )(?<!compared )(?<!end )(?<!end"
    r"s )(?<!equipped )(?<!or )"
    r"(?<!help )(?<!^)\bwith\b(?! (?:respect|regard|or without|that|which|it|them)\b)"
)
_ON = {
    "enabled": "disabled",
    "disabled": "enabled",
    "included": "excluded",
    "allowed": "forbidden",
    "supported": "unsupported",
    "required": "optional",
    "available": "unavailable",
    "open-source": "closed-source",
    "free": "paid",
    "automatically": "manually",
    "synchronous": "asynchronous",
    "before": "after",
    "increases": "decreases",
    "reduces": "increases",
    "improves": "degrades",
    "at least": "at most",
    "faster": "slower",
    "larger": "smaller",
    "higher": "lower",
    "internal": "external",
    "local": "remote",
    "public": "private",
    "encoder": "decoder",
    "input": "output",
}
_ON_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_ON, key=len, reverse=True))})(?![\w-])")


def _bare(verb: str) -> str:
    return _BARE.get(verb) or (verb[:-2] if verb.endswith(("sses", "ches", "shes", "xes")) else verb[:-1])


def _predicate(text: str) -> re.Match[str] | None:
    """The first verb, where it is that of the sentence."""
    found = [first for first in (_AUXILIARY.search(text), _VERB.search(text)) if first]
    first = min(found, key=lambda one: one.start(), default=None)
    return first if first and not _SUBORDINATE.search(text[: first.start()]) else None


def negation(one: Published, _: Random) -> Iterator[tuple[str, str]]:
    """A sentence that has a denial of its own may become true again by another: it is left alone."""
    text = one.claim.text
    if _DENIAL.search(text):
        return
    first = _predicate(text)
    if first and _AUXILIARY.fullmatch(first[0]):
        yield "not", _put(first, {"can": "cannot", "has been": "has not been"}.get(first[0], f"{first[0]} not"))
        yield "never", _put(first, f"{first[0]} never")
        if first[0] not in {"was", "were"}:
            yield "no longer", _put(first, f"{first[0]} no longer")
    elif first:
        bare = _bare(first[0])
        yield "does not", _put(first, f"does not {bare}")
        yield "doesn't", _put(first, f"doesn't {bare}")
        yield "never", _put(first, f"never {first[0]}")
        yield "cannot", _put(first, f"cannot {bare}")
        yield "no longer", _put(first, f"no longer {first[0]}")
        yield "fails to", _put(first, f"fails to {bare}")
        if first[0] in {"supports", "provides", "offers", "includes", "has", "contains"}:
            yield "lacks", _put(first, "lacks")
    with_ = _WITH.search(text)
    if with_ and not _SUBORDINATE.search(text[: with_.start()]):
        yield "without", _put(with_, "without")


def opposite(one: Published, _: Random) -> Iterator[tuple[str, str]]:
    """One of two that exclude each other; where the source names both beside each other it may be about either."""
    for word in _ON_WORD.finditer(one.claim.text):
        other = _ON[word[0]]
        if not re.search(rf"\b{re.escape(other)}s?\b", f"{one.quoted} {one.claim.text}", re.IGNORECASE):
            yield f"{word[0]} → {other}", _put(word, other)


_PRODUCTS = (
    "Docker Podman, Python Ruby, GitHub GitLab, OpenAI Anthropic, Redis Memcached, Linux Windows, PostgreSQL MySQL, "
    "JavaScript Kotlin, TypeScript Dart, Rust Haskell, Java Scala, macOS Android, AWS Azure, Kubernetes Nomad, Slack "
    "Discord, PyTorch TensorFlow, Chrome Safari, Meta Microsoft, Google Amazon, Django Rails, Ollama LocalAI, Qdrant "
    "Milvus, Pinecone Weaviate, Claude Gemini, Vicuna Alpaca, Mistral Cohere, SQLite DuckDB, RabbitMQ Kafka, Go Perl, "
    "Node.js Deno, JSON XML, Apache BSD, MIT GPL, English Spanish, Hugging Kaggle, NVIDIA AMD, CUDA ROCm, Spark Flink"
)
_OTHER_PRODUCTS = {
    one: other for pair in _PRODUCTS.split(", ") for one, other in (pair.split(), reversed(pair.split()))
}
# "Go beyond" is no language.
_PRODUCT = re.compile(rf"(?<![\w./-])(?!Go [a-z])(?:{'|'.join(map(re.escape, _OTHER_PRODUCTS))})(?![\w./-])")


def other_name(one: Published, draw: Random) -> Iterator[tuple[str, str]]:
    text = one.claim.text
    own = next((found for name in one.names if (found := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))), None)
    rivals = [rival for rival in one.rivals if rival.casefold() not in one.source]
    if own and rivals:
        rival = draw.choice(rivals)
        yield f"artifact{' (in small letters)' if rival.islower() else ''}", _put(own, rival)
    for product in _PRODUCT.finditer(text):
        other = _OTHER_PRODUCTS[product[0]]
        if other.casefold() not in one.source and not any(product[0] in name for name in one.names):
            yield "product", _put(product, other)


_MAY = {"may": "will", "might": "will", "could": "will"}
_HEDGE = re.compile(
    r"\b(?:may|might|could)\b(?! not)|\b(?:usually|typically|generally|often|sometimes|mostly|possibly|potentially"
    r"|partially|experimentally|optionally|normally|in most cases),? |(?:, by default\b|\bby default,? ?)"
)


def hedge_dropped(one: Published, _: Random) -> Iterator[tuple[str, str]]:
    """Only a hedge that the source has itself, and only where the sentence has no other."""
    found = list(_HEDGE.finditer(one.claim.text))
    if len(found) == 1 and re.search(re.escape(found[0][0].strip(", ")), one.quoted, re.IGNORECASE):
        [hedge] = found
        text = _put(hedge, _MAY.get(hedge[0], ""))
        yield hedge[0].strip(", "), _tidy(text)


_ARTICLE = re.compile(
    r"\b(?P<verb>is|as|provides|offers|includes|has) an? "
    r"(?!(?:few|lot|number|set|way|variety|range|series|part|result|member|kind|type|form|least|most|\w+est)\b)"
)


def the_only(one: Published, _: Random) -> Iterator[tuple[str, str]]:
    article = _ARTICLE.search(one.claim.text)
    if article:
        yield "the only", _put(article, f"{article['verb']} the only ")


_PART = {
    "some": "all",
    "many": "all",
    "most": "all",
    "several": "all",
    "often": "always",
    "sometimes": "always",
    "usually": "always",
    "typically": "always",
    "generally": "always",
}
_PARTLY = re.compile(
    r"\b(?:some|many|several)\b(?= (?:[a-z-]+ )?[a-z]{2,}(?<!s)s\b)|\bmost\b(?= [a-z]{3,}s\b)"
    r"|\b(?:often|sometimes|usually|typically|generally)\b"
)


def universal(one: Published, _: Random) -> Iterator[tuple[str, str]]:
    text = one.claim.text
    part = _PARTLY.search(text)
    if part and not re.search(r"\b(?:all|always|every)\b", one.quoted, re.IGNORECASE):
        yield f"{part[0]} → {_PART[part[0]]}", _put(part, _PART[part[0]])
    verb = _predicate(text)
    if (
        verb
        and verb[0] in _LISTING
        and not _DENIAL.search(text)
        and not re.search(r"\b(?:all|always|every\w*|each|any)\b", one.quoted, re.IGNORECASE)
    ):
        yield "always", _put(verb, f"always {verb[0]}")


def superlative(one: Published, _: Random) -> Iterator[tuple[str, str]]:
    article = _ARTICLE.search(one.claim.text)
    for words in ("best", "fastest", "most accurate", "leading", "largest") if article else ():
        if not re.search(rf"\b{words.split()[0]}\b", one.quoted, re.IGNORECASE):
            yield words, _put(article, f"{article['verb']} the {words} ")


def comparison(one: Published, draw: Random) -> Iterator[tuple[str, str]]:
    rival = draw.choice(one.rivals)
    told = f"{one.quoted} {one.claim.text}".casefold()
    if any(word.casefold() in told for word in rival.split() if word[:1].isupper()):
        return
    for words in (
        f", faster than {rival}",
        f", unlike {rival}",
        f", which {rival} does not",
        f" and outperforms {rival}",
        f", at half the cost of {rival}",
    ):
        case = " (in small letters)" if rival.islower() else ""
        yield words.replace(rival, "RIVAL").strip(" ,") + case, _at_the_end(one.claim.text, words)


_ITEMS = (
    "Kubernetes operators", "SAML login", "PDF export", "voice cloning", "Haskell", "blockchain wallets",
    "Slack alerts", "offline maps", "barcode scanning", "invoice matching", "weather forecasts", "email newsletters",
)  # fmt: skip
_LAST_ITEM = re.compile(
    r"(?<=[a-z])(?P<before>(?:, [\w-]+(?: [\w-]+){0,2})), (?=(?:and|or) [\w-]+(?: [\w-]+){0,2}[.;]?$)"
)
_LISTING = frozenset(
    "supports provides offers includes handles generates reads writes accepts covers detects produces contains creates "
    "adds enables extracts collects returns uses requires needs stores serves sends takes has runs works".split()
)
_EXAMPLES_GIVEN = re.compile(r"\b(?:such as|including|like) (?=[A-Za-z])")


def item_invented(one: Published, draw: Random) -> Iterator[tuple[str, str]]:
    """An item of which no word is anywhere in the document."""
    foreign = [item for item in _ITEMS if not any(word[:5].casefold() in one.source for word in item.split())]
    if not foreign:
        return
    last, given = _LAST_ITEM.search(one.claim.text), _EXAMPLES_GIVEN.search(one.claim.text)
    if last:
        yield "in a list", _put(last, f"{last['before']}, {draw.choice(foreign)}, ")
    if given:
        yield "among examples", _put(given, f"{given[0]}{draw.choice(foreign)}, ")
    verb = _predicate(one.claim.text)
    if verb and verb[0] in _LISTING and not _SUBORDINATE.search(one.claim.text) and not _DENIAL.search(one.claim.text):
        yield "as well as", _at_the_end(one.claim.text, f", as well as {draw.choice(foreign)}")


_KINDS = (
    number_times_ten,
    other_unit,
    negation,
    opposite,
    other_name,
    hedge_dropped,
    the_only,
    universal,
    superlative,
    comparison,
    item_invented,
)
KINDS = tuple(corrupt.__name__ for corrupt in _KINDS)


def _put(found: re.Match[str], words: str) -> str:
    return f"{found.string[: found.start()]}{words}{found.string[found.end() :]}"


def _at_the_end(text: str, words: str) -> str:
    end = text.rstrip(".!?。 ")
    return f"{end}{words}{text[len(end) :].strip() or '.'}"


def _tidy(text: str) -> str:
    words = re.sub(r"\s+([.,;])", r"\1", re.sub(r" {2,}", " ", text)).strip(" ,")
    return words[:1].upper() + words[1:]


# -- figures -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tried:
    one: Published
    corruption: Corruption
    is_caught: bool


def tried(claims: Sequence[Published]) -> list[Tried]:
    """Every corruption of every claim, held against the claim's own quotes."""
    return [Tried(one, made, one.is_caught(made.text)) for one in claims for made in corruptions(one)]


def shares(found: Sequence[Tried]) -> dict[str, tuple[int, int]]:
    """Caught and tried, by kind."""
    made = Counter(one.corruption.kind for one in found)
    caught = Counter(one.corruption.kind for one in found if one.is_caught)
    return {kind: (caught[kind], made[kind]) for kind in KINDS}


def report(title: str, claims: Sequence[Published], found: Sequence[Tried]) -> str:
    lines = [
        f"## {title}: {len(claims)} claims, {len(found)} corruptions",
        "",
        "| kind | caught | of | share |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {kind} | {caught} | {of} | {caught / of if of else 1:.3f} |" for kind, (caught, of) in shares(found).items()
    ]
    ways: defaultdict[tuple[str, str], list[Tried]] = defaultdict(list)
    for one in found:
        ways[one.corruption.kind, _general(one.corruption.way)].append(one)
    lines += ["", "Missed, by way:"]
    for (kind, way), all_ in sorted(ways.items()):
        missed = [one for one in all_ if not one.is_caught]
        if missed:
            lines += ["", f"- **{kind} / {way}**: {len(missed)} of {len(all_)} missed"]
        for one in missed[:_EXAMPLES]:
            lines += [
                f"  - {one.corruption.text}",
                f"    - claim: {one.one.claim.text}",
                f"    - quote: {one.one.quoted!r}",
            ]
    return "\n".join(lines) + "\n"


def _general(way: str) -> str:
    return "swapped" if "→" in way else way


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--llm", choices=("extractive", "recorded"))
    parser.add_argument("--recordings", type=Path)
    parser.add_argument("--report", type=Path, default=Path(".work/corruptions.md"))
    given = parser.parse_args(words)
    llm = given.llm or ("extractive" if given.documents and not given.recordings else "recorded")
    claims = published(given.documents, llm=llm, recordings=given.recordings)
    found = tried(claims)
    given.report.parent.mkdir(parents=True, exist_ok=True)
    title = f"{', '.join(path.name for path in given.documents) or 'demo'} ({llm})"
    given.report.write_text(report(title, claims, found), encoding="utf-8")
    for kind, (caught, of) in shares(found).items():
        share = caught / of if of else 1
        print(f"{kind:<18} {caught:>6} of {of:>6}  {share:.3f}{'' if share >= GOAL else '  below the goal'}")
    print(f"{len(claims)} claims; what was missed stands in {given.report}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
