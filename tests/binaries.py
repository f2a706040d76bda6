"""Documents of binary formats, made for tests: pages of a PDF, parts of a DOCX."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    read_object,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def line(words: str, y: int, *, size: int = 11, font: str = "F1", ink: str = "0 g 0 Tr") -> str:
    """One line of a page: its words at a height, how large, in which font, and how they are inked."""
    return f"BT {ink} /{font} {size} Tf 1 0 0 1 72 {y} Tm ({words}) Tj ET"


def pdf(
    *pages: Sequence[str],
    password: str | None = None,
    forms: Mapping[str, Sequence[str]] | None = None,
    masks: Mapping[str, tuple[str, Sequence[str]]] | None = None,
) -> bytes:
    """A PDF; each page is a list of drawing operations, and so is each form that pages and forms draw by its name.

    They can set `/Clear gs` (no ink covers), `/Spot cs` (a spot colour that is white), draw the picture `/Photo Do`,
    and write on the layers `/OC /Off BDC` and `/OC /On BDC`; and each soft mask by its name: what it says beside its
    group, and what the group draws. `/Whole gs` ends them.
    """
    writer = PdfWriter()
    resources = _resources(writer, forms or {}, masks or {})
    for operations in pages:
        page = writer.add_blank_page(612, 792)
        page[NameObject("/Resources")] = resources
        page[NameObject("/Contents")] = writer._add_object(_stream(operations))
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _stream(operations: Sequence[str]) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data("\n".join(operations).encode("latin-1"))
    return stream


def _resources(
    writer: PdfWriter, forms: Mapping[str, Sequence[str]], masks: Mapping[str, tuple[str, Sequence[str]]]
) -> IndirectObject:
    fonts = "".join(
        f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>"
        for name, base in (("F1", "Helvetica"), ("F2", "Helvetica-Bold"))
    )
    spot = "[/Separation /Spot /DeviceRGB << /FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [1 1 1] /N 1 >>]"
    made = _value(
        f"<< /Font << {fonts} >> /ExtGState << /Clear << /ca 0 >> /Whole << /SMask /None >> >>"
        f" /ColorSpace << /Spot {spot} >>"
        " /XObject << >> /Properties << >> >>"
    )
    whole = writer._add_object(made)
    for name in ("On", "Off"):
        layer = _value(f"<< /Type /OCG /Name ({name}) >>")
        made["/Properties"][NameObject(f"/{name}")] = writer._add_object(layer)
    off = ArrayObject([made["/Properties"].raw_get("/Off")])
    layers = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject(made["/Properties"].raw_get(f"/{each}") for each in ("On", "Off"))}
    )
    layers[NameObject("/D")] = DictionaryObject({NameObject("/OFF"): off})
    writer.root_object[NameObject("/OCProperties")] = layers
    photo = _stream(["~~~"])
    photo.update(
        _value("<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8 >>")
    )
    made["/XObject"][NameObject("/Photo")] = writer._add_object(photo)
    for name, operations in forms.items():
        made["/XObject"][NameObject(f"/{name}")] = writer._add_object(_form(operations, whole))
    for name, (said, operations) in masks.items():
        mask = _value(f"<< /Type /Mask {said} >>")
        group = _form(operations, whole)
        group[NameObject("/Group")] = _value("<< /S /Transparency /CS /DeviceGray >>")
        mask[NameObject("/G")] = writer._add_object(group)
        made["/ExtGState"][NameObject(f"/{name}")] = DictionaryObject({NameObject("/SMask"): mask})
    return whole


def _form(operations: Sequence[str], resources: IndirectObject) -> DecodedStreamObject:
    form = _stream(operations)
    form.update(_value("<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] >>"))
    form[NameObject("/Resources")] = resources
    return form


def _value(written: str) -> DictionaryObject:
    found = read_object(io.BytesIO(written.encode()), None)
    assert isinstance(found, DictionaryObject)
    return found


def docx(body: str, *, styles: str = "", comments: str = "") -> bytes:
    """A DOCX of a body in its XML (prefix w:)."""
    parts = [("document", body, "document.main"), ("styles", styles, "styles")]
    parts += [("comments", comments, "comments")] if comments else []
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MIME}.{kind}+xml"/>' for name, _, kind in parts
    )
    links = "".join(
        f'<Relationship Id="r{at}" Type="{REL}/{name}" Target="{name}.xml"/>'
        for at, (name, _, _) in enumerate(parts[1:])
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{kinds}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r0" Type="{REL}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        )
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
        if comments:
            archive.writestr("word/comments.xml", f'<w:comments xmlns:w="{W}">{comments}</w:comments>')
    return made.getvalue()


def paragraph(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'
