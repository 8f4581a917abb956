"""Lexicons for a codebook of one's own, and models that carry one."""

import json
import pickle
import zipfile
from dataclasses import replace

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.features import VERSION
from framing.fitting import train
from framing.lexicon import read_lexicon
from framing.model import SHIPPED, load_model, save_model
from framing.own import classes, load_own, noted_units, packed, trained_with, unpacked
from framing.scheme import from_data
from framing.scope import read_sentence
from framing.training import RESOURCES

CODEBOOK = from_data(
    {
        "title": "Bridges",
        "version": "2",
        "language": "en",
        "negators": ["not"],
        "variables": {
            "tone": {"question": "How?", "values": {"good": "praise", "bad": "blame"}},
            "topics": {"multiple": True, "flag": "topic", "values": ["cost", "delay"]},
        },
    },
    "test",
)
TERMS = "term,variable,value\nfail,tone,bad\nwell built,tone,good\nprice,topics,cost\nwait,topic,delay\n"


def lexicon(tmp_path, text: str):
    (tmp_path / "terms.csv").write_text(text, "utf-8", newline="")
    return read_lexicon(tmp_path / "terms.csv", CODEBOOK)


# Lexicons


def test_term_variable_and_value_make_an_entry(tmp_path):
    found = lexicon(tmp_path, TERMS)
    assert [tuple(e) for e in found.entries] == [
        ("e1", "fail", "tone", "bad", 2, "", "lemma"),
        ("e2", "well built", "tone", "good", 2, "", "lemma"),
        ("e3", "price", "topic", "cost", 2, "", "lemma"),
        ("e4", "wait", "topic", "delay", 2, "", "lemma"),
    ]
    assert (found.language.code, found.language.negators, found.flags) == ("en", ("not",), ("topic",))


def test_empty_cells_have_what_is_usual(tmp_path):
    found = lexicon(
        tmp_path, "entry,term,variable,value,weight,group,match,note\nx7,fail,tone,bad,,,,seen\n,price,topics,cost,3,money,form,\n"
    )
    assert [tuple(e) for e in found.entries] == [
        ("x7", "fail", "tone", "bad", 2, "", "lemma"),
        ("e2", "price", "topic", "cost", 3, "money", "form"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [(",", ";"), (",", "\t"), ("\n", "\r\n"), ("term,", "\ufeffterm,")],
    ids=["semicolons", "tabs", "Windows lines", "a mark"],
)
def test_a_lexicon_is_read_as_spreadsheets_write_it(tmp_path, before, after):
    assert lexicon(tmp_path, TERMS.replace(before, after)).entries == lexicon(tmp_path, TERMS).entries


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("term,value\nx,bad\n", "no column ['variable']; a lexicon has term, variable, value"),
        ("", "no column ['term', 'value', 'variable']"),
        ("term,variable,value\nfail,mood,bad\n", "line 2: variable 'mood'; allowed are tone, topics, topic"),
        ("term,variable,value\nfail,tone,bad\nx,tone,cost\n", "line 3: value 'cost' of tone; allowed are good, bad"),
        ("term,variable,value\nx,topic,bad\n", "line 2: value 'bad' of topic; allowed are cost, delay"),
        ("term,variable,value\nx\n", "line 2: variable None; allowed are tone, topics, topic"),
        ("variable,value,term\ntone,bad\n", "line 2: the term is empty"),
        ("term,variable,value\n!?,tone,bad\n", "line 2: the term is empty ('!?' has no word)"),
        ("term,variable,value,weight\nx,tone,bad,4\n", "line 2: weight '4'; allowed are whole numbers from 1 to 3"),
        ("term,variable,value,match\nx,tone,bad,stem\n", "line 2: match 'stem'; allowed are lemma, form, surface"),
        ("entry,term,variable,value\na|b,x,tone,bad\n", "line 2: entry id 'a|b'; allowed are letters and figures"),
        ("entry,term,variable,value\na:b,x,tone,bad\n", "line 2: entry id 'a:b'; allowed are letters and figures"),
        ("entry,term,variable,value\na,x,tone,bad\na,y,tone,bad\n", "entry id 'a' stands twice"),
    ],
)
def test_what_is_no_lexicon_is_refused_with_its_line_and_what_is_allowed(tmp_path, text, says):
    with pytest.raises(FramingError) as e:
        lexicon(tmp_path, text)
    assert str(e.value).startswith(f"{tmp_path / 'terms.csv'}") and says in str(e.value)


def test_a_lexicon_that_is_no_text_or_not_there_is_refused(tmp_path):
    (tmp_path / "terms.csv").write_bytes(bytes(range(256)) * 4)
    with pytest.raises(FramingError, match=r"terms\.csv: cannot tell the encoding; save it as UTF-8 or Windows-1256"):
        read_lexicon(tmp_path / "terms.csv", CODEBOOK)
    with pytest.raises(FramingError, match=r"gone\.csv: No such file"):
        read_lexicon(tmp_path / "gone.csv", CODEBOOK)


def test_values_of_one_variable_compete_for_a_place_and_flags_do_not(tmp_path):
    found = lexicon(tmp_path, "term,variable,value\nprice,topics,cost\nprice wait,topics,delay\nfail,tone,bad\nfail well,tone,good\n")

    def terms(text):
        return [found.entries[m.entry].term for m in found.find(read_sentence(text, False, found.language))]

    assert terms("The price wait") == ["price", "price wait"]
    assert terms("They fail well") == ["fail well"]


# Models


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A trained model in its file."""
    folder = tmp_path_factory.mktemp("own")
    text = ["The bridge failed.", "The bridge is well built.", "The price failed us.", "A well built road, no wait."] * 3
    table = pd.DataFrame({"text": text, "tone": ["bad", "good"] * 6, "topics": ["", "", "cost", "delay"] * 3})
    model, _ = train(table, CODEBOOK, lexicon(folder, TERMS))
    save_model(model, folder / "own.zip")
    return folder / "own.zip"


def changed(path, target, **about):
    """The model with another `about`."""
    model = load_model(path)
    save_model(replace(model, about={**model.about, **about}), target)
    return target


def test_a_codebooks_classes_are_its_values_and_a_flag_for_each_of_several():
    assert classes(CODEBOOK) == {"tone": ("good", "bad"), "topic:cost": ("0", "1"), "topic:delay": ("0", "1")}
    assert list(classes(CODEBOOK)) == ["tone", "topic:cost", "topic:delay"]


def test_a_model_brings_its_codebook_lexicon_and_vocabulary(made, tmp_path):
    space, model, codebook = load_own(made)
    assert codebook == CODEBOOK
    assert space.lexicon.entries == lexicon(tmp_path, TERMS).entries
    assert (space.language, space.lexicon.flags) == (lexicon(tmp_path, TERMS).language, ("topic",))
    assert space.vocabulary == ("a", "be", "bridge", "build", "fail", "no", "price", "road", "the", "us", "wait", "well")
    assert model.names == space.names and model.about["featuriser"] == VERSION


def test_what_is_packed_is_unpacked_as_it_was_by_way_of_json(made):
    space, _, codebook = load_own(made)
    again, same = unpacked({"own": json.loads(json.dumps(packed(codebook, space)))}, "json")
    assert (again.names, again.terms, same) == (space.names, space.terms, codebook)


def test_units_are_noted_by_id_with_their_number_of_words_and_exemplars_of_no_unit_are_not():
    noted = noted_units(["b:1", "", "a:0"], ["فشلت الخطة.", "Elsewhere.", "The tram."])
    assert noted == {"a:0": 2, "b:1": 2}


@pytest.mark.parametrize(
    ("texts", "known"),
    [
        ({"a:0": "The tram.", "c:0": "New."}, ["a:0"]),
        ({"a:0": "«The  tram»!", "b:1": "فَشِلَت الخطّة"}, ["a:0", "b:1"]),
        ({"a:0": "", "b:1": ""}, ["a:0", "b:1"]),
        ({"a:0": "The tram.", "b:1": "changed by a spreadsheet ?????"}, ["a:0", "b:1"]),
        ({"a:0": "Another.", "b:1": "Corpus."}, []),
        ({"c:0": "The tram."}, []),
    ],
    ids=["one", "marks aside", "text not known", "half alike will do", "ids of another collection", "the words of another unit"],
)
def test_units_a_coder_was_trained_with_are_known_by_id_unless_no_text_is_theirs(texts, known):
    assert trained_with(noted_units(["a:0", "b:1"], ["The tram.", "فشلت الخطة."]), texts) == known


def test_a_model_of_the_package_carries_no_codebook():
    with pytest.raises(FramingError, match=r"model\.zip: carries no codebook; make a model with `framing train`"):
        load_own(RESOURCES / SHIPPED["fast"])


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({}, "KeyError: 'codebook'"),
        ([], "TypeError"),
        (None, "TypeError"),
        ({"codebook": {"variables": {}}, "lexicon": [], "vocabulary": [], "embed": False}, "a codebook has one at least"),
        ({"codebook": [1], "lexicon": [], "vocabulary": [], "embed": False}, "AttributeError"),
        ({"codebook": CODEBOOK.data(), "lexicon": [["e1", "x"]], "vocabulary": [], "embed": False}, "TypeError"),
        ({"codebook": CODEBOOK.data(), "lexicon": [], "vocabulary": 3, "embed": False}, "TypeError"),
        (
            {"codebook": CODEBOOK.data() | {"negators": 1}, "lexicon": [], "vocabulary": [], "embed": False},
            "negators has 1; allowed are words",
        ),
    ],
)
def test_a_model_that_carries_something_else_is_named(made, tmp_path, own, says):
    with pytest.raises(FramingError) as e:
        load_own(changed(made, tmp_path / "odd.zip", own=own))
    assert str(e.value).startswith(f"{tmp_path / 'odd.zip'}: ") and says in str(e.value)


@pytest.mark.parametrize(
    "change",
    [{"vocabulary": ["bridge"]}, {"lexicon": []}, {"codebook": CODEBOOK.only(["tone"]).data()}, {"embed": True}],
    ids=["vocabulary", "lexicon", "codebook", "encoder"],
)
def test_a_model_of_another_lexicon_vocabulary_or_codebook_is_refused(made, tmp_path, change):
    own = load_model(made).about["own"] | change
    with pytest.raises(FramingError, match=r"odd\.zip: its columns are not those of its codebook, lexicon and vocabulary"):
        load_own(changed(made, tmp_path / "odd.zip", own=own))


def test_a_model_whose_texts_were_counted_by_another_version_is_refused(made, tmp_path):
    with pytest.raises(FramingError, match="made by another version, train it again"):
        load_own(changed(made, tmp_path / "old.zip", featuriser="3"))


def test_other_files_are_no_models(made, tmp_path):
    (tmp_path / "a.zip").write_text("no zip")
    (tmp_path / "b.zip").write_bytes(made.read_bytes()[:-30])
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as z:
        z.writestr("other.txt", "x")
    for name in "abc":
        with pytest.raises(FramingError, match=rf"{name}\.zip: not a framing model"):
            load_own(tmp_path / f"{name}.zip")


def test_loading_a_model_runs_nothing_that_it_holds(made, tmp_path, monkeypatch):
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("the file's code ran",))

    parts = {n: zipfile.ZipFile(made).read(n) for n in ("model.json", "weights.f4", "intercepts.f8")}
    for name in parts:
        with zipfile.ZipFile(tmp_path / "trap.zip", "w") as z:
            for n, data in (parts | {name: pickle.dumps(Trap())}).items():
                z.writestr(n, data)
        with pytest.raises(FramingError, match="not a framing model"):
            load_own(tmp_path / "trap.zip")
