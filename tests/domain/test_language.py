"""A sentence tells its language by the words it cannot do without, or by its script."""

from __future__ import annotations

import pytest

from decompose.domain.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The server reads a log and never writes to it.", "en"),
        ("Das Programm füllt Lücken und ist kostenlos.", "de"),
        ("Le programme lit les fichiers et ne les modifie pas.", "fr"),
        ("El programa lee los archivos y no los cambia.", "es"),
        ("该工具支持多种语言模型", "zh"),
        ("このツールは音声を文字にします", "ja"),
        ("이 도구는 음악을 정리합니다", "ko"),
        ("Программа читает файлы", "ru"),
        ("GPT-4 Turbo 128k", None),
        ("", None),
    ],
)
def test_the_language_of_a_sentence(text: str, language: str | None) -> None:
    assert language_of(text) == language
