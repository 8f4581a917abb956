"""Lexicon entries found in sentences, and lexicon files read."""

import csv
from importlib.resources import files

import pytest

from framing.codes import values
from framing.errors import FramingError
from framing.lexicon import COLUMNS, HEAVIEST, UNTESTED, Entry, Lexicon, parse_lexicon, read_lexicon, shipped_lexicon
from framing.scope import read_sentence

HEADER = "entry,term,variable,value,weight,group,match\n"
GOOD = "a1,فشل,appraisal,against,3,failure,lemma\n"
AGAINST, FOR = ("appraisal", "against", 3, "g", "lemma"), ("appraisal", "for", 3, "g", "lemma")


def lexicon(*rows: tuple) -> Lexicon:
    return Lexicon([Entry(f"e{i}", *row) for i, row in enumerate(rows)])


def found(lex: Lexicon, text: str) -> list[tuple[str, str, str]]:
    """(entry, words as printed, scope) of each match."""
    s = read_sentence(text)
    return [(lex.entries[m.entry].entry, text[s.words[m.first].start : s.words[m.last].end], m.scope) for m in lex.find(s)]


# Matching


def test_an_entry_is_found_as_printed():
    assert found(lexicon(("فشل", *AGAINST)), "كان الـفَشَـل واضحا") == [("e0", "الـفَشَـل", "plain")]


def test_the_longest_entry_wins_within_a_dimension():
    lex = lexicon(("يوافق", *FOR), ("لم يوافق", *AGAINST))
    assert found(lex, "لم يوافق المجلس") == [("e1", "لم يوافق", "plain")]


def test_the_longest_entry_wins_whatever_its_place_in_the_file():
    lex = lexicon(("نقطة تحول كبيرة", *FOR), ("نقطة تحول", *AGAINST), ("تحول", *AGAINST))
    assert found(lex, "نقطة تحول كبيرة") == [("e0", "نقطة تحول كبيرة", "plain")]


def test_of_equally_long_overlapping_entries_the_first_in_the_text_stays():
    lex = lexicon(("تحول جذري", *AGAINST), ("نقطة تحول", *FOR))
    assert found(lex, "نقطة تحول جذري") == [("e1", "نقطة تحول", "plain")]


def test_an_entry_stays_where_the_longer_one_does_not_reach():
    lex = lexicon(("تحول", *AGAINST), ("نقطة تحول", *FOR))
    assert found(lex, "نقطة تحول ثم تحول") == [("e1", "نقطة تحول", "plain"), ("e0", "تحول", "plain")]


def test_the_same_term_for_two_values_counts_for_the_first_in_the_file():
    assert found(lexicon(("أزمة", *AGAINST), ("أزمة", *FOR)), "أزمة") == [("e0", "أزمة", "plain")]


def test_entries_of_two_variables_share_their_words():
    lex = lexicon(("أزمة", *AGAINST), ("أزمة", "stance", "against", 1, "g", "lemma"))
    assert [e for e, _, _ in found(lex, "أزمة")] == ["e0", "e1"]


def test_two_frames_share_their_words_and_one_frame_does_not():
    lex = lexicon(
        ("أزمة مياه", "frame", "human", 2, "g", "lemma"),
        ("أزمة", "frame", "human", 2, "g", "lemma"),
        ("أزمة", "frame", "economic", 2, "g", "lemma"),
    )
    assert [e for e, _, _ in found(lex, "أزمة مياه")] == ["e2", "e0"]


def test_the_dimension_of_a_frame_is_the_frame():
    assert Lexicon([]).dimension(Entry("e", "أزمة", "frame", "human", 1, "g", "lemma")) == "frame:human"
    assert Lexicon([]).dimension(Entry("e", "أزمة", *AGAINST)) == "appraisal"


@pytest.mark.parametrize("printed", ["الأزمة", "أزمات", "وبالأزمة", "أزمتهم", "ازمه", "أَزْمَة"])
def test_an_entry_by_lemma_is_found_in_its_printed_forms(printed):
    assert found(lexicon(("أزمة", *AGAINST)), printed) == [("e0", printed, "plain")]


@pytest.mark.parametrize(("printed", "n"), [("فشل", 1), ("فَشَل", 1), ("الفشل", 0), ("فشلت", 0)])
def test_an_entry_by_surface_is_found_in_its_own_spelling(printed, n):
    assert len(found(lexicon(("فشل", "appraisal", "against", 3, "g", "surface")), printed)) == n


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("هذا فشل", "plain"),
        ("ليس هذا فشلا", "negated"),
        ("رغم الفشل، استمر العمل", "conceded"),
        ("هل هذا فشل؟", "asked"),
        ("«هذا فشل ذريع للخطة»", "quoted"),
        ("قال مسؤول إن هذا فشل", "attributed"),
    ],
)
def test_a_match_has_the_scope_of_its_first_word(text, scope):
    assert [s for _, _, s in found(lexicon(("فشل", *AGAINST)), text)] == [scope]


def test_an_entry_that_holds_its_negator_is_not_negated():
    assert found(lexicon(("لا جدوى", *AGAINST)), "هذه خطة لا جدوى منها") == [("e0", "لا جدوى", "plain")]


def test_nothing_is_found_in_nothing():
    assert found(lexicon(("فشل", *AGAINST)), "") == []
    assert found(lexicon(), "فشل") == []


# Files


def test_a_file_gives_its_entries_in_order():
    entries = parse_lexicon(HEADER + GOOD + "a2,نجاح باهر,appraisal,for,2,success,surface\n", "x.csv")
    assert entries == [
        Entry("a1", "فشل", "appraisal", "against", 3, "failure", "lemma"),
        Entry("a2", "نجاح باهر", "appraisal", "for", 2, "success", "surface"),
    ]


def test_further_columns_are_left_aside():
    assert parse_lexicon(HEADER.replace("\n", ",note\n") + GOOD.replace("\n", ",ملاحظة\n"), "x.csv")[0].term == "فشل"


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    path = tmp_path / "lexicon.csv"
    path.write_bytes((HEADER + GOOD).replace("\n", "\r\n").encode("utf-8-sig"))
    assert [e.term for e in read_lexicon(path).entries] == ["فشل"]


def test_a_missing_column_is_named_with_those_a_lexicon_has():
    with pytest.raises(FramingError, match=r"x\.csv: no column \['group', 'match'\].*" + ", ".join(COLUMNS)):
        parse_lexicon("entry,term,variable,value,weight\n", "x.csv")


def test_an_empty_file_is_refused():
    with pytest.raises(FramingError, match="no column"):
        parse_lexicon("", "x.csv")


@pytest.mark.parametrize("weight", ["0", "4", "-1", "1.5", "", "٢", "heavy"])
def test_a_weight_is_a_whole_number_from_one_to_three(weight):
    with pytest.raises(FramingError, match=f"x.csv, line 2: weight {weight!r}; allowed are whole numbers from 1 to 3"):
        parse_lexicon(HEADER + GOOD.replace(",3,", f",{weight},"), "x.csv")


@pytest.mark.parametrize(
    ("weight", "tested", "weighs"), [(3, "no", 2), (2, "no", 2), (1, "no", 1), (3, "yes", 3), (2, "yes", 2), (1, "yes", 1)]
)
def test_an_entry_that_was_not_tested_weighs_two_at_most(weight, tested, weighs):
    assert (UNTESTED, HEAVIEST) == (2, 3)
    line = GOOD.replace(",3,", f",{weight},").replace("\n", f",{tested}\n")
    assert parse_lexicon(HEADER.replace("\n", ",tested\n") + line, "x.csv") == [
        Entry("a1", "فشل", "appraisal", "against", weighs, "failure", "lemma")
    ]


def test_without_the_column_every_weight_is_as_given():
    assert parse_lexicon(HEADER + GOOD, "x.csv")[0].weight == 3


@pytest.mark.parametrize("tested", ["", "No", "لا", "1"])
def test_an_entry_was_tested_or_not_and_nothing_else(tested):
    with pytest.raises(FramingError, match=f"x.csv, line 2: tested {tested!r}; allowed are yes and no"):
        parse_lexicon(HEADER.replace("\n", ",tested\n") + GOOD.replace("\n", f",{tested}\n"), "x.csv")


def test_the_line_of_an_error_is_named():
    with pytest.raises(FramingError, match="line 3"):
        parse_lexicon(HEADER + GOOD + "a2,نجاح,appraisal,for,9,g,lemma\n", "x.csv")


@pytest.mark.parametrize("match", ["stem", "", "Lemma"])
def test_a_match_is_by_lemma_form_or_surface(match):
    with pytest.raises(FramingError, match=f"match {match!r}; allowed are lemma, form, surface"):
        parse_lexicon(HEADER + GOOD.replace("lemma", match), "x.csv")


def test_an_entry_id_stands_once():
    with pytest.raises(FramingError, match="entry id 'a1' stands twice"):
        parse_lexicon(HEADER + GOOD + GOOD.replace("فشل", "نجاح"), "x.csv")


@pytest.mark.parametrize("term", ["", "  "])
def test_a_term_is_not_empty(term):
    with pytest.raises(FramingError, match="the term is empty"):
        parse_lexicon(HEADER + GOOD.replace("فشل", term), "x.csv")


def test_a_line_that_ends_early_is_refused():
    with pytest.raises(FramingError, match="line 2"):
        parse_lexicon(HEADER + "a1,فشل\n", "x.csv")


def test_a_term_has_a_word():
    with pytest.raises(FramingError, match="term"):
        parse_lexicon(HEADER + GOOD.replace("فشل", "؟!"), "x.csv")


@pytest.mark.parametrize(("given", "wrong"), [("appraisal", "apraisal"), ("against", "agianst")])
def test_a_variable_and_a_value_are_the_codebooks(given, wrong):
    with pytest.raises(FramingError, match=wrong):
        parse_lexicon(HEADER + GOOD.replace(given, wrong), "x.csv")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FramingError, match=r"none\.csv"):
        read_lexicon(tmp_path / "none.csv")


@pytest.mark.parametrize("encoding", ["cp1256", "utf-16"])
def test_a_file_in_another_encoding_is_read(tmp_path, encoding):
    path = tmp_path / "lexicon.csv"
    path.write_bytes((HEADER + GOOD).encode("utf-8"))
    expected = read_lexicon(path).entries
    path.write_bytes((HEADER + GOOD).encode(encoding))
    assert read_lexicon(path).entries == expected


# The package's lexicon


def test_every_shipped_entry_has_a_variable_and_a_value_of_the_codebook():
    allowed = {(v, x) for v, known in values().items() for x in known} | {("frame", f) for f in values()["frames"]}
    assert {(e.variable, e.value) for e in shipped_lexicon().entries} <= allowed


def test_shipped_entries_say_whether_they_were_tested_and_weigh_accordingly():
    text = files("framing.resources").joinpath("lexicon.csv").read_text("utf-8")
    tested = {row["entry"]: row["tested"] for row in csv.DictReader(text.splitlines())}
    assert set(tested.values()) == {"yes", "no"}
    assert max(e.weight for e in shipped_lexicon().entries if tested[e.entry] == "no") == UNTESTED
    assert max(e.weight for e in shipped_lexicon().entries if tested[e.entry] == "yes") == HEAVIEST


def test_no_shipped_term_stands_twice_for_one_dimension():
    keys = [(e.term, shipped_lexicon().dimension(e)) for e in shipped_lexicon().entries]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("text", "term", "value"),
    [("فشل ذريع للخطة", "فشل ذريع", "against"), ("نجاحا للخطة", "نجاح", "for"), ("وزير الزراعة", "وزير", "official")],
)
def test_a_shipped_entry_is_found(text, term, value):
    lex = shipped_lexicon()
    assert (term, value) in {(lex.entries[m.entry].term, lex.entries[m.entry].value) for m in lex.find(read_sentence(text))}


@pytest.mark.parametrize("word", ["في", "من", "على", "التي", "كان", "هذا", "حول", "منذ", "أمس"])
def test_a_function_word_says_nothing_about_appraisal_and_frames(word):
    lex = shipped_lexicon()
    assert [m for m in lex.find(read_sentence(word)) if lex.entries[m.entry].variable in ("appraisal", "frame")] == []


@pytest.mark.parametrize(
    ("word", "wrong"), [("ثم", "تثمين"), ("به", "كبوة"), ("بعد", "أبعاد"), ("أمام", "إمام"), ("أن", "أين"), ("النقل", "نقلة")]
)
def test_a_common_word_is_not_taken_for_an_entry(word, wrong):
    lex = shipped_lexicon()
    assert wrong not in {lex.entries[m.entry].term for m in lex.find(read_sentence(word))}
