"""Words by language: Arabic as ever, other languages by dictionary, or as printed."""

import pytest

from framing.features import FeatureSpace, Unit, read_units
from framing.languages import ARABIC, Language, _fold_all
from framing.lexicon import Entry, Lexicon, read_lexicon
from framing.morphology import candidates, lemma, stems
from framing.phrases import Matcher
from framing.scheme import from_data
from framing.scope import read_sentence
from framing.text import fold, words

ENGLISH = Language("en", ("not", "never", "nobody", "no longer", "don’t", "t"))


# Lemmas and keys


@pytest.mark.parametrize("word", ["والوزراء", "كتابهم", "فشلت", "المدارس", "سيفشل", "علم", "مدرستنا", "تيسو"])
def test_arabic_words_have_the_keys_of_their_clitics_and_lemmas(word):
    form = fold(word)
    bare = form[1:] if form[0] in "وف" else form
    assert ARABIC.lemma(form) == lemma(form)
    assert ARABIC.word_keys(form) == {f"={form}", f"={bare}", *(f"~{s}" for s in stems(form)), *candidates(form)}
    assert ARABIC.term_keys(form, "lemma") == {form, lemma(form)}
    assert ARABIC.term_keys(form, "form") == {f"~{form}"} and ARABIC.term_keys(form, "surface") == {f"={form}"}


@pytest.mark.parametrize("word", ["ثم", "وثم", "لكن", "عند"])
def test_arabic_function_words_are_found_as_themselves_only(word):
    form = fold(word)
    assert ARABIC.word_keys(form) == {f"={form}", f"={form.removeprefix('و')}"}
    assert ARABIC.term_keys("ثم", "lemma") == {"=ثم"}


@pytest.mark.parametrize(
    ("language", "word", "found"),
    [
        ("en", "buses", "bus"),
        ("en", "Failed", "fail"),
        ("en", "better", "good"),
        ("en", "zblorks", "zblorks"),
        ("fr", "Écoles", "école"),
        ("fr", "échoué", "échouer"),
        ("fr", "e\u0301choue\u0301", "échouer"),  # accents as characters of their own
        ("de", "Häuser", "haus"),
        ("de", "Straßen", "straße"),
        ("es", "fracasó", "fracasar"),
        ("fa", "کتاب‌ها", "كتاب"),
        ("fa", "كتاب\u200cها", "كتاب"),  # an Arabic keyboard's kaf
        ("xx", "buses", "buses"),
        ("English", "buses", "buses"),
    ],
)
def test_a_word_has_the_lemma_of_its_languages_dictionary(language, word, found):
    assert Language(language).lemma(fold(word)) == found


@pytest.mark.parametrize(("code", "known"), [("ar", True), ("en", True), ("fa", True), ("xx", False), ("", False)])
def test_a_language_knows_whether_it_has_a_dictionary(code, known):
    assert Language(code).has_lemmas is known


def test_without_a_dictionary_words_are_found_as_printed():
    keys = Language("xx").word_keys("buses")
    assert keys == {"=buses", "~buses", "buses"}


def test_words_folded_together_are_folded_as_each_alone():
    printed = ["Bus", "Été", "bus", "e\u0301te\u0301", "كُتب", "", "Straße", "\ufefb"]
    assert _fold_all(printed) == [fold(w) for w in printed] == ["bus", "été", "bus", "été", "كتب", "", "straße", "لا"]
    assert _fold_all([]) == [] and _fold_all(["Bus"]) == ["bus"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1256", "utf-16"])
def test_a_lexicon_is_read_as_spreadsheets_save_it(tmp_path, encoding):
    text = "term;variable;value\r\nتأخر المشروع;tone;bad\r\nنجاح كبير للخطة;tone;good\r\n"
    (tmp_path / "terms.csv").write_bytes(text.encode(encoding))
    book = from_data({"variables": {"tone": {"values": ["good", "bad"]}}}, "test")
    assert [e.term for e in read_lexicon(tmp_path / "terms.csv", book).entries] == ["تأخر المشروع", "نجاح كبير للخطة"]


# Terms


def found(terms: list[str], text: str, match: str = "lemma", language: Language = ENGLISH) -> list[str]:
    sentence = words(text)
    places = Matcher(terms, [match] * len(terms), language).find(sentence)
    return [text[sentence[f.first].start : sentence[f.last].end] for f in places]


@pytest.mark.parametrize(
    ("term", "text", "by_lemma", "by_form"),
    [
        ("fail", "The brakes failed; they fail, and FAIL again.", ["failed", "fail", "FAIL"], ["fail", "FAIL"]),
        ("failed", "It fails.", ["fails"], []),
        ("good", "A better plan, a good one.", ["better", "good"], ["good"]),
        ("bus", "Busy buses on a busbar.", ["buses"], []),
        ("run late", "Trams ran late; trams run late.", ["ran late", "run late"], ["run late"]),
        ("run late", "Trams run very late.", [], []),
        ("well-worth", "It was well worth it.", ["well worth"], ["well worth"]),
        ("don’t", "We don't.", ["don't"], ["don't"]),
    ],
)
def test_english_terms_are_found_in_every_form_unless_they_are_strict(term, text, by_lemma, by_form):
    assert found([term], text) == by_lemma
    assert found([term], text, "form") == by_form
    assert found([term], text, "surface") == by_form


def test_terms_of_other_languages_are_found_in_their_forms():
    assert found(["école"], "Les Écoles sont fermées.", language=Language("fr")) == ["Écoles"]
    assert found(["Haus"], "Die Häuser am Fluss.", language=Language("de")) == ["Häuser"]
    assert found(["کتاب"], "کتاب‌ها گران است", language=Language("fa")) == ["کتاب‌ها"]
    assert found(["bus"], "buses and a bus", language=Language("xx")) == ["bus"]


# Scopes


def scopes(text: str, language: Language = ENGLISH, inside: bool = False) -> dict[str, str]:
    sentence = read_sentence(text, inside, language)
    return {w.form: scope for w, scope in zip(sentence.words, sentence.scopes, strict=True)}


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("It is not a good plan.", ["a", "good", "plan"]),
        ("They don't like it.", ["like", "it"]),
        ("They don’t like it.", ["like", "it"]),
        ("It isn't good.", ["good"]),
        ("It is no longer safe, and slow.", ["safe"]),
        ("Nobody came, all slept.", ["came"]),
        ("NEVER again, they said.", ["again"]),
        ("Not one two three four five.", ["one", "two", "three", "four"]),
        ("Longer trams are safe.", []),
        ("Don drove.", []),
    ],
)
def test_words_behind_a_negator_are_negated_within_their_clause(text, negated):
    assert [w for w, scope in scopes(text).items() if scope == "negated"] == negated


def test_negators_are_found_as_printed():
    lack = Language("en", ("lack",))
    assert scopes("They lack money.", lack)["money"] == "negated"
    assert scopes("It lacks money.", lack)["money"] == "plain"


def test_a_negator_in_a_negator_is_one():
    assert len(read_sentence("They don't like it.", False, ENGLISH).cues["negation"]) == 1
    assert len(read_sentence("They don't, and never will.", False, ENGLISH).cues["negation"]) == 2


def test_questions_quotations_and_plain_words_have_their_scopes():
    assert set(scopes("Is the plan fair?").values()) == {"asked"}
    quoted = scopes("He said “the plan is fair” twice.")
    assert {w for w, s in quoted.items() if s == "quoted"} == {"the", "plan", "is", "fair"}
    assert quoted["twice"] == "plain"
    assert set(scopes("and fair it was” he wrote", inside=True).values()) == {"quoted", "plain"}


def test_negation_comes_before_the_question_it_stands_in():
    assert scopes("Is it not fair?") == {"is": "asked", "it": "asked", "not": "asked", "fair": "negated"}


def test_no_negators_negate_nothing_and_nothing_is_attributed():
    assert set(scopes("He said it was not fair.", Language("en")).values()) == {"plain"}
    assert set(scopes("Not fair, according to the mayor.").values()) == {"negated", "plain"}


@pytest.mark.parametrize("text", ["", "...", "???", "«»"])
def test_a_unit_without_words_has_no_scopes(text):
    assert read_sentence(text, False, ENGLISH).scopes == []


def test_persian_words_are_negated_by_its_negators_and_asked_by_its_mark():
    persian = Language("fa", ("نه", "هیچ"))
    assert scopes("هیچ کتابی نبود.", persian)["كتابي"] == "negated"
    assert set(scopes("کتاب کجاست؟", persian).values()) == {"asked"}


# Features


def test_entries_of_a_sentence_are_counted_in_their_scopes():
    space = FeatureSpace(Lexicon([Entry("e1", "fail", "tone", "bad", 2, "", "lemma")], ENGLISH, ()), ("plan", "the"))
    read = read_units([Unit("The plans failed, and will not fail again.")], space)[0]
    assert {k: n for k, n in read.counts.items() if k.startswith("lex:")} == {"lex:e1|plain": 1, "lex:e1|negated": 1}
    assert read.counts["lemma:plan"] == 1 and read.counts["cue:negation"] == 1
    assert read.matches == [("lex:e1|plain", 10, 16), ("lex:e1|negated", 31, 35)]
    assert read.unlike == 6 / 8
