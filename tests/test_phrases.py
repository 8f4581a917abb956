"""Terms found among the words of a sentence."""

import pytest

from framing.phrases import Found, Matcher
from framing.text import words


def find(terms, text, match=None):
    return Matcher(terms, match).find(words(text))


def test_a_word_is_found_at_its_place():
    assert find(["فشل"], "هذا فشل جديد") == [Found(0, 1, 1)]


def test_a_phrase_covers_its_first_to_its_last_word():
    assert find(["نقطة تحول كبيرة"], "كانت نقطة تحول كبيرة فعلا") == [Found(0, 1, 3)]


def test_part_of_a_phrase_is_not_found():
    assert find(["نقطة تحول"], "نقطة بداية وتحول") == []


def test_overlapping_terms_are_all_found_in_order_of_first_word():
    found = find(["تحول", "نقطة تحول", "نقطة"], "نقطة تحول")
    assert found == [Found(2, 0, 0), Found(1, 0, 1), Found(0, 1, 1)]


def test_a_term_is_found_as_often_as_it_stands():
    assert find(["فشل"], "فشل ثم فشل") == [Found(0, 0, 0), Found(0, 2, 2)]


def test_the_same_term_under_two_numbers_is_found_under_both():
    assert sorted(find(["فشل", "فشل"], "فشل")) == [Found(0, 0, 0), Found(1, 0, 0)]


def test_terms_that_share_a_beginning_do_not_disturb_each_other():
    assert find(["خطة عمل", "خطة سلام"], "خطة سلام") == [Found(1, 0, 1)]


@pytest.mark.parametrize("printed", ["الفشل", "وبالفشل", "فشلها", "وفشلهم", "فَشَل", "فشـــل"])
def test_a_word_of_a_term_is_found_in_its_printed_forms(printed):
    assert find(["فشل"], printed) == [Found(0, 0, 0)]


def test_every_word_of_a_phrase_may_be_inflected():
    assert find(["أزمة اقتصادية"], "والأزمات الاقتصادية") == [Found(0, 0, 1)]


def test_terms_that_differ_in_form_only_are_found_in_each_others_place():
    assert sorted(find(["سوق جديد", "السوق الجديد"], "سوق جديد")) == [Found(0, 0, 1), Found(1, 0, 1)]


def test_punctuation_between_words_does_not_part_a_phrase():
    assert find(["خطة سلام"], "خطة «سلام»") == [Found(0, 0, 1)]


@pytest.mark.parametrize(("printed", "n"), [("فشل", 1), ("فَشَل", 1), ("الفشل", 0), ("وفشل", 1)])
def test_a_surface_term_is_found_in_its_own_spelling_a_joined_particle_aside(printed, n):
    assert len(find(["فشل"], printed, ["surface"])) == n


def test_surface_and_lemma_terms_live_side_by_side():
    assert find(["فشل", "فشل"], "الفشل", ["surface", "lemma"]) == [Found(1, 0, 0)]


def test_latin_terms_are_found_in_either_case():
    assert find(["Covid"], "موجة COVID جديدة") == [Found(0, 1, 1)]


@pytest.mark.parametrize("term", ["", " ", "؟!"])
def test_a_term_without_words_is_never_found(term):
    assert find([term], "فشل الخطة") == []


def test_nothing_is_found_in_nothing():
    assert find(["فشل"], "") == []
    assert find([], "فشل") == []


def test_as_many_surface_marks_as_terms_are_needed():
    with pytest.raises(ValueError, match="longer"):
        Matcher(["فشل"], ["surface", "lemma"])


@pytest.mark.parametrize(("term", "printed"), [("سكان", "السكان"), ("تهديدات", "التهديدات"), ("خطة وطنية", "الخطة الوطنية")])
def test_a_term_is_found_behind_the_article(term, printed):
    assert len(find([term], printed)) == 1


def test_the_government_is_found_behind_the_article():
    assert find(["حكومة"], "الحكومة") == [Found(0, 0, 0)]


@pytest.mark.parametrize(("printed", "n"), [("تعليم", 1), ("والتعليم", 1), ("بتعليمهم", 1), ("علم", 0)])
def test_a_form_term_is_found_with_its_clitics_and_not_in_other_words_of_its_lemma(printed, n):
    assert len(find(["تعليم"], printed, ["form"])) == n
