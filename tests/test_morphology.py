"""Printed words to lemmas."""

import pytest

from framing.morphology import candidates, is_imperfect, lemma
from framing.text import fold


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("وزير", "وزير"),
        ("الوزير", "وزير"),
        ("والوزراء", "وزير"),
        ("وزيرهم", "وزير"),
        ("فشلها", "فشل"),
        ("وفشلهم", "فشل"),
        ("سياستها", "سياسه"),
        ("وبالتعاون", "تعاون"),
        ("للتعاون", "تعاون"),
        ("كالعادة", "عاده"),
        ("مدارس", "مدرسه"),
    ],
)
def test_clitics_and_plurals_lead_to_one_lemma(printed, expected):
    assert lemma(fold(printed)) == expected


@pytest.mark.parametrize(("printed", "expected"), [("سيوقع", "يوقع"), ("وسيوقع", "يوقع"), ("فستنجح", "تنجح"), ("سنوقع", "نوقع")])
def test_the_future_prefix_leaves_the_imperfect(printed, expected):
    assert expected in candidates(fold(printed))


@pytest.mark.parametrize("printed", ["الوَزِيرُ", "الوزيـــر", "الوزير\u200f"])
def test_marks_do_not_change_the_lemma(printed):
    assert lemma(fold(printed)) == "وزير"


@pytest.mark.parametrize("form", ["وزير", "بنك", "لبنان", "وجه", "فكر", "كتاب"])
def test_a_known_word_is_not_taken_apart(form):
    assert lemma(form) == form


def test_candidates_of_a_known_word_are_the_word_and_its_lemma():
    assert candidates("مدارس") == {"مدارس", "مدرسه"}


@pytest.mark.parametrize("form", ["covid", "2026", "x", "و"])
def test_what_no_dictionary_knows_stays_as_it_is(form):
    assert lemma(form) == form


@pytest.mark.parametrize("form", ["والزقنبوت", "بالزقنبوت", "للزقنبوت", "الزقنبوت"])
def test_an_unknown_word_loses_its_article(form):
    assert lemma(form) == "زقنبوت"


def test_every_stem_of_an_unknown_word_is_a_candidate():
    assert candidates("وزقنبوتهم") >= {"وزقنبوتهم", "زقنبوتهم", "وزقنبوت", "زقنبوت"}


def test_ta_marbuta_opens_before_a_pronoun():
    assert "زقنبوه" in candidates("زقنبوتهم")


def test_a_stem_keeps_three_letters():
    assert candidates("وظش") == {"وظش"}
    assert candidates("وظشض") == {"وظشض", "ظشض"}


@pytest.mark.parametrize("word", ["ينجح", "يَنْجَحُ", "يقول"])
def test_an_imperfect_begins_with_a_prefix_its_lemma_lacks(word):
    assert is_imperfect(word)


@pytest.mark.parametrize("word", ["نجح", "يوم", "يمن", "كتاب", "تعاون", "x", "2026"])
def test_other_words_are_no_imperfect(word):
    assert not is_imperfect(word)


@pytest.mark.parametrize("word", ["", "ـ", "\u064b"])
def test_a_word_without_letters_is_no_imperfect(word):
    assert not is_imperfect(word)


@pytest.mark.parametrize("printed", ["الحكومة", "والزيارة", "الإقالة", "المعارضة", "السياحة"])
def test_the_article_before_ta_marbuta_leaves_the_noun(printed):
    assert lemma(fold(printed)) == fold(printed).removeprefix("و").removeprefix("ال")


@pytest.mark.parametrize(("printed", "expected"), [("وزيرها", "وزير"), ("قرارها", "قرار"), ("بيانها", "بيان"), ("بنكها", "بنك")])
def test_the_pronoun_ha_leaves_the_noun(printed, expected):
    assert lemma(fold(printed)) == expected


@pytest.mark.parametrize(("printed", "expected"), [("شركتهم", "شركه"), ("تجارتهم", "تجاره"), ("أسرتهم", "اسره"), ("سيطرتهم", "سيطره")])
def test_a_feminine_noun_is_found_before_a_pronoun(printed, expected):
    assert lemma(fold(printed)) == expected


def test_a_first_letter_of_the_stem_is_no_preposition():
    assert lemma("كتابها") == "كتاب"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("وزراء", "وزير"),
        ("قوانين", "قانون"),
        ("مدن", "مدينه"),
        ("بلدان", "بلد"),
        ("مصادر", "مصدر"),
        ("أحزاب", "حزب"),
        ("أسعار", "سعر"),
        ("شوارع", "شارع"),
        ("جيوش", "جيش"),
        ("حقوق", "حق"),
        ("أخبار", "خبر"),
        ("أطباء", "طبيب"),
        ("رؤساء", "رييس"),
        ("خبراء", "خبير"),
        ("مشاريع", "مشروع"),
        ("صواريخ", "صاروخ"),
        ("طلاب", "طالب"),
        ("مواقف", "موقف"),
        ("سفن", "سفينه"),
        ("قضايا", "قضيه"),
        ("تقارير", "تقرير"),
        ("للوزراء", "وزير"),
        ("والقوانين", "قانون"),
        pytest.param("دول", "دوله", marks=pytest.mark.xfail(strict=True, reason="the dictionary takes دول for a lemma")),
        pytest.param("قرى", "قريه", marks=pytest.mark.xfail(strict=True, reason="the dictionary takes قري for a lemma")),
        pytest.param("كتب", "كتاب", marks=pytest.mark.xfail(strict=True, reason="كتب is the verb as well")),
        pytest.param("طرق", "طريق", marks=pytest.mark.xfail(strict=True, reason="طرق is the verb as well")),
        pytest.param("نساء", "امراه", marks=pytest.mark.xfail(strict=True, reason="a plural of another root")),
    ],
)
def test_a_broken_plural_leads_to_its_singular(printed, expected):
    assert lemma(fold(printed)) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("قالت", "قال"),
        ("قالوا", "قال"),
        ("يقول", "قال"),
        ("يقولون", "قال"),
        ("دعت", "دعا"),
        ("يدعو", "دعا"),
        ("رأى", "راي"),
        ("يرى", "راي"),
        ("يصل", "وصل"),
        ("يقف", "وقف"),
        ("يزور", "زار"),
        pytest.param("دعوا", "دعا", marks=pytest.mark.xfail(strict=True, reason="not in the dictionary")),
        pytest.param("نفى", "نفي", marks=pytest.mark.xfail(strict=True, reason="the dictionary has another verb under this spelling")),
        pytest.param("نفوا", "نفي", marks=pytest.mark.xfail(strict=True, reason="not in the dictionary")),
        pytest.param("يبيع", "باع", marks=pytest.mark.xfail(strict=True, reason="not in the dictionary")),
    ],
)
def test_a_weak_verb_leads_to_its_perfect(printed, expected):
    assert lemma(fold(printed)) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("قراراتهم", "قرار"),
        ("خطتها", "خطه"),
        ("سياستهم", "سياسه"),
        ("وزيرنا", "وزير"),
        ("مدينتهم", "مدينه"),
        ("حكومته", "حكومه"),
        ("شركاتها", "شركه"),
        ("دعاهم", "دعا"),
        ("أبلغه", "ابلغ"),
        ("يزورها", "زار"),
        ("كتابي", "كتاب"),
        pytest.param("قراره", "قرار", marks=pytest.mark.xfail(strict=True, reason="the dictionary takes قراره for a lemma")),
    ],
)
def test_an_attached_pronoun_does_not_hide_the_lemma(printed, expected):
    assert lemma(fold(printed)) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("استقبل", "استقبل"),
        ("يستقبل", "استقبل"),
        ("سيستقبل", "استقبل"),
        ("انتقدت", "انتقد"),
        ("ينتقد", "انتقد"),
        ("يجتمع", "اجتمع"),
        pytest.param("استقبلت", "استقبل", marks=pytest.mark.xfail(strict=True, reason="the dictionary takes it for a lemma")),
        pytest.param("اجتمعوا", "اجتمع", marks=pytest.mark.xfail(strict=True, reason="the dictionary takes it for a lemma")),
        pytest.param("ينسحب", "انسحب", marks=pytest.mark.xfail(strict=True, reason="not in the dictionary")),
        pytest.param("يستعمل", "استعمل", marks=pytest.mark.xfail(strict=True, reason="not in the dictionary")),
    ],
)
def test_a_five_letter_stem_leads_to_its_perfect(printed, expected):
    assert lemma(fold(printed)) == expected


@pytest.mark.parametrize(
    "name",
    [
        *"كوبنهاغن بريمنهافن لوكسمبورغ بلغراد واشنطن هلسنكي كندا فنزويلا وارسو باكستان سوريا بكين كيتو سيول بنما".split(),
        pytest.param("إيران", marks=pytest.mark.xfail(strict=True, reason="the dictionary takes it for a dual")),
        pytest.param("ستوكهولم", marks=pytest.mark.xfail(strict=True, reason="its first letters are taken for a future")),
    ],
)
def test_a_foreign_name_is_its_own_lemma(name):
    assert lemma(fold(name)) == fold(name)
    assert fold(name) in candidates(fold(name))


@pytest.mark.parametrize("printed", ["وزراء", "والوزراء", "يقولون", "سياستهم", "زقنبوت"])
def test_the_lemma_is_one_of_the_candidates(printed):
    assert {fold(printed), lemma(fold(printed))} <= candidates(fold(printed))
