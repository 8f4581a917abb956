"""Scopes of the words of one sentence."""

import pytest

from framing.attribution import REACH
from framing.scope import QUOTED_WORDS, SCOPES, leaves_open, read_sentence


def scopes(text: str) -> dict[str, str]:
    """Printed word → scope; the sentences below hold no word twice."""
    s = read_sentence(text)
    return {text[w.start : w.end]: scope for w, scope in zip(s.words, s.scopes, strict=True)}


def held(text: str, scope: str) -> list[str]:
    return [word for word, found in scopes(text).items() if found == scope]


def test_a_plain_sentence_is_plain():
    assert set(scopes("نجحت الخطة في حلب.").values()) == {"plain"}


@pytest.mark.parametrize("text", ["", " ", "...", "؟", "«»"])
def test_a_text_without_words_has_no_scopes(text):
    s = read_sentence(text)
    assert (s.words, s.scopes) == ([], [])


def test_there_is_one_scope_per_word_and_each_is_known():
    s = read_sentence("قال مسؤول إن الخطة لم تنجح، رغم «الدعم الكبير».")
    assert len(s.scopes) == len(s.words) == 9
    assert set(s.scopes) <= set(SCOPES)


# Negation


@pytest.mark.parametrize("negator", ["لا", "لم", "لن", "ليس", "ليست", "غير", "دون", "بدون", "عدم", "بلا", "ولم", "فلن", "وليست", "وغير"])
def test_a_negator_negates_what_follows(negator):
    assert scopes(f"{negator} ناجحة")["ناجحة"] == "negated"


@pytest.mark.parametrize("negator", ["لَمْ", "لـم", "لم\u200f"])
def test_marks_on_a_negator_change_nothing(negator):
    assert held(f"{negator} تنجح الخطة", "negated") == ["تنجح", "الخطة"]


def test_the_negator_itself_is_not_negated():
    assert scopes("الخطة لم تنجح") == {"الخطة": "plain", "لم": "plain", "تنجح": "negated"}


@pytest.mark.parametrize("mark", ["،", "؛", ",", ";", ":", "(", " ."])
def test_negation_ends_with_its_clause(mark):
    assert held(f"لم تنجح الخطة{mark} تعثر التنفيذ", "negated") == ["تنجح", "الخطة"]


def test_negation_reaches_four_words():
    assert held("لن تنجح هذه الخطة الجديدة أبدا هنا", "negated") == ["تنجح", "هذه", "الخطة", "الجديدة"]


@pytest.mark.parametrize(
    "opening", ["لا يزال", "لا تزال", "ولا تزال", "لا شك أن", "ولا شك في", "لا بد من", "لا سيما", "غير أن", "لا ريب في"]
)
def test_a_negator_that_asserts_negates_nothing(opening):
    assert held(f"{opening} نجاح الخطة", "negated") == []


def test_another_negator_after_one_that_asserts_still_negates():
    assert held("لا شك أن الخطة لم تنجح", "negated") == ["تنجح"]


@pytest.mark.parametrize("text", ["ليس فقط نجاحا بل انتصار", "ليس نجاحا فقط بل انتصار", "لم تكن مجرد زيارة بل إنجاز"])
def test_not_only_negates_nothing(text):
    assert held(text, "negated") == []


def test_only_in_another_clause_leaves_the_negation():
    assert held("لم تنجح الخطة، مجرد كلام", "negated") == ["تنجح", "الخطة"]


@pytest.mark.parametrize("negator", ["وعدم", "بعدم", "لعدم", "وبلا", "وليسوا", "ولست"])
def test_a_joined_particle_does_not_hide_a_negator(negator):
    assert scopes(f"{negator} نجاح")["نجاح"] == "negated"


@pytest.mark.parametrize("turn", ["بل", "لكنها"])
def test_negation_ends_where_the_sentence_turns(turn):
    assert scopes(f"لم تنجح {turn} فشلت")["فشلت"] == "plain"


def test_unity_is_not_only():
    assert "negated" in scopes("لم تتحقق وحدة وطنية").values()


# Concession


@pytest.mark.parametrize("marker", ["رغم", "ورغم", "برغم", "بالرغم من", "على الرغم من"])
def test_a_concession_ends_at_the_comma(marker):
    found = scopes(f"{marker} التعثر، نجحت الخطة")
    assert found["التعثر"] == "conceded"
    assert (found["نجحت"], found["الخطة"]) == ("plain", "plain")


@pytest.mark.parametrize("turn", ["لكن", "لكنه", "لكنها", "إلا", "ولكن", "بيد"])
def test_the_main_clause_after_a_concession_is_plain(turn):
    found = scopes(f"صحيح أن التنفيذ تعثر {turn} الخطة نجحت")
    assert (found["تعثر"], found[turn], found["نجحت"]) == ("conceded", "plain", "plain")


def test_a_trailing_concession_leaves_the_main_clause_plain():
    assert held("نجحت الخطة رغم الصعوبات", "conceded") == ["رغم", "الصعوبات"]


def test_a_turn_without_a_concession_concedes_nothing():
    assert held("تعثر التنفيذ لكن الخطة نجحت", "conceded") == []


def test_negation_inside_a_concession_stays_negation():
    found = scopes("مع أن الخطة لم تنجح، استمر العمل")
    assert (found["الخطة"], found["تنجح"], found["استمر"]) == ("conceded", "negated", "plain")


@pytest.mark.parametrize("turn", ["فإن", "فإنه", "فإنها", "ولكنه", "ولكنها"])
def test_a_joined_particle_opens_the_main_clause(turn):
    found = scopes(f"رغم التعثر {turn} نجحت")
    assert (found["التعثر"], found["نجحت"]) == ("conceded", "plain")


@pytest.mark.parametrize("marker", ["وإن كان", "وإن كانت", "ولو أن"])
def test_a_concession_may_open_with_waw(marker):
    assert scopes(f"{marker} التنفيذ بطيئا")["بطيئا"] == "conceded"


@pytest.mark.parametrize("verb", ["شدد", "أكد"])
def test_what_is_stressed_is_not_conceded(verb):
    assert scopes(f"{verb} الوزير على أن الخطة نجحت")["نجحت"] == "attributed"


# Questions


@pytest.mark.parametrize("text", ["هل نجحت الخطة؟", "نجحت الخطة?", "هل نجحت الخطة؟»", "كيف نجحت الخطة؟ "])
def test_a_sentence_that_ends_as_a_question_is_asked(text):
    assert set(scopes(text).values()) == {"asked"}


def test_an_indirect_question_is_asked_from_its_first_word():
    assert held("يسأل الناس هل نجحت الخطة", "asked") == ["هل", "نجحت", "الخطة"]


def test_a_heading_that_opens_with_how_asks_nothing():
    assert held("كيف نجحت الخطة", "asked") == []


def test_a_question_mark_inside_the_sentence_does_not_make_it_a_question():
    assert held("نجحت (؟) الخطة.", "asked") == []


def test_a_negated_question_is_negated():
    assert held("ألم يكن القرار غير ناجح؟", "negated") == ["ناجح"]


# Quotations


@pytest.mark.parametrize(("opening", "closing"), [("«", "»"), ('"', '"'), ("“", "”"), ("„", "“")])
def test_words_in_quotation_marks_are_quoted(opening, closing):
    found = held(f"كتب {opening}نجحت الخطة نجاحا كبيرا{closing} أمس", "quoted")
    assert found == ["نجحت", "الخطة", "نجاحا", "كبيرا"]


def test_a_short_quotation_is_no_speech():
    assert QUOTED_WORDS == 4
    assert held("وصفها بأنها «خطة ناجحة جدا» أمس", "quoted") == []


def test_a_quotation_left_open_reaches_the_end():
    assert held("كتب أمس «نجحت الخطة نجاحا كبيرا فعلا", "quoted") == ["نجحت", "الخطة", "نجاحا", "كبيرا", "فعلا"]


def test_a_short_quotation_left_open_is_no_speech():
    assert held("كتب أمس «نجحت الخطة", "quoted") == []


def test_each_of_two_quotations_counts_for_itself():
    found = held("«خطة ناجحة» ثم «قرار صائب جاء متأخرا»", "quoted")
    assert found == ["قرار", "صائب", "جاء", "متأخرا"]


def test_negation_inside_a_quotation_stays_negation():
    found = scopes("«نحن لا نخشى، والخطة مستمرة»")
    assert found == {"نحن": "quoted", "لا": "quoted", "نخشى": "negated", "والخطة": "quoted", "مستمرة": "quoted"}


# Quotations that run over several units


@pytest.mark.parametrize(
    ("text", "inside", "expected"),
    [
        ("قال «نريد سوقا جديدة هنا", False, True),
        ("قال «نريد سوقا» أمس", False, False),
        ("السوق مفتوح", False, False),
        ("السوق مفتوح", True, True),
        ("السوق مفتوح»", True, False),
        ("كتب «سوق» أمس", True, False),  # a pair of its own: the end of the open one was lost
        ('قال "سوق" و"خطة', False, True),
    ],
)
def test_a_quotation_is_left_open_until_a_mark_closes_it(text, inside, expected):
    assert leaves_open(text, inside) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("السوق مفتوح", ["السوق", "مفتوح"]),
        ("السوق مفتوح» كما كان", ["السوق", "مفتوح"]),
        ("كتب «نجحت الخطة نجاحا كبيرا» أمس", ["نجحت", "الخطة", "نجاحا", "كبيرا"]),
        ("كتب «سوق» أمس", []),
    ],
)
def test_a_unit_inside_a_quotation_is_quoted_up_to_its_closing_mark(text, expected):
    s = read_sentence(text, inside=True)
    assert [text[w.start : w.end] for w, scope in zip(s.words, s.scopes, strict=True) if scope == "quoted"] == expected
    assert s.quotes is bool(expected)


def test_a_unit_after_a_quotation_is_not_quoted():
    assert held("السوق مفتوح", "quoted") == []


# Attribution


@pytest.mark.parametrize("opening", ["قال مسؤول إن", "وأكد مسؤول أن", "وأفاد مكتب بأن", "أعلنت بلدية أن", "قال إن"])
def test_what_follows_a_reporting_verb_and_its_particle_is_attributed(opening):
    assert held(f"{opening} الخطة نجحت", "attributed") == ["الخطة", "نجحت"]


@pytest.mark.parametrize("marker", ["بحسب", "وبحسب", "وفقا", "وفق", "نقلا عن", "على لسان"])
def test_a_named_source_attributes_the_whole_sentence(marker):
    assert set(scopes(f"نجحت الخطة {marker} مسؤول في حلب").values()) == {"attributed"}


@pytest.mark.parametrize("marker", ["ووفق", "ووفقا"])
def test_a_joined_particle_does_not_hide_the_source(marker):
    assert scopes(f"{marker} لمسؤول نجحت الخطة")["نجحت"] == "attributed"


def test_a_colon_after_a_reporting_verb_attributes():
    assert held("وقال: الخطة نجحت", "attributed") == ["الخطة", "نجحت"]


def test_a_particle_without_a_reporting_verb_attributes_nothing():
    assert held("المهم أن الخطة نجحت", "attributed") == []


def test_a_reporting_verb_after_the_particle_attributes_nothing():
    assert held("إن الخطة نجحت، قال مسؤول", "attributed") == []


@pytest.mark.parametrize(("between", "expected"), [(24, ["الخطة", "نجحت"]), (25, [])])
def test_a_particle_far_behind_the_verb_attributes_nothing(between, expected):
    assert REACH == 25
    assert held(f"قال {' '.join('مسؤول' + 'ا' * i for i in range(1, between + 1))} إن الخطة نجحت", "attributed") == expected


def test_a_negation_inside_reported_speech_stays_negation():
    found = scopes("قال مسؤول إن الخطة لم تنجح")
    assert (found["مسؤول"], found["الخطة"], found["تنجح"]) == ("plain", "attributed", "negated")


def test_the_speaker_before_the_colon_is_not_attributed():
    assert held("قال الوزير: الخطة نجحت", "attributed") == ["الخطة", "نجحت"]


@pytest.mark.parametrize("word", ["موفقة", "فحسب", "تحسبا"])
def test_a_relative_of_according_to_names_no_source(word):
    assert held(f"كانت هذه خطوة {word}", "attributed") == []


# Cues


@pytest.mark.parametrize(
    ("text", "cue"), [("وقال مسؤول", "saying"), ("تعثرت بسبب التأخير", "cause"), ("من المتوقع", "expectation"), ("ربما تنجح", "modal")]
)
def test_cues_are_found_by_name(text, cue):
    assert len(read_sentence(text).cues[cue]) == 1


@pytest.mark.parametrize("text", ["الحدود بين البلدين", "شحنات عبر الحدود", "قطاع النقل البري", "بيت جديد", "هيئة تابعة للبلدية"])
def test_prepositions_and_nouns_report_nothing(text):
    assert read_sentence(text).attributions == []


@pytest.mark.parametrize(("text", "cue"), [("رغم التعثر", "concession"), ("المهم أن", "complementizer"), ("نجحت لأن", "cause")])
def test_one_cue_is_found_once(text, cue):
    assert len(read_sentence(text).cues[cue]) == 1
