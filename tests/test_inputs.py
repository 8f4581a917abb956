"""Files become articles; what cannot be read is named and the rest goes on."""

import io
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.errors import FramingError
from framing.inputs import Refusal, expand, read_articles

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
    with pytest.raises(FramingError, match=r"holds no \.txt, \.html, \.htm, \.csv, \.tsv, \.jsonl, \.parquet file"):
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


@pytest.mark.parametrize("name", ["scan.docx", "scan"])
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


def test_an_id_that_stands_twice_is_refused_the_second_time(tmp_path):
    one = put(tmp_path / "one.csv", f"id,text\n1,{SHORT}\n")
    two = put(tmp_path / "two.csv", f"id,text\n1,{MORE}\n2,{MORE}\n")
    first, refusal, last = read(one, two)
    assert (first["text"], last["article_id"]) == (SHORT, "2")
    assert refusal == Refusal(f"{two}, article 1", "the id stands twice; ids must differ")


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
