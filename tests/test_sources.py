"""Folders searched and files told apart: what is a part of something else, and what is another kind than its name says."""

from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.inputs import read_articles
from framing.sources import expand, identifiers


def put(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return str(path)


@pytest.mark.parametrize("folder", ["page_files", "page.files", "page_fichiers", "page_ملفات"])
@pytest.mark.parametrize("suffix", [".html", ".htm"])
def test_the_folder_saved_beside_a_page_is_left_out_and_said(tmp_path, folder, suffix):
    page, said = put(tmp_path / f"page{suffix}"), []
    put(tmp_path / folder / "saved_resource.html")
    assert expand([str(tmp_path)], said.append) == [page]
    assert said == [f"{tmp_path}: parts of saved pages left out ({folder})"]


@pytest.mark.parametrize("folder", ["page.files", "page_fichiers"])
def test_a_folder_of_that_name_without_its_page_is_searched(tmp_path, folder):
    inner = put(tmp_path / folder / "a.html")
    assert expand([str(tmp_path)]) == [inner]


def test_the_parts_of_a_page_alone_are_refused(tmp_path):
    put(tmp_path / "page.htm"), put(tmp_path / "page.files" / "frame.html")
    with pytest.raises(FramingError, match="nothing but parts of saved pages"):
        expand([str(tmp_path / "page.files")])


def test_two_pages_of_one_name_are_known_by_their_folders():
    assert identifiers(["a/page.html", "b/page.html", "c.txt.gz"]) == {
        "a/page.html": "a/page.html",
        "b/page.html": "b/page.html",
        "c.txt.gz": "c",
    }


HEADER = "رقم\tالجريدة\tتاريخ النشر\tالعنوان\tنص المقال\tملاحظات"
ROW = "\tصحيفة أولى\t03/04/2025\tتأخر افتتاح الجسر\tفشلت الخطة للمرة الثانية لأن التمويل لم يصل إلى البلدية في موعده هذا العام.\t"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1256"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_saved_as_text_is_refused_with_the_name_it_should_have(tmp_path, encoding, end):
    (tmp_path / "export.txt").write_bytes(end.join([HEADER, f"1{ROW}", f"2{ROW}", ""]).encode(encoding))
    (refused,) = read_articles([str(tmp_path / "export.txt")])
    assert refused.reason == "a table, its cells parted by tabs as spreadsheets write 'Unicode Text'; rename it to end in .tsv"
    (tmp_path / "export.txt").rename(tmp_path / "export.tsv")
    assert [a["title"] for a in read_articles([str(tmp_path / "export.tsv")])] == ["تأخر افتتاح الجسر"] * 2


@pytest.mark.parametrize("lines", [[HEADER, f"1{ROW}"], ["جدول\tأول", "واحد\tاثنان", "ثلاثة\tأربعة"], ["نص", "أول", "ثان"]])
def test_a_text_with_some_tabs_is_no_table(tmp_path, lines):
    prose = "أعلنت بلدية الوادي أن الجسر الجديد سيفتح أمام المشاة والدراجات صباح الأحد المقبل."
    (tmp_path / "page.txt").write_text("\n".join([*lines, prose]), "utf-8")
    assert [type(a) for a in read_articles([str(tmp_path / "page.txt")])] == [dict]
