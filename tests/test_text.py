"""Letters, words, lines and sentences."""

import unicodedata

import pytest

from framing.text import Word, fold, is_ended, plain_quotes, sentences, tidy, words


@pytest.mark.parametrize(
    "printed, folded",
    [
        ("أمل إبرة آفاق ٱلباب", "امل ابره افاق الباب"),
        ("مستشفى ید", "مستشفي يد"),
        ("قافلة", "قافله"),
        ("مسؤول بئر", "مسوول بير"),
        ("سماء", "سماء"),
        ("کتاب گاز", "كتاب كاز"),
        ("٢٠٢٥ و۱۴", "2025 و14"),
        ("Damascus", "damascus"),
        ("", ""),
    ],
)
def test_one_spelling_stands_for_several(printed, folded):
    assert fold(printed) == folded


@pytest.mark.parametrize("printed", ["échoué", "Häuser", "Ångström", "ça", "café²"])
def test_accents_typed_as_characters_of_their_own_fold_like_the_composed_letter(printed):
    assert fold(unicodedata.normalize("NFD", printed)) == fold(printed) == printed.lower()


def test_harakat_do_not_count():
    assert fold("مُعَلِّمٌ") == "معلم"


def test_tatweel_does_not_count():
    assert fold("قـــمـر") == "قمر"


def test_bidi_controls_and_zero_widths_do_not_count():
    assert fold("\u202bنهر\u202c\u200f \u200bبحر\ufeff") == "نهر بحر"


def test_a_hamza_typed_as_a_mark_of_its_own_folds_like_the_composed_letter():
    assert fold("ا\u0654رض سو\u0654ال بي\u0654ر") == fold("أرض سؤال بئر") == "ارض سوال بير"


def test_presentation_forms_fold_like_plain_letters():
    assert fold("\ufedb\ufe98\ufe8e\ufe8f") == "كتاب"
    assert fold("\ufefb") == "لا"


def test_folding_twice_changes_nothing():
    once = fold("إِنَّ ٱلمَسْؤولِيَّةَ ٤٥ Km")
    assert fold(once) == once == "ان المسووليه 45 km"


def test_words_carry_their_places_in_the_printed_text():
    assert words("فُتِحَ الباب.") == [Word("فتح", 0, 6), Word("الباب", 7, 12)]


def test_a_place_covers_what_was_printed_with_its_marks():
    text = "«سـُـوقٌ» كبيرة"
    assert [text[w.start : w.end] for w in words(text)] == ["سـُـوقٌ", "كبيرة"]


def test_places_count_code_points_beyond_the_basic_plane():
    assert words("🌊🌊 موج") == [Word("موج", 3, 6)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (
            unicodedata.normalize("NFD", "Écoles fermées, Häuser."),
            [unicodedata.normalize("NFD", w) for w in ("Écoles", "fermées", "Häuser")],
        ),
        ("योजना विफल हुई।", ["योजना", "विफल", "हुई"]),
        ("கட்டணம் உயர்ந்தது.", ["கட்டணம்", "உயர்ந்தது"]),
    ],
)
def test_a_word_holds_its_accents_and_vowel_signs(text, printed):
    assert [text[w.start : w.end] for w in words(text)] == printed


def test_a_mark_alone_is_no_word():
    assert words("\u0301 \u093f \u064e") == []


def test_invisible_characters_around_a_word_are_not_part_of_it():
    assert words("\u200fحلب\u200f") == [Word("حلب", 1, 4)]


@pytest.mark.parametrize(
    "text, forms",
    [
        ("", []),
        ("... – « »", []),
        ("ـــ", []),
        ("خط ٣ وroute 7", ["خط", "3", "وroute", "7"]),
        ("1,500 دينار", ["1", "500", "دينار"]),
        ("شمالي-شرقي", ["شمالي", "شرقي"]),
        ("isn't", ["isn", "t"]),
        ("قال:«نعم»،ثم", ["قال", "نعم", "ثم"]),
    ],
)
def test_words_part_at_marks_and_hyphens(text, forms):
    assert [w.form for w in words(text)] == forms


def test_every_double_quotation_mark_becomes_plain_in_place():
    assert plain_quotes("“أ” „ب‟ «ج» ‘د’") == '"أ" "ب" "ج" ‘د’'


@pytest.mark.parametrize(
    "line, clean",
    [
        ("  سطر \t مائل ", "سطر مائل"),
        ("قبل\u00a0ظهر\u202fاليوم", "قبل ظهر اليوم"),
        ("\ufeffبداية\u200f", "بداية"),
        ("نص\x00 مكسور\ud800", "نص مكسور"),
        ("مُـدُن", "مُـدُن"),
        ("\u200f \u200e", ""),
    ],
)
def test_a_tidy_line_has_single_spaces_and_no_controls(line, clean):
    assert tidy(line) == clean


@pytest.mark.parametrize("space", ["\x0b", "\x0c"])
def test_a_soft_line_break_still_parts_two_words(space):
    assert tidy(f"سطر{space}آخر") == "سطر آخر"


@pytest.mark.parametrize("line", ["وصل القطار.", "هل وصل؟", "وصل!", "قالت:", "وصل؛", "وصل…", "قالت «وصل القطار.»", "(وصل.) ", "قال “نعم”."])
def test_a_line_is_ended_by_a_stop_or_an_announcement(line):
    assert is_ended(line)


@pytest.mark.parametrize("line", ["", "وصل القطار", "وصل القطار،", "قالت «وصل القطار»", "القطار. وصل", "3.5"])
def test_a_line_without_a_closing_stop_is_not_ended(line):
    assert not is_ended(line)


@pytest.mark.parametrize(
    "line, parts",
    [
        ("وصل القطار. نزل الركاب.", ["وصل القطار.", "نزل الركاب."]),
        ("هل وصل؟! نعم! ثم عاد", ["هل وصل؟!", "نعم!", "ثم عاد"]),
        ("انتظر… ثم مضى.", ["انتظر…", "ثم مضى."]),
        ("انتظر... ثم مضى.", ["انتظر...", "ثم مضى."]),
        ("كم السعر ؟ لا أدري .", ["كم السعر ؟", "لا أدري ."]),
        ("وصل القطار\u00a0.\u00a0نزل الركاب.", ["وصل القطار\u00a0.", "نزل الركاب."]),
        ("نعم", ["نعم"]),
        ("", []),
        ("... !", []),
    ],
)
def test_a_stop_before_white_space_ends_a_sentence(line, parts):
    assert sentences(line) == parts


def test_closing_marks_stay_with_their_sentence():
    assert sentences("قال: «لا أعرف.» ثم صمت. (انتهى.) وخرج.") == ["قال: «لا أعرف.»", "ثم صمت.", "(انتهى.)", "وخرج."]


def test_a_stop_inside_a_quotation_ends_a_sentence():
    assert sentences("قالت: “نفد الخبز. عودوا غدا”.") == ["قالت: “نفد الخبز.", "عودوا غدا”."]


def test_a_quotation_that_never_closes_does_not_join_sentences():
    assert sentences("قالت: «نفد الخبز. وعادت إلى البيت.") == ["قالت: «نفد الخبز.", "وعادت إلى البيت."]


def test_two_dots_do_not_end_a_sentence():
    assert sentences("المخبز يغلق أبوابه.. والجيران في حيرة") == ["المخبز يغلق أبوابه.. والجيران في حيرة"]


@pytest.mark.parametrize(
    "line",
    [
        "افتتح د. سامر المعرض أمس.",
        "وقعت أ. ليان (م. نزار) العقد.",
        "زارت الباخرة U.S. ports twice.",
        "زارها الوفد (U.K.) أمس.",
        "ربح المركز الأول J. Tamarisk أمس.",
        "بلغ السعر 3.5 دنانير.",
        "راسلوا info@example.org اليوم.",
    ],
)
def test_the_stop_of_an_abbreviation_ends_nothing(line):
    assert sentences(line) == [line]


def test_a_year_before_the_stop_is_no_abbreviation():
    assert sentences("بني البيت سنة 1990. ثم هدم.") == ["بني البيت سنة 1990.", "ثم هدم."]


@pytest.mark.parametrize(
    "line", ["قال «نعم. لا» ثم خرج؟ لا.", "أغلق المتجر.. هكذا! ثم فتح…", "“من؟” سألت. “أنا”.", "لا شيء", "وصل د. سامر. وغادر أ. ليث."]
)
def test_sentences_lose_nothing_but_the_space_between_them(line):
    assert " ".join(sentences(line)) == line


def test_the_stop_of_a_list_number_ends_nothing():
    assert sentences("2. ترميم السقف قبل الشتاء.") == ["2. ترميم السقف قبل الشتاء."]
    assert sentences("٣. ترميم. ٤. طلاء.") == ["٣. ترميم.", "٤. طلاء."]


def test_a_number_at_the_end_of_a_sentence_ends_it():
    assert sentences("بلغ عددهم 20. ثم زاد.") == ["بلغ عددهم 20.", "ثم زاد."]


def test_dots_before_the_first_word_open_its_sentence():
    assert sentences("قال أمس. «... لا نعرف.»") == ["قال أمس.", "«... لا نعرف.»"]


@pytest.mark.parametrize(
    "line, parts",
    [
        ("ليس له. ثم غادر.", ["ليس له.", "ثم غادر."]),
        ("لا بد. ثم غادر.", ["لا بد.", "ثم غادر."]),
        ("كبر الولد. ثم غادر.", ["كبر الولد.", "ثم غادر."]),
    ],
)
def test_a_short_word_is_no_abbreviation_after_a_clitic(line, parts):
    assert sentences(line) == parts


@pytest.mark.parametrize(
    "line, parts",
    [
        ("قالت: « انتهى الدرس. » ثم غادرت.", ["قالت: « انتهى الدرس. »", "ثم غادرت."]),
        ("قالت: « انتهى الدرس. »", ["قالت: « انتهى الدرس. »"]),
    ],
)
def test_a_spaced_closing_mark_stays_with_its_sentence(line, parts):
    assert sentences(line) == parts


@pytest.mark.parametrize("line", ["حضر د. سامر ود. ليان الحفل.", "سلم الدرع لد. ليان أمس.", "حضرت ليان و(م. نزار) الحفل."])
def test_an_abbreviation_after_a_clitic_ends_nothing(line):
    assert sentences(line) == [line]


@pytest.mark.parametrize("line", ["افتتح أ.د. سامر المعرض أمس.", "وقع العقد ن. الدغيشان أمس."])
def test_a_double_title_and_any_arabic_initial_end_nothing(line):
    assert sentences(line) == [line]
