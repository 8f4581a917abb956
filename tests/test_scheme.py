"""A codebook as data: read, checked, translated, and what people write in cells taken for its values."""

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.scheme import from_data, page, read_scheme, shipped_scheme, to_long

OWN = """title = "Water"
version = "3"

[variables.tone]
question = "How does it sound?"
[variables.tone.values]
"glad" = "praise | joy"
"sad" = "grief"
[variables.tone.translated.ar]
question = "كيف تبدو؟"
"glad" = "فرح"

[variables.topics]
multiple = true
flag = "topic"
question = "What about?"
values = ["وديان", "rain", "-"]
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN, "utf-8")
    return read_scheme(path)


def test_a_codebook_is_read_from_its_file(own):
    assert (own.title, own.version, list(own.variables)) == ("Water", "3", ["tone", "topics"])
    tone, topics = own.variables.values()
    assert (dict(tone.values), tone.multiple, tone.flag) == ({"glad": "praise | joy", "sad": "grief"}, False, "tone")
    assert (dict(topics.values), topics.multiple, topics.flag) == ({"وديان": "", "rain": "", "-": ""}, True, "topic")


def test_a_codebook_comes_back_from_its_data(own):
    assert from_data(own.data(), "metadata") == own


def test_the_packages_codebook_has_every_question_and_rule_in_arabic():
    for v in shipped_scheme().variables.values():
        assert set(v.translated["ar"]) == {"question", *v.values}
        assert all(any("\u0600" <= c <= "\u06ff" for c in text) for text in v.translated["ar"].values())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("title = 'x'", "no table [variables.<name>]"),
        ("[variables.tone]\nvalues = ['glad']", "needs a table [variables.tone.values] of two values at least (one if multiple)"),
        ("[variables.tone]\nvalues = ['a;b', 'c']", "'a;b' cannot be a name"),
        (OWN.replace('"glad" = "فرح"', '"gald" = "فرح"'), "variable tone has a translation of 'gald'; allowed are question, glad, sad"),
        ("[variables.note]\nvalues = ['a', 'c']", "a variable cannot be called 'note'"),
        ("title = ", "not a TOML file in UTF-8"),
        ('negators = "not never"\n' + OWN, 'negators is \'not never\'; it must be a list: negators = ["not", "never"]'),
        ("negators = 3\n" + OWN, "negators has 3; allowed are words"),
        ('negators = ["not", 3]\n' + OWN, "negators has 3; allowed are words"),
        ('negators = ["not", "!"]\n' + OWN, "negators has '!'; allowed are words"),
        ('language = "English"\n' + OWN, "language is 'English'; write language = \"en\""),
        ('language = "arabic"\n' + OWN, "language is 'arabic'; write language = \"ar\""),
        ('language = "العربية"\n' + OWN, "language is 'العربية'; write language = \"ar\""),
        ('language = "en-GB"\n' + OWN, "language is 'en-GB'; write language = \"en\""),
        ('language = "Elvish"\n' + OWN, "language is 'Elvish'; allowed are codes of two or three letters, as ar, en or ckb"),
        ('language = ""\n' + OWN, "language is ''; allowed are codes"),
    ],
)
def test_what_is_no_codebook_is_refused_with_its_file(tmp_path, content, says):
    (tmp_path / "own.toml").write_text(content, "utf-8")
    with pytest.raises(FramingError) as e:
        read_scheme(tmp_path / "own.toml")
    assert str(e.value).startswith(f"{tmp_path / 'own.toml'}: ") and says in str(e.value)


@pytest.mark.parametrize(("given", "code"), [("EN", "en"), ("AR", "ar"), (" fa ", "fa"), ("ckb", "ckb")])
def test_a_language_is_known_by_its_code_in_small_letters(given, code):
    raw = {"language": given, "negators": ["not", "no longer"], "variables": {"tone": {"values": ["a", "b"]}}}
    found = from_data(raw, "test")
    assert (found.language, found.negators) == (code, ("not", "no longer"))


def test_a_codebook_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FramingError, match=r"gone\.toml: No such file"):
        read_scheme(tmp_path / "gone.toml")


@pytest.mark.parametrize(
    ("cell", "code"),
    [("for", "for"), (" FOR\u00a0", "for"), ("\u200fnone", "none"), ("", ""), (" ", ""), ("form ", "form")],
)
def test_a_cell_is_taken_for_the_value_it_means(cell, code):
    assert shipped_scheme().variables["appraisal"].code(cell) == code


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", " - "])
def test_every_kind_of_dash_is_a_dash(dash):
    assert shipped_scheme().variables["object"].code(dash) == "-"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("security;human", "security;human"),
        ("Human ; security;", "security;human"),
        ("human، security", "security;human"),
        ("human, security", "security;human"),
        ("human\nhuman", "human"),
        ("-", ""),
        ("—", ""),
        ("human; sceurity", "human;sceurity"),
    ],
)
def test_several_values_are_told_apart_however_they_are_parted(cell, code):
    assert shipped_scheme().variables["frames"].code(cell) == code


def test_arabic_values_are_found_whatever_their_spelling(own):
    assert own.variables["topics"].code("وِديــان, RAIN") == "وديان;rain"


def test_a_dash_that_is_a_value_is_that_value(own):
    assert own.variables["topics"].code("–") == "-"


def test_a_wrong_value_is_named_with_those_allowed(own):
    own.check({"tone": "sad", "topics": "rain;وديان"}, "row 1")
    own.check({"topics": ""}, "row 1")
    with pytest.raises(FramingError, match="row 2: topics is 'snow'; allowed are وديان, rain, -"):
        own.check({"tone": "sad", "topics": "rain;snow"}, "row 2")


def test_a_part_of_a_codebook_keeps_its_order(own):
    assert list(own.only(["topics", "tone"]).variables) == ["tone", "topics"]
    assert list(own.only(["topics"]).variables) == ["topics"]
    with pytest.raises(FramingError, match="no variable 'mood' in the codebook; allowed are tone, topics"):
        own.only(["tone", "mood"])


def test_long_codes_have_a_flag_for_each_of_several_values(own):
    wide = pd.DataFrame({"unit_id": ["a:0", "a:1"], "tone": ["glad", ""], "topics": ["rain;وديان", ""], "note": "x"})
    long = to_long(wide, own, "first")
    assert list(long.columns) == ["unit_id", "coder", "variable", "value", "probability"]
    assert list(zip(long["unit_id"], long["variable"], long["value"], strict=True)) == [
        ("a:0", "tone", "glad"),
        ("a:0", "topic:وديان", "1"),
        ("a:1", "topic:وديان", "0"),
        ("a:0", "topic:rain", "1"),
        ("a:1", "topic:rain", "0"),
        ("a:0", "topic:-", "0"),
        ("a:1", "topic:-", "0"),
    ]
    assert set(long["coder"]) == {"first"} and set(long["probability"]) == {1.0}


def test_a_variable_without_a_column_has_no_long_codes(own):
    assert to_long(pd.DataFrame({"unit_id": ["a:0"], "tone": ["sad"]}), own, "x")["variable"].tolist() == ["tone"]


def test_the_page_of_a_codebook_has_both_languages_and_marks_arabic_as_right_to_left(own):
    assert page(own).startswith("# Water\n\nVersion 3.\n\n## tone\n\nHow does it sound? (one value)\n")
    assert "| `glad` | praise \\| joy |\n| `sad` | grief |" in page(own)
    assert '<div dir="rtl" lang="ar">\n\nكيف تبدو؟ (قيمة واحدة)\n\n| القيمة | القاعدة |\n| --- | --- |\n| `glad` | فرح |' in page(own)
    assert "What about? (any number of values, joined by ;)" in page(own)


def test_every_page_closes_what_it_turns():
    text = page(shipped_scheme())
    assert text.count('<div dir="rtl" lang="ar">') == text.count("</div>") == 9
