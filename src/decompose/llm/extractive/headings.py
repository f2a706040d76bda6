"""What a section is for, told by the headings above it. Data first, one reader at the end.

Headings that are never read (licences, thanks, community) are known in several languages, because a document in
another language than English is read by its structure alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum


class Room(IntEnum):
    """Sorts of sections, from the most telling to those that are never read."""

    JOBS = 1
    PLAIN = 2
    FACTS = 3
    SETUP = 4
    REFERENCE = 5
    LIMITS = 6
    LICENCE = 7
    SKIPPED = 8


# Words that decide wherever they stand in a heading.
_ANYWHERE: dict[Room, tuple[str, ...]] = {
    Room.LICENCE: (
        "licen[sc](?:e|es|ing)",
        "copyright",
        "terms of (?:use|service)",
        "lizenz",
        "licencia",
        "licença",
        "лицензия",
    ),
    Room.LIMITS: (
        "limitations?",
        "caveats",
        "known (?:issues|problems)",
        "out[- ]of[- ]scope",
        "not recommended",
        "non-goals",
        "(?<!weights & )(?<!weights and )bias(?:es)?",
        "shortcomings",
        "drawbacks",
        "why (?:shouldn't|not|you shouldn't)",
        "when not to",
        "einschränkungen",
        "limitaciones",
        "limitações",
    ),
    Room.SKIPPED: (
        # Money and people
        "sponsor(?:s|ing|ship)?",
        "backers?",
        "donat(?:e|ions?|ing)",
        "patrons?",
        "for enterprise",
        "contribut(?:e|ing|ors?|ions?)",
        "acknowledge?ments?",
        "maintainers?",
        "authors?",
        "governance",
        "code of conduct",
        "danksagung",
        "mithilfe",
        "fehler",
        "mitwirk\\w+",
        "spenden",
        "contribuer",
        "remerciements",
        "contribuir",
        "agradecimientos",
        "contribuição",
        "участие",
        "благодарности",
        # Papers
        "citations?",
        "citing",
        "cite",
        "bibtex",
        # Where to talk
        "community",
        "discord",
        "mailing lists?",
        "newsletter",
        "getting help",
        "get in touch",
        "join us",
        "careers",
        "star history",
        "stargazers",
        "kontakt",
        "contacto",
        "контакты",
        "impressum",
        # What was and what will be
        "change ?log",
        "release notes",
        "roadmap",
        "milestones",
        # Other people's things
        "who(?:'s| is|) us(?:es|ing)",
        "used by",
        "related (?:tools|projects|work)",
        "alternatives",
        "adopters",
        "testimonials",
        "ecosystem",
        "awesome",
        # Ways around the document, and work on the artifact itself
        "table of contents",
        "siehe auch",
        "inhaltsverzeichnis",
        "sommaire",
        "índice",
        "tutorials?",
        "pull requests?",
        "running tests",
        "troubleshooting",
        "debugging",
        "faqs?",
        "frequently asked questions",
        "common (?:mistakes|errors)",
        "disclaimer",
        "trademarks?",
        "ethical considerations",
        "social impact",
        "sensitive information",
        "rechtliches",
        "for developers",
        "without",
    ),
    Room.REFERENCE: (
        "data (?:fields|instances|splits|structure)",
        "dataset structure",
        "parameters",
        "arguments",
        "environment variables",
        "input schema",
        "syntax",
    ),
    Room.SETUP: (
        "install(?:ing|ation|er|ed)?",
        "uninstall\\w*",
        "set ?up",
        "setup",
        "set-up",
        "configur(?:e|ing|ation)",
        "requirements?",
        "prerequisites?",
        "dependencies",
        "quick ?start",
        "getting (?:started|access)",
        "get started",
        "first steps",
        "usage with",
        "running (?:on|with|the|it|from|locally)",
        "what do i need",
        "how to (?:use|run|install|get)",
        "run (?:the|it|locally)",
        "examples?",
        "sample usage",
        "basic usage",
        "development version",
        "(?:via|with|using|from) (?:docker|pip|npm|npx|uvx?|conda|source)",
        "api keys?",
        "einrichtung",
        "instalación",
        "instalação",
        "установка",
    ),
    Room.FACTS: (
        "benchmarks?",
        "evaluations?",
        "leaderboards?",
        "training (?:data|procedure|details|factors)",
        "comparison",
        "source data",
        "curation rationale",
        "dataset creation",
        "pricing",
        "model (?:zoo|sizes?|variants|performance)",
        "hardware and software",
    ),
    Room.JOBS: (
        "features?",
        "capabilit(?:y|ies)",
        "tools?",
        "highlights?",
        "functions?",
        "functionality",
        "use cases?",
        "intended uses?",
        "supported tasks",
        "what (?:it|can|you can)",
        "why",
        "key",
        "overview",
        "introduction",
        "about",
        "what is",
        "commands",
        "integrations?",
        "funktionen",
        "merkmale",
        "características",
        "fonctionnalités",
        "recursos",
        "возможности",
    ),
}
# Words that decide only where they are the whole heading: "History" is one of releases, "Chat history" is a feature.
_WHOLE: dict[Room, tuple[str, ...]] = {
    Room.LICENCE: ("copyright", "legal(?: stuff)?", "terms"),
    Room.LIMITS: ("limits", "risks"),
    Room.SKIPPED: (
        "contents?",
        "toc",
        "index",
        "navigation",
        "links",
        "(?:\\w+ )?quick ?links",
        "resources",
        "references?",
        "bibliography",
        "further reading",
        "notes?(?: on .*)?",
        "(?:read|learn|see|find out) (?:more|also)",
        "more (?:info|information|resources)",
        "where (?:do|to) .*(?:go|next).*",
        "next steps?",
        "help",
        "support",
        "(?:commercial|professional|enterprise) support",
        "contacts?(?: us)?",
        "feedback",
        "questions.*",
        "social",
        "irc",
        "wiki",
        "credits",
        "thanks",
        "team",
        "bugs?",
        "bug (?:tracker|reports?)",
        "issues?",
        "reporting .*",
        "releases",
        "history",
        "change history",
        "(?:latest |recent )?news",
        "(?:latest |recent )?updates",
        "what'?s new.*",
        "to ?do",
        "future (?:plans|work)",
        "upgrad(?:e|ing)",
        "migrat(?:ion|ing).*",
        "users",
        "showcase",
        "case studies",
        "talks",
        "videos",
        "awards",
        "(?:dataset )?curators",
        "papers?",
        "publications?",
        "(?:\\w+ )?documentation",
        "docs",
        "demos?(?: projects)?",
        "playground",
        "(?:related|similar|community) (?:projects|work)",
        "telemetry",
        "privacy(?: policy)?",
        "blog(?: posts)?",
        "development",
        "developing(?: \\w+){0,3}",
        "build",
        "building(?: from source)?",
        "tests",
        "hacking",
        "show your usage",
        "annotations?.*",
        "who are .*",
        "also check out.*",
    ),
    Room.SETUP: (
        "environment",
        "docker",
        "docker[- ]compose",
        "kubernetes",
        "npx",
        "npm",
        "pip",
        "uvx?",
        "conda",
        "homebrew",
        "options",
        "settings",
        "compatibility",
        "usage",
        "samples?",
        "snippets?",
        "downloads?",
        "(?:command[- ]line|cli) (?:options|flags)",
        "authentication",
        "advanced",
        "advanced usage",
    ),
    Room.FACTS: ("performance", "results", "metrics", "statistics", "plans"),
}
# Scripts without spaces: the words stand inside longer runs.
_INSIDE: dict[Room, tuple[str, ...]] = {
    Room.LICENCE: ("协议", "许可", "授權", "授权", "ライセンス", "라이선스"),
    Room.LIMITS: ("局限", "限制", "制限", "제한"),
    Room.SKIPPED: (
        "目录",
        "目錄",
        "目次",
        "贡献",
        "貢獻",
        "联系",
        "聯繫",
        "联络",
        "交流群",
        "公众号",
        "致谢",
        "感谢",
        "引用",
        "里程碑",
        "更新日志",
        "参考",
        "赞助",
        "路线图",
        "迁移",
        "常见问题",
        "謝辞",
        "貢献",
        "連絡",
        "컨트리뷰션",
        "기여",
        "저자",
        "목차",
        "감사",
        "후원",
        "연락",
        "인용",
        "변경",
    ),
    Room.SETUP: ("安装", "安裝", "部署", "快速", "使用方法", "使い方", "インストール", "설치", "사용법"),
    Room.JOBS: ("功能", "特性", "特点", "機能", "特徴", "기능", "특징"),
}
# What is read first where a heading has words of several rooms ("Known limitations of the tools").
_ORDER = (Room.LICENCE, Room.LIMITS, Room.SKIPPED, Room.REFERENCE, Room.SETUP, Room.FACTS, Room.JOBS)


def _pattern(room: Room) -> re.Pattern[str]:
    anywhere = rf"\b(?:{'|'.join(_ANYWHERE.get(room, ()))})\b"
    whole = rf"^(?:the |our |more )?(?:{'|'.join(_WHOLE[room])})$" if room in _WHOLE else None
    inside = "|".join(_INSIDE[room]) if room in _INSIDE else None
    return re.compile("|".join(filter(None, (anywhere, whole, inside))), re.IGNORECASE)


_PATTERNS = {room: _pattern(room) for room in _ORDER}
_EDGES = re.compile(r"^[\W\d_]+|[^\w)]+$")
_LONGEST = 80


def room_of(titles: Iterable[str]) -> Room:
    """The least telling room of the headings above a section; plain where no heading tells."""
    return max((room for title in titles if (room := _room_of_title(title))), default=Room.PLAIN)


def is_never_told(label: str) -> bool:
    """Whether the label of an item or a row is one of those whose sections are never read."""
    return _room_of_title(label) in {Room.SKIPPED, Room.LICENCE}


def _room_of_title(title: str) -> Room | None:
    words = _EDGES.sub("", title[:_LONGEST])
    return next((room for room in _ORDER if _PATTERNS[room].search(words)), None)


# Headings and labels made of such words name no job: a record is named from its sentence instead.
GENERIC = frozenset(
    """
    a about additional advanced all an and api apis architecture at available background basic basics by capabilities
    card case cases class cli client clients common concepts cons context core custom dataset default description design
    details documentation example examples extra feature features for from general get getting goal goals guide guides
    highlights how i important in info information intended intro introduction is it it's key leaderboards library list
    main method methods miscellaneous mode model models module modules more motivation new next note notes of on option
    optional options or other our out overview package platform problem project proposed pros purpose quick quickstart
    rationale readme reference required returns server service setup solution some start started step steps strengths
    summary support supported supports system task tasks the tip tips to tool tools toolset type types updates usage use
    uses using various version versions vs warning weaknesses what when where which why with work works you your
    概述 概览 简介 介绍 功能 特性 快速开始 快速上手 目录 说明 개요 소개 기능 목차
    概要 はじめに 目次 特徴 einleitung inhalt überblick übersicht
    """.split()
)
