"""Word documents and exports of archives become articles; what is not plain is refused with what to choose instead."""

import io
import zipfile

import pytest

from framing import documents
from framing.documents import Document, factiva_lines, read_docx, read_export
from framing.errors import FramingError

TITLE = "خطة جديدة لتوزيع المياه"
PROSE = "اجتمع أعضاء اللجنة المحلية في مدينة حلب صباح اليوم لبحث خطة توزيع المياه على الأحياء."
MORE = "وقال رئيس اللجنة إن الخطة ستبدأ مطلع الشهر المقبل بعد موافقة المجلس البلدي في المدينة عليها."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
STYLES = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>'
BOLD = "<w:rPr><w:bCs/></w:rPr>"
NEXIS = [
    TITLE, "نشرة الميناء", "November 12, 2025 Wednesday", "Copyright 2025 نشرة الميناء All Rights Reserved", "Section: محليات", "Length: 35 words",
    "Body", PROSE, MORE, "Classification", "Language: ARABIC", "Load-Date: November 13, 2025", "End of Document",
]  # fmt: skip
FACTIVA = [
    ("SE", "محليات"), ("HD", TITLE), ("WC", "35 words"), ("PD", "12 November 2025"), ("SN", "نشرة الميناء"), ("SC", "PORTNE"), ("LA", "Arabic"),
    ("CY", "(c) 2025"), ("LP", PROSE), ("TD", MORE), ("NS", "gpol : Politics"), ("AN", "Document PORTNE0020251112elbc00001"),
]  # fmt: skip


def p(text: str, style: str = "", marks: str = "") -> str:
    own = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{own}<w:r>{marks}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(*body: str, core: str = "", before: str = "", styles: str = STYLES) -> bytes:
    """A Word document of these paragraphs."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", f'<?xml version="1.0"?>{before}<w:document {W}><w:body>{"".join(body)}</w:body></w:document>')
        parts.writestr("word/styles.xml", styles)
        title = f'<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{core}</dc:title></c:coreProperties>'
        parts.writestr("docProps/core.xml", title)
    return packed.getvalue()


# Word


def test_a_heading_is_the_title_and_a_date_line_the_day():
    assert read_docx(docx(p(TITLE, style="1"), p("12 نوفمبر 2025"), p(PROSE), p(""), p(MORE))) == [
        Document(TITLE, f"{PROSE}\n{MORE}", "2025-11-12")
    ]


def test_a_bold_first_paragraph_is_the_title():
    assert read_docx(docx(p(TITLE, marks=BOLD), p(PROSE))) == [Document(TITLE, PROSE)]


def test_a_bold_mark_that_is_off_makes_no_title():
    off = '<w:rPr><w:b w:val="0"/></w:rPr>'
    assert read_docx(docx(p(TITLE, marks=off), p(PROSE))) == [Document("", f"{TITLE}\n{PROSE}")]


def test_without_heading_the_documents_own_title_is_taken():
    assert read_docx(docx(p(PROSE), p(MORE), core=TITLE)) == [Document(TITLE, f"{PROSE}\n{MORE}")]


def test_a_document_of_one_bold_paragraph_is_its_text():
    assert read_docx(docx(p(PROSE, marks=BOLD))) == [Document("", PROSE)]


def test_deleted_and_moved_text_and_fields_are_left_out_and_line_breaks_kept():
    inner = f"<w:r><w:t>{PROSE}</w:t><w:br/><w:t>{MORE}</w:t></w:r><w:del><w:r><w:delText>حذف</w:delText></w:r></w:del>"
    moved = "<w:moveFrom><w:r><w:t>نقل</w:t></w:r></w:moveFrom><w:r><w:instrText>HYPERLINK</w:instrText></w:r>"
    assert read_docx(docx(f"<w:p>{inner}{moved}</w:p>")) == [Document("", f"{PROSE}\n{MORE}")]


def test_a_text_box_is_read_once():
    box = f"<mc:AlternateContent><mc:Choice><w:txbxContent>{p(MORE)}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{p(MORE)}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
    assert read_docx(docx(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r><w:r>{box}</w:r></w:p>")) == [Document("", f"{PROSE}\n{MORE}")]


def test_entities_of_a_document_are_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("سر", "utf-8")
    outside = f'<!DOCTYPE w:document [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>'
    assert read_docx(docx(p(f"{PROSE}&e;"), before=outside)) == [Document("", PROSE)]


def test_a_document_larger_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "DOCUMENT_BYTES", 1 << 20)
    with pytest.raises(FramingError, match="more than 1 MiB of text"):
        read_docx(docx(p("كلمة " * 200_000)))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"PK\x03\x04 broken", "not a Word document"),
        (b"", "not a Word document"),
        (docx(p("<w:broken>")), "not a Word document"),
        (docx(p(TITLE)).replace(b"word/document.xml", b"word/otherment.xml"), "not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"with a password, or of the old kind; save it as \.docx"),
    ],
    ids=["broken", "empty", "bad XML", "no text part", "password"],
)
def test_what_is_no_word_document_is_refused(raw, reason):
    with pytest.raises(FramingError, match=reason):
        read_docx(raw)


# Nexis


def test_a_nexis_document_gives_title_publication_day_and_body():
    assert read_docx(docx(*map(p, NEXIS))) == [Document(TITLE, f"{PROSE}\n{MORE}", "2025-11-12", "نشرة الميناء")]


def test_a_nexis_document_may_hold_several_articles():
    other = ["سوق قديم يفتح أبوابه", "صحيفة الحي", "13 نوفمبر 2025", "Body", MORE, "Load-Date: November 13, 2025", "End of Document", " "]
    assert [(a.title, a.outlet, a.published) for a in read_export([*NEXIS, *other])] == [
        (TITLE, "نشرة الميناء", "2025-11-12"),
        ("سوق قديم يفتح أبوابه", "صحيفة الحي", "2025-11-13"),
    ]


def test_a_nexis_article_without_a_plain_head_is_refused_and_the_next_read():
    refused, article = read_export(["قائمة", "Body", PROSE, "End of Document", *NEXIS])
    assert "download it again as .docx without a cover page" in refused
    assert article.title == TITLE


def test_a_nexis_export_of_the_old_kind_is_refused_with_what_to_choose():
    with pytest.raises(FramingError, match=r"Nexis export of the old kind; download its articles again as \.docx"):
        read_export(["1 of 20 DOCUMENTS", "نشرة الميناء", f"HEADLINE: {TITLE}", f"BODY: {PROSE}", "LOAD-DATE: November 13, 2025"])


# Factiva


def page(*fields: tuple[str, str]) -> str:
    """Fields as the HTML of Factiva has them."""

    def value(code: str, text: str) -> str:
        return (
            "".join(f'<p class="articleParagraph arArticleParagraph">{t}</p>' for t in text.split("\n"))
            if code in ("LP", "TD")
            else f"<span>{text}</span>"
        )

    rows = "".join(f'<tr><td class="index"><b>{code}</b>&nbsp;</td><td>{value(code, text)}</td></tr>' for code, text in fields)
    return f'<html><body><div class="article arArticle"><table>{rows}</table></div></body></html>'


@pytest.mark.parametrize("written", ["{}\t{}", "{} {}", "{}\n{}"], ids=["tab", "space", "line"])
def test_factiva_text_is_read_by_its_field_codes(written):
    lines = "\n".join(written.format(*field) for field in FACTIVA).split("\n")
    assert read_export(lines) == [Document(TITLE, f"{PROSE}\n{MORE}", "2025-11-12", "نشرة الميناء")]


def test_a_factiva_page_is_read_by_its_field_codes():
    [article] = read_export(factiva_lines(page(*FACTIVA[:-3], ("TD", f"{MORE}\n{PROSE}"), FACTIVA[-1])))
    assert article == Document(TITLE, f"{PROSE}\n{MORE}\n{PROSE}", "2025-11-12", "نشرة الميناء")


def test_articles_of_a_factiva_page_are_told_by_their_headlines():
    lines = factiva_lines(page(*FACTIVA, ("HD", "سوق قديم"), ("PD", "13 نوفمبر 2025"), ("LP", MORE), ("AN", "x")))
    assert [(a.title, a.text, a.published, a.outlet) for a in read_export(lines)][1] == ("سوق قديم", MORE, "2025-11-13", "")


def test_factiva_without_field_codes_is_refused_with_what_to_choose():
    lines = [TITLE, "35 words", "12 November 2025", PROSE, "Document PORTNE0020251112elbc00001"]
    with pytest.raises(FramingError, match="Factiva export without field codes; export it again, with 'Full Article/Report plus Indexing'"):
        read_export(lines)


@pytest.mark.parametrize("lines", [[TITLE, PROSE, MORE], [], ["HD", TITLE], ["Body", PROSE], ["IN", "TD", PROSE]])
def test_other_pages_are_no_exports(lines):
    assert read_export(lines) is None


@pytest.mark.parametrize("text", ["<html><body><table><tr><td>HDR</td><td>x</td></tr></table></body></html>", "<p>نص</p>", ""])
def test_other_html_is_no_factiva_page(text):
    assert factiva_lines(text) is None
