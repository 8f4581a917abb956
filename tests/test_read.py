"""Pages of invented outlets, clean articles expected; the long pages stand in dumps.py."""

import pytest

from framing.decoding import decode
from framing.errors import FramingError
from framing.read import Article, furniture, read_dump, read_html, read_page

from .dumps import (
    BAKERY,
    BAKERY_LINES,
    BAKERY_TITLE,
    FRONT,
    GALLERY,
    GALLERY_LINES,
    GALLERY_TITLE,
    HARBOUR,
    HARBOUR_LINES,
    HARBOUR_TITLE,
    ORCHARD,
    ORCHARD_TITLE,
    SCHOOL_TITLE,
)

TITLE = "بلدية الوادي تفتح جسرا للمشاة"
FIRST = "أعلنت بلدية الوادي أن الجسر الجديد سيفتح أمام المشاة والدراجات صباح الأحد المقبل."
SECOND = "وقالت المهندسة المشرفة إن الأشغال استغرقت عامين كاملين، وإن الكلفة بلغت تسعة ملايين دينار."
THIRD = "وينتظر السكان منذ سنوات طريقا آمنا يصل ضفتي النهر ويختصر رحلة التلاميذ إلى مدارسهم."


def one(*lines: str) -> Article:
    """The only article of a page of these lines."""
    (article,) = read_dump("\n".join(lines))
    return article


def body(*lines: str) -> list[str]:
    return one(TITLE, *lines).text.split("\n")


# Whole pages


def test_a_news_page_is_left_with_its_article():
    (article,) = read_dump(HARBOUR)
    assert article.title == HARBOUR_TITLE
    assert article.text.split("\n") == HARBOUR_LINES
    assert (article.published, article.date_precision) == ("2025-11-06", "day")


def test_a_page_may_hold_a_second_whole_article():
    orchard, school = read_dump(ORCHARD)
    assert (orchard.title, orchard.published) == (ORCHARD_TITLE, "2024-03-12")
    assert (school.title, school.published) == (SCHOOL_TITLE, "2025-07-04")


def test_each_article_of_a_page_keeps_its_own_lines():
    orchard, school = (a.text.split("\n") for a in read_dump(ORCHARD))
    assert [line.split()[0] for line in orchard] == ["قبل", "♦", "أما", "المضخات", "ولا"]
    assert [line.split()[0] for line in school] == ["أعادت", "وتضم"]


def test_unbalanced_quotation_marks_stay_as_printed():
    (article,) = read_dump(BAKERY)
    assert article == Article(BAKERY_TITLE, "\n".join(BAKERY_LINES), "2023-02-18", "day")


@pytest.mark.parametrize("page", [FRONT, "", " \n\t\n", "الرئيسية\nبحث\nتسجيل الدخول", TITLE])
def test_a_page_without_prose_gives_no_article(page):
    assert read_dump(page) == []


@pytest.mark.parametrize("page", [HARBOUR, ORCHARD, BAKERY])
def test_blank_lines_and_indents_change_nothing(page):
    spaced = "\r\n\r\n".join(f"\u200f  {line}\u00a0" for line in page.splitlines())
    assert read_dump(spaced) == read_dump(page)


# Title, deck, date


def test_the_line_printed_twice_is_the_title():
    assert one("دليل الحرف اليدوية في قرى الوادي", TITLE, "الرئيسية", TITLE, FIRST).title == TITLE


def test_the_first_long_enough_line_is_the_title_when_none_is_repeated():
    assert one("نافذة الصنوبر", "أخبار الوادي", TITLE, FIRST).title == TITLE


def test_a_repeated_title_is_not_part_of_the_text():
    assert one(TITLE, FIRST, TITLE, SECOND).text == f"{FIRST}\n{SECOND}"


def test_a_title_loses_its_bullet():
    assert one(f"■ {TITLE}", FIRST).title == TITLE


def test_a_question_that_is_printed_twice_is_a_title_however_long():
    title = "هل يكفي جسر واحد لإنهاء عزلة الحي القديم بعد كل هذه السنوات الطويلة؟"
    article = one(title, "15/11/2025", title, FIRST)
    assert (article.title, article.published, article.text) == (title, "2025-11-15", FIRST)


def test_a_page_of_prose_alone_has_no_title():
    assert one(FIRST, SECOND) == Article("", f"{FIRST}\n{SECOND}")


def test_bullets_between_title_and_prose_are_kept_as_the_lede():
    assert body("• ربع ساعة أقل في الطريق", FIRST) == ["• ربع ساعة أقل في الطريق", FIRST]


def test_what_stands_before_the_title_is_no_lede():
    assert one("آخر أخبار الطرق والجسور", TITLE, TITLE, FIRST).text == FIRST


@pytest.mark.parametrize(
    "line, published",
    [
        ("٦ نوفمبر ٢٠٢٥", "2025-11-06"),
        ("الخميس 6 تشرين الثاني/نوفمبر 2025 - 10:35", "2025-11-06"),
        ("بقلم ليان القنطاري6 نوفمبر 2025", "2025-11-06"),
        ("6 نوفمبر 2025ليان القنطاري", "2025-11-06"),
        ("تاريخ النشر: 06/11/2025", "2025-11-06"),
        ("نشر في 06-11-2025 | آخر تحديث 07-11-2025", "2025-11-06"),
    ],
)
def test_a_date_in_the_head_is_the_articles_and_leaves_the_text(line, published):
    assert one(TITLE, line, FIRST) == Article(TITLE, FIRST, published, "day")


def test_the_first_date_of_the_head_counts():
    assert one(TITLE, "6 نوفمبر 2025", "7 نوفمبر 2025", FIRST).published == "2025-11-06"


def test_a_date_within_a_headline_is_not_the_articles():
    article = one("ما الذي تغير في الوادي منذ فيضان 3 مارس 2019", FIRST)
    assert (article.title, article.published) == ("ما الذي تغير في الوادي منذ فيضان 3 مارس 2019", "")


def test_an_article_without_a_date_has_no_precision():
    assert (one(TITLE, FIRST).published, one(TITLE, FIRST).date_precision) == ("", "")


# Furniture


@pytest.mark.parametrize(
    "line",
    [
        "الوضع المظلم",
        "شارك المقال",
        "Share",
        "طباعة",
        "إعلان",
        "عاجل !!",
        "* * *",
        "صورة أرشيفية لجسر قديم في الوادي",
        "جسر خشبي فوق النهر (أرشيفية)",
        "جسر-الوادي-القديم",
        "bridge_old_2",
        "اشترك في النشرة اليومية لتصلك أخبار الوادي إلى بريدك كل صباح من دون مقابل.",
        "انضم إلى قائمتنا البريدية",
        "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على الموقع، وبمتابعة التصفح فإنك توافق على ذلك كله.",
        "من نحنسياسة الخصوصيةاتصل بنا",
        "اقرأ أيضًا",
        "إقرأ أيضاً: طريق جديد إلى التل",
        "حمل التطبيق الآن",
        "يستخدم الموقع ملفات تعريف الارتباط لتحسين تجربتك في التصفح، ويمكنك في أي وقت أن ترفضها كلها.",
        "وللعلم فإن مشاركاتك في الموقع يمكن استخدامها، مع اسمك وصورتك، استنادا إلى سياسة الخصوصية المعلنة.",
        "اكتب ناتج العملية",
        "احسب ناتج ٣ + ٤ =",
        "7 × 2 = ?",
        "المصدر: مكتب البلدية",
        "تابعوا نافذة الصنوبر على واتساب",
        "تابعوا آخر أخبار الوادي عبر قناتنا على تلغرام من هنا.",
        "لمتابعة آخر الأخبار اشترك في قناتنا على تلغرام.",
        "نافذة الصنوبر – خاص",
    ],
)
def test_furniture_between_paragraphs_is_left_out(line):
    assert body(FIRST, line, SECOND) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "كلفة الجسر",
        "وعلقت صورة أرشيفية للجسر في بهو البلدية.",
        "وتتابع لجنة من هيئة التحرير في مجلة المدرسة رسائل التلاميذ عن الجسر.",
        "طباعة الخرائط الجديدة بدأت قبل أسبوع.",
        "وتراجع البلدية سياسة الخصوصية وشروط الاستخدام في خدماتها الجديدة.",
        "● سياج على الجانبين.",
        "فريق الوادي يفوز 3-1",
        "حمل التطبيق الجديد اسم النهر، وهو يعرض مواعيد العبور وأعداد المشاة ساعة بساعة.",
        "وتستخدم شركات كثيرة ملفات تعريف الارتباط لتتبع زوار مواقعها من دون أن يعرفوا.",
        "تابعوا السير على ضفة النهر حتى وصلوا إلى القرية قبل حلول الظلام بساعة كاملة.",
        "وتابع آلاف السكان على فيسبوك بث حفل الافتتاح الذي نقلته قناة البلدية مساء الأحد.",
        "دعوة من نوع خاص",
        "ونشرت البلدية الخبر على facebook و twitter و youtube قبل أن تعلنه الصحف في اليوم التالي.",
    ],
)
def test_lines_that_only_look_like_furniture_stay(line):
    assert body(FIRST, line, SECOND) == [FIRST, line, SECOND]


@pytest.mark.parametrize(
    "end",
    [
        "كلمات دلالية: جسر، نهر، بلدية",
        "الوسوم",
        "مقالات ذات صلة",
        "أضف تعليق:",
        "التعليقات",
        "جميع الحقوق محفوظة لنافذة الصنوبر",
        "الآراء الواردة في هذا المقال تعبر عن رأي كاتبها ولا تعبر بالضرورة عن رأي الصحيفة.",
    ],
)
def test_what_ends_an_article_ends_it_for_good(end):
    assert body(FIRST, SECOND, end, THIRD) == [FIRST, SECOND]


def test_an_end_before_any_prose_is_a_menu_entry():
    assert one("الأكثر قراءة", TITLE, FIRST).text == FIRST


def test_a_list_of_links_after_the_last_sentence_is_left_out():
    assert body(FIRST, SECOND, "طريق جديد إلى التل", "مدرسة التل تفتح أبوابها", "الطقس غدا") == [FIRST, SECOND]


def test_a_section_heading_between_paragraphs_stays():
    assert body(FIRST, "كلفة الجسر", SECOND) == [FIRST, "كلفة الجسر", SECOND]


def test_a_heading_glued_to_a_paragraph_stays_on_its_line():
    assert body(f"{FIRST} كلفة الجسر", SECOND, THIRD)[0] == f"{FIRST} كلفة الجسر"


# Advert marks


def test_an_advert_mark_glued_before_a_verb_is_cut_off():
    glued = "إعلان يرى مهندسون أن الجسر سيغير حركة السير في الحي القديم كله خلال أشهر."
    assert body(FIRST, "إعلان", glued) == [FIRST, glued.removeprefix("إعلان ")]


def test_a_sentence_may_begin_with_the_noun_that_marks_adverts():
    noun = "إعلان البلدية عن الجسر جاء بعد سنوات طويلة من مطالب السكان على ضفتي النهر."
    assert body(FIRST, "إعلان", noun) == [FIRST, noun]


def test_without_a_mark_of_its_own_on_the_page_nothing_is_cut_off():
    line = "إعلان يرى مهندسون أنه سيغير حركة السير في الحي القديم كله خلال أشهر قليلة."
    assert body(FIRST, line) == [FIRST, line]


# Read also


def test_read_also_inside_an_article_does_not_end_it():
    assert body(FIRST, "اقرأ أيضا", SECOND, THIRD) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("mark", ["جميع الحقوق محفوظة", "المصدر: مكتب البلدية", "الآراء الواردة هنا لأصحابها", "كلمات دلالية: جسر"])
def test_read_also_after_an_ended_article_begins_another(mark):
    page = [TITLE, FIRST, mark, "اقرأ أيضا:", "متحف البحر يفتح قاعة جديدة", THIRD]
    assert read_dump("\n".join(page)) == [Article(TITLE, FIRST), Article("متحف البحر يفتح قاعة جديدة", THIRD)]


def test_read_also_inside_the_second_article_does_not_end_that_one():
    page = [TITLE, FIRST, "جميع الحقوق محفوظة", "اقرأ أيضا", "متحف البحر يفتح قاعة جديدة", SECOND, "اقرأ أيضا", THIRD]
    assert [a.text for a in read_dump("\n".join(page))] == [FIRST, f"{SECOND}\n{THIRD}"]


def test_read_also_before_links_only_begins_nothing():
    assert one(TITLE, FIRST, "جميع الحقوق محفوظة", "اقرأ أيضا", "متحف البحر يفتح قاعة جديدة").text == FIRST


# Rules between articles


@pytest.mark.parametrize("rule", ["-----", "==========", "*****", "####", "~~~~~", "_____", "———————", "  -------\r", "\f"])
def test_a_rule_between_prose_parts_articles(rule):
    page = f"{TITLE}\n20 أبريل 2025\n{FIRST}\n{rule}\nمتحف البحر يفتح قاعة جديدة\n22/5/2025\n{SECOND}"
    assert read_dump(page) == [
        Article(TITLE, FIRST, "2025-04-20", "day"),
        Article("متحف البحر يفتح قاعة جديدة", SECOND, "2025-05-22", "day"),
    ]


@pytest.mark.parametrize("rule", ["***", "* * *", "---", "- - - - -", "--- كلفة الجسر ---"])
def test_marks_between_the_sections_of_an_article_part_nothing(rule):
    assert [line for line in body(FIRST, rule, SECOND) if line in (FIRST, SECOND)] == [FIRST, SECOND]


def test_a_rule_without_prose_on_both_sides_parts_nothing():
    page = f"نافذة الصنوبر\n=====\n{TITLE}\n-----\n{FIRST}\n-----\nكم كلف الجسر البلدية\n-----\n{SECOND}\n-----\nالطقس غدا"
    assert [(a.title, a.text) for a in read_dump(page)] == [(TITLE, FIRST), ("كم كلف الجسر البلدية", SECOND)]


# Datelines


def test_an_outlets_name_and_exclusive_are_no_part_of_the_first_sentence():
    assert body(f"نافذة الصنوبر – خاص {FIRST}", SECOND) == [FIRST, SECOND]


@pytest.mark.parametrize("place", ["بيروت – ", "الرباط - ", "الوادي، بيروت — ", "تونس/بنزرت - ", "بيروت\u00a0–\u00a0"])
def test_a_dateline_is_no_part_of_the_first_sentence(place):
    assert body(place + FIRST, SECOND) == [FIRST, SECOND]


def test_a_dash_later_in_the_article_is_no_dateline():
    late = f"البلدية - {FIRST}"
    assert body(FIRST, SECOND, THIRD, late)[-1] == late


def test_a_dash_far_into_the_sentence_is_no_dateline():
    line = "ترى البلدية في الجسر الجديد - وهو الأول منذ عقود - بداية لشبكة طرق كاملة."
    assert body(line) == [line]


# Bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256", "iso8859_6"])
def test_arabic_is_read_in_each_encoding_of_arabic_pages(encoding):
    text = f"{TITLE}\n{FIRST}\n{SECOND}\n"
    assert decode(text.encode(encoding)) == text


def test_a_short_windows_1256_text_is_read():
    assert decode("وصل القطار.".encode("cp1256")) == "وصل القطار."


def test_no_bytes_are_no_text():
    assert decode(b"") == ""


def test_bytes_that_are_no_text_are_refused_by_name():
    with pytest.raises(FramingError, match=r"photo\.txt: cannot tell the encoding; save it as UTF-8 or Windows-1256"):
        decode(bytes(range(256)) * 4, "photo.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_dump_on_disk_reads_the_same_in_every_encoding(tmp_path, encoding):
    (tmp_path / "bakery.txt").write_bytes(BAKERY.encode(encoding))
    assert read_page(tmp_path / "bakery.txt") == read_dump(BAKERY)


def test_a_file_that_is_no_text_is_refused_with_its_path(tmp_path):
    (tmp_path / "photo.txt").write_bytes(bytes(range(256)) * 4)
    with pytest.raises(FramingError, match=r"photo\.txt"):
        read_page(tmp_path / "photo.txt")


# HTML


def test_an_html_page_is_left_with_its_article():
    assert read_html(GALLERY) == [Article(GALLERY_TITLE, "\n".join(GALLERY_LINES), "2022-09-30", "day")]


@pytest.mark.parametrize("name", ["page.html", "page.HTM"])
def test_html_is_known_by_its_suffix(tmp_path, name):
    (tmp_path / name).write_bytes(GALLERY.replace("utf-8", "windows-1256").encode("cp1256"))
    assert [a.title for a in read_page(tmp_path / name)] == [GALLERY_TITLE]


def test_the_markup_of_a_page_goes_before_a_date_printed_in_it():
    (article,) = read_html(GALLERY.replace("</h1>", "</h1>\n<p>٢٩ أيلول ٢٠٢٢</p>"))
    assert (article.published, article.text.split("\n")) == ("2022-09-30", GALLERY_LINES)


def test_a_printed_day_goes_before_a_month_in_the_markup():
    page = GALLERY.replace("2022-09-30T08:00:00+03:00", "2022-09").replace("</h1>", "</h1>\n<p>٢٩ أيلول ٢٠٢٢</p>")
    assert [(a.published, a.date_precision) for a in read_html(page)] == [("2022-09-29", "day")]


@pytest.mark.parametrize("page", ["", "<html><body><nav><a href='/'>الرئيسية</a></nav></body></html>"])
def test_an_html_page_without_prose_gives_no_article(page):
    assert read_html(page) == []


def test_the_site_name_of_a_page_is_the_outlet():
    (article,) = read_html(GALLERY.replace("</head>", "<meta property='og:site_name' content='نافذة الصنوبر'></head>"))
    assert (article.outlet, article.text.split("\n")) == ("نافذة الصنوبر", GALLERY_LINES)


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="utf-8"?>\n'])
def test_a_short_html_page_is_read_by_its_paragraphs(declaration):
    lines = [FIRST, "ورفض التجار إغلاق السوق.", "وتبدأ الأشغال في الربيع."]
    prose = "".join(f"<p>{line}</p>" for line in lines)
    share = "<div><a href='#'>شارك المقال</a> <a href='#'>نسخ الرابط</a></div>"
    article = f"<article><h1>{TITLE}</h1>{prose}{share}<footer><p>تصدر النشرة كل يوم سبت.</p></footer></article>"
    page = f"<html><head><title>{TITLE}</title></head><body><nav><a href='/'>أخبار الوادي</a></nav>{article}</body></html>"
    assert read_html(declaration + page) == [Article(TITLE, "\n".join(lines))]


def test_every_furniture_phrase_is_kept_as_lines_are_compared():
    f = furniture()
    assert {"اقرا ايضا", "الوسوم", "اعلان"} <= f.read_also | f.ends | f.lines
    assert not [t for t in (*f.read_also, *f.ends, *f.lines, *f.contains) if set(t) & set("أإآىةئؤ")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(encoding):
    assert decode(FIRST.encode(encoding)) == FIRST


COOKIES = "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على الموقع، وبمتابعة التصفح فإنك توافق على ذلك كله."


def test_a_long_cookie_notice_before_the_title_hides_nothing():
    assert one(COOKIES, TITLE, "15/11/2025", FIRST) == Article(TITLE, FIRST, "2025-11-15", "day")


@pytest.mark.parametrize("line", [COOKIES, "اشترك في النشرة اليومية لتصلك أخبار الوادي إلى بريدك كل صباح من دون مقابل."])
def test_furniture_alone_is_no_article(line):
    assert read_dump(f"الرئيسية\n{line}\nبحث") == []


def test_a_date_after_a_summary_sentence_is_the_articles():
    assert one(TITLE, FIRST, "15 نوفمبر 2025", SECOND) == Article(TITLE, f"{FIRST}\n{SECOND}", "2025-11-15", "day")


@pytest.mark.parametrize(
    "line",
    [
        "كتبت: نوران بنت سهيل | السبت 15 نوفمبر 2025 10:35 ص",
        "آخر تحديث: السبت 15 نوفمبر 2025 الساعة 10:35 مساء بتوقيت بيروت",
        "نشر 15 نوفمبر 2025 آخر تحديث 16 نوفمبر 2025",
    ],
)
def test_a_wordy_date_line_is_still_a_date_line(line):
    assert one(TITLE, line, FIRST) == Article(TITLE, FIRST, "2025-11-15", "day")


def test_a_long_question_may_be_the_headline():
    title = "هل يكفي جسر واحد لإنهاء عزلة الحي القديم بعد كل هذه السنوات الطويلة؟"
    assert one(title, "15/11/2025", FIRST) == Article(title, FIRST, "2025-11-15", "day")


def test_the_link_after_read_also_goes_with_it():
    assert body(FIRST, "اقرأ أيضا:", "طريق جديد يصل التل بالساحل", SECOND) == [FIRST, SECOND]


def test_read_also_with_a_long_question_is_left_out():
    line = "اقرأ أيضا: كيف غيرت الطرق الجديدة حياة سكان القرى البعيدة في الجبال الشمالية؟"
    assert body(FIRST, line, SECOND) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "وأضاف المصدر: «لا نعرف بعد موعد الافتتاح الرسمي ولا أسماء من سيحضرونه من المدعوين».",
        "وقد حمل التطبيق الجديد اسم النهر، وهو يعرض مواعيد العبور وأعداد المشاة ساعة بساعة.",
    ],
)
def test_a_sentence_that_holds_a_phrase_of_furniture_stays(line):
    assert body(FIRST, line, SECOND) == [FIRST, line, SECOND]


def test_a_quoted_source_does_not_end_an_article():
    quoted = "وقال المصدر: «لا نعرف بعد موعد الافتتاح الرسمي ولا أسماء من سيحضرونه من المدعوين»."
    assert len(read_dump("\n".join([TITLE, FIRST, quoted, "اقرأ أيضا", SECOND]))) == 1


def test_a_dateline_may_carry_harakat():
    assert body(f"عمّان – {FIRST}", SECOND) == [FIRST, SECOND]


def test_a_clause_between_dashes_is_no_dateline():
    line = "خطوة أولى – كما تقول المهندسة – نحو شبكة طرق تصل القرى البعيدة بعضها ببعض."
    assert body(line, SECOND) == [line, SECOND]


def test_a_sum_with_an_arabic_question_mark_is_left_out():
    assert body(FIRST, SECOND, "٣ + ٤ = ؟") == [FIRST, SECOND]


def test_a_short_heading_after_read_also_stays():
    assert body(FIRST, "اقرأ أيضا", "كلفة الجسر", SECOND) == [FIRST, "كلفة الجسر", SECOND]


def test_a_disclaimer_before_the_title_ends_nothing():
    assert one("الآراء الواردة في هذا القسم تعبر عن رأي كتابها ولا تعبر بالضرورة عن رأي الصحيفة.", TITLE, FIRST) == Article(TITLE, FIRST)


def test_the_dates_of_a_chronology_are_its_text():
    lines = [FIRST, "3 مارس 2019", SECOND, "5 أبريل 2020", THIRD]
    assert one(TITLE, *lines) == Article(TITLE, "\n".join(lines))


def test_a_dateline_may_precede_a_clause_between_dashes():
    line = "ترى البلدية في الجسر - وهو الأول منذ عقود - بداية لشبكة طرق كاملة تصل القرى."
    assert body(f"بيروت - {line}") == [line]


def test_share_buttons_on_one_line_are_left_out():
    assert body("شارك المقال نسخ الرابط طباعة", FIRST) == [FIRST]


def test_a_page_says_its_title_however_short():
    page = "<html><head><title>الجسر يفتح</title></head><body><h1>الجسر يفتح</h1>" + "".join(
        f"<p>{p}</p>"
        for p in (
            "افتتح رئيس البلدية صباح اليوم الجسر الجديد بعد أربع سنوات من الأعمال وسط حضور كبير من السكان.",
            "وقال إن الجسر إنجاز كبير.",
        )
    )
    assert [a.title for a in read_html(page + "</body></html>")] == ["الجسر يفتح"]
