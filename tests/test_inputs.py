"""Files become articles; what cannot be read is named and the rest goes on."""

import gzip
import io
import json
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.errors import FramingError
from framing.inputs import Refusal, expand, read_articles
from framing.sources import contents

TITLE = "خطة جديدة لتوزيع المياه"
PROSE = "اجتمع أعضاء اللجنة المحلية في مدينة حلب صباح اليوم لبحث خطة توزيع المياه على الأحياء."
MORE = "وقال رئيس اللجنة إن الخطة ستبدأ مطلع الشهر المقبل بعد موافقة المجلس البلدي في المدينة عليها."
SHORT = "رفضت اللجنة الخطة."
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06\x00\x00\x00\\r\xa8f"  # how a picture begins


def put(path: Path, content: str | bytes, encoding: str = "utf-8") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return str(path)


def put_lines(path: Path, *rows: dict) -> str:
    return put(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def read(*names: str, **options) -> list:
    return list(read_articles(names, **options))


def test_a_folder_gives_its_files_of_known_kinds_in_order(tmp_path):
    put(tmp_path / "b.txt", ""), put(tmp_path / "deep" / "a.CSV", ""), put(tmp_path / "a.html", ""), put(tmp_path / "notes.md", "")
    assert expand([str(tmp_path)]) == [str(tmp_path / name) for name in ("a.html", "b.txt", "deep/a.CSV")]


def test_a_glob_gives_what_it_matches_in_order(tmp_path):
    put(tmp_path / "b.txt", ""), put(tmp_path / "a.txt", ""), put(tmp_path / "c.csv", "")
    assert expand([str(tmp_path / "*.txt")]) == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]


def test_two_stars_reach_into_folders(tmp_path):
    inner = put(tmp_path / "one" / "two" / "a.txt", "")
    assert expand([str(tmp_path / "**" / "*.txt")]) == [inner]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tmp_path):
    odd = put(tmp_path / "page[1].txt", "")
    assert expand([odd]) == [odd]


def test_arguments_keep_their_order_and_a_file_given_twice_is_read_once(tmp_path):
    a, b = put(tmp_path / "a.txt", ""), put(tmp_path / "b.txt", "")
    assert expand([b, "-", str(tmp_path), "-"]) == [b, "-", a]


def test_a_name_that_matches_nothing_is_named():
    with pytest.raises(FramingError, match=r"gone\.csv: no such file or folder, and no glob"):
        expand(["gone.csv"])


def test_a_folder_without_a_known_file_names_the_kinds_read(tmp_path):
    put(tmp_path / "notes.md", "")
    with pytest.raises(FramingError, match=r"holds no \.txt, \.html, \.htm, \.docx, \.csv, \.tsv, \.jsonl, \.json, \.parquet file"):
        expand([str(tmp_path)])


def test_a_folder_matched_by_a_glob_is_searched(tmp_path):
    inner = put(tmp_path / "pages" / "2025" / "a.txt", "")
    assert expand([str(tmp_path / "pages" / "*")]) == [inner]


def test_a_text_page_gives_title_date_and_prose(tmp_path):
    name = put(tmp_path / "water.txt", f"{TITLE}\n3 آذار 2025\n{PROSE}\n{MORE}\n")
    assert read(name) == [
        {"article_id": "water", "outlet": "", "published": "2025-03-03", "title": TITLE, "text": f"{PROSE}\n{MORE}"},
    ]


def test_an_html_page_gives_its_article_without_the_menu(tmp_path):
    head = f"<head><title>{TITLE}</title><meta property='article:published_time' content='2025-03-03'></head>"
    body = f"<body><nav>الرئيسية</nav><article><h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p></article></body>"
    [article] = read(put(tmp_path / "page.htm", f"<html>{head}{body}</html>"))
    assert (article["article_id"], article["title"], article["published"]) == ("page", TITLE, "2025-03-03")
    assert article["text"] == f"{PROSE}\n{MORE}"


def test_two_articles_of_a_page_are_numbered(tmp_path):
    name = put(tmp_path / "day.txt", f"{TITLE}\n{PROSE}\nكلمات دلالية\nاقرأ أيضا\nموعد جديد لخطة المياه\n{MORE}\n")
    assert [(a["article_id"], a["text"]) for a in read(name)] == [("day-1", PROSE), ("day-2", MORE)]


@pytest.mark.parametrize("page", ["", "\n \n", "سطر قصير بلا نقطة"], ids=["empty", "blank", "one short line"])
def test_a_page_without_prose_is_refused_by_name(tmp_path, page):
    name = put(tmp_path / "page.txt", page)
    assert read(name) == [Refusal(name, "no article found on the page (no paragraph of prose that ends like a sentence)")]


def test_a_dash_reads_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{TITLE}\n{PROSE}\n".encode())))
    assert [(a["article_id"], a["title"], a["text"]) for a in read("-")] == [("stdin", TITLE, PROSE)]


def test_html_on_standard_input_is_read_as_html(monkeypatch):
    page = f"\n<!DOCTYPE html><html><body><nav>الرئيسية</nav><article><h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p></article></body></html>"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page.encode())))
    assert [(a["article_id"], a["title"], a["text"]) for a in read("-")] == [("stdin", TITLE, f"{PROSE}\n{MORE}")]


def test_nothing_on_standard_input_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert [r.name for r in read("-")] == ["standard input"]


@pytest.mark.parametrize("name", ["scan.png", "scan"])
def test_a_file_of_an_unknown_kind_is_refused_with_the_kinds_read(tmp_path, name):
    [refusal] = read(put(tmp_path / name, SHORT))
    assert refusal.name.endswith(name)
    assert refusal.reason.startswith(f"files of kind {Path(name).suffix or '(none)'} are not read; allowed are .txt, .html")


@pytest.mark.parametrize(("suffix", "delimiter"), [(".csv", ","), (".tsv", "\t")])
def test_a_delimited_table_gives_an_article_per_row(tmp_path, suffix, delimiter):
    lines = ["id,outlet,date,title,text", f"7,المرصد المحلي,2025-03-03,{TITLE},{SHORT}"]
    name = put(tmp_path / f"news{suffix}", "\n".join(lines).replace(",", delimiter) + "\n")
    assert read(name) == [{"article_id": "7", "outlet": "المرصد المحلي", "published": "2025-03-03", "title": TITLE, "text": SHORT}]


def test_a_table_may_be_cut_by_semicolons(tmp_path):
    name = put(tmp_path / "news.csv", f"id;title;text\n7;{TITLE};قالت اللجنة, أمس, لا.\n")
    assert [(a["article_id"], a["title"], a["text"]) for a in read(name)] == [("7", TITLE, "قالت اللجنة, أمس, لا.")]


def test_commas_quotes_and_line_ends_inside_a_cell_are_kept(tmp_path):
    name = put(tmp_path / "news.csv", 'id,text\r\n1,"قال ""نعم""، ثم, غادر.\nوعاد."\r\n')
    assert [a["text"] for a in read(name)] == ['قال "نعم"، ثم, غادر.\nوعاد.']


def test_json_lines_give_an_article_per_line_and_blank_lines_nothing(tmp_path):
    name = put(tmp_path / "news.jsonl", f'{{"id": 7, "text": "{SHORT}"}}\n\n{{"id": 8, "text": "{MORE}"}}')
    assert [(a["article_id"], a["text"]) for a in read(name)] == [("7", SHORT), ("8", MORE)]


def test_a_parquet_table_gives_an_article_per_row(tmp_path):
    pq.write_table(pa.table({"id": [7, 8], "text": [SHORT, MORE], "title": [None, TITLE]}), tmp_path / "news.parquet")
    articles = read(str(tmp_path / "news.parquet"))
    assert [(a["article_id"], a["title"], a["text"]) for a in articles] == [("7", "", SHORT), ("8", TITLE, MORE)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256", "iso8859_6"])
def test_a_table_is_read_in_the_encodings_of_arabic(tmp_path, encoding):
    name = put(tmp_path / "news.csv", f"id,title,text\n1,{TITLE},{PROSE}\n", encoding)
    assert [(a["article_id"], a["title"], a["text"]) for a in read(name)] == [("1", TITLE, PROSE)]


def test_bytes_that_are_no_text_are_refused(tmp_path):
    [refusal] = read(put(tmp_path / "photo.txt", PNG))
    assert "cannot tell the encoding; save it as UTF-8 or Windows-1256" in refusal.reason


def test_a_refusal_for_its_encoding_names_the_file_once(tmp_path):
    [refusal] = read(put(tmp_path / "photo.txt", PNG))
    assert "photo.txt" not in refusal.reason


def test_rows_without_an_id_are_numbered_after_their_file(tmp_path):
    name = put(tmp_path / "news.csv", f"text\n{SHORT}\n{MORE}\n")
    assert [a["article_id"] for a in read(name)] == ["news-1", "news-2"]


def test_other_columns_are_carried(tmp_path):
    [article] = read(put(tmp_path / "news.csv", f"id,text,desk\n1,{SHORT},محليات\n"))
    assert article["desk"] == "محليات"


def test_a_very_long_cell_is_read_whole(tmp_path):
    [article] = read(put(tmp_path / "news.csv", f"id,text\n1,{'كلمة ' * 40_000}.\n"))
    assert article["text"].count("كلمة") == 40_000


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Body", "text"), ("full_text", "text"), ("النص", "text"), ("نصّ", "text"), (" text ", "text"),
        ("guid", "article_id"), ("المعرّف", "article_id"),
        ("media_name", "outlet"), ("المصدر", "outlet"), ("SOURCE", "outlet"),
        ("pub_date", "published"), ("التاريخ", "published"),
        ("headline", "title"), ("العنوان", "title"),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_their_names(tmp_path, header, role):
    text = "" if role == "text" else ",text"
    [article] = read(put(tmp_path / "news.csv", f"{header}{text}\n{MORE}{f',{SHORT}' if text else ''}\n"))
    assert article[role] == MORE


def test_the_first_of_several_likely_columns_is_taken_and_the_other_carried(tmp_path):
    [article] = read(put(tmp_path / "news.csv", f"body,text\n{MORE},{SHORT}\n"))
    assert (article["text"], article["body"]) == (SHORT, MORE)


def test_guesses_are_told(tmp_path):
    name, told = put(tmp_path / "news.csv", f"المعرف,النص\n1,{SHORT}\n"), []
    read(name, tell=told.append)
    assert told == [f"{name}: text = النص, article_id = المعرف"]


def test_a_named_column_goes_before_a_guess(tmp_path):
    name = put(tmp_path / "news.csv", f"id,key,story\n1,k7,{SHORT}\n")
    [article] = read(name, columns={"text": "story", "article_id": "key"})
    assert (article["article_id"], article["text"]) == ("k7", SHORT)


@pytest.mark.parametrize("role", ["text", "article_id", "title", "published"])
def test_a_named_column_is_used_although_the_roles_own_name_is_a_column_too(tmp_path, role):
    name = put(
        tmp_path / "news.csv", f"text,{role},chosen\n{SHORT},{PROSE},{MORE}\n" if role != "text" else f"text,chosen\n{SHORT},{MORE}\n"
    )
    [article] = read(name, columns={role: "chosen"})
    assert article[role] == MORE


def test_a_named_column_that_is_not_there_is_named_with_those_that_are(tmp_path):
    name = put(tmp_path / "news.csv", f"id,text\n1,{SHORT}\n")
    assert read(name, columns={"published": "day"}) == [Refusal(name, "no column 'day'; the table has id, text")]


def test_a_table_without_text_says_what_it_has_and_how_to_name_it(tmp_path):
    name = put(tmp_path / "news.csv", f"id;words\n1;{SHORT}\n")
    assert read(name) == [Refusal(name, "no column of text found among id, words; name it with --text-column")]


def test_an_unknown_role_is_refused_with_the_roles_there_are(tmp_path):
    name = put(tmp_path / "news.csv", f"day,text\n2025-03-03,{SHORT}\n")
    with pytest.raises(FramingError, match=r"publisehd.*published"):
        read(name, columns={"publisehd": "day"})


def test_the_outlet_given_stands_whatever_the_table_says(tmp_path):
    name = put(tmp_path / "news.csv", f"outlet,text\nصحيفة الحي,{SHORT}\n")
    assert [a["outlet"] for a in read(name, outlet="نشرة الميناء")] == ["نشرة الميناء"]


def test_a_row_without_text_is_refused_and_the_next_read(tmp_path):
    name = put(tmp_path / "news.csv", f"id,text\n1,\n2, … \n3,{SHORT}\n")
    first, second, third = read(name)
    assert (first, second) == (Refusal(f"{name}, article 1", "no text in it"), Refusal(f"{name}, article 2", "no text in it"))
    assert third["article_id"] == "3"


def test_a_null_text_is_no_text(tmp_path):
    name = put_lines(tmp_path / "news.jsonl", {"id": "1", "text": None})
    assert read(name) == [Refusal(f"{name}, article 1", "no text in it")]


def test_english_is_refused(tmp_path):
    name = put(tmp_path / "news.csv", "id,text\n1,The committee rejected the plan.\n")
    assert read(name) == [Refusal(f"{name}, article 1", "not Arabic; the package's coder reads Arabic only")]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [("قرر abcdefg", dict), ("قر abcdefgh", Refusal), ("قَرَّرَ abcdefg", dict), ("قر 123456789", dict)],
    ids=["3 of 10 letters", "2 of 10 letters", "harakat are no letters", "digits are no letters"],
)
def test_three_letters_in_ten_make_a_text_arabic(tmp_path, text, read_as):
    [article] = read(put(tmp_path / "news.csv", f"id,text\n1,{text}\n"))
    assert isinstance(article, read_as)


def test_a_text_of_digits_only_is_refused(tmp_path):
    [article] = read(put(tmp_path / "news.csv", "id,text\n1,2025 2026.\n"))
    assert isinstance(article, Refusal)


def test_arabic_in_presentation_forms_is_arabic(tmp_path):
    [article] = read(put(tmp_path / "news.csv", "id,text\n1,\ufead\ufed3\ufebe\ufe96 \ufe8d\ufedf\ufea8\ufec4\ufe94.\n"))  # رفضت الخطة
    assert isinstance(article, dict)


def test_an_id_that_stands_twice_in_a_table_is_refused_the_second_time(tmp_path):
    name = put(tmp_path / "one.csv", f"id,text\n1,{SHORT}\n1,{MORE}\n2,{MORE}\n")
    first, refusal, last = read(name)
    assert (first["text"], last["article_id"]) == (SHORT, "2")
    assert refusal == Refusal(f"{name}, article 1", "the id stands twice; ids must differ")


def test_two_tables_numbered_alike_lose_no_article_and_it_is_said_once(tmp_path):
    tables = [put(tmp_path / f"{n}.csv", f"id,text\n1,{SHORT}\n2,{MORE}\n") for n in ("first", "second")]
    said = []
    assert [a["article_id"] for a in read_articles(tables, tell=said.append)] == ["1", "2", "second-1", "second-2"]
    assert [line for line in said if "ids" in line] == [f"{tables[1]}: ids that another input has too are written 'second-1' and so on"]


def test_an_id_of_a_refused_row_is_free(tmp_path):
    name = put(tmp_path / "news.csv", f"id,text\n1,\n1,{SHORT}\n")
    assert read(name)[1]["text"] == SHORT


@pytest.mark.parametrize("line", ["{broken", "[1, 2]", '"text"', "7"])
def test_a_line_that_is_no_json_object_is_named_and_the_next_read(tmp_path, line):
    name = put(tmp_path / "news.jsonl", f'{line}\n{{"id": "2", "text": "{SHORT}"}}\n')
    refusal, article = read(name)
    assert refusal == Refusal(f"{name}, line 1", "not a JSON object")
    assert article["article_id"] == "2"


@pytest.mark.parametrize("separator", ["\u2028", "\u0085"])
def test_a_line_separator_inside_a_json_string_does_not_end_the_line(tmp_path, separator):
    [article] = read(put_lines(tmp_path / "news.jsonl", {"id": "1", "text": f"{SHORT}{separator}{MORE}"}))
    assert article["text"] == f"{SHORT}{separator}{MORE}"


def test_a_first_json_line_without_text_does_not_refuse_the_file(tmp_path):
    first, second = read(put_lines(tmp_path / "news.jsonl", {"id": "1"}, {"id": "2", "text": SHORT}))
    assert isinstance(first, Refusal)
    assert second["text"] == SHORT


def test_a_headline_that_only_the_second_json_line_has_is_its_title(tmp_path):
    name = put_lines(tmp_path / "news.jsonl", {"id": "1", "text": SHORT}, {"id": "2", "text": MORE, "headline": TITLE})
    assert [a["title"] for a in read(name)] == ["", TITLE]


def test_a_file_that_is_not_parquet_is_refused_and_the_next_read(tmp_path):
    refusal, article = read(put(tmp_path / "bad.parquet", "x"), put(tmp_path / "news.csv", f"id,text\n1,{SHORT}\n"))
    assert refusal.reason.startswith("not a Parquet file (")
    assert article["article_id"] == "1"


@pytest.mark.parametrize(("name", "reason"), [("gone.csv", "No such file or directory"), ("folder.csv", "Is a directory")])
def test_what_cannot_be_opened_is_refused_in_plain_words(tmp_path, name, reason):
    (tmp_path / "folder.csv").mkdir()
    assert read(str(tmp_path / name)) == [Refusal(str(tmp_path / name), reason)]


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", ""), ("a.csv", "id,text\n"), ("a.jsonl", "")], ids=["empty", "header only", "no line"]
)
def test_a_table_without_rows_is_refused(tmp_path, name, content):
    path = put(tmp_path / name, content)
    assert [r.name for r in read(path)] == [path]


def test_a_column_with_the_name_of_a_role_is_kept_under_another(tmp_path):
    name = put(tmp_path / "news.csv", f"text,story\n{SHORT},{MORE}\n")
    [article] = read(name, columns={"text": "story"})
    assert (article["text"], article["input_text"]) == (MORE, SHORT)


def test_json_lines_of_two_shapes_are_each_read_by_their_own_columns(tmp_path):
    name, told = put_lines(tmp_path / "news.jsonl", {"id": "1", "text": SHORT}, {"id": "2", "body": MORE}), []
    assert [a["text"] for a in read(name, tell=told.append)] == [SHORT, MORE]
    assert told == [f"{name}: text = text, article_id = id", f"{name}: text = body, article_id = id"]


def test_a_json_line_may_leave_out_a_named_column(tmp_path):
    name = put_lines(tmp_path / "news.jsonl", {"id": "1", "text": SHORT}, {"id": "2", "text": MORE, "day": "2025-03-03"})
    assert [a["published"] for a in read(name, columns={"published": "day"})] == ["", "2025-03-03"]


def test_a_row_cut_by_an_unquoted_comma_is_refused(tmp_path):
    name = put(tmp_path / "news.csv", f"id,text\n1,قالت, {SHORT}\n2,{SHORT},,\n")
    refusal, article = read(name)
    assert refusal == Refusal(f"{name}, row 1", "more cells than the table has columns")
    assert article["text"] == SHORT


def test_a_tsv_of_one_column_keeps_its_commas(tmp_path):
    path = tmp_path / "one.tsv"
    path.write_text("text\nفشلت الخطة, ثم توقفت\n", "utf-8")
    assert [a["text"] for a in read_articles([str(path)])] == ["فشلت الخطة, ثم توقفت"]


# Packed files


def zst(content: bytes) -> bytes:
    return pa.Codec("zstd").compress(content, asbytes=True)


TABLE = f"id,text\n1,{SHORT}\n".encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("news.csv.gz", gzip.compress(TABLE, mtime=0)),
        ("news.CSV.GZ", gzip.compress(TABLE, mtime=0)),
        ("news.csv.zst", zst(TABLE)),
        ("news.jsonl.zst", zst(json.dumps({"id": 1, "text": SHORT}).encode())),
        ("news.json.gz", gzip.compress(json.dumps([{"id": 1, "text": SHORT}]).encode(), mtime=0)),
    ],
)
def test_a_packed_table_is_read_also_in_a_folder(tmp_path, name, content):
    put(tmp_path / name, content)
    assert [(a["article_id"], a["text"]) for a in read(*expand([str(tmp_path)]))] == [("1", SHORT)]


def test_a_packed_parquet_table_is_read(tmp_path):
    whole = io.BytesIO()
    pq.write_table(pa.table({"id": ["1"], "text": [SHORT]}), whole)
    assert [a["text"] for a in read(put(tmp_path / "news.parquet.gz", gzip.compress(whole.getvalue(), mtime=0)))] == [SHORT]


def test_a_packed_page_has_its_own_name_as_id(tmp_path):
    page = f"<html><body><article><h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p></article></body></html>"
    assert [a["article_id"] for a in read(put(tmp_path / "page.html.gz", gzip.compress(page.encode(), mtime=0)))] == ["page"]


@pytest.mark.parametrize(
    "content", [gzip.compress(TABLE, mtime=0)[:-12], b"no archive", zst(TABLE)], ids=["cut", "plain", "of another kind"]
)
def test_a_broken_archive_is_refused_by_name_and_the_next_read(tmp_path, content):
    refusal, article = read(put(tmp_path / "a.csv.gz", content), put(tmp_path / "b.csv", TABLE))
    assert refusal.name.endswith("a.csv.gz") and refusal.reason.startswith("a broken gzip archive (")
    assert article["article_id"] == "1"


def test_an_archive_that_would_fill_the_memory_is_refused(tmp_path):
    name = put(tmp_path / "bomb.txt.gz", gzip.compress(b"\0" * (1 << 20), mtime=0))
    with pytest.raises(FramingError, match=r"more than 0\.000977 GiB when unpacked"):
        contents(name, limit=(1 << 20) - 1)


# Folders


def test_the_parts_of_saved_pages_are_left_out_and_said_once(tmp_path):
    page, told = put(tmp_path / "page.html", ""), []
    put(tmp_path / "page_files" / "frame.html", ""), put(tmp_path / "page_files" / "deep" / "x.json", "")
    second = put(tmp_path / "خبر.htm", "")
    put(tmp_path / "خبر_ملفات" / "frame.html", "")
    assert expand([str(tmp_path)], told.append) == sorted([page, second])
    assert told[0].startswith(f"{tmp_path}: parts of saved pages left out (") and told[0].endswith(" …)") and len(told) == 1


def test_the_parts_of_a_saved_page_matched_by_a_glob_are_left_out_too(tmp_path):
    page = put(tmp_path / "page.html", "")
    put(tmp_path / "page_files" / "frame.html", "")
    assert expand([str(tmp_path / "*")]) == expand([str(tmp_path / "**" / "*.html")]) == [page]


def test_a_folder_called_files_without_its_page_is_searched(tmp_path):
    inner = put(tmp_path / "my_files" / "a.txt", "")
    assert expand([str(tmp_path)]) == [inner]


@pytest.mark.parametrize("name", [".DS_Store", "._page.html", "~$report.docx", ".cache/page.html", "codes.csv.meta.json"])
def test_hidden_files_locks_and_notes_are_left_out(tmp_path, name):
    page = put(tmp_path / "page.html", "")
    put(tmp_path / name, "")
    assert expand([str(tmp_path)]) == expand([str(tmp_path / "**" / "*.html")]) == [page]


def test_links_that_lead_in_circles_end(tmp_path):
    page = put(tmp_path / "pages" / "page.html", "")
    for name in ("again", "once more"):
        (tmp_path / "pages" / name).symlink_to(tmp_path, target_is_directory=True)
    assert expand([str(tmp_path)]) == expand([str(tmp_path / "**" / "*.html")]) == [page]


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("a.xlsx", "save it as CSV UTF-8"), ("a.doc", "save it as .docx"), ("a.RTF", "save it as .docx"), ("a.pdf", "save its text as .txt in UTF-8"),
        ("a.mhtml", "'Webpage, HTML only'"), ("a.zip", "unpack it and give the folder"),
    ],
)  # fmt: skip
def test_kinds_that_are_not_read_are_named_with_the_fix_also_in_a_folder(tmp_path, name, fix):
    put(tmp_path / name, b"\x00")
    [refusal] = read(*expand([str(tmp_path)]))
    assert refusal.name.endswith(name) and fix in refusal.reason


# Ids


def test_files_of_one_name_in_two_folders_have_ids_of_their_own_whatever_their_order(tmp_path):
    page = f"{TITLE}\n{PROSE}\n"
    names = [put(tmp_path / folder / "page.txt", page) for folder in ("a", "b")]
    assert [a["article_id"] for a in read(*names)] == ["a/page.txt", "b/page.txt"]
    assert [a["article_id"] for a in read(*names[::-1])] == ["b/page.txt", "a/page.txt"]


def test_a_page_saved_as_text_and_as_html_has_two_ids(tmp_path):
    text = put(tmp_path / "page.txt", f"{TITLE}\n{PROSE}\n")
    html = put(tmp_path / "page.html", f"<html><body><article><h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p></article></body></html>")
    assert [a["article_id"] for a in read(text, html)] == ["page.txt", "page.html"]


def test_tables_of_one_name_without_ids_do_not_refuse_each_other(tmp_path):
    names = [put(tmp_path / outlet / "news.csv", f"text\n{SHORT}\n") for outlet in ("harbour", "quarter")]
    assert [a["article_id"] for a in read(*names)] == ["harbour/news.csv-1", "quarter/news.csv-1"]


# Columns of real exports


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("نص المقال", "text"), ("نص_الخبر", "text"), ("المحتوى", "text"), ("maintext", "text"), ("Article-Text", "text"), ("fullText", "text"),
        ("اسم المصدر", "outlet"), ("الجريدة", "outlet"), ("القناة", "outlet"), ("source.name", "outlet"), ("Publication", "outlet"),
        ("تاريخ النشر", "published"), ("تأريخ النشر", "published"), ("publishedAt", "published"), ("seendate", "published"),
        ("عنوان الخبر", "title"), ("head_line", "title"), ("الرابط", "url"), ("URL", "url"), ("م", "article_id"), ("الرقم", "article_id"),
        ("stories_id", "article_id"),
    ],
)  # fmt: skip
def test_columns_of_exports_are_guessed(tmp_path, header, role):
    text = "" if role == "text" else ",text"
    [article] = read(put(tmp_path / "news.csv", f"{header}{text}\nكلمة{f',{SHORT}' if text else ''}\n"))
    assert article[role] == "كلمة"


@pytest.mark.parametrize("printed", ["https://www.harbour.example/news/1", "www.harbour.example", "//harbour.example/"])
def test_an_outlet_given_as_an_address_is_the_name_of_the_site_and_the_address_carried(tmp_path, printed):
    [article] = read(put(tmp_path / "news.csv", f"الموقع,النص\n{printed},{SHORT}\n"))
    assert (article["outlet"], article["الموقع"]) == ("harbour.example", printed)


def test_a_table_of_titles_is_coded_as_headlines_after_saying_so(tmp_path):
    header = "id,indexed_date,language,media_name,media_url,publish_date,title,url"
    name = put(
        tmp_path / "stories.csv",
        f"{header}\nx7,2025-11-13 01:02:03,ar,harbour.example,harbour.example,2025-11-12,{TITLE},https://harbour.example/7\n",
    )
    told = []
    [article] = read(name, tell=told.append)
    assert told[0] == f"{name}: no column of text; its titles are coded as headlines"
    assert {k: article[k] for k in ("article_id", "outlet", "published", "title", "text")} == {
        "article_id": "x7", "outlet": "harbour.example", "published": "2025-11-12", "title": TITLE, "text": "",
    }  # fmt: skip


def test_a_list_of_links_gives_iso_days_and_carries_the_time(tmp_path):
    [article] = read(
        put(tmp_path / "list.csv", f"\ufeffURL,MobileURL,Date,Title\nhttps://harbour.example/7,,2025-11-12 08:30:00,{TITLE}\n")
    )
    assert (article["published"], article["Date"], article["url"]) == ("2025-11-12", "2025-11-12 08:30:00", "https://harbour.example/7")


def test_titles_beside_a_column_that_may_be_the_text_are_not_coded_alone(tmp_path):
    [refusal] = read(put(tmp_path / "news.csv", f"id,title,cuerpo\n1,{TITLE},{PROSE} {MORE} {PROSE}\n"))
    assert refusal.reason == "no column of text found among id, title, cuerpo; name it with --text-column, as 'cuerpo'"


@pytest.mark.parametrize(("printed", "published"), [("١٢ نوفمبر ٢٠٢٥", "2025-11-12"), ("04/07/2025", "04/07/2025"), ("", "")])
def test_dates_are_iso_where_they_are_certain_and_as_printed_elsewhere(tmp_path, printed, published):
    [article] = read(put(tmp_path / "news.csv", f"التاريخ,النص\n{printed},{SHORT}\n"))
    assert article["published"] == published


def test_a_table_with_a_line_that_names_its_separator_is_read(tmp_path):
    assert [a["text"] for a in read(put(tmp_path / "news.csv", f"sep=;\r\nid;text\r\n1;{SHORT}\r\n"))] == [SHORT]


# JSON


@pytest.mark.parametrize(
    "wrap",
    [lambda a: a, lambda a: {"articles": a}, lambda a: {"articles": {"results": a, "count": 1}}],
    ids=["list", "articles", "results"],
)
def test_a_json_file_lists_its_articles(tmp_path, wrap):
    listed = [
        {"url": "u", "title": TITLE, "body": SHORT, "source": {"id": None, "name": "نشرة الميناء"}, "publishedAt": "20251112T083000Z"}
    ]
    [article] = read(put(tmp_path / "news.json", json.dumps(wrap(listed))))
    assert {k: article[k] for k in ("article_id", "outlet", "published", "title", "text")} == {
        "article_id": "news-1", "outlet": "نشرة الميناء", "published": "2025-11-12", "title": TITLE, "text": SHORT,
    }  # fmt: skip


def test_a_json_file_of_one_article_has_its_name_as_id(tmp_path):
    name = put(
        tmp_path / "7.json", json.dumps({"title": TITLE, "maintext": SHORT, "authors": ["ليان"], "source_domain": "harbour.example"})
    )
    assert [(a["article_id"], a["outlet"], a["text"]) for a in read(name)] == [("7", "harbour.example", SHORT)]


def test_json_lines_under_the_name_of_json_are_read(tmp_path):
    name = put(tmp_path / "news.json", f'{{"id": 1, "text": "{SHORT}"}}\n{{"id": 2, "text": "{MORE}"}}\n')
    assert [a["text"] for a in read(name)] == [SHORT, MORE]


@pytest.mark.parametrize(
    "content",
    ['{"rows": [1, 2]}', "7", '"نص"', "{broken", '{"articles": 7}', "[" * 100_000],
    ids=["other", "number", "text", "broken", "no list", "deep"],
)
def test_other_json_is_refused_with_what_is_read(tmp_path, content):
    [refusal] = read(put(tmp_path / "a.json", content))
    assert 'allowed are a list of objects, {"articles": [...]}, or one article' in refusal.reason


def test_an_item_that_is_no_object_is_named_and_the_next_read(tmp_path):
    name = put(tmp_path / "a.json", json.dumps([7, {"id": "1", "text": SHORT}]))
    assert read(name)[0] == Refusal(f"{name}, item 1", "not a JSON object")
    assert read(name)[1]["text"] == SHORT


def test_paragraphs_in_a_list_are_lines_of_the_text(tmp_path):
    assert read(put_lines(tmp_path / "a.jsonl", {"id": "1", "body": [PROSE, MORE]}))[0]["text"] == f"{PROSE}\n{MORE}"


# Text that was misread


def misread(text: str) -> str:
    return text.encode().decode("latin-1")


def test_misread_columns_and_cells_are_mended_and_said_once(tmp_path):
    name, told = (
        put(tmp_path / "news.csv", f"id,{misread('العنوان')},text\n1,{misread(TITLE)},{misread(PROSE)}\n2,{TITLE},{misread(MORE)}\n"),
        [],
    )
    assert [(a["title"], a["text"]) for a in read(name, tell=told.append)] == [(TITLE, PROSE), (TITLE, MORE)]
    assert told == [f"{name}: text was UTF-8 read as Windows-1252; mended", f"{name}: text = text, article_id = id, title = العنوان"]


def test_a_misread_page_is_mended(tmp_path):
    name, told = (
        put(tmp_path / "page.html", misread(f"<html><body><article><h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p></article></body></html>")),
        [],
    )
    assert [a["text"] for a in read(name, tell=told.append)] == [f"{PROSE}\n{MORE}"]
    assert told == [f"{name}: text was UTF-8 read as Windows-1252; mended"]


@pytest.mark.parametrize(
    "page",
    ["{}", "<html><head><script>track(page, reader, visit)</script></head><body class='article of the day'><p>{}</p></body></html>"],
    ids=["page.txt", "page.html"],
)
def test_a_page_whose_letters_were_lost_is_refused_with_the_fix(tmp_path, page, request):
    name = put(tmp_path / request.node.callspec.id, page.format(PROSE.encode("ascii", "replace").decode()))
    assert [r.reason for r in read(name)] == ["70 question marks stand where letters were; export it again as UTF-8"]


def test_a_row_whose_letters_were_lost_is_refused_and_the_next_read(tmp_path):
    refusal, article = read(put(tmp_path / "news.csv", f"id,text\n1,{'رفضت' + chr(0xFFFD) * 9}\n2,{SHORT}\n"))
    assert refusal.reason.startswith("9 replacement characters")
    assert article["article_id"] == "2"


# Language


PERSIAN = "شورای شهر امروز با طرح تازه توزیع آب مخالفت کرد و گفت که بودجه برای این کار کافی نیست."


def test_persian_is_refused_by_name_and_the_next_read(tmp_path):
    name = put(tmp_path / "news.csv", f"id,text\n1,{PERSIAN}\n2,{SHORT}\n")
    refusal, article = read(name)
    assert refusal == Refusal(f"{name}, article 1", "Persian, by its words; the package's coder reads Arabic only")
    assert article["article_id"] == "2"


@pytest.mark.parametrize("language", [None, "fa"])
def test_a_coder_of_another_language_is_given_every_text(tmp_path, language):
    name = put(tmp_path / "news.csv", f"id,text\n1,{PERSIAN}\n2,The committee rejected the plan.\n3,\n")
    assert [isinstance(a, Refusal) for a in read(name, language=language)] == [False, False, True]


# Documents, and the share read


def test_a_word_document_is_an_article(tmp_path):
    with zipfile.ZipFile(tmp_path / "interview.docx", "w") as parts:
        w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        parts.writestr("word/document.xml", f"<w:document {w}><w:body><w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p></w:body></w:document>")
    assert [(a["article_id"], a["text"]) for a in read(str(tmp_path / "interview.docx"))] == [("interview", PROSE)]


def test_an_export_of_an_archive_is_split_into_its_articles(tmp_path):
    lines = "".join(f"HD {title}\nPD 12 November 2025\nSN نشرة الميناء\nLP\n{PROSE}\nTD\n{MORE}\nAN x\n" for title in (TITLE, "خبر آخر"))
    found = read(put(tmp_path / "export.txt", lines))
    assert [(a["article_id"], a["outlet"], a["published"], a["title"]) for a in found] == [
        ("export-1", "نشرة الميناء", "2025-11-12", TITLE),
        ("export-2", "نشرة الميناء", "2025-11-12", "خبر آخر"),
    ]


def test_the_share_read_grows_by_bytes_of_files_and_rows_of_tables(tmp_path):
    page = put(tmp_path / "a.txt", f"{TITLE}\n{PROSE}\n")
    table = put_lines(tmp_path / "b.jsonl", *[{"text": SHORT}] * 4)
    first, second = (Path(name).stat().st_size for name in (page, table))
    shares = []
    read(page, table, at=shares.append)
    assert shares == pytest.approx([(first + second * n / 4) / (first + second) for n in range(5)])


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_share_read_of_any_table_ends_at_one(tmp_path, kind):
    name, shares = str(tmp_path / f"news.{kind}"), []
    if kind == "csv":
        put(tmp_path / "news.csv", f"text\n{SHORT}\n{MORE}\n{PROSE}\n")
    else:
        pq.write_table(pa.table({"text": [SHORT, MORE, PROSE]}), name)
    read(name, at=shares.append)
    assert len(shares) == 3 and shares == sorted(shares) and shares[0] < shares[-1] == 1
