"""Units counted as named features."""

import pytest

from framing.features import CAP, CUES, SHAPES, SPEAKERS, FeatureSpace, Unit, count_article, count_lemmas, read_units, shipped_space
from framing.lexicon import Entry, Lexicon
from framing.scope import SCOPES

SPACE = FeatureSpace(
    Lexicon(
        [
            Entry("bad", "فشل", "appraisal", "against", 3, "g", "lemma"),
            Entry("good", "نجاح", "appraisal", "for", 3, "g", "lemma"),
            Entry("minister", "وزير", "voice", "official", 3, "g", "lemma"),
            Entry("expert", "باحث", "voice", "expert", 3, "g", "lemma"),
        ]
    ),
    ("خطه", "سوق"),
)


def count(text: str, **unit) -> dict[str, int]:
    return count_article([Unit(text, **unit)], SPACE)[0]


def cues(text: str) -> set[str]:
    return {name.removeprefix("cue:") for name in count(text) if name.startswith("cue:")}


# Columns


def test_columns_stand_family_by_family():
    names = SPACE.names
    assert names[:6] == tuple(f"lex:bad|{s}" for s in SCOPES)
    assert names[24:27] == ("lemma:خطه", "lemma:سوق", "lemma:other")
    assert names[27] == f"cue:{CUES[0]}"
    assert names[-1] == f"shape:{SHAPES[-1]}"
    assert len(names) == 4 * 6 + 3 + len(CUES) + len(SPEAKERS) + len(SHAPES)


def test_no_column_stands_twice():
    for space in (SPACE, shipped_space()):
        assert len(set(space.names)) == len(space.names)


def test_the_index_gives_the_place_of_each_column():
    assert all(SPACE.names[i] == name for name, i in SPACE.index.items())
    assert len(SPACE.index) == len(SPACE.names)


def test_terms_are_those_of_the_lexicon_in_each_scope():
    assert SPACE.terms["lex:bad|negated"] == "فشل"
    assert len(SPACE.terms) == 4 * 6


def test_every_feature_counted_has_a_column():
    text = "قال الوزير: «لم تنجح خطة السوق، رغم 3 لقاءات»، فهل تفشل لأن الباحث حذر أمس؟"
    assert set(count(text, role="headline", position=0)) <= set(SPACE.names)


def test_the_shipped_vocabulary_is_sorted_without_repetition():
    vocabulary = shipped_space().vocabulary
    assert list(vocabulary) == sorted(set(vocabulary))


# Lexicon and lemmas


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("فشل الخطة", "lex:bad|plain"),
        ("لا فشل هنا", "lex:bad|negated"),
        ("رغم فشلها، تستمر", "lex:bad|conceded"),
        ("هل هو الفشل؟", "lex:bad|asked"),
        ("«فشل الخطة واضح للجميع»", "lex:bad|quoted"),
        ("بحسب باحث هذا فشل", "lex:bad|attributed"),
    ],
)
def test_an_entry_is_counted_under_its_scope(text, feature):
    assert {f: n for f, n in count(text).items() if f.startswith("lex:bad")} == {feature: 1}


def test_a_feature_counts_at_most_three_times():
    assert CAP == 3
    assert count("فشل فشل")["lex:bad|plain"] == 2
    assert count("فشل فشل فشل فشل")["lex:bad|plain"] == 3


def test_lemmas_of_the_vocabulary_are_named_and_the_rest_is_other():
    counted = count("الخطة وخطة السوق مهمة")
    assert {f: n for f, n in counted.items() if f.startswith("lemma:")} == {"lemma:خطه": 2, "lemma:سوق": 1, "lemma:other": 1}


def test_features_are_sorted_and_none_is_zero():
    counted = count("قال الوزير إن الخطة فشل.")
    assert list(counted) == sorted(counted)
    assert min(counted.values()) >= 1


def test_lemmas_of_texts_are_counted_together():
    assert count_lemmas(["وزير الوزير", "والوزراء", ""]) == {"وزير": 3}


# Cues


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وقال إن الخطة مستمرة", {"reporting", "opens_reporting", "reported_speech"}),
        ("الخطة، بحسب باحث، مستمرة", {"attribution", "opens_attribution", "reported_speech", "speaker_expert"}),
        ("بسبب المطر", {"cause", "opens_cause"}),
        ("الخطة هذه تعثرت بسبب المطر", {"cause"}),
        ("نحن هنا", {"first_person"}),
        ("السبب: المطر", {"colon"}),
        ("«سوق جديد في حلب»", {"quotation"}),
        ("«سوق جديد»", set()),
        ("", set()),
    ],
)
def test_cues_are_counted(text, expected):
    assert cues(text) == expected


def test_a_title_close_to_the_reporting_verb_names_the_speaker():
    assert "speaker_official" in cues("قال وزير الزراعة")
    assert "speaker_expert" in cues("بحسب باحث")


def test_a_title_far_from_the_reporting_verb_names_no_speaker():
    assert "speaker_official" not in cues("قال رجل من سكان حلب القديمة للوزير")


def test_a_title_without_a_reporting_verb_names_no_speaker():
    assert "speaker_official" not in cues("وصل الوزير إلى حلب")


def test_a_speaker_is_named_once():
    assert count("قال الوزير للوزير")["cue:speaker_official"] == 1


# Context


def context(*texts: str) -> list[int]:
    return [c.get("cue:context_reported", 0) for c in count_article([Unit(t) for t in texts], SPACE)]


def test_the_unit_after_a_report_sees_that_something_was_reported():
    assert context("قال الوزير إن الخطة مستمرة.", "السوق مفتوح.", "الطريق مغلق.") == [0, 1, 0]


def test_a_unit_that_reports_itself_sees_nothing():
    assert context("قال الوزير نعم.", "وقال باحث لا.") == [0, 0]


def test_a_continuation_keeps_the_report_open():
    assert context("قال الوزير نعم.", "وزاد أن السوق مفتوح.", "الطريق مغلق.", "المطر غزير.") == [0, 1, 1, 0]


def test_a_continuation_of_nothing_opens_nothing():
    assert context("وزاد المطر.", "الطريق مغلق.") == [0, 0]


def test_an_article_without_units_has_no_counts():
    assert count_article([], SPACE) == []


# Shape


def shape(text: str, **unit) -> dict[str, int]:
    return {f.removeprefix("shape:"): n for f, n in count(text, **{"position": 5} | unit).items() if f.startswith("shape:")}


@pytest.mark.parametrize(
    ("n", "expected"),
    [(9, set()), (10, {"words_10"}), (20, {"words_10", "words_20"}), (50, {"words_10", "words_20", "words_35", "words_50"})],
)
def test_length_is_said_in_steps(n, expected):
    assert set(shape("سوق " * n)) == expected


@pytest.mark.parametrize(("text", "n"), [("٢٥ سوقا", 1), ("25 سوقا و٣٠ خطة", 2), ("۴ خطط", 1), ("كوفيد19", 1)])
def test_numbers_are_counted_in_every_script(text, n):
    assert shape(text) == {"digits": n}


@pytest.mark.parametrize(("text", "expected"), [("«سوق»", {"quotes": 1}), ('"سوق" و“خطة”', {"quotes": 2}), ("«سوق", {})])
def test_pairs_of_quotation_marks_are_counted(text, expected):
    assert shape(text) == expected


def test_commas_of_both_scripts_are_counted():
    assert shape("سوق، خطة, سوق") == {"commas": 2}


@pytest.mark.parametrize(
    ("role", "expected"),
    [("headline", {"headline"}), ("lede", {"headline"}), ("heading", {"heading"}), ("bullet", {"bullet"}), ("body", set())],
)
def test_the_role_of_a_unit_is_a_shape(role, expected):
    assert set(shape("سوق", role=role)) == expected


@pytest.mark.parametrize(("position", "expected"), [(0, {"first"}), (1, {"first"}), (2, set())])
def test_the_first_units_are_marked(position, expected):
    assert set(shape("سوق", position=position)) == expected


@pytest.mark.parametrize("text", ["سوق.", "سوق؟", "سوق…", "سوق.»", 'سوق!"', "سوق.) "])
def test_a_sentence_that_is_ended_is_marked(text):
    assert "ended" in shape(text)


@pytest.mark.parametrize("text", ["سوق", "سوق:", "سوق،", "«سوق»", ""])
def test_a_sentence_that_is_not_ended_is_not_marked(text):
    assert "ended" not in shape(text)


# Places


def test_a_match_slices_the_printed_text():
    text = "كان الـفَشَـل «واضحا» بعد النجاح."
    found = read_units([Unit(text)], SPACE)[0].matches
    assert [(f, text[a:b]) for f, a, b in found] == [("lex:bad|plain", "الـفَشَـل"), ("lex:good|plain", "النجاح")]


def test_every_match_is_placed_though_the_count_is_capped():
    read = read_units([Unit("فشل فشل فشل فشل")], SPACE)[0]
    assert [(a, b) for _, a, b in read.matches] == [(0, 3), (4, 7), (8, 11), (12, 15)]
    assert read.counts["lex:bad|plain"] == 3


# Defects


def test_one_concession_is_counted_once():
    assert count("رغم المطر، السوق مفتوح")["cue:concession"] == 1


def test_a_quoted_question_is_still_a_quotation():
    assert "quotation" in cues("«هل السوق مفتوح اليوم؟»")
