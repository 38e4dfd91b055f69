"""Builders of small workspaces and of PDF, Word and mapping files, so that a test says what its files hold."""

import io
import textwrap
import zipfile

from crosswalk.ledger.files import locked, replace_locked
from crosswalk.ledger.sssom import format_mappings

MARGIN = 72
EM = 0.6  # Courier's width in ems


def _pdf(objects):
    """A PDF file of numbered objects, the first of them its catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out, start


def _written(page):
    """A page's content: (x, y, size, bold, words) each set in Courier at its place, or (x0, y0, x1, y1) drawn.

    Bold may be "italic". A sixth value is how the words are drawn; 3 is not at all.
    """
    parts = []
    for placed in page:
        if len(placed) == 4:
            parts.append(b"%g %g m %g %g l S" % placed)
            continue
        x, y, size, bold, words, *mode = placed
        safe = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        font = b"F3" if bold == "italic" else b"F2" if bold else b"F1"
        drawn = b"%d Tr " % mode[0] if mode else b""
        parts.append(b"BT %s/%s %g Tf %g %g Td (%s) Tj ET" % (drawn, font, size, x, y, safe))
    return b"\n".join(parts)


def make_pdf(pages, *, extra=b"", rotate=0):
    """A PDF of pages, each a list of (x, y, size, bold, words); `extra` goes into the trailer."""
    count = len(pages)
    kids = b" ".join(b"%d 0 R" % (6 + 2 * at) for at in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Oblique /Encoding /WinAnsiEncoding >>",
    ]
    for at, page in enumerate(pages):
        content = _written(page)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate %d /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> >> >>" % (rotate, 7 + 2 * at)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out, start = _pdf(objects)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        extra,
        start,
    )
    return bytes(out)


def set_lines(*parts, top=720, size=10, leading=14):
    """Lines set one below the other, as make_pdf takes them.

    A part is a text, wrapped at the margin, or (text, options) with `x`, `bold`, `gap`, `size`,
    `hang`, the indent of the lines after the first, and `note`, a raised number at the end.
    """
    placed, y = [], top
    for part in parts:
        text, options = part if isinstance(part, tuple) else (part, {})
        own, x, hang = options.get("size", size), options.get("x", MARGIN), options.get("hang", 0)
        y -= options.get("gap", 0)
        room = int((612 - MARGIN - x) / (EM * own))
        rows = textwrap.wrap(text, room, subsequent_indent=" " * hang, break_on_hyphens=False)
        for at, row in enumerate(rows):
            words = row.lstrip()
            indent = (len(row) - len(words)) * EM * own
            placed.append((x + indent, y, own, options.get("bold", False), words))
            if at == len(rows) - 1 and "note" in options:
                placed.append((x + indent + len(words) * EM * own, y + 4, 6, False, options["note"]))
            y -= options.get("leading", leading)
    return placed


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
)


def make_docx(body, *, styles="", numbering="", footnotes="", endnotes="", extra=None, namespace=W):
    """A Word file whose parts hold the given WordprocessingML; `extra` adds members by name."""
    parts = {"styles": styles, "numbering": numbering, "footnotes": footnotes, "endnotes": endnotes}
    used = {name: content for name, content in parts.items() if content}
    links = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for at, name in enumerate(used)
    )
    main = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _RELATIONS % main,
        "word/document.xml": f"<w:document {namespace}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _RELATIONS % links,
        **{
            f"word/{name}.xml": f"<w:{name} {namespace}>{content}</w:{name}>"
            for name, content in used.items()
        },
        **(extra or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(*runs, style="", num=None, properties=""):
    """A paragraph of runs, each plain words or WordprocessingML; `num` is its (list, level)."""
    own = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        own += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    inner = "".join(run if run.startswith("<") else words(run) for run in runs)
    return f"<w:p><w:pPr>{own}{properties}</w:pPr>{inner}</w:p>"


def words(text, properties=""):
    """A run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def write_workspace(root, files):
    """Write the files of a workspace, texts by name, and make its folder of mappings."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / "mappings").mkdir()
    return root


def write_mappings(mappings, path):
    """Replace a mapping file as a decision does: whole or not at all, while other writers wait."""
    text = format_mappings(mappings, all_columns=True)
    with locked(path):
        replace_locked(path, text.encode())


OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
OPEN_SPACES = (
    f'xmlns:office="{OPEN}office:1.0" xmlns:text="{OPEN}text:1.0" xmlns:style="{OPEN}style:1.0" xmlns:table="{OPEN}table:1.0"'
    f' xmlns:draw="{OPEN}drawing:1.0" xmlns:fo="{OPEN}xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
OPEN_STYLES = """
<style:style style:name="Loud" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Loud2" style:family="text" style:parent-style-name="Loud"/>
<style:style style:name="Gone" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Title" style:family="paragraph"/>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
<text:list-level-style-number text:level="2" style:num-format="i" style:num-prefix="(" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="Dots"><text:list-level-style-bullet text:level="1" text:bullet-char="*"/></text:list-style>
<text:list-style style:name="Legal">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="." text:start-value="4"/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>
</text:list-style>
"""
OPEN_OUTLINE = """<office:styles><text:outline-style>
<text:outline-level-style text:level="1" style:num-format="I" style:num-prefix="Part "/>
<text:outline-level-style text:level="2" style:num-format=""/></text:outline-style></office:styles>"""


def make_odt(body, *, styles=OPEN_STYLES, master="", outline="", kind=OPEN_TEXT, manifest="<manifest/>"):
    """An OpenDocument file of a body, with automatic styles, a master page and styles of its outline."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "content.xml",
            f"<office:document-content {OPEN_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {OPEN_SPACES}>{outline}<office:master-styles>{master}</office:master-styles>"
            "</office:document-styles>",
        )
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def odt_paragraph(words, style=""):
    """A paragraph of an OpenDocument text."""
    return f'<text:p text:style-name="{style}">{words}</text:p>'
