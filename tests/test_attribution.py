"""Who is reported to say what in one sentence."""

import pytest

from framing.attribution import Attribution, main_attribution
from framing.scope import Sentence, leaves_open, read_sentence


def printed(s: Sentence, span: tuple[int, int] | None) -> str | None:
    """The words of a span as printed, with what stands between them."""
    return None if span is None else s.text[s.words[span[0]].start : s.words[span[1]].end]


def speakers(text: str, inside: bool = False) -> list[str | None]:
    s = read_sentence(text, inside)
    return [printed(s, a.speaker) for a in s.attributions]


def main_speaker(text: str, inside: bool = False) -> str | None:
    s = read_sentence(text, inside)
    found = main_attribution(s.attributions)
    return None if found is None else printed(s, found.speaker)


def kinds(text: str) -> list[str]:
    return [a.kind for a in read_sentence(text).attributions]


def said(text: str) -> list[str | None]:
    """What each attribution reports, from the word that opens it to the end."""
    s = read_sentence(text)
    return [None if a.opens is None else printed(s, (a.opens, len(s.words) - 1)) for a in s.attributions]


# Verbs


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("قال وزير الصحة إن الخطة نجحت", "وزير الصحة"),
        ("قالت الوزيرة إن الخطة نجحت", "الوزيرة"),
        ("أكد المحافظ أن الجسر مغلق", "المحافظ"),
        ("أفاد مكتب الأرصاد بأن المطر مستمر", "مكتب الأرصاد"),
        ("وأشار التقرير إلى أن الخطة نجحت", "التقرير"),
        ("حذر تقرير أممي من مجاعة في السودان", "تقرير أممي"),
        ("دعا الوزير إلى الهدوء", "الوزير"),
        ("حذرت بكين من الحرب", "بكين"),
        ("صرح مصدر طبي لوكالة أنباء بأن الخطة نجحت", "مصدر طبي"),
        ("قال وزير الصحة الدنماركي في كوبنهاغن إن الخطة نجحت", "وزير الصحة الدنماركي"),
        ("قال أمس الثلاثاء وزير الصحة إن الخطة نجحت", "وزير الصحة"),
        ("قال لها الطبيب إن العلاج نجح", "الطبيب"),
        ("قال الوزير في مؤتمر صحفي إن الخطة نجحت", "الوزير"),
        ("وأعلن الوزير، أمس الثلاثاء، أن الخطة نجحت", "الوزير"),
        ("وقال الوزير والمحافظ إن الخطة نجحت", "الوزير والمحافظ"),
    ],
)
def test_the_speaker_follows_the_verb(text, speaker):
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("وزير الصحة قال إن الخطة نجحت", "وزير الصحة"),
        ("الوزير قال: الخطة نجحت", "الوزير"),
        ("لكن وزير الصحة قال إن الخطة نجحت", "وزير الصحة"),
        ("كما أن الوزير قال إن الخطة نجحت", "الوزير"),
        ("كان وزير الصحة أعلن أمس أن الخطة نجحت", "وزير الصحة"),
        ("وكان الوزير قد أعلن أن الخطة نجحت", "الوزير"),
        ("المحافظ، المتحدث باسم البلدية، قال إن الخطة نجحت", "المحافظ"),
        ("الوزير - الذي يزور حلب - قال إن الخطة نجحت", "الوزير"),
    ],
)
def test_the_speaker_stands_before_the_verb(text, speaker):
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("الوزير يعلن خطة جديدة", "الوزير"),
        ("وزير الصحة يدعو إلى الهدوء", "وزير الصحة"),
        ("البلدية تنفي إغلاق الجسر", "البلدية"),
        ("الصين تنتقد القرار", "الصين"),
    ],
)
def test_the_subject_of_a_headline_stands_before_its_verb(text, speaker):
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("يوم الثلاثاء قال وزير الصحة إن الخطة نجحت", "وزير الصحة"),
        ("وفي حلب، قال المحافظ إن الخطة نجحت", "المحافظ"),
        ("من جانبه، قال الوزير إن الخطة نجحت", "الوزير"),
        ("من جهته أكد المحافظ أن الجسر مغلق", "المحافظ"),
        ("وقد أعلن الوزير أن الخطة نجحت", "الوزير"),
        ("في حلب يقول المحافظ إن الخطة نجحت", "المحافظ"),
    ],
)
def test_words_before_the_verb_do_not_hide_the_speaker(text, speaker):
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "وأضاف: الخطة نجحت",
        "وأضاف أن الخطة نجحت",
        "وتابع: الخطة نجحت",
        "وقال إن الخطة نجحت",
        "قالوا إن الخطة نجحت",
        "يقولون إن الخطة نجحت",
        "وقال لـ مراسل إن الخطة نجحت",
        "أكد رفضه للقرار",
        "وفي حلب قال إن الخطة نجحت",
        "ومن هناك أعلن أن الخطة نجحت",
        "قال",
        "قال:",
    ],
)
def test_a_verb_may_leave_its_speaker_out(text):
    assert speakers(text) == [None]
    assert main_speaker(text) is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("وصفه الوزير بأنه ناجح", "الوزير"),
        ("ووصفها الخبير بأنها ناجحة", "الخبير"),
        ("أبلغه الوزير أن الخطة نجحت", "الوزير"),
        ("أخبرها الطبيب أن العلاج نجح", "الطبيب"),
        ("أخبرهم المدير بأن العمل انتهى", "المدير"),
        ("اتهمه القاضي بالتقصير", "القاضي"),
    ],
)
def test_a_verb_with_an_object_pronoun_reports_too(text, speaker):
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("قال سعدون الزقنبوت، المتحدث باسم البلدية، إن الخطة نجحت", (1, 2)),
        ("قال المتحدث باسم البلدية سعدون الزقنبوت إن الخطة نجحت", (1, 5)),
        ("قال نائب رئيس الوزراء وزير الخارجية إن الخطة نجحت", (1, 5)),
        ("قال الوزير - وهو طبيب - إن الخطة نجحت", (1, 1)),
        ("قال الوزير (وهو طبيب) إن الخطة نجحت", (1, 1)),
        ("قال الوزير الذي يزور حلب إن الخطة نجحت", (1, 1)),
        ("قالت صحيفة الزقنبوت-برس إن الخطة نجحت", (1, 3)),
        ("نفى الوزير ذلك", (1, 1)),
        ("قالت منظمة غير حكومية إن الخطة نجحت", (1, 3)),
    ],
)
def test_a_speaker_ends_with_name_and_title(text, span):
    assert [a.speaker for a in read_sentence(text).attributions] == [span]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("قال الوزير إن الخطة نجحت", "الخطة نجحت"),
        ("أعلن الوزير بأن الخطة نجحت", "الخطة نجحت"),
        ("قال الوزير: الخطة نجحت", "الخطة نجحت"),
        ("قال الوزير «الخطة نجحت نجاحا كبيرا جدا»", "الخطة نجحت نجاحا كبيرا جدا"),
        ("قال الوزير: «الخطة نجحت نجاحا كبيرا جدا»", "الخطة نجحت نجاحا كبيرا جدا"),
        ("وأضاف: الخطة نجحت", "الخطة نجحت"),
        ("قال الوزير عند الساعة 10:30 إن الخطة نجحت", "الخطة نجحت"),
        ("دعا الوزير إلى الهدوء", None),
        ("الخطة نجحت، قال الوزير", None),
        ("قال الوزير، بعد أن زار حلب، إن الخطة نجحت", "الخطة نجحت"),
        ("قال الوزير آن الأوان", None),
    ],
)
def test_what_was_said_opens_behind_its_mark(text, reported):
    assert said(text) == [reported]


@pytest.mark.parametrize(
    "text",
    [
        "«الخطة نجحت نجاحا كبيرا جدا»، قال الوزير",
        "«الخطة نجحت نجاحا كبيرا جدا» قال الوزير",
        "«الخطة نجحت نجاحا كبيرا جدا»، هكذا قال الوزير",
        "الخطة نجحت، قال الوزير",
    ],
)
def test_the_verb_may_stand_behind_what_was_said(text):
    assert speakers(text) == ["الوزير"]


@pytest.mark.parametrize(
    "text",
    [
        "زاد عدد السكان هذا العام",
        "تابع الفريق تدريباته",
        "رأى الطفل القمر",
        "كتب الطالب درسه",
        "رد الجيش الهجوم",
        "عرض المتحف لوحة",
        "رفض المجلس الطلب",
    ],
)
def test_a_narrating_verb_without_a_clause_reports_nothing(text):
    assert read_sentence(text).attributions == []


@pytest.mark.parametrize(
    "text", ["كتب الوزير أن الخطة نجحت", "رأى الوزير أن الخطة نجحت", "زاد الوزير: الخطة نجحت", "رد الوزير: الخطة نجحت"]
)
def test_a_narrating_verb_with_a_clause_reports(text):
    assert (kinds(text), speakers(text)) == (["narrating"], ["الوزير"])


@pytest.mark.parametrize(
    "text",
    [
        "يذكر أن الخطة نجحت",
        "يشار إلى أن الخطة نجحت",
        "تجدر الإشارة إلى أن الخطة نجحت",
        "يعتقد أن الخطة نجحت",
        "شحنات بين البلدين عبر الحدود",
        "الحدود بين البلدين",
        "نجحت الخطة في حلب",
        "المهم أن الخطة نجحت",
        "",
        "...",
        "بحسب",
        ": الخطة نجحت",
    ],
)
def test_nobody_is_reported_to_speak(text):
    assert read_sentence(text).attributions == []


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("قال الوزير إن الخطة نجحت", True),
        ("وقد قال الوزير إن الخطة نجحت", True),
        ("الوزير الذي قال إن الخطة نجحت غادر", False),
        ("من المتوقع أن يعلن الوزير الخطة", False),
        ("لم يعلن الوزير موعدا", False),
        ("نجحت الخطة حين قال الوزير إنها بدأت", True),
    ],
)
def test_a_subordinate_verb_does_not_lead(text, leads):
    assert [a.leads for a in read_sentence(text).attributions] == [leads]


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("قال الوزير إن الخطة نجحت", True),
        ("وقد أعلن الوزير أن الخطة نجحت", True),
        ("وفي حلب، قال المحافظ إن الخطة نجحت", True),
        ("وفي حلب قال المحافظ إن الخطة نجحت", False),
        ("الوزير قال إن الخطة نجحت", False),
    ],
)
def test_a_verb_opens_its_clause_behind_a_comma_or_a_particle(text, opens):
    assert [a.opens_clause for a in read_sentence(text).attributions] == [opens]


# Sources and labels


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("بحسب مسؤول محلي، نجحت الخطة", "مسؤول محلي"),
        ("نجحت الخطة حسب وزارة الصحة", "وزارة الصحة"),
        ("نجحت الخطة، وفقا لوزارة الصحة", "لوزارة الصحة"),
        ("نجحت الخطة وفق وزارة الصحة", "وزارة الصحة"),
        ("نجحت الخطة على حد قول الوزير", "الوزير"),
        ("وبحسب الوزير فإن الخطة نجحت", "الوزير"),
        ("جاء في بيان وزارة الصحة أن الخطة نجحت", "وزارة الصحة"),
    ],
)
def test_a_source_is_named_after_its_marker(text, speaker):
    assert (kinds(text), speakers(text)) == (["nominal"], [speaker])


def test_a_source_is_relayed():
    assert main_speaker("نجحت الخطة نقلا عن مصدر طبي") == "مصدر طبي"


@pytest.mark.parametrize(
    "text",
    [
        "نجحت الخطة، بحسب ما أعلنه الوزير",
        "نجحت الخطة حسب ما أعلن الوزير أمس",
        "بحسب ما أعلنه الوزير، نجحت الخطة",
        "الخطة نجحت، كما قال الوزير",
    ],
)
def test_the_verb_behind_a_marker_names_the_speaker(text):
    assert kinds(text)[0] == "nominal"
    assert main_speaker(text) == "الوزير"


@pytest.mark.parametrize(
    "text",
    [
        "وفق القانون تبدأ الخطة غدا",
        "وفقا لقانون العمل تبدأ الخطة غدا",
        "تبدأ الخطة وفق جدول زمني",
        "حسب الاتفاق تبدأ الخطة غدا",
        "وفقا للاتفاق تبدأ الخطة",
        "طبقا للدستور تبدأ الدورة غدا",
        "وفق هذا الرأي تبدأ الخطة",
    ],
)
def test_a_law_is_no_source(text):
    assert read_sentence(text).attributions == []


@pytest.mark.parametrize(
    "text",
    ["أكدت وزارة الصحة، في بيان، أن الخطة نجحت", "قالت وزارة الصحة في بيان إن الخطة نجحت", "وفي بيان، قالت وزارة الصحة إن الخطة نجحت"],
)
def test_a_statement_names_nobody_by_itself(text):
    assert [name for name in speakers(text) if name] == ["وزارة الصحة"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("نقلت صحيفة عن مسؤول أن الخطة نجحت", "مسؤول"),
        ("نقلت صحيفة محلية عن وزير الصحة قوله إن الخطة نجحت", "وزير الصحة"),
        ("ونقل موقع إخباري عن مصدر طبي أن الخطة نجحت", "مصدر طبي"),
        ("نقلت إذاعة محلية أن الخطة نجحت", "إذاعة محلية"),
    ],
)
def test_the_last_of_a_chain_speaks(text, speaker):
    assert (kinds(text), speakers(text)) == (["relaying"], [speaker])


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("وزير الصحة: الخطة نجحت", "وزير الصحة"),
        ("مسؤول محلي: الخطة نجحت", "مسؤول محلي"),
        ("الوزير: «الخطة نجحت»", "الوزير"),
        ("المتحدث باسم البلدية: الجسر مغلق", "المتحدث باسم البلدية"),
    ],
)
def test_a_label_before_a_colon_speaks(text, speaker):
    assert (kinds(text), speakers(text)) == (["label"], [speaker])


@pytest.mark.parametrize(
    "text",
    [
        "بدأت الجلسة عند 10:30 صباحا",
        "الساعة ١٠:٣٠ بدأت الجلسة",
        "نجحت الخطة، والهدف: الهدوء",
        "نجحت الخطة التي أقرها مجلس المدينة أمس: الجسر مفتوح",
        "«الخطة نجحت نجاحا كبيرا: الجسر مفتوح»",
        "الوزير:",
    ],
)
def test_not_every_colon_ends_a_label(text):
    assert "label" not in kinds(text)


@pytest.mark.parametrize("text", ["قال الوزير: الخطة نجحت", "وتابع الوزير: الخطة نجحت", "وأضاف: الخطة نجحت", "وختم: الخطة نجحت"])
def test_a_label_holds_no_verb(text):
    assert "label" not in kinds(text)


# Quotations


@pytest.mark.parametrize(
    "text",
    [
        "قال الخبير: «الوزير قال إن الخطة نجحت فعلا»",
        "قال الخبير «نحن هنا والوزير قال إن الخطة نجحت»",
        "«نعلم أن الوزير قال إن الخطة نجحت»، قال الخبير",
    ],
)
def test_a_verb_inside_a_quotation_has_no_speaker(text):
    assert speakers(text) == ["الخبير"]


def test_a_verb_that_opens_a_quotation_takes_no_speaker_from_it():
    assert speakers("«قال الوزير إن الخطة نجحت أمس»") == [None]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("الخطة نجحت وقال الوزير إنها ناجحة»، قال الخبير", "الخبير"),
        ("نجحت الخطة» قال الوزير", "الوزير"),
        ("نجحت»، وأكد خبير أن العمل بدأ", "خبير"),
        ("قال الوزير إن الخطة نجحت", None),
        ("الوزير: الخطة نجحت", None),
        ("نحن هنا والوزير قال إن الخطة نجحت", None),
    ],
)
def test_a_unit_may_begin_inside_a_quotation(text, speaker):
    assert main_speaker(text, inside=True) == speaker


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("نجحت الخطة» قال الوزير", ["نجحت", "الخطة"]), ("نجحت الخطة", ["نجحت", "الخطة"])],
)
def test_words_before_the_closing_mark_of_an_open_quotation_are_quoted(text, quoted):
    s = read_sentence(text, inside=True)
    assert [printed(s, (i, i)) for i, scope in enumerate(s.scopes) if scope == "quoted"] == quoted


@pytest.mark.parametrize(
    ("text", "inside", "opens"),
    [
        ("«نجحت الخطة", False, True),
        ("نجحت الخطة", False, False),
        ("نجحت الخطة", True, True),
        ("", True, True),
        ("", False, False),
        ("نجحت الخطة»", True, False),
        ("«نجحت»", False, False),
        ("«نجحت» «الخطة", False, True),
        ('"نجحت الخطة', False, True),
        ("“نجحت” الخطة", False, False),
        ("»", True, False),
    ],
)
def test_a_unit_may_leave_a_quotation_open(text, inside, opens):
    assert leaves_open(text, inside) is opens


# Several


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("قال مسؤول إن الخطة نجحت، بينما أكد خبير أن الخطة فشلت", "مسؤول"),
        ("أعلن الوزير جديدا، وقال خبير إن الخطة نجحت", "خبير"),
        ("الوزير الذي قال إن الخطة نجحت غادر، وأكد خبير أنها فشلت", "خبير"),
        ("وأضاف أن الخطة نجحت، وقال خبير إنها فشلت", "خبير"),
        ("مسؤول: الخطة نجحت، وقال خبير إن العمل توقف", "خبير"),
        ("قال مسؤول إن الوزير أعلن أن الخطة نجحت", "مسؤول"),
        ("أكدت وزارة الصحة، في بيان، أن الخطة نجحت", "وزارة الصحة"),
        ("نجحت الخطة في حلب", None),
        ("وأضاف أن الخطة نجحت", None),
    ],
)
def test_the_main_speaker_leads_and_opens_what_was_said(text, speaker):
    assert main_speaker(text) == speaker


@pytest.mark.parametrize(
    ("found", "chosen"),
    [
        ([], None),
        ([("saying", 0, 2, None, True)], None),
        ([("saying", 0, 2, (1, 1), False), ("saying", 5, 7, (6, 6), True)], 1),
        ([("stating", 0, None, (1, 1), True), ("stating", 5, 7, (6, 6), True)], 1),
        ([("label", 0, 1, (0, 0), True), ("saying", 5, 7, (6, 6), True)], 1),
        ([("saying", 0, 2, (1, 1), True), ("saying", 5, 7, (6, 6), True)], 0),
        ([("saying", 0, 2, (1, 1), False), ("nominal", 5, None, (6, 6), True)], 1),
    ],
)
def test_the_main_attribution_is_named_leads_and_comes_first(found, chosen):
    given = [Attribution(kind, first, first, opens, speaker, leads) for kind, first, opens, speaker, leads in found]
    assert main_attribution(given) == (None if chosen is None else given[chosen])


def test_attributions_come_in_the_order_of_their_markers():
    found = read_sentence("بحسب مسؤول، أعلن الوزير أن خبيرا قال إن الخطة نجحت").attributions
    assert [a.first for a in found] == [0, 2, 6]


def test_a_sentence_is_read_alike_each_time():
    text = "قال مسؤول إن الخطة نجحت، بينما أكد خبير أن الخطة فشلت"
    assert read_sentence(text).attributions == read_sentence(text).attributions


@pytest.mark.parametrize(
    "text", ["قَالَ وَزِيرُ الصِّحَّةِ إِنَّ الخطة نجحت", "قـال وزير الصـحة إن الخطة نجحت", "\u200fقال وزير\u200f الصحة إن الخطة نجحت"]
)
def test_marks_do_not_move_the_speaker(text):
    assert [(a.speaker, a.opens) for a in read_sentence(text).attributions] == [((1, 2), 4)]


@pytest.mark.xfail(strict=True, reason="the reader knows words and marks, no syntax")
@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param("التقى المحافظ الوزير الذي قال إن الخطة نجحت", "الوزير", id="a relative clause's noun"),
        pytest.param("أعلن الوزير خطة جديدة", "الوزير", id="an object after the subject"),
        pytest.param("أكد الوزير رفضه للقرار", "الوزير", id="an object with a pronoun"),
        pytest.param("في رأي الخبير نجحت الخطة", "الخبير", id="a verb after the source"),
        pytest.param("قال 3 مسؤولين إن الخطة نجحت", "3 مسؤولين", id="a number before the speakers"),
        pytest.param("طالب جامعي فاز بالجائزة", None, id="a noun spelled like a verb"),
        pytest.param("كشف حساب مصرفي", None, id="a verbal noun spelled like a verb"),
        pytest.param("عاجل: انفجار في حلب", None, id="a label that is no speaker"),
    ],
)
def test_speakers_that_need_a_parser(text, speaker):
    assert main_speaker(text) == speaker
