"""Settings: the environment, read once, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from decompose.errors import ConfigurationError

PREFIX = "DECOMPOSE_"
DEFAULT_DATABASE = "sqlite:///decompose.db"
POINTS = ("balanced", "publish")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says. Bytes in bytes, times in seconds, leads in points of 100.

    `point` is the operating point of the claim check, one of POINTS; `prices` is a file in place of the packaged one.
    `secret` signs sessions, else one is made and kept. `rate_limit` is in requests a minute, 0 for no limits.
    `review_second` says that an edit waits for another editor, `day_goal` how many decisions each wants to make in a
    day, 0 for no goal.
    `is_masked` says that secrets and personal data are masked in documents, `allow_hosts` names hosts that may be
    fetched from although they are private. `reviews_flips` says that a verdict that flips waits for an editor.
    `has_telemetry` sends spans and metrics, `is_logged` writes a JSON line for each batch, call and document.
    `webhooks` are addresses that hear of verdicts that flip, signed with `webhook_secret` (whsec_...).
    `oidc_issuer` is a provider of identities whom people may log in with; `oidc_claim` says what somebody is there, and
    `oidc_roles` are pairs of such a value and the role that it gives.
    `events_days` is how long searches are kept with what came of them, 0 for always.
    `embeddings_model` turns searches by meaning on, at `embeddings_base_url` or where other calls go. The dimensions
    are asked of it, None where it gives what it gives; `embeddings_least` is the least likeness (cosine) of a result.
    Those that end in `_url`, from `github_url` on, are where connectors read signals.
    """

    database_url: str = DEFAULT_DATABASE
    base_url: str | None = None
    api_key: str | None = None
    model: str = "gpt-4o-mini"
    max_bytes: int = 20_000_000
    noise_band: Decimal = Decimal(3)
    lead: Decimal = Decimal(5)
    lock_timeout: float = 30.0
    llm_timeout: float = 120.0
    recordings: str | None = None
    site_url: str | None = None
    site_name: str = "decompose"
    point: str = POINTS[0]
    prices: str | None = None
    is_masked: bool = True
    allow_hosts: frozenset[str] = frozenset()
    secret: str | None = None
    rate_limit: float = 600.0
    review_second: bool = False
    reviews_flips: bool = False
    day_goal: int = 0
    has_telemetry: bool = False
    is_logged: bool = False
    webhooks: tuple[str, ...] = ()
    webhook_secret: str | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    oidc_claim: str = "groups"
    oidc_roles: tuple[tuple[str, str], ...] = ()
    events_days: float = 0.0
    github_url: str = "https://api.github.com"
    deps_dev_url: str = "https://api.deps.dev"
    hugging_face_url: str = "https://huggingface.co"
    open_router_url: str = "https://openrouter.ai"
    embeddings_model: str | None = None
    embeddings_base_url: str | None = None
    embeddings_api_key: str | None = None
    embeddings_dimensions: int | None = None
    embeddings_least: float = 0.3

    @property
    def has_endpoint(self) -> bool:
        """Whether a language model can be asked: a key or an address is set."""
        return bool(self.base_url or self.api_key)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables; an empty one counts as not set.

    Raises:
        ConfigurationError: a value that is no number where one is needed, or none of those that there are.
    """
    default = Settings()

    def given(name: str) -> str | None:
        return environment.get(name, "").strip() or None

    def own(name: str) -> str | None:
        return given(PREFIX + name)

    return Settings(
        database_url=own("DATABASE_URL") or default.database_url,
        base_url=given("OPENAI_BASE_URL"),
        api_key=given("OPENAI_API_KEY"),
        model=own("MODEL") or default.model,
        max_bytes=int(_number("MAX_BYTES", own("MAX_BYTES"), Decimal(default.max_bytes))),
        noise_band=_number("NOISE_BAND", own("NOISE_BAND"), default.noise_band),
        lead=_number("LEAD", own("LEAD"), default.lead),
        lock_timeout=float(_number("LOCK_TIMEOUT", own("LOCK_TIMEOUT"), Decimal(str(default.lock_timeout)))),
        llm_timeout=float(_number("LLM_TIMEOUT", own("LLM_TIMEOUT"), Decimal(str(default.llm_timeout)))),
        recordings=own("RECORDINGS"),
        site_url=own("SITE_URL"),
        site_name=own("SITE_NAME") or default.site_name,
        point=_one_of(POINTS, "POINT", own("POINT")),
        prices=own("PRICES"),
        is_masked=_one_of(("1", "0"), "MASK", own("MASK")) == "1",
        secret=own("SECRET"),
        review_second=_one_of(("0", "1"), "REVIEW_SECOND", own("REVIEW_SECOND")) == "1",
        rate_limit=float(_number("RATE_LIMIT", own("RATE_LIMIT"), Decimal(str(default.rate_limit)))),
        allow_hosts=frozenset(name.lower() for name in (own("ALLOW_HOSTS") or "").replace(",", " ").split()),
        oidc_issuer=own("OIDC_ISSUER"),
        oidc_client_id=own("OIDC_CLIENT_ID"),
        oidc_client_secret=own("OIDC_CLIENT_SECRET"),
        oidc_claim=own("OIDC_CLAIM") or default.oidc_claim,
        oidc_roles=_pairs("OIDC_ROLES", own("OIDC_ROLES")),
        events_days=float(_number("EVENTS_DAYS", own("EVENTS_DAYS"), Decimal(str(default.events_days)))),
        github_url=own("GITHUB_URL") or default.github_url,
        deps_dev_url=own("DEPS_DEV_URL") or default.deps_dev_url,
        hugging_face_url=own("HUGGING_FACE_URL") or default.hugging_face_url,
        open_router_url=own("OPEN_ROUTER_URL") or default.open_router_url,
        embeddings_model=own("EMBEDDINGS_MODEL"),
        embeddings_base_url=own("EMBEDDINGS_BASE_URL"),
        embeddings_api_key=own("EMBEDDINGS_API_KEY"),
        embeddings_dimensions=int(_number("EMBEDDINGS_DIMENSIONS", own("EMBEDDINGS_DIMENSIONS"), Decimal(0))) or None,
        embeddings_least=float(
            _number("EMBEDDINGS_LEAST", own("EMBEDDINGS_LEAST"), Decimal(str(default.embeddings_least)))
        ),
        reviews_flips=_one_of(("0", "1"), "REVIEW_FLIPS", own("REVIEW_FLIPS")) == "1",
        day_goal=int(_number("DAY_GOAL", own("DAY_GOAL"), Decimal(default.day_goal))),
        has_telemetry=_one_of(("0", "1"), "TELEMETRY", own("TELEMETRY")) == "1",
        webhooks=tuple((own("WEBHOOKS") or "").replace(",", " ").split()),
        webhook_secret=own("WEBHOOK_SECRET"),
        is_logged=_one_of(("none", "json"), "LOG", own("LOG")) == "json",
    )


def _one_of(values: tuple[str, ...], name: str, words: str | None) -> str:
    """The value, or the first one where none is given."""
    value = words or values[0]
    if value not in values:
        raise ConfigurationError(f"{PREFIX}{name} is “{value}”; give one of {', '.join(values)}", subject=name)
    return value


def _pairs(name: str, words: str | None) -> tuple[tuple[str, str], ...]:
    """Pairs of a value and what it means, such as `editors=editor; *=reader`."""
    found = [each.strip().rpartition("=") for each in (words or "").split(";") if each.strip()]
    if not all(value.strip() and meaning.strip() for value, _, meaning in found):
        raise ConfigurationError(
            f"{PREFIX}{name} is “{words}”; give pairs such as editors=editor; *=reader", subject=name
        )
    return tuple((value.strip(), meaning.strip()) for value, _, meaning in found)


def _number(name: str, words: str | None, default: Decimal) -> Decimal:
    if words is None:
        return default
    try:
        value = Decimal(words)
    except InvalidOperation:
        raise ConfigurationError(f"{PREFIX}{name} is “{words}”; give a number", subject=name) from None
    if not value.is_finite() or value < 0:
        raise ConfigurationError(f"{PREFIX}{name} is {words}; give a number from 0 on", subject=name)
    return value
