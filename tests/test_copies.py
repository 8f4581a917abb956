"""A stream of articles comes out as it went in, near copies naming the first of them."""

import pytest

from framing.copies import mark_copies
from framing.samples import samples

LEDE = "أعلنت هيئة المياه أن محطة التنقية الجديدة ستعمل بنصف طاقتها حتى نهاية الصيف بسبب تأخر وصول المضخات."
QUOTE = "وقال مدير المحطة إن الفنيين وجدوا شروخاً في الأنبوب الرئيس، «ولن نضخ الماء قبل أن نطمئن إلى سلامته»."
FACTS = "وكانت الهيئة قد وعدت في مطلع السنة بإيصال الماء إلى القرى الجبلية التي تشتري حاجتها من الصهاريج منذ سنوات."
TAIL = "ويعقد مجلس الهيئة جلسة بعد أسبوعين للنظر في عقد المورّد وفي طلب البلديات تعويضاً عن أيام الانقطاع."
DISPATCH = "\n".join((LEDE, QUOTE, FACTS, TAIL))
OTHER = (
    "يستعد متحف المدينة لافتتاح جناح للخزف بعد ترميم دام عامين، وقد تبرعت عائلات كثيرة بقطع ورثتها عن الأجداد.\n"
    "ويقول أمين المتحف إن القطع صُوّرت كلها قبل عرضها، وإن الزوار سيقرؤون حكاية كل إناء على بطاقة بجانبه.\n"
    "وسيُفتح الجناح للمدارس صباحاً وللعائلات مساءً طوال الشهر الأول من غير تذاكر."
)
FLASH = "انقطاع الكهرباء عن الأحياء الشرقية من العاصمة بعد عطل في محطة التحويل"


def marks(*texts: str | dict) -> list[str]:
    """What articles named 1, 2, … are copies of; a text stands for an article without a title."""
    given = ({"title": "", "text": t} if isinstance(t, str) else t for t in texts)
    return [a["duplicate_of"] for a in mark_copies({"article_id": str(i), **a} for i, a in enumerate(given, 1))]


def test_the_near_copy_among_the_samples_is_found_and_nothing_else():
    assert {a["article_id"]: a["duplicate_of"] for a in mark_copies(samples()) if a["duplicate_of"]} == {"s07": "s06"}


@pytest.mark.parametrize(
    "edited",
    [
        DISPATCH,
        f"العاصمة، 3 أغسطس – (وكالات) {DISPATCH}",
        DISPATCH.replace("أ", "ا").replace("إ", "ا").replace("ة", "ه"),
        DISPATCH.replace("«", '"').replace("»", '"').replace("،", ","),
        "".join(c + "\u064e" if c.isalpha() else c for c in DISPATCH),
        DISPATCH.replace("\n", "\r\n"),
        "\n".join((LEDE, QUOTE, TAIL)),
        "\n".join((TAIL, FACTS, QUOTE, LEDE)),
        DISPATCH.replace("أعلنت هيئة المياه", "كشفت الهيئة").replace("بعد أسبوعين", "أواخر الشهر"),
        f"{DISPATCH}\nويشكو الأهالي في القرى من غلاء الصهاريج ومن طول الانتظار كلما اشتد الحر.",
    ],
    ids=["equal", "dateline", "hamza", "quotation marks", "harakat", "windows lines", "cut", "reordered", "words", "added"],
)
def test_an_edited_dispatch_is_a_copy_whichever_comes_first(edited):
    assert marks(DISPATCH, OTHER, edited) == ["", "", "1"]
    assert marks(edited, OTHER, DISPATCH) == ["", "", "1"]


@pytest.mark.parametrize(
    "other",
    [OTHER, f"{QUOTE}\n{OTHER}", "\n".join(" ".join(reversed(line.split())) for line in DISPATCH.split("\n"))],
    ids=["another matter", "the same quotation", "the same words in another order"],
)
def test_another_article_is_no_copy(other):
    assert marks(DISPATCH, other) == ["", ""]


def test_a_copy_of_a_copy_names_the_first():
    first, second, third, fourth = (" ".join(f"كلمة{j}" for j in range(i, i + 40)) for i in range(0, 160, 40))
    assert marks(f"{first}\n{second}", f"{second}\n{third}", f"{third}\n{fourth}") == ["", "1", "1"]
    assert marks(f"{first}\n{second}", f"{third}\n{fourth}") == ["", ""]


def test_an_article_that_takes_a_short_dispatch_in_has_words_of_its_own():
    long = "\n".join(" ".join(f"كلمة{i} رقم{j}" for j in range(12)) for i in range(30))
    assert marks(DISPATCH, f"{DISPATCH}\n{long}") == ["", ""]


def test_a_bulletin_of_the_same_form_with_other_figures_is_no_copy():
    form = (
        "بلغ سعر القمح في بورصة الحبوب {} ديناراً للطن والشعير {} ديناراً والذرة {} ديناراً، وكان عند إقفال اليوم السابق {} و{} و{} على الترتيب،"
        " بحسب نشرة اتحاد المطاحن اليومية التي توزع على التجار والمخابز في جميع المدن قبل الظهر."
    )
    monday, friday = form.format(310, 255, 288, 305, 251, 290), form.format(377, 299, 260, 371, 295, 264)
    assert marks(monday, friday, monday.replace("310", "٣١٠")) == ["", "", "1"]


def test_short_texts_are_copies_only_when_nearly_equal():
    flash = f"{FLASH} الرئيسة صباح اليوم، وفرق الصيانة في الطريق إليها"
    assert marks(flash, flash.replace("،", " ")) == ["", "1"]
    assert marks(flash, flash.replace("الشرقية", "الغربية").replace("صباح", "مساء")) == ["", ""]
    assert marks(DISPATCH, LEDE) == ["", ""]


def test_headlines_without_a_text_are_copies_when_equal_and_of_four_words():
    def headline(title: str) -> dict:
        return {"title": title, "text": ""}

    assert marks(headline(FLASH), headline(f"«{FLASH}»"), headline(f"{FLASH} الرئيسة")) == ["", "1", ""]
    assert marks(headline("نشرة الأخبار"), headline("نشرة الأخبار")) == ["", ""]


def test_a_text_that_says_nothing_does_not_make_copies():
    more = "اقرأ المزيد على موقعنا"
    assert marks({"title": FLASH, "text": more}, {"title": "جناح جديد للخزف في متحف المدينة", "text": more}) == ["", ""]
    assert marks({"title": FLASH, "text": more}, {"title": FLASH, "text": more}) == ["", "1"]


def test_articles_pass_one_by_one_and_otherwise_untouched():
    given = iter([{"article_id": "أ", "title": "", "text": DISPATCH, "url": "x"}, {"article_id": "ب", "text": None}])
    stream = mark_copies(given)
    assert next(stream) == {"article_id": "أ", "title": "", "text": DISPATCH, "url": "x", "duplicate_of": ""}
    assert list(stream) == [{"article_id": "ب", "text": None, "duplicate_of": ""}]
    assert list(mark_copies([])) == []


def test_an_earlier_mark_of_the_input_is_kept_beside():
    (marked,) = mark_copies([{"article_id": "1", "text": DISPATCH, "duplicate_of": "9"}])
    assert (marked["duplicate_of"], marked["input_duplicate_of"]) == ("", "9")


def test_a_huge_text_and_one_of_a_single_word_repeated_are_taken():
    huge = " ".join(f"كلمة{i}" for i in range(50_000))
    assert marks(huge, "لا " * 50_000, huge, "\ud83d " * 9 + DISPATCH) == ["", "", "1", ""]


def test_a_part_of_a_text_longer_than_its_sample_is_found():
    long = " ".join(f"كلمة{i}" for i in range(1000))
    assert marks(long, " ".join(long.split()[200:600])) == ["", "1"]


def test_one_phrase_in_common_with_a_very_long_text_makes_no_copy():
    long = [f"كلمة{i}" for i in range(5000)]
    briefs = [" ".join([*long[i * 50 : i * 50 + 10], *(f"خبر{i}ب{j}" for j in range(50))]) for i in range(100)]
    assert not any(marks(" ".join(long), *briefs))
