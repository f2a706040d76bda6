"""What is masked before a text goes anywhere: secrets and personal data, and not what only looks like them."""

from __future__ import annotations

import pytest

from decompose.domain.document import BlockKind
from decompose.reading import read
from decompose.reading.masking import masked, masked_count, masked_words
from decompose.reading.secrets import sensitive

# Put together here, so that nobody takes this file for one that leaks.
KEY_BODY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
PEM = f"-----BEGIN PRIVATE {'KEY'}-----\n{KEY_BODY}\n{KEY_BODY}\n-----END PRIVATE {'KEY'}-----"
JWT = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxOTM3NDIwIn0" + ".dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk"
GITHUB = "ghp_" + "u7Qm2Vx9Lk4Rt8Zw1Np6Yc3Hb5Jd0Fs7Ge2A"
OPENAI = "sk-proj-" + "Qm7xV2kL9rT4wZ8nP1yC6hB3jD5fS0gE"
RANDOM = "q7Rk2Zp9Vx4Lm8Tn1Wc6Yb3H"

HITS = [
    (PEM, "private key"),
    (f"-----BEGIN RSA PRIVATE {'KEY'}-----\n{KEY_BODY}\n{KEY_BODY}", "private key"),
    (OPENAI, "API key"),
    ("sk-ant-" + "api03-Qm7xV2kL9rT4wZ8nP1yC6hB3jD5fS0gE", "API key"),
    ("AKIA" + "Q3ZK7XW2NV5RT8LP", "API key"),
    ("AIza" + "SyB7xQ2mV9kL4rT8wZ1nP6yC3hJ5dF0sG2e", "API key"),
    (GITHUB, "API key"),
    ("github_pat_" + "11ABQ7xV2kL9rT4wZ8nP1y_C6hB3jD5fS0gE", "API key"),
    ("xoxb-" + "73910284756-Qm7xV2kL9rT4wZ8n", "API key"),
    ("sk_live_" + "Qm7xV2kL9rT4wZ8nP1yC", "API key"),
    ("hf_" + "QmWxVtkLprTqwZbnPsyCthBvjDxfSygEaK", "API key"),
    ("glpat-" + "Qm7xV2kL9rT4wZ8nP1yC", "API key"),
    ("https://hooks.slack.com/services/T04QK7X2M/B05RT8LP3/" + "Qm7xV2kL9rT4wZ8nP1yC6hB3", "token"),
    (JWT, "token"),
    ("Authorization: Bearer " + RANDOM, "token"),
    ("postgres://tide:" + "h7Gk2pQx" + "@db.tide.io:5432/buoys", "password"),
    ("redis://:" + "h7Gk2pQx" + "@cache.tide.io/0", "password"),
    ("TIDE_API_KEY=" + RANDOM, "secret"),
    ('"client_secret": "' + RANDOM + '"', "secret"),
    ("password: " + RANDOM, "secret"),
    ("AWS_SECRET_ACCESS_KEY = " + "wJ7rXUtn9FEMIK7MDENGbPxRfiCYq3ZK8V2kLr4T", "secret"),
    ("token=" + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "secret"),
    ("mara.lindqvist@tide.io", "e-mail address"),
    ("mailto:mara+sea@mail.tide.co.uk", "e-mail address"),
    ("+46 8 123 456 78", "phone number"),
    ("+1 (415) 867-2093", "phone number"),
    ("(415) 867-2093", "phone number"),
    ("415-867-2093", "phone number"),
    ("+4915123456789", "phone number"),
    ("DE89 3704 0044 0532 0130 00", "bank account"),
    ("GB33BUKB20201555555555", "bank account"),
    ("4539 1488 0343 6467", "card number"),
    ("378282246310005", "card number"),
]

TWINS = [
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "123e4567-e89b-12d3-a456-426614174000",
    "token: 123e4567-e89b-12d3-a456-426614174000",
    "mara@example.com",
    "ops@mail.example.org",
    "you@yourdomain.com",
    "git@github.com:tide/buoys.git",
    "logo@2x.png",
    "@tide/buoys@1.2.3",
    "tide@latest",
    "gpt-4o-mini-2024-07-18",
    "meta-llama/Llama-4-Maverick-17B-128E-Instruct",
    "tokenizer: meta-llama/Llama-4-Maverick-17B-128E",
    "token: mistralai/Mixtral-8x7B-Instruct-v0.1",
    "max_tokens: 1048576",
    "version 10.12.2024.15",
    "2.0.0-rc.1+build.20240718",
    "192.168.100.200",
    "API_KEY=your-api-key-1234",
    "OPENAI_API_KEY=sk-...",
    "OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxx",
    "api_key = os.environ['TIDE_API_KEY_2024']",
    "AKIAIOSFODNN7EXAMPLE",
    "password: correct-horse-battery-staple",
    "postgres://user:password@localhost/tide",
    "postgres://tide:${PASSWORD}@db/tide",
    "https://tide.io/a:b@c",
    "Authorization: Bearer <token>",
    "sk-learn-contrib-package-names",
    "+555 tokens",
    "+12.5 % in 2024",
    "415-555-0132",
    "2024-07-18 12:30:00",
    "1234 5678 9012 3456",
    "4539 1488 0343 6468",
    "1721304000000",
    "DE89 3704 0044 0532 0130 01",
    "-----BEGIN PRIVATE KEY----- ... -----END PRIVATE KEY-----",
    "-----BEGIN PUBLIC KEY-----\n" + KEY_BODY,
]


@pytest.mark.parametrize(("words", "kind"), HITS)
def test_a_secret_or_a_personal_datum_is_found(words: str, kind: str) -> None:
    assert [each.kind for each in sensitive(f"Write {words} there, say.")] == [kind]


@pytest.mark.parametrize("words", TWINS)
def test_what_only_looks_like_one_is_left_alone(words: str) -> None:
    assert masked_words(f"Write {words} there, say.") == f"Write {words} there, say."


@pytest.mark.parametrize(("words", "kind"), HITS)
def test_no_six_characters_of_a_secret_stay(words: str, kind: str) -> None:
    secret = next(iter(sensitive(words)))
    value = words[secret.span.start : secret.span.end]
    shown = masked_words(f"Write {words} there, say.")
    assert not any(value[at : at + 6] in shown for at in range(len(value) - 5))


DOCUMENT = f"""# Tide of mara@tide.io

Write to mara@tide.io for a key. Tide stores readings.

| who | key |
|---|---|
| mara@tide.io | {OPENAI} |
| nobody | none |

```
export TIDE={GITHUB}
tide run
```

<!-- ask ben@tide.io -->
Tide sorts readings by buoy.
"""


def test_the_offsets_of_a_masked_text_are_true() -> None:
    visible = masked(read(DOCUMENT.encode()))
    assert visible.title == "Tide of [masked e-mail address]"
    assert [visible.words_of(block.span) for block in visible.blocks] == [
        "Tide of [masked e-mail address]",
        "Write to [masked e-mail address] for a key. Tide stores readings.",
        "who\tkey",
        "[masked e-mail address]\t[masked API key]",
        "nobody\tnone",
        "export TIDE=[masked API key]\ntide run",
        "Tide sorts readings by buoy.",
    ]
    rows = [block for block in visible.blocks if block.kind is BlockKind.ROW]
    assert [[visible.words_of(cell) for cell in row.cells] for row in rows] == [
        ["who", "key"],
        ["[masked e-mail address]", "[masked API key]"],
        ["nobody", "none"],
    ]
    assert "ben@tide.io" not in repr(visible.hidden)


def test_the_source_map_leads_from_the_masked_text_to_the_original() -> None:
    visible = masked(read(DOCUMENT.encode()))
    mapped = 0
    for start, end, origin in visible.source_map.runs:
        assert visible.text[start:end] == DOCUMENT[origin : origin + end - start]
        mapped += end - start
    assert mapped > len(visible.text) / 2
    at = visible.text.index("Tide sorts")
    assert visible.source_map.original(at) == DOCUMENT.index("Tide sorts")


def test_each_mask_is_told_with_its_place_and_without_its_words() -> None:
    visible = masked(read(DOCUMENT.encode()))
    marks = [hidden for hidden in visible.hidden if hidden.why == "masked"]
    assert masked_count(visible) == len(marks) == 5
    assert all(visible.text.startswith("[masked ", mark.span.start) for mark in marks)
    assert {mark.words for mark in marks} == {"masked:e-mail-address", "masked:API-key"}


def test_a_document_without_secrets_is_the_same_object() -> None:
    visible = read(b"# Tide\n\nTide stores readings.\n")
    assert masked(visible) is visible


def test_masking_again_changes_nothing() -> None:
    once = masked(read(DOCUMENT.encode()))
    assert masked(once) is once


def test_a_key_over_several_paragraphs_is_masked_in_each() -> None:
    lines = f"-----BEGIN RSA PRIVATE {'KEY'}-----\nProc-Type: 4\n\n{KEY_BODY}\n\n-----END RSA PRIVATE {'KEY'}-----"
    visible = masked(read(f"Tide stores readings.\n\n{lines}\n\nTide sorts readings.\n".encode()))
    assert KEY_BODY[:8] not in visible.text
    assert [visible.words_of(block.span) for block in visible.blocks][-1] == "Tide sorts readings."
