"""Units of constructed articles: where they begin and end, and what role each plays."""

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.read import read_dump
from framing.segment import COLUMNS, ROLES, article_units, segment, unit_rows

from .dumps import BAKERY, HARBOUR, ORCHARD

TITLE = "سد جديد في الجنوب"
DAM = "يرى خبراء المياه أن السد الجديد لن يكفي وحده لري سهول الجنوب في مواسم الجفاف الطويلة."


def units(*lines: str) -> list[tuple[str, str]]:
    """Units of an article of these lines, its headline left out."""
    headline, *rest = article_units(TITLE, "\n".join(lines))
    assert headline == ("headline", TITLE)
    return rest


def roles(*lines: str) -> list[str]:
    return [role for role, _ in units(*lines)]


def table(*texts: str, **columns) -> pd.DataFrame:
    return pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts, **columns})


# The table


def test_one_row_per_sentence_or_headline():
    found = segment(table("بدأ العمل. ثم توقف.", title=[TITLE]))
    assert found.to_dict("records") == [
        dict(zip(COLUMNS, row, strict=True))
        for row in [
            ("a0:0", "a0", 0, "headline", 1, 4, 17, TITLE),
            ("a0:1", "a0", 1, "body", 1, 2, 10, "بدأ العمل."),
            ("a0:2", "a0", 2, "body", 1, 2, 8, "ثم توقف."),
        ]
    ]


def test_positions_begin_again_in_each_article():
    assert list(segment(table("بدأ. توقف.", "عاد.")).unit_id) == ["a0:0", "a0:1", "a1:0"]


def test_an_empty_table_gives_an_empty_table_with_its_columns():
    assert list(segment(table()).columns) == COLUMNS


@pytest.mark.parametrize("text", ["", " \n \n", "... ؟"])
def test_an_article_without_words_has_no_units(text):
    assert len(segment(table(text))) == 0


@pytest.mark.parametrize("title", [None, float("nan"), "", " ", "***"])
def test_a_missing_title_is_no_unit(title):
    assert list(segment(table("بدأ العمل.", title=[title])).role) == ["body"]


@pytest.mark.parametrize("column, rest", [("text", "article_id"), ("article_id", "text")])
def test_a_missing_column_is_named_beside_those_there(column, rest):
    with pytest.raises(FramingError, match=rf"no column \['{column}'\]; the table has \['{rest}'\]"):
        segment(pd.DataFrame({rest: ["a"]}))


def test_an_id_that_stands_twice_is_named():
    with pytest.raises(FramingError, match="'north' stands more than once; ids must differ"):
        segment(pd.DataFrame({"article_id": ["south", "north", "north"], "text": "بدأ."}))


def test_a_pull_quote_weighs_nothing_and_every_other_role_one():
    rows = unit_rows("a", [(role, "نص") for role in ROLES])
    assert [r["weight"] for r in rows] == [int(role != "pull_quote") for role in ROLES]
    assert {r["role"]: r["weight"] for r in rows}["pull_quote"] == 0


def test_lengths_count_printed_code_points_and_words():
    (row,) = unit_rows("a", [("body", "فُتِحَ السد، 🌊 أخيرا.")])
    assert (row["n_words"], row["n_chars"]) == (3, 21)


def test_spaces_are_single_and_controls_gone():
    assert units("\u200fبدأ\u00a0\u00a0العمل.\t ثم  توقف.") == [("body", "بدأ العمل."), ("body", "ثم توقف.")]


def test_marks_and_tatweel_stay_as_printed():
    assert units("بَدَأَ العمـــل.") == [("body", "بَدَأَ العمـــل.")]


# Headlines, ledes, headings


def test_unended_lines_after_the_title_are_the_lede():
    assert units("المزارعون ينتظرون الماء", "• الحفر بدأ في الربيع", DAM) == [
        ("lede", "المزارعون ينتظرون الماء"),
        ("lede", "الحفر بدأ في الربيع"),
        ("body", DAM),
    ]


def test_without_a_title_there_is_no_lede():
    assert article_units("", f"المزارعون ينتظرون الماء\n{DAM}") == [("heading", "المزارعون ينتظرون الماء"), ("body", DAM)]


def test_the_last_line_of_an_article_is_its_body_though_unended():
    assert roles("المزارعون ينتظرون الماء") == ["body"]
    assert roles(DAM, "المزارعون ينتظرون الماء") == ["body", "body"]


@pytest.mark.parametrize("n, role", [(1, "heading"), (9, "heading"), (10, "headline"), (24, "headline"), (25, "body")])
def test_an_unended_line_is_a_heading_a_headline_or_prose_by_its_length(n, role):
    assert roles(DAM, " ".join(["ماء"] * n), DAM) == ["body", role, "body"]


@pytest.mark.parametrize("line", ["“لن نرحل عن أرضنا”", "«لن نرحل عن أرضنا»", '"لن نرحل عن أرضنا"'])
def test_a_line_that_closes_a_quotation_is_no_heading(line):
    assert units(DAM, line, DAM)[1] == ("body", line)


def test_a_question_on_a_line_of_its_own_is_body():
    assert units(DAM, "لماذا الآن؟", DAM)[1] == ("body", "لماذا الآن؟")


def test_a_heading_glued_to_a_long_paragraph_is_a_unit_of_its_own():
    assert units(DAM, f"{DAM} {DAM} كلفة السد", DAM)[3] == ("heading", "كلفة السد")


def test_five_words_after_the_last_stop_are_a_heading_and_six_are_not():
    text = f"{DAM} {DAM} توقف العمل في السد أسبوعين"
    assert units(DAM, text, DAM)[3] == ("heading", "توقف العمل في السد أسبوعين")
    assert units(DAM, f"{text} كاملين", DAM)[3] == ("body", "توقف العمل في السد أسبوعين كاملين")


def test_a_quotation_after_the_last_stop_is_no_heading():
    assert units(DAM, "سألناه عن السد. “لا تعليق”")[1:] == [("body", "سألناه عن السد."), ("body", "“لا تعليق”")]


# Lists


@pytest.mark.parametrize("mark", list("•●▪■*–-"))
def test_a_bullet_is_one_unit_without_its_mark(mark):
    assert units(DAM, f"{mark} حفر القناة. ثم بناء السد", DAM)[1] == ("bullet", "حفر القناة. ثم بناء السد")


def test_sentences_after_a_colon_are_items_until_the_text_resumes():
    lines = ["تشمل الخطة ثلاث مراحل:", "حفر القناة قبل الصيف.", "بناء محطة للضخ.", "لكن المال لم يصل.", "وتوقف العمل."]
    assert roles(*lines) == ["body", "bullet", "bullet", "body", "body"]


def test_a_paragraph_of_two_sentences_is_no_item():
    assert roles("تشمل الخطة مرحلتين:", "حفر القناة. وبناء محطة.") == ["body", "body", "body"]


def test_a_sentence_of_more_than_forty_words_is_no_item():
    assert roles("تشمل الخطة:", " ".join(["ماء"] * 41) + ".") == ["body", "body"]
    assert roles("تشمل الخطة:", " ".join(["ماء"] * 40) + ".") == ["body", "bullet"]


@pytest.mark.parametrize("line", ["«لن نتوقف.»", "“لن نتوقف.”", '"لن نتوقف."'])
def test_a_quotation_after_a_colon_is_no_item(line):
    assert units("وقالت المديرة:", line) == [("body", "وقالت المديرة:"), ("body", line)]


# Pull quotes


def test_an_unmarked_line_that_rewords_a_sentence_is_a_pull_quote():
    quote = "لن يكفي سد جديد وحده لري سهول الجنوب في مواسم الجفاف"
    assert units(DAM, quote, "وبدأ الحفر.")[1] == ("pull_quote", quote)


def test_a_marked_line_that_rewords_a_sentence_is_a_pull_quote_without_its_mark():
    assert units(DAM, "♦ خبراء المياه: لن يكفي السد الجديد لري سهول الجنوب")[1] == (
        "pull_quote",
        "خبراء المياه: لن يكفي السد الجديد لري سهول الجنوب",
    )


def test_a_pull_quote_may_stand_before_what_it_repeats():
    quote = "السد الجديد لن يكفي وحده لري سهول الجنوب"
    assert roles("بدأ الحفر في الربيع.", quote, DAM) == ["body", "pull_quote", "body"]


def test_a_bullet_that_repeats_a_sentence_stays_a_bullet():
    assert roles(DAM, "• السد الجديد لن يكفي وحده لري سهول الجنوب")[1] == "bullet"


def test_a_marked_line_that_repeats_nothing_is_a_headline():
    line = "لم يسأل أحد الصيادين عن رأيهم في المشروع"
    assert units(DAM, f"♦ {line}")[1] == ("headline", line)


@pytest.mark.parametrize(
    "line, role",
    [
        ("البحر والجبل والنهر والغابة والصحراء", "pull_quote"),
        ("البحر والجبل والنهر والمدينة والصحراء", "heading"),
        ("البحر والجبل والنهر والغابة", "heading"),
    ],
)
def test_four_of_five_shared_lemmas_make_a_pull_quote(line, role):
    assert roles("ترسم التلميذة البحر والجبل والنهر والغابة.", line, DAM)[1] == role


def test_function_words_are_not_shared_lemmas():
    assert roles("بقي في البيت من كان على سفر إلى أن عاد.", "في من على إلى أن كان هو", DAM)[1] == "heading"


def test_lemmas_scattered_over_two_sentences_make_no_pull_quote():
    line = "البحر والجبل والنهر والغابة والسهل والوادي"
    assert roles("ترسم البحر والجبل والنهر.", "وتلون والغابة والسهل والوادي.", line, DAM)[2] == "heading"


def test_a_title_is_no_pull_quote_of_its_body():
    title = "السد الجديد لن يكفي وحده لري سهول الجنوب"
    assert article_units(title, DAM)[0] == ("headline", title)


# Whole articles


@pytest.mark.parametrize("page", [HARBOUR, ORCHARD, BAKERY])
def test_units_lose_no_word_of_an_article(page):
    for article in read_dump(page):
        whole = f"{article.title} {article.text}".replace("•", " ").replace("♦", " ")
        assert " ".join(text for _, text in article_units(article.title, article.text)).split() == whole.split()


def test_the_units_of_a_news_page_have_their_roles():
    (article,) = read_dump(HARBOUR)
    found = article_units(article.title, article.text)
    assert [role for role, _ in found] == ["headline", "lede", "lede", "body", "body", "heading", "body", "body"]


def test_the_pull_quotes_of_a_page_are_found_marked_or_not():
    orchard, _ = read_dump(ORCHARD)
    found = article_units(orchard.title, orchard.text)
    assert [text.split()[:2] for role, text in found if role == "pull_quote"] == [["أصحاب", "البساتين"], ["المضخات", "القديمة"]]


@pytest.mark.parametrize(
    "line, found",
    [
        ("بدأ الحفر. وصل العمال. كلفة السد", ["body", "body", "heading"]),
        ("سألناه عن السد فقال “لا تعليق”", ["body"]),
        (" ".join(["ماء"] * 25), ["body"]),
    ],
)
def test_prose_right_after_the_title_is_body(line, found):
    assert roles(line, DAM) == [*found, "body"]


@pytest.mark.parametrize(
    "line, found",
    [
        ("بدأ الحفر. كلفة السد", [("body", "بدأ الحفر."), ("heading", "كلفة السد")]),
        ("توقف الحفر أسبوعا بعد المطر. كلفة السد", [("body", "توقف الحفر أسبوعا بعد المطر."), ("heading", "كلفة السد")]),
        ("بدأ الحفر. ثم توقف العمل في السد أسبوعين", [("body", "بدأ الحفر."), ("body", "ثم توقف العمل في السد أسبوعين")]),
    ],
)
def test_a_short_paragraph_that_lacks_a_last_stop_is_parted_too(line, found):
    assert units(DAM, line, DAM) == [("body", DAM), *found, ("body", DAM)]


def test_a_marked_sentence_that_repeats_nothing_is_no_pull_quote():
    assert roles(DAM, "♦ لم يسأل أحد الصيادين عن رأيهم في المشروع.", "وبدأ الحفر.")[1] != "pull_quote"


@pytest.mark.parametrize("line", ["• حفر القناة الكبيرة", "♦ السد الجديد لن يكفي وحده لري سهول الجنوب"])
def test_the_paragraph_after_a_marked_line_is_body(line):
    assert roles(DAM, line, "وبدأ الحفر في الربيع الماضي.")[2] == "body"


@pytest.mark.parametrize("text", [None, float("nan")])
def test_a_missing_text_is_refused_by_the_articles_id(text):
    with pytest.raises(FramingError, match="a1"):
        segment(table("بدأ.", text))


def test_dots_within_a_heading_do_not_part_it():
    assert units(DAM, "السد… إلى أين يذهب الماء", DAM)[1] == ("heading", "السد… إلى أين يذهب الماء")


def test_a_marked_item_after_the_title_may_be_longer_than_a_headline():
    assert roles("• " + " ".join(["ماء"] * 30), DAM) == ["lede", "body"]


def test_a_list_number_is_no_unit():
    assert "1." not in [text for _, text in units(DAM, "1. حفر القناة.", "2. بناء المحطة.")]
