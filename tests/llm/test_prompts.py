"""Prompts: files become messages, and nothing in a file is dropped without a word."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from decompose import packaged
from decompose.errors import ConfigurationError
from decompose.llm.client import Message
from decompose.llm.prompts import Prompts, delimiter

TEMPLATE = """{# what it is for #}
{% block system %}
You describe {{ what }}.
{% endblock %}

{% block user %}
{% for word in words %}
- {{ word }}
{% endfor %}
{% endblock %}
"""


def prompts_with(folder: Path, source: str, name: str = "ask") -> Prompts:
    (folder / f"{name}.md.j2").write_text(source, encoding="utf-8")
    return Prompts(folder)


def test_a_template_becomes_a_message_for_each_block(tmp_path: Path) -> None:
    messages = prompts_with(tmp_path, TEMPLATE).render("ask", what="tools", words=["a", "b"])
    assert messages == (Message("system", "You describe tools.\n"), Message("user", "- a\n- b\n"))


def test_the_system_block_may_be_missing(tmp_path: Path) -> None:
    assert prompts_with(tmp_path, "{% block user %}Hi{% endblock %}").render("ask") == (Message("user", "Hi"),)


def test_a_value_is_put_in_as_it_is(tmp_path: Path) -> None:
    document = "{{ what }} {% block x %} <b>&amp;\n\n  end\n"
    prompts = prompts_with(tmp_path, "{% block user %}[{{ name }}]{% endblock %}")
    assert prompts.render("ask", name=document) == (Message("user", f"[{document}]"),)


def test_a_value_that_is_not_given_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="prompt ask: 'what' is undefined"):
        prompts_with(tmp_path, TEMPLATE).render("ask", words=[])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% block user %}x{% endblock %}\nlost words", "line 2: this stands outside the blocks"),
        ("{% set a = 1 %}{% block user %}{{ a }}{% endblock %}", "outside the blocks"),
        ("{% block system %}x{% endblock %}", "needs a block user"),
        ("{% block user %}x{% endblock %}{% block example %}y{% endblock %}", "needs a block user"),
        ("{% block user %}\n{% if %}{% endblock %}", "prompt ask, line 2"),
        ("{% block user %}{% include 'rules.md.j2' %}{% endblock %}", "rules"),
    ],
)
def test_a_template_of_another_shape_is_refused(source: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=words):
        prompts_with(tmp_path, source).render("ask")


@pytest.mark.parametrize("name", ["answer", "../ask", ""])
def test_an_unknown_prompt_is_told_with_those_that_there_are(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="the folder has: ask"):
        prompts_with(tmp_path, TEMPLATE).digest(name)


def test_the_digest_follows_from_the_source_alone(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    here, there = prompts_with(tmp_path, TEMPLATE), prompts_with(tmp_path / "other", TEMPLATE, "renamed")
    assert here.digest("ask") == there.digest("renamed")
    assert prompts_with(tmp_path, TEMPLATE + "\n", "longer").digest("longer") != here.digest("ask")
    assert len(here.digest("ask")) == 16


def test_a_request_is_a_prompt_with_its_values_put_to_an_llm(tmp_path: Path) -> None:
    prompts = prompts_with(tmp_path, TEMPLATE)
    asked = prompts.request("ask", "tiny", schema={"type": "object"}, most_output=70, what="x", words=["y"])
    messages = prompts.render("ask", what="x", words=["y"])
    assert (asked.prompt, asked.template, asked.passage) == ("ask", prompts.digest("ask"), None)
    assert asked.body == {
        "llm": "tiny",
        "messages": [{"role": message.role, "content": message.content} for message in messages],
        "schema": {"type": "object"},
        "parameters": {"temperature": 0, "max_output_tokens": 70},
    }


def test_prompts_are_read_from_an_archive_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "wheel.zip", "w") as archive:
        archive.writestr("prompts/ask.md.j2", TEMPLATE)
    with zipfile.ZipFile(tmp_path / "wheel.zip") as archive:
        prompts = Prompts(zipfile.Path(archive, "prompts/"))
        assert prompts.names() == ("ask",)
        assert prompts.render("ask", what="x", words=[])[0].role == "system"


def test_every_shipped_prompt_has_the_shape_of_a_prompt() -> None:
    prompts = Prompts(packaged.prompts())
    for name in prompts.names():
        with pytest.raises(ConfigurationError, match="is undefined"):
            prompts.render(name)


def test_a_delimiter_follows_from_the_text_and_is_not_in_it() -> None:
    text = "Acme sends mail."
    assert delimiter(text) == delimiter(text) != delimiter(text + " ")
    assert delimiter(text).startswith("document-")
    assert len(delimiter(text)) == len("document-") + 12
    assert delimiter(text) not in text + delimiter(text + " ")
    assert delimiter("half a character: \ud800")
