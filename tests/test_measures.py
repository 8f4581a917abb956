"""Scores of stems, lemmas, boundaries and speakers on files made by others: here on a folder made by hand, figures counted by hand."""

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.errors import FramingError
from framing.measures import MEASURE_COLUMNS, PARAGRAPH, QUOTED, measure
from framing.news import News
from framing.tables import write_csv

ROOT = Path(__file__).parent.parent
EXTERNAL = os.environ.get("FRAMING_EXTERNAL")

LINES = ["سوق حلب", "وفتح السوق أبوابه اليوم.", "وكتب الباحثون تقريرا جديدا."]
SEGMENTED = [  # surface, segmentation, tags, core_stem, core_tag
    ("سوق", "سوق", "NOUN", "سوق", "NOUN"),
    ("حلب", "حلب", "NOUN", "حلب", "NOUN"),
    ("وفتح", "و+فتح", "CONJ+V", "فتح", "V"),
    ("السوق", "ال+سوق", "DET+NOUN", "سوق", "NOUN"),
    ("أبوابه", "أبواب+ه", "NOUN+PRON", "أبواب", "NOUN"),
    ("اليوم", "ال+يوم", "DET+NOUN", "يوم", "NOUN"),
    (".", ".", "PUNC", "", ""),
    ("وكتب", "و+كتب", "CONJ+V", "كتب", "V"),
    ("الباحثون", "ال+باحث+ون", "DET+NOUN+NSUFF", "باحث", "NOUN"),
    ("تقريرا", "تقرير+ا", "NOUN+CASE", "تقرير", "NOUN"),
    ("جديدا", "جديد+ا", "ADJ+CASE", "جديد", "ADJ"),
    (".", ".", "PUNC", "", ""),
]
LEMMAS = [  # sent_id, genre, surface, content_form, upos, lemma_vocalised, lemma, n_syntactic_words
    ("n1", "news", "السوق", "سوق", "NOUN", "سُوق", "سوق", "1"),
    ("n1", "news", "والسوق", "سوق", "NOUN", "سُوق", "سوق", "2"),
    ("n1", "news", "سوق", "سوق", "NOUN", "سُوق", "سوق", "1"),
    ("n1", "news", "مطر", "مطر", "NOUN", "مَطَر", "مطر", "1"),
    ("n1", "news", "زقنبوت", "زقنبوت", "NOUN", "زقنبوت", "مطر", "1"),  # another word's lemma: a pair no key finds
    ("n1", "news", "والمطر", "مطر", "PROPN", "مَطَر", "مطر", "2"),
    ("w1", "wiki", "المطر", "مطر", "NOUN", "مَطَر", "مطر", "2"),
]
BOUNDARIES = ["فتح السوق.", "قال د. سليم نعم.", "هل نجحت الخطة؟", "نعم."]
SILVER = [  # id, text, label, heads of speakers, coded voice
    ("p1", "قال وزير الزراعة إن السوق مفتوح.", "attributed", ["وزير"], "official"),
    ("p2", "رأى الباحث سليم أن المطر غزير.", "attributed", ["سليم"], "expert"),
    ("p3", "فتح السوق أبوابه في حلب.", "none", [], "author"),
    ("p4", "بحسب الوزير، السوق مفتوح.", "none", [], "official"),
    ("p5", "قالت الوزيرة نعم.", "reporting_verb_no_clause", [], "official"),
    ("p6", "قال كركور إن لا.", "attributed", [], "civil"),
    ("p9", "قال كركور إن السوق مغلق.", "attributed", ["كركور"], None),  # of another part
]


def write(folder: Path, lines=LINES, segmented=SEGMENTED, lemmas=LEMMAS, boundaries=BOUNDARIES, silver=SILVER) -> Path:
    """A folder of files in the formats of those published."""
    table = "\n".join("\t".join(row) for row in [("surface", "segmentation", "tags", "core_stem", "core_tag"), *segmented])
    header = ("sent_id", "genre", "surface", "content_form", "upos", "lemma_vocalised", "lemma", "n_syntactic_words")
    rows = [
        {"id": i, "source": "pud", "genre": "news", "text": t, "label": label, "reports": [{"verb": "", "speaker_head": h} for h in heads]}
        for i, t, label, heads, _ in silver
    ]
    for name, text in {
        "wikinews_farasa/words_segmentation.tsv": table + "\n",
        "wikinews_farasa/text_unvocalised.txt": "\n".join(lines) + "\n",
        "ud_arabic_pud/pud_surface_lemma.tsv": "\n".join("\t".join(r) for r in [header, *lemmas]) + "\n",
        "segmentation/newscommentary_v15_dev.txt": "\n".join(boundaries) + "\n",
        "voice_ud/reported_speech_silver_pud.jsonl": "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows),
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


REPORT = {"cue:saying_clause_first": 1, "cue:speaker_printed": 1, "cue:speaker_official": 1, "cue:speaker_titled": 1}
COUNTS = {"p1": REPORT, "p2": REPORT, "p3": {}, "p4": {"cue:nominal": 1, "cue:speaker_printed": 1}, "p5": REPORT, "p6": REPORT}


class Coded:
    """Coded sentences made by hand: lines 001 and 002 of WikiNews for training, 003 for development, and the sentences of SILVER."""

    def __init__(self, silver=SILVER, counts=COUNTS):
        documents = [("a", "wikinews", "001", "002", "training"), ("b", "wikinews", "003", "003", "development")]
        self.documents = pd.DataFrame(documents, columns=["document", "source", "first", "last", "split"])
        coded = [(f"p:{i}", sentence, voice) for i, (sentence, *_, voice) in enumerate(silver) if voice]
        units = pd.DataFrame(coded, columns=["unit_id", "sentence", "voice"])
        self.units = units[["unit_id", "sentence"]].assign(split="development")
        self.wide = {"adjudicated": units[["unit_id", "voice"]]}
        self._counts = counts

    def counts(self, split: str) -> list[dict[str, int]]:
        return [self._counts[s] for s in self.units.loc[self.units["split"] == split, "sentence"]]


def measured(folder: Path, news=None) -> pd.DataFrame:
    return measure(folder, news or Coded(), "development")[0]


def row(table: pd.DataFrame, measure: str, method: str, on: str = "") -> pd.Series:
    found = table[(table["measure"] == measure) & (table["method"] == method) & (table["figure"] == "measured")]
    found = found[found["on"] == on] if on else found
    assert len(found) == 1
    return found.iloc[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("external"))


@pytest.fixture(scope="module")
def table(folder) -> pd.DataFrame:
    return measured(folder)


@pytest.fixture(scope="module")
def disagreements(folder) -> pd.DataFrame:
    return measure(folder, Coded(), "development")[1]


# The table


def test_every_measure_has_a_row_per_method(table):
    assert list(table.columns) == MEASURE_COLUMNS
    assert table["figure"].value_counts().to_dict() == {"measured": 2 * 3 + 3 * 3 + 2 + 4, "quoted": len(QUOTED)}
    assert not table.duplicated(["measure", "method", "on"]).any()


def test_figures_lie_inside_their_intervals(table):
    known = table[(table["figure"] == "measured") & table["low"].notna()]
    assert (known["low"] <= known["score"] + 1e-9).all() and (known["score"] <= known["high"] + 1e-9).all()


def test_quoted_figures_carry_no_interval(table):
    quoted = table[table["figure"] == "quoted"]
    assert quoted[["measure", "method", "score"]].values.tolist() == [list(q) for q in QUOTED]
    assert quoted[["low", "high"]].isna().all(axis=None)


def test_two_runs_measure_the_same(folder, table):
    pd.testing.assert_frame_equal(measured(folder), table)


# Stems

UNSEEN = "WikiNews, documents whose words were never looked at"


@pytest.mark.parametrize(
    ("method", "on", "right", "n"),
    [
        ("framing", "WikiNews", 10, 10),
        ("as printed", "WikiNews", 2, 10),  # سوق, حلب
        ("framing", UNSEEN, 4, 4),
        ("as printed", UNSEEN, 0, 4),
    ],
)
def test_a_stem_is_right_when_it_is_the_core_after_folding(table, method, on, right, n):
    found = row(table, "core stem, exact", method, on)
    assert (found["score"], found["n"]) == (right / n, n)


def test_words_are_resampled_by_type(tmp_path):
    segmented = [("سوق", "سوق", "NOUN", "سوق", "NOUN")] * 3 + [("السوق", "ال+سوق", "DET+NOUN", "سوق", "NOUN")]
    found = row(measured(write(tmp_path, ["سوق سوق سوق السوق"], segmented)), "core stem, exact", "as printed", "WikiNews")
    assert (found["score"], found["low"], found["high"]) == (0.75, 0.0, 1.0)  # two types: one resample in four has the first alone


def test_a_word_the_text_has_not_stands_where_its_neighbour_does(tmp_path):
    extra = ("مطر", "مطر", "NOUN", "مطر", "NOUN")
    before, behind = ([*SEGMENTED[:2], extra, *SEGMENTED[2:]], [*SEGMENTED, extra])
    for name, segmented, n in (("before", before, 4), ("behind", behind, 5)):
        (tmp_path / name).mkdir()
        assert row(measured(write(tmp_path / name, segmented=segmented)), "core stem, exact", "framing", UNSEEN)["n"] == n


def test_words_of_other_classes_are_left_out(tmp_path):
    segmented = [*SEGMENTED, ("في", "في", "PREP", "في", "PREP")]
    assert row(measured(write(tmp_path, segmented=segmented)), "core stem, exact", "framing", "WikiNews")["n"] == 10


def test_a_row_cut_short_is_left_out(tmp_path):
    assert row(measured(write(tmp_path, segmented=[*SEGMENTED, ("مطر", "مطر")])), "core stem, exact", "framing", "WikiNews")["n"] == 10


# Lemmas


@pytest.mark.parametrize(
    ("name", "score"),
    [("precision", 1.0), ("recall", 3 / 4), ("F", 6 / 7)],  # of four true pairs the three of سوق are found
)
def test_conflation_counts_pairs_of_words_of_news_that_are_no_names(table, name, score):
    found = row(table, f"lemma conflation, {name}", "framing")
    assert found["score"] == pytest.approx(score)
    assert found["n"] == 5


def test_a_false_pair_lowers_precision(tmp_path):
    lemmas = [*LEMMAS[:3], ("n1", "news", "سوقا", "سوقا", "NOUN", "سَوْق", "سياقة", "1")]
    found = measured(write(tmp_path, lemmas=lemmas))
    scores = [row(found, f"lemma conflation, {name}", "framing")["score"] for name in ("precision", "recall", "F")]
    assert scores == pytest.approx([1 / 2, 1, 2 / 3])  # six pairs found, three of them true


def test_a_word_of_two_lemmas_pairs_with_both(tmp_path):
    lemmas = [
        LEMMAS[0],
        LEMMAS[2],
        ("n2", "news", "سوق", "سوق", "VERB", "سُقْ", "ساق", "1"),
        ("n2", "news", "ساق", "ساق", "VERB", "سَاقَ", "ساق", "1"),
    ]
    assert row(measured(write(tmp_path, lemmas=lemmas)), "lemma conflation, recall", "as printed")["score"] == 0
    assert row(measured(tmp_path), "lemma conflation, recall", "framing")["score"] == 1 / 2


def test_where_nothing_is_found_precision_is_missing_and_recall_none(table):
    precision, recall, f = (row(table, f"lemma conflation, {name}", "as printed") for name in ("precision", "recall", "F"))
    assert np.isnan([precision["score"], precision["low"], precision["high"]]).all()
    assert [recall["score"], recall["low"], recall["high"]] == [0, 0, 0]
    assert [f["score"], f["low"], f["high"]] == [0, 0, 0]


# Boundaries


@pytest.mark.parametrize(
    ("method", "score"),
    [("framing", 1.0), ("a stop and white space", 6 / 7)],  # the stop of د. is no boundary: 3 of 3 against 3 of 4
)
def test_boundaries_between_joined_lines_are_found_again(table, method, score):
    found = row(table, "sentence boundaries, F", method)
    assert found["score"] == pytest.approx(score)
    assert (found["low"], found["high"], found["n"]) == (pytest.approx(score), pytest.approx(score), 4)  # one paragraph


def test_the_end_of_a_paragraph_is_no_boundary(tmp_path):
    assert PARAGRAPH == 20
    lines = [*["فتح السوق."] * 20, "نعم سوق", "نعم."]  # the second paragraph has a boundary without a stop
    found = row(measured(write(tmp_path, boundaries=lines)), "sentence boundaries, F", "framing")
    assert found["score"] == pytest.approx(2 * 19 / (19 + 20))
    assert (found["low"], found["high"]) == (0.0, 1.0)


def test_empty_lines_and_white_space_of_any_kind_are_no_boundaries(tmp_path):
    lines = ["فتح\u00a0السوق أبوابه.", "", "نعم  سوق.", "  "]
    found = row(measured(write(tmp_path, boundaries=lines)), "sentence boundaries, F", "framing")
    assert (found["score"], found["n"]) == (1.0, 2)


def test_a_single_line_has_no_boundaries_to_score(tmp_path):
    found = row(measured(write(tmp_path, boundaries=["فتح السوق."])), "sentence boundaries, F", "framing")
    assert np.isnan([found["score"], found["low"], found["high"]]).all()
    assert found["n"] == 1


# Speakers


@pytest.mark.parametrize(
    ("measure", "method", "score", "n"),
    [
        ("attributed sentences found", "framing", 1.0, 3),  # p1, p2, p6
        ("attributed sentences found", "reporting verbs by regular expression", 2 / 3, 3),  # رأى is none of its verbs
        ("speaker's head right", "framing", 1 / 2, 2),  # p1 وزير; p2 الباحث, not سليم
        ("speakers invented", "framing", 0.0, 1),  # p3; p4 is attributed by our own codes
    ],
)
def test_speakers_are_scored_against_the_silver_labels(table, measure, method, score, n):
    found = row(table, measure, method)
    assert (found["score"], found["n"], found["on"]) == (pytest.approx(score), n, "UD_Arabic-PUD, development part")


def test_intervals_of_shares_are_wilsons(table):
    found = row(table, "speaker's head right", "framing")
    assert (found["low"], found["high"]) == (pytest.approx(0.0945, abs=1e-4), pytest.approx(0.9055, abs=1e-4))


def test_sentences_on_which_the_coder_and_the_labels_disagree_are_listed(disagreements):
    assert disagreements.to_dict("split")["columns"] == ["sentence", "silver", "ours", "silver_speaker", "our_speaker", "coded"]
    assert disagreements.to_dict("split")["data"] == [
        ["p2", "attributed", "attributed", "سليم", "الباحث", "expert"],
        ["p4", "none", "attributed", "", "الوزير", "official"],
    ]


def test_a_speaker_printed_where_nobody_speaks_is_invented(tmp_path):
    silver = [("p3", "قال السوق نعم.", "none", [], "author"), ("p7", "فتح السوق.", "none", [], "author")]
    scores, listed = measure(write(tmp_path, silver=silver), Coded(silver, {"p3": REPORT, "p7": {}}), "development")
    assert row(scores, "speakers invented", "framing")["score"] == 1 / 2
    assert listed["sentence"].tolist() == ["p3"]


def test_a_joined_li_does_not_hide_a_head(tmp_path):
    silver = [("p1", "السوق مفتوح وفقا لوزير الزراعة.", "attributed", ["وزير"], "official")]
    scores, listed = measure(write(tmp_path, silver=silver), Coded(silver), "development")
    assert row(scores, "speaker's head right", "framing")["score"] == 1.0
    assert listed.empty


def test_an_attributed_sentence_missed_is_listed_without_a_speaker(tmp_path):
    silver = [("p1", "قال وزير الزراعة إن السوق مفتوح.", "attributed", ["وزير"], "official")]
    scores, listed = measure(write(tmp_path, silver=silver), Coded(silver, {"p1": {}}), "development")
    assert row(scores, "attributed sentences found", "framing")["score"] == 0.0
    assert listed.values.tolist() == [["p1", "attributed", "none", "وزير", "", "official"]]


def test_sentences_of_another_part_are_not_scored(tmp_path):
    silver = [s for s in SILVER if s[0] == "p9"]
    coded = Coded([("p3", "", "", [], "author")])
    assert row(measured(write(tmp_path, silver=silver), coded), "attributed sentences found", "framing")["n"] == 0


# Nothing there, files missing


def test_empty_files_have_no_scores(tmp_path):
    write(tmp_path, lines=[], segmented=[], lemmas=[], boundaries=[], silver=[])
    scores, listed = measure(tmp_path, Coded(), "development")
    found = scores[scores["figure"] == "measured"]
    assert found[["score", "low", "high"]].isna().all(axis=None)
    assert set(found["n"]) == {0}
    assert listed.empty


@pytest.mark.parametrize(
    "name",
    [
        "wikinews_farasa/words_segmentation.tsv",
        "wikinews_farasa/text_unvocalised.txt",
        "ud_arabic_pud/pud_surface_lemma.tsv",
        "segmentation/newscommentary_v15_dev.txt",
        "voice_ud/reported_speech_silver_pud.jsonl",
    ],
)
def test_a_missing_file_is_named(tmp_path, name):
    write(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(FramingError, match=f"{name}: no such file"):
        measured(tmp_path)


# The published files


@pytest.mark.corpus
@pytest.mark.skipif(not EXTERNAL, reason="FRAMING_EXTERNAL names no folder of the published files")
def test_the_shipped_figures_are_those_of_the_published_files(tmp_path):
    tables = measure(Path(EXTERNAL), News(ROOT / "data" / "news"), "development")
    for name, table in zip(("development_language.csv", "development_speaker_disagreements.csv"), tables, strict=True):
        write_csv(table, tmp_path / name)
        assert (tmp_path / name).read_bytes() == (ROOT / "data" / "news" / "measured" / name).read_bytes()
