"""From bytes to characters: every encoding in use is read, and what is no text is refused with its code."""

from __future__ import annotations

import pytest

from decompose.errors import DocumentRefusedError
from decompose.reading import read

SENTENCE = "Ein Werkzeug für Größe und Maß, sagt der Autor."


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (SENTENCE.encode("utf-8"), "utf-8"),
        (SENTENCE.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + SENTENCE.encode("utf-32-le"), "utf-32-le"),
        (SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (SENTENCE.encode("cp1252"), "cp1252"),
    ],
)
def test_a_sentence_is_read_in_every_encoding(raw: bytes, encoding: str) -> None:
    visible = read(raw)
    assert (visible.text, visible.encoding) == (SENTENCE, encoding)


def test_cyrillic_without_unicode_is_recognised_by_its_letters() -> None:
    words = "Это инструмент для проверки текста. Он работает быстро и надёжно, и его легко установить."
    assert read(words.encode("cp1251")).text == words


def test_chinese_in_utf_16_without_mark_is_told_by_its_wide_spaces() -> None:
    words = "这个工具检查文档。 它很快。\n\n另一段落在这里。"
    assert read(words.encode("utf-16-le")).text == words


def test_a_download_cut_inside_a_character_is_read_as_a_browser_shows_it() -> None:
    raw = ("Größe über alles, sagt der Autor für und für, äöü äöü. ".encode() * 3) + "Maß ü".encode()[:-1]
    assert read(raw).text.endswith("Ma" + "ß \ufffd")


def test_line_endings_of_every_system_are_line_breaks() -> None:
    for ending in ("\n", "\r\n", "\r"):
        visible = read(f"A first paragraph.{ending}{ending}```{ending}a{ending}  b{ending}```{ending}".encode())
        assert visible.text == "A first paragraph.\n\na\n  b"


def test_a_few_control_characters_do_not_make_a_text_binary() -> None:
    visible = read(b"# Tool\n\nIt wo\0rks well, and \x1b[1mfast\x1b[0m, on every machine that runs Python.\n")
    assert "It works well" in visible.text
    assert "U+0000" in visible.hidden[0].words


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"\n", "empty"),
        (b"  \n\t\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"x", "empty"),
        (b"# Tool", "too_little"),
        (b"![badge](https://example.org/b.svg)", "too_little"),
        (b"<!-- A whole sentence, but a comment. -->", "too_little"),
        (b"```\nprint('this is code and nothing else')\n```", "too_little"),
        (b"%PDF-1.7 ...", "format"),
        (b"PK\x03\x04" + bytes(40), "format"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "format"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "format"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "format"),
        (bytes(range(256)) * 8, "not_text"),
        (b"\x7fELF\x02\x01\x01" + bytes(64), "not_text"),
        (b"\xff\xfe" + "Words".encode("utf-16-le") + b"\x00", "encoding"),
        (b"\xff\xfe\x00\x00\xff\xff\xff\xff", "encoding"),
    ],
)
def test_what_holds_no_words_is_refused_with_its_code(raw: bytes, code: str) -> None:
    with pytest.raises(DocumentRefusedError) as refused:
        read(raw, name="tool.md")
    assert refused.value.code == code
    assert refused.value.subject == "tool.md"
    assert str(refused.value).startswith("tool.md ")


def test_a_document_above_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(DocumentRefusedError) as refused:
        read(b"\0" * 101, max_bytes=100)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    "words", ["It works.", "이 도구는 텍스트를 검사한다.", "文档检查工具。", "A tool without a full stop"]
)
def test_a_document_of_one_sentence_is_legal(words: str) -> None:
    assert read(words.encode()).text == words
