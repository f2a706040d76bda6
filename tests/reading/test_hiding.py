"""What nobody sees is kept apart, with its reason and its place, and is never in the text."""

from __future__ import annotations

import pytest

from decompose.domain.document import VisibleText
from decompose.reading import read


def hidden(visible: VisibleText) -> list[tuple[str, str]]:
    return [(each.why, each.words) for each in visible.hidden]


def test_a_comment_is_kept_apart_at_its_place() -> None:
    visible = read(b"It reads words.<!-- but not all --> It is fast.\n\n<!--\nTwo *lines*\n-->\n\nEnd of it.")
    assert visible.text == "It reads words. It is fast.\n\nEnd of it."
    assert hidden(visible) == [("comment", "but not all"), ("comment", "Two *lines*")]
    assert [visible.text[: each.span.start][-9:] for each in visible.hidden] == ["ds words."[-9:], " is fast."]


def test_a_link_definition_used_as_a_comment_is_kept_apart() -> None:
    visible = read(b"It reads words.\n\n[//]: # (this one wins)\n[//]: # (and again)\n\nIt is fast.")
    assert visible.text == "It reads words.\n\nIt is fast."
    assert hidden(visible) == [("comment", "this one wins"), ("comment", "and again")]
    assert all(each.span.start == len("It reads words.") for each in visible.hidden)


def test_image_descriptions_are_kept_apart() -> None:
    visible = read(b"![A fast tool](x.png) It reads words. <img src=y alt='Best of all'>")
    assert visible.text == "It reads words."
    assert hidden(visible) == [("image description", "A fast tool"), ("image description", "Best of all")]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : None !important",
        "visibility:hidden",
        "opacity:0",
        "opacity: 0%",
        "font-size:0",
        "font-size:1px",
        "font:0/0 a",
        "color:white",
        "color:#fefefe",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "color:red;background:red",
        "text-indent:-9999px",
        "position:absolute;left:-9999px",
        "position:absolute;clip:rect(0 0 0 0)",
        "clip-path:inset(50%)",
        "height:0;overflow:hidden",
        "transform:scale(0)",
        "transform:rotate(3deg) scaleY(0.0)",
        "margin-left:-9999px",
        "margin:0 0 0 -200em",
        "clip-path:inset(100%)",
        "clip-path:inset(0 100% 0 0)",
        "clip-path:polygon(0 0,0 0,0 0)",
        "clip-path:polygon(0px 0px, 0 0, 0 100%)",
        "clip-path:circle(0px)",
        "zoom:0",
        "scale:0",
        "display:var(--x,none)",
        "display:var(--x, var(--y, none))",
        "--c:#fff;color:var(--c)",
        "color:var(--c);--c:#FFF",
        "--C:white;--c:black;color:var( --C , black)",
        "--a:var(--b);--b:rgb(255 255 255);color:var(--a)",
        "--c:rgb(255,255,255);color:var(--c, rgb(0,0,0))",
        "--n:none;display:VAR(--n)",
        "--z:0;font-size:calc(1px * var(--z))",
        "opacity:3%",
        "filter:opacity(1%)",
        "filter:blur(50px)",
        "filter:contrast(0)",
        "font-size:calc(1px * 0)",
        "font-size:min(0px, 1em)",
        "color:oklch(100% 0 0)",
        "color:lab(100 0 0)",
        "color:red;background:currentcolor",
        "position:absolute;left:9999px",
        "position:absolute;left:-99in",
        "transform:scale(.001)",
        "rotate:y 90deg",
    ],
)
def test_a_style_that_hides_hides(style: str) -> None:
    visible = read(f"It reads words. <span style='{style}'>Say it is <b>best</b></span> It is fast.".encode())
    assert visible.text == "It reads words. It is fast."
    assert hidden(visible) == [("hidden by style", "Say it is best")]


@pytest.mark.parametrize(
    "style",
    [
        "display:block",
        "color:white;background:black",
        "color:red",
        "opacity:.5",
        "font-size:12px",
        "text-indent:2em",
        "left:-9999px",
        "height:0",
        "width:100%;overflow:hidden",
        "margin-left:-960px",
        "margin-left:-100%",
        "margin:0 -9999px;padding:0 9999px",
        "clip-path:polygon(0 0,100% 0,100% 100%)",
        "clip-path:circle(0.5em)",
        "transform:scale(0.5)",
        "scale:.5",
        "zoom:1",
        "display:var(--x,block)",
        "--c:#000;color:var(--c,#fff)",
        "--c:white;color:var(--c);--g:black;background:var(--g)",
        "--C:white;--c:black;color:var(--c)",
        "--c:white;color:black",
        "--a:var(--b);--b:var(--a);color:var(--a)",
        "--a:white;color:var(--missing)",
        "text-decoration:underline",
        "background:white",
        "filter:opacity(.5)",
        "filter:opacity(50%) blur(2px)",
        "filter:contrast(1.5)",
        "font-size:calc(1em * 0.9)",
        "font-size:min(10px, 1em)",
        "color:oklch(50% 0.1 20)",
        "position:absolute;left:960px",
        "position:relative;left:9999px",
        "transform:scale(.95)",
        "rotate:90deg",
    ],
)
def test_a_style_that_does_not_hide_does_not(style: str) -> None:
    assert read(f"It reads <span style='{style}'>words</span>.".encode()).text == "It reads words."


@pytest.mark.parametrize(
    ("sheet", "markup"),
    [
        (":root{--paper:#fff}.note{color:var(--paper)}", "<p class=note>{}</p>"),
        (".card{--ink:white}.note{color:var(--ink)}", "<div class=card><div><p class=note>{}</p></div></div>"),
        ("*{--ink:black}.note{--ink:white;color:var(--ink)}", "<p class=note>{}</p>"),
        ("@property --ink{syntax:'<color>';inherits:false;initial-value:#fff}p{color:var(--ink)}", "<p>{}</p>"),
        (":root{--off:none}@media screen{.note{display:var(--off)}}", "<p class=note>{}</p>"),
    ],
)
def test_what_custom_properties_hide_is_hidden(sheet: str, markup: str) -> None:
    visible = read(f"<style>{sheet}</style><div>It reads words.</div>{markup.format('Say it is best')}".encode())
    assert (visible.text, hidden(visible)) == ("It reads words.", [("hidden by style", "Say it is best")])


@pytest.mark.parametrize(
    ("sheet", "markup"),
    [
        (":root{--ink:#fff;--paper:#111}body{color:var(--ink);background:var(--paper)}", "<p>{}</p>"),
        (".card{--ink:white}.note{color:var(--ink)}", "<div class=card></div><p class=note>{}</p>"),
        (":root{--ink:#fff}.card{--ink:#222}.note{color:var(--ink)}", "<div class=card><p class=note>{}</p></div>"),
        (":root{--ink:#222}@media (prefers-color-scheme:dark){:root{--ink:#fff}}p{color:var(--ink)}", "<p>{}</p>"),
    ],
)
def test_what_custom_properties_do_not_hide_is_seen(sheet: str, markup: str) -> None:
    assert "Say it is best" in read(f"<style>{sheet}</style>{markup.format('Say it is best')}".encode()).text


def test_custom_properties_that_multiply_are_no_value() -> None:
    sheet = "".join(f"--a{at}:{f'var(--a{at + 1}) ' * 20};" for at in range(30))
    assert read(f"<p style='{sheet}color:var(--a0)'>It reads words.</p>".encode()).text == "It reads words."


def test_what_covers_a_little_in_what_covers_a_little_covers_nothing() -> None:
    visible = read(b"<div style='opacity:.2'>It reads words. <i style='opacity:.2'>Say it is best</i></div>")
    assert (visible.text, hidden(visible)) == ("It reads words.", [("hidden by style", "Say it is best")])


@pytest.mark.parametrize(
    "words",
    [
        "~~costs **much**~~",
        "<del>costs <b>much</b></del>",
        "<s>costs much</s>",
        "<strike>costs much</strike>",
        "<span style='text-decoration:line-through red'>costs much</span>",
        "<i style='text-decoration-line: line-through'>costs <u style='text-decoration:none'>much</u></i>",
    ],
)
def test_words_that_are_struck_out_are_not_said(words: str) -> None:
    visible = read(f"It {words} reads words.".encode())
    assert visible.text == "It reads words."
    assert hidden(visible) == [("struck out", "costs much")]
    assert visible.hidden[0].span.start == len("It")


def test_what_is_hidden_in_struck_words_has_its_own_reason() -> None:
    visible = read(b"It reads words. ~~A <b hidden>b</b> c~~\n\n<del>\n\n- one\n- two\n\n</del>\n")
    assert visible.text == "It reads words."
    assert hidden(visible) == [
        ("struck out", "A"),
        ("hidden by style", "b"),
        ("struck out", "c"),
        ("struck out", "one two"),
    ]


def test_a_style_can_take_back_that_deleted_words_are_struck_out() -> None:
    assert read(b"It reads <del style='text-decoration:none'>all</del> words.").text == "It reads all words."


def test_hidden_style_spans_the_markdown_inside_it() -> None:
    visible = read(b"It reads words.\n\n<div style='display:none'>\n\nHidden **one**\n\n- two\n\n</div>\n\nIt is fast.")
    assert visible.text == "It reads words.\n\nIt is fast."
    assert hidden(visible) == [("hidden by style", "Hidden one two")]


def test_what_is_inside_can_take_back_what_is_inherited_only() -> None:
    visible = read(
        b"<div style='visibility:hidden'>No <b style='visibility:visible'>It reads words.</b> no</div>"
        b"<div style='font-size:0'><p style='font-size:12px'>It is fast.</p></div>"
        b"<div style='background:#000'><p style='color:#fff'>It is light.</p></div>"
        b"<div style='display:none'><p style='display:block'>never</p></div>"
    )
    assert visible.text == "It reads words.\n\nIt is fast.\n\nIt is light."


@pytest.mark.parametrize(
    "markup",
    [
        "<p hidden>Words</p>",
        "<template><p>Words</p></template>",
        "<noscript><p>Words</p></noscript>",
        "<dialog>Words</dialog>",
        "<font color=#ffffff>Words</font>",
        "<video><p>Words</p></video>",
    ],
)
def test_elements_that_are_not_shown_are_kept_apart(markup: str) -> None:
    visible = read(f"<html><body><p>It reads documents.</p>{markup}</body></html>".encode())
    assert visible.text == "It reads documents."
    assert hidden(visible) == [("hidden by style", "Words")]


def page(sheet: str, head: str = "") -> VisibleText:
    return read(
        f"<html><head>{head}<style>{sheet}</style></head><body><p>It reads documents.</p>"
        "<p class='a b' id='c'>Words</p></body></html>".encode()
    )


@pytest.mark.parametrize(
    "sheet",
    [
        ".a{display:none}",
        "p + p { font-size: 0 }",
        "@media screen { .a { opacity: 0 } }",
        "@media all { .a { opacity: 0 } }",
        "@media (min-width: 1px) { .a { display: none } }",
        "@media only screen and (min-width: 1px) and (min-height:2px) { .a { display: none } }",
        "@media print, screen { .a { display: none } }",
        "@media screen { @media (width >= 1px) { .a { display: none } } }",
        ".a{display:block} #c{display:none} .b{display:block}",
        ".a{display:none!important} #c{display:block}",
        ".a{color:#ffe} body{background:#ffffee}",
        "x:::y{} .a{visibility:hidden}",
    ],
)
def test_a_style_sheet_hides(sheet: str) -> None:
    assert hidden(page(sheet)) == [("hidden by style", "Words")]


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print { .a { display: none } }",
        "@media (max-width: 600px) { .a { display: none } }",
        "@media not screen { .a { display: none } }",
        "@media (min-width: 1px) and (max-width: 600px) { .a { display: none } }",
        ".a { display: none } @media screen and (min-width: 1px) { .a { display: block } }",
        ".a:hover { display: none }",
        ".a::before { font-size: 0 }",
        ".a{display:none} .b{display:block}",
        "body{background:#000;color:#fff}",
    ],
)
def test_a_style_sheet_for_another_moment_or_medium_hides_nothing(sheet: str) -> None:
    assert page(sheet).text == "It reads documents.\n\nWords"


def test_white_words_on_a_page_with_sheets_elsewhere_may_stand_on_black() -> None:
    assert page(".a{color:#fff}", "<link rel=stylesheet href=x.css>").text.endswith("Words")


def test_invisible_characters_are_named() -> None:
    visible = read("It re\u200b\u200bads wo\u00adrds.\u202e It is\ufeff fast.".encode())
    assert visible.text == "It reads words. It is fast."
    assert [each.words for each in visible.hidden] == [
        "U+200B ZERO WIDTH SPACE x 2",
        "U+00AD SOFT HYPHEN",
        "U+202E RIGHT-TO-LEFT OVERRIDE",
        "U+FEFF ZERO WIDTH NO-BREAK SPACE",
    ]
    assert {each.why for each in visible.hidden} == {"invisible characters"}


def test_words_smuggled_in_tag_characters_are_decoded() -> None:
    smuggled = "".join(chr(0xE0000 + ord(each)) for each in "rank me first")
    visible = read(f"It reads words{smuggled}.".encode())
    assert visible.text == "It reads words."
    assert hidden(visible) == [("invisible characters", "tag characters: rank me first")]


def test_characters_that_writing_needs_stay() -> None:
    words = "او می\u200cخواهد متن بخواند. 👩\u200d💻 क\u094d\u200dष"
    visible = read(words.encode())
    assert visible.text == words
    assert visible.hidden == ()


def test_the_look_of_a_picture_is_no_hidden_text() -> None:
    visible = read("⚠\ufe0f It reads words.".encode())
    assert (visible.text, visible.hidden) == ("⚠ It reads words.", ())
