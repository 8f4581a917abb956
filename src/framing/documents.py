"""Documents and exports of archives in, articles out: Word, and what Factiva and Nexis write where its layout is plain."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from framing.days import iso_day
from framing.errors import FramingError
from framing.text import tidy, words

if TYPE_CHECKING:
    import zipfile

DOCUMENT_BYTES = 200 << 20  # of a Word document's text with its marks, unpacked; that of a book is some two MiB
TITLE_WORDS = 40  # a bold first paragraph as long is a summary
DATE_WORDS = 8  # a line with more words than this that holds a date says something else too
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CODE = (
    r"(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CLM|ART|CO|IN|NS|RE|IPC|IPD|PUB|AN)(?:\s+(\S.*))?"  # Factiva's field codes
)
_FACTIVA_ID = r"Document [A-Z0-9]{4,}(?:19|20)\d{6}\w{4,}"  # source, day, number
_NEXIS_ENDS = ("Load-Date:", "Classification", "Graphic", "Notes", "Language:")


class Document(NamedTuple):
    """An article as a document or an archive gives it; what it does not print is ''."""

    title: str
    text: str
    published: str = ""
    outlet: str = ""


class Paragraph(NamedTuple):
    text: str
    is_heading: bool
    is_bold: bool


# Word


def read_docx(raw: bytes) -> list[Document | str]:
    """The article of a Word document, or those of an export of Nexis or Factiva; of one that cannot be read, why.

    The title is the first heading, else a bold first paragraph, else the document's own; deleted text is left out.

    Raises
    ------
    FramingError : no Word document, one with a password, or one whose text is larger than `DOCUMENT_BYTES`.
    """
    import zipfile

    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise FramingError("a Word document with a password, or of the old kind; save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            paragraphs, own_title = _paragraphs(parts), _own_title(parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError, ValueError) as e:
        raise e if isinstance(e, FramingError) else FramingError(f"not a Word document ({e})") from e
    exported = read_export([p.text for p in paragraphs])
    return exported if exported is not None else [_document(paragraphs, own_title)]


def _part(parts: "zipfile.ZipFile", name: str):
    """The root of a part's XML, its entities unresolved."""
    from lxml import etree

    with parts.open(name) as part:
        raw = part.read(DOCUMENT_BYTES + 1)
    if len(raw) > DOCUMENT_BYTES:
        raise FramingError(f"a Word document of more than {DOCUMENT_BYTES >> 20} MiB of text; cut it into several")
    try:
        return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as e:
        raise FramingError(f"not a Word document ({e})") from e


def _paragraphs(parts: "zipfile.ZipFile") -> list[Paragraph]:
    root, headings = _part(parts, "word/document.xml"), _headings(parts)
    for twice in list(root.iter(_FALLBACK)):  # the same text again, for old readers
        twice.getparent().remove(twice)
    found = [(p, _text(p)) for p in root.iter(f"{_W}p")]
    return [Paragraph(line, _style(p) in headings, _is_bold(p)) for p, text in found for part in text.split("\n") if (line := tidy(part))]


def _text(paragraph) -> str:
    """Text of a paragraph without that of text boxes in it, which are paragraphs of their own, and what was moved elsewhere."""
    written = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    pieces = []
    for e in paragraph.iter(f"{_W}t", *written):
        if next(e.iterancestors(f"{_W}p"), None) is paragraph and next(e.iterancestors(f"{_W}moveFrom", f"{_W}pPr"), None) is None:
            pieces.append(written.get(e.tag) or e.text or "")
    return "".join(pieces)


def _headings(parts: "zipfile.ZipFile") -> set[str]:
    """Ids of the styles of headings and titles; their names are English in every language of Word."""
    if "word/styles.xml" not in parts.namelist():
        return {"Title", "Heading1"}
    styles = _part(parts, "word/styles.xml").iter(f"{_W}style")
    named = {s.get(f"{_W}styleId"): s.find(f"{_W}name").get(f"{_W}val", "").lower() for s in styles if s.find(f"{_W}name") is not None}
    return {style for style, name in named.items() if name == "title" or name.startswith("heading ")}


def _style(paragraph) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def _is_bold(paragraph) -> bool:
    """Whether all of a paragraph is bold; Arabic has a bold of its own, of complex scripts."""
    runs = [r for r in paragraph.iter(f"{_W}r") if any((t.text or "").strip() for t in r.iter(f"{_W}t"))]
    marks = [[r.find(f"{_W}rPr/{_W}{b}") for b in ("b", "bCs")] for r in runs]
    return bool(runs) and all(any(b is not None and b.get(f"{_W}val", "1") not in ("0", "false") for b in own) for own in marks)


def _own_title(parts: "zipfile.ZipFile") -> str:
    if "docProps/core.xml" not in parts.namelist():
        return ""
    return tidy(_part(parts, "docProps/core.xml").findtext(_TITLE) or "")


def _document(paragraphs: Sequence[Paragraph], own_title: str) -> Document:
    able = [p for p in paragraphs if p.is_heading][:1] or [p for p in paragraphs[:1] if p.is_bold and len(words(p.text)) <= TITLE_WORDS]
    title = able[0].text if able and len(paragraphs) > 1 else own_title
    lines = [p.text for p in paragraphs if not able or p is not able[0] or title != p.text]
    dated = next((line for line in lines[:4] if _date(line)), None)
    return Document(title, "\n".join(line for line in lines if line != dated), _date(dated or ""))


def _date(line: str) -> str:
    """The day of a line that is a date and little else."""
    return iso_day(line) if len(words(line)) <= DATE_WORDS else ""


# Archives


def read_export(lines: Sequence[str]) -> list[Document | str] | None:
    """Articles of an export of Factiva or Nexis, by its lines; None if it is none. One whose layout is not plain is why.

    Raises
    ------
    FramingError : an export of either that lacks the marks its articles are told by; says what to choose instead.
    """
    lines = [t for line in lines if (t := tidy(line))]
    codes = {m[1] for line in lines if (m := re.fullmatch(_CODE, line))}
    if "HD" in codes and codes & {"LP", "TD"} and codes & {"PD", "SN", "AN"}:
        return list(_factiva(lines))
    if any(re.fullmatch(_FACTIVA_ID, line) for line in lines):
        raise FramingError("a Factiva export without field codes; export it again, with 'Full Article/Report plus Indexing', as HTML")
    if any(line == "End of Document" or line.startswith("Load-Date:") for line in lines) and "Body" in lines:
        return list(_nexis(lines))
    if (
        sum(line.startswith(("LOAD-DATE:", "HEADLINE:", "BODY:")) or bool(re.fullmatch(r"\d+ of \d+ DOCUMENTS", line)) for line in lines)
        >= 2
    ):
        raise FramingError("a Nexis export of the old kind; download its articles again as .docx, one after another, without a cover page")
    return None


def _factiva(lines: Sequence[str]) -> Iterator[Document | str]:
    """An article begins with its headline, HD; LP and TD hold its paragraphs, SN the source's name, PD the day."""
    articles: list[dict[str, list[str]]] = []
    code = ""
    for line in lines:
        m = re.fullmatch(_CODE, line)
        if m and m[1] == "HD":
            articles.append({})
        code = m[1] if m else code
        written = m[2] if m else line
        if articles and written:
            articles[-1].setdefault(code, []).append(written)
    for fields in articles:
        joined = {code: " ".join(written) for code, written in fields.items()}
        body = "\n".join(fields.get("LP", []) + fields.get("TD", []))
        yield Document(joined.get("HD", ""), body, iso_day(joined.get("PD", "")) or joined.get("PD", ""), joined.get("SN", ""))


def factiva_lines(page: str) -> list[str] | None:
    """Lines of a Factiva page, a code before each field; None if the page is not Factiva's."""
    if not re.search(r">\s*(?:HD|LP)\s*<", page) and not (re.search(_FACTIVA_ID, page) and "articleParagraph" in page):
        return None
    from lxml import html

    tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in tree.iter("tr")]
    coded = [(tidy(cells[0].text_content()), cells[1]) for cells in rows if len(cells) == 2]
    fields = [line for code, value in coded if re.fullmatch(_CODE, code) for line in (code, *_cell_lines(value))]
    return fields or [tidy(e.text_content()) for e in tree.iter("p", "div")]


def _cell_lines(value) -> list[str]:
    paragraphs = [tidy(p.text_content()) for p in value.iter("p")] or [tidy(value.text_content())]
    return [p for p in paragraphs if p]


def _nexis(lines: Sequence[str]) -> Iterator[Document | str]:
    """An article is its title, the publication, the day, notes, `Body`, its paragraphs, `Load-Date:` and `End of Document`."""
    ends = [i for i, line in enumerate(lines) if line == "End of Document"] or [len(lines)]
    for start, end in zip([0, *(i + 1 for i in ends[:-1])], ends, strict=True):
        article = lines[start:end]
        body = article.index("Body") if "Body" in article else 0
        day = next((i for i in range(body - 1, 1, -1) if _date(article[i])), 0)
        if not day:
            yield "a Nexis article without title, publication and day before its 'Body'; download it again as .docx without a cover page"
            continue
        stop = next((i for i in range(body + 1, len(article)) if article[i].startswith(_NEXIS_ENDS)), len(article))
        yield Document(article[day - 2], "\n".join(article[body + 1 : stop]), _date(article[day]), article[day - 1])
