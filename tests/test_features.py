"""Units counted as named features."""

import pytest

from framing.features import (
    CAP,
    CUES,
    LONGEST_QUOTATION,
    REPORTS,
    SHAPES,
    SPEAKERS,
    TITLE_REACH,
    VERSION,
    FeatureSpace,
    Unit,
    count_article,
    count_lemmas,
    read_units,
    shipped_space,
)
from framing.lexicon import Entry, Lexicon
from framing.scope import SCOPES
from framing.target import COLUMNS as TARGET

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
    families = [name.split(":")[0] for name in names]
    assert list(dict.fromkeys(families)) == ["lex", "lemma", "cue", "shape", "target"]
    assert [families.count(f) for f in ("cue", "shape", "target")] == [len(CUES) + len(SPEAKERS), len(SHAPES), len(TARGET)]
    assert names[-len(TARGET) - 1 :] == (f"shape:{SHAPES[-1]}", *(f"target:{t}" for t in TARGET))
    assert len(names) == 4 * 6 + 3 + len(CUES) + len(SPEAKERS) + len(SHAPES) + len(TARGET)


def test_further_columns_stand_last():
    assert FeatureSpace(SPACE.lexicon, SPACE.vocabulary, ("vec:0", "vec:1")).names == (*SPACE.names, "vec:0", "vec:1")


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
    counted = count(text, role="headline", position=0, aliases=("خطة السوق",))
    assert {f.split(":")[0] for f in counted} == {"lex", "lemma", "cue", "shape", "target"}
    assert set(counted) <= set(SPACE.names)


COUNTS = {
    "cue:negation": 1, "cue:saying_clause_first": 1, "cue:speaker_official": 1, "cue:speaker_printed": 1, "cue:speaker_titled": 1,
    "lemma:other": 3, "lemma:خطه": 1, "lemma:سوق": 1, "lex:bad|attributed": 1, "lex:good|negated": 1, "lex:minister|plain": 1,
    "shape:ended": 1, "shape:first": 1, "shape:quotes": 1, "target:given": 1, "target:named": 1, "target:near_blame": 2,
}  # fmt: skip


def test_a_text_has_the_counts_of_this_version():
    assert VERSION == "4", "other counts need another version, and another version other counts here"
    assert count("قال الوزير إن فشل الخطة ليس «نجاحا» للسوق.", aliases=("الخطة",)) == COUNTS


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
        ("وقال إن الخطة مستمرة", {"saying_clause_first"}),
        ("الخطة، بحسب باحث، مستمرة", {"nominal", "speaker_printed", "speaker_titled", "speaker_expert"}),
        ("بسبب المطر", {"cause", "opens_cause"}),
        ("الخطة هذه تعثرت بسبب المطر", {"cause"}),
        ("نحن هنا", {"first_person"}),
        ("السبب: المطر", {"colon", "label", "speaker_printed"}),
        ("السبب هو : المطر", {"colon", "label", "speaker_printed"}),
        ("السوق، الخطة: المطر", {"colon"}),
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


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("قال الوزير إن السوق مفتوح", "saying_clause_first"),
        ("وقال الوزير نعم", "saying_bare_first"),
        ("الوزير قال إن السوق مفتوح", "saying_clause_early"),
        ("وصل أمس إلى حلب الوزير وقد قال إن السوق مفتوح", "saying_clause_late"),
        ("وصل أمس إلى حلب الوزير سليم، قال إن السوق مفتوح", "saying_clause_first"),
        ("أعلن الوزير أن السوق مفتوح", "stating_clause_first"),
        ("أعلن الوزير خطة جديدة", "stating_bare_first"),
        ("رأى الوزير أن السوق مفتوح", "narrating_clause_first"),
        ("نقلت الصحيفة عن مسؤول أن السوق مفتوح", "relaying_clause_first"),
        ("قال الوزير: السوق مفتوح", "saying_clause_first"),
        ("قال الوزير «نريد سوقا جديدة هنا»", "saying_clause_first"),
    ],
)
def test_a_report_says_its_kind_its_clause_and_its_place(text, cue):
    assert cues(text) & set(REPORTS) == {cue}


def test_a_verb_of_narrating_reports_only_with_what_was_told():
    assert not cues("رأى الوزير السوق") & set(REPORTS)


@pytest.mark.parametrize(("text", "expected"), [("الخطة التي أعلن الوزير مستمرة", True), ("أعلن الوزير الخطة", False)])
def test_a_report_behind_a_relative_is_subordinate(text, expected):
    assert ("subordinate_report" in cues(text)) is expected


@pytest.mark.parametrize(("role", "expected"), [("headline", True), ("heading", True), ("lede", True), ("body", False), ("bullet", False)])
def test_a_report_in_a_headline_is_marked(role, expected):
    assert ("cue:headline_report" in count("قال الوزير إن السوق مفتوح", role=role)) is expected


def test_a_headline_without_a_report_is_not_marked():
    assert "cue:headline_report" not in count("السوق مفتوح", role="headline")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أكد تقرير جديد أن السوق مغلق", True),
        ("بحسب دراسة حديثة، السوق مغلق", True),
        ("وفقا لبيان، السوق مغلق", True),
        ("أكد الوزير أن السوق مغلق", False),
        ("وصل تقرير جديد", False),
    ],
)
def test_a_document_that_speaks_is_marked(text, expected):
    assert ("speaker_document" in cues(text)) is expected


@pytest.mark.parametrize(
    ("text", "n"),
    [("أنا هنا", 1), ("نحن في أرضنا", 2), ("لدينا سوق", 1), ("وِصَلنا إلى حلب", 1), ("السوق مفتوح", 0), ("هنا", 0), ("نجاح السوق", 0)],
)
def test_pronouns_of_the_first_person_are_counted(text, n):
    assert count(text).get("cue:first_person", 0) == n


def test_a_speaker_is_titled_only_where_one_is_printed():
    assert {"speaker_printed", "speaker_titled"} <= cues("قال الوزير نعم")
    assert cues("قال كركور نعم") & {"speaker_printed", "speaker_titled"} == {"speaker_printed"}
    assert not cues("قال نعم، الوزير هنا") & {"speaker_titled", "speaker_official"}


# Kinds of speakers, known from earlier units


def kinds(*texts: str) -> list[set[str]]:
    return [{f[12:] for f in c if f[12:] in SPEAKERS} for c in count_article([Unit(t) for t in texts], SPACE)]


def test_a_name_printed_behind_a_title_keeps_its_kind():
    assert kinds("وصل الباحث سليم تيسو إلى حلب.", "قال تيسو إن السوق مفتوح.") == [set(), {"expert"}]


def test_a_name_is_known_in_its_article_only():
    assert kinds("قال تيسو إن السوق مفتوح.") == [set()]


def test_a_name_printed_before_its_title_is_not_known_yet():
    assert kinds("قال تيسو إن السوق مفتوح.", "وصل الباحث سليم تيسو إلى حلب.") == [set(), set()]


def test_a_word_of_the_dictionary_behind_a_title_is_no_name():
    assert kinds("وصل الباحث إلى السوق.", "قال السوق إن المطر غزير.") == [set(), set()]


def test_a_name_far_behind_a_title_is_not_its_holders():
    assert TITLE_REACH == 6
    assert kinds("الباحث في سوق في سوق في سوق تيسو هنا.", "قال تيسو نعم.") == [set(), set()]
    assert kinds("الباحث في سوق في سوق في تيسو هنا.", "قال تيسو نعم.") == [set(), {"expert"}]


def test_a_speaker_not_printed_is_the_one_before():
    assert kinds("وصل الباحث سليم تيسو إلى حلب.", "قال تيسو إن السوق مفتوح.", "وأضاف أن المطر غزير.", "وقال إن لا.") == [
        set(),
        {"expert"},
        {"expert"},
        {"expert"},
    ]


def test_the_last_speaker_is_carried_over_units_that_report_nothing():
    assert kinds("قال الوزير إن السوق مفتوح.", "الطريق مغلق.", "وأضاف أن المطر غزير.") == [{"official"}, set(), {"official"}]


def test_a_new_speaker_without_a_title_ends_the_kind_of_the_last():
    assert kinds("قال الوزير إن السوق مفتوح.", "قال كركور إن لا.", "وأضاف أن نعم.") == [{"official"}, set(), set()]


def test_a_title_beats_what_is_known_of_the_name():
    assert kinds("وصل الباحث سليم تيسو إلى حلب.", "قال الوزير تيسو إن السوق مفتوح.") == [set(), {"official"}]


# Context


def context(*texts: str) -> list[int]:
    return [c.get("cue:context_reported", 0) for c in count_article([Unit(t) for t in texts], SPACE)]


def test_the_unit_after_a_report_sees_that_something_was_reported():
    assert context("قال الوزير إن الخطة مستمرة.", "السوق مفتوح.", "الطريق مغلق.") == [0, 1, 0]


def test_a_unit_that_reports_itself_sees_nothing():
    assert context("قال الوزير نعم.", "وقال باحث لا.") == [0, 0]


def test_a_continuation_keeps_the_report_open():
    assert context("قال الوزير نعم.", "وزاد المطر.", "الطريق مغلق.", "المطر غزير.") == [0, 1, 1, 0]


def test_a_continuation_that_reports_itself_reports_anew():
    assert context("قال الوزير نعم.", "وزاد أن السوق مفتوح.", "الطريق مغلق.", "المطر غزير.") == [0, 0, 1, 0]


def test_a_continuation_of_nothing_opens_nothing():
    assert context("وزاد المطر.", "الطريق مغلق.") == [0, 0]


def test_a_participle_of_saying_reports_anew():
    assert context("قال الوزير نعم.", "مؤكدا أن السوق مفتوح.", "الطريق مغلق.") == [0, 0, 1]


def test_the_first_person_behind_a_report_is_the_speakers():
    counted = count_article([Unit(t) for t in ("قال الوزير نعم.", "نحن هنا.", "نحن هنا.")], SPACE)
    assert ["cue:context_first_person" in c for c in counted] == [False, True, False]


def quoted(*texts: str) -> list[int]:
    return [c.get("cue:context_quotation", 0) for c in count_article([Unit(t) for t in texts], SPACE)]


OPEN = "قال «نريد سوقا جديدة هنا"


def test_a_quotation_left_open_runs_on_until_it_is_closed():
    assert quoted(OPEN, "السوق مفتوح", "المطر غزير» اليوم", "الطريق مغلق") == [0, 1, 1, 0]


def test_a_quotation_that_is_closed_does_not_run_on():
    assert quoted("قال «نريد سوقا جديدة هنا» أمس", "السوق مفتوح") == [0, 0]


def test_words_of_a_quotation_that_runs_on_are_quoted():
    counted = count_article([Unit(t) for t in (OPEN, "هذا فشل", "فشل» كبير", "فشل آخر")], SPACE)
    assert [[f for f in c if f.startswith("lex:bad")] for c in counted] == [[], ["lex:bad|quoted"], ["lex:bad|quoted"], ["lex:bad|plain"]]
    assert ["cue:quotation" in c for c in counted] == [True, True, True, False]


def test_a_quotation_never_closed_is_lost_after_eight_units():
    assert LONGEST_QUOTATION == 8
    assert quoted(OPEN, *["السوق مفتوح"] * 10) == [0, *[1] * 8, 0, 0]


def test_a_quotation_may_be_opened_again():
    assert quoted(OPEN, "المطر غزير»", "الطريق مغلق", OPEN, "السوق مفتوح", "المطر»", "نعم") == [0, 1, 0, 0, 1, 1, 0]
    assert quoted(OPEN, *["السوق مفتوح"] * 9, OPEN, "المطر غزير") == [0, *[1] * 8, 0, 0, 1]


def test_a_pair_of_marks_inside_an_open_quotation_ends_it():
    assert quoted(OPEN, "كتب «سوق» أمس", "المطر غزير") == [0, 1, 0]


def test_a_quotation_does_not_run_on_into_another_article():
    count_article([Unit(OPEN)], SPACE)
    assert quoted("السوق مفتوح") == [0]


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


def spoken(text: str) -> str | None:
    place = read_units([Unit(text)], SPACE)[0].speaker
    return place and text[slice(*place)]


# Words the vocabulary does not have


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("الخطة وخطة السوق مهمة", 1 / 4),
        ("سوق " * 6, 0),
        ("مطر " * 6 + "سوق", 6 / 7),
        ("فشل", 1),
        ("2030 سوق", 1 / 2),
        ("", 0),
        ("؟!", 0),
    ],
    ids=["one of four", "a known word often", "an unknown word often", "an entry of the lexicon", "a number", "nothing", "marks"],
)
def test_unlike_is_the_share_of_words_whose_lemma_the_vocabulary_does_not_have(text, share):
    assert read_units([Unit(text)], SPACE)[0].unlike == pytest.approx(share)


def test_each_unit_is_unlike_by_its_own_words():
    assert [c.unlike for c in read_units([Unit("سوق"), Unit("مطر"), Unit("سوق ومطر")], SPACE)] == [0, 1, 0.5]


# Speakers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال الـوَزِيرُ إن السوق مفتوح", "الـوَزِيرُ"),
        ("السوق مفتوح وِفْقًا لِبَاحِثٍ.", "بَاحِثٍ"),
        ("السوق مفتوح وفقا للباحث.", "باحث"),
        ("قال لبيب إن السوق مفتوح", "لبيب"),
        ("وقال إن السوق مفتوح", None),
        ("السوق مفتوح", None),
        ("", None),
    ],
)
def test_the_place_of_the_speaker_slices_the_printed_text(text, expected):
    assert spoken(text) == expected


# Defects


def test_one_concession_is_counted_once():
    assert count("رغم المطر، السوق مفتوح")["cue:concession"] == 1


def test_a_quoted_question_is_still_a_quotation():
    assert "quotation" in cues("«هل السوق مفتوح اليوم؟»")
