"""Worked examples follow the codebook's own rule, and repeat no sentence that anybody was trained on or that was studied."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from framing.codes import check_row, frames, posture, values
from framing.worked import examples, rules

SHOWN = ("posture", "object", "rule", "voice", "frame")
ALL = pd.concat([examples(s) for s in SHOWN], ignore_index=True)


@pytest.mark.parametrize("row", ALL.to_dict("records"), ids=lambda row: row["gloss"])
def test_the_posture_of_an_example_follows_from_its_primitives(row):
    check_row({v: row[v] for v in ("appraisal", "object", "explains", "voice")}, row["gloss"])
    assert row["posture"] == posture(row["appraisal"], row["explains"])


def test_every_rule_of_posture_has_an_example_and_every_example_a_rule():
    assert list(rules()) == list(dict.fromkeys(examples("rule")["name"]))
    assert rules()["Pressure"].startswith("Pressure. A call, request, demand or pressure reported is none")


def test_every_voice_object_and_frame_has_an_example():
    assert tuple(examples("voice")["name"]) == values()["voice"]
    assert examples("voice")["voice"].tolist() == examples("voice")["name"].tolist()
    assert examples("object")["object"].tolist() == ["focal", "other"]
    assert tuple(examples("frame")["name"]) == frames()


def test_the_lines_of_posture_are_its_five_ways():
    ways = examples("posture")[["appraisal", "explains", "posture"]]
    assert ways["appraisal"].tolist() == ["against", "for", "both", "none", "none"]
    assert ways["posture"].tolist() == ["skeptical", "favorable", "analytical", "analytical", "procedural"]


def test_sentences_are_arabic_and_stand_once():
    assert ALL["sentence"].map(lambda s: re.fullmatch(r"[\u0600-\u06ff\s.«»:]+", s) is not None).all()
    assert ALL["sentence"].is_unique and (ALL[["gloss", "why"]] != "").all(axis=None)


def test_no_example_repeats_an_exemplar_or_a_headline_of_the_study():
    lines = files("framing.resources").joinpath("exemplars.jsonl").read_text("utf-8").splitlines()
    titles = pd.read_csv(Path(__file__).parent.parent / "data" / "study" / "articles.csv")["title"].dropna()
    known = {bare(t) for t in [*(json.loads(line)["text"] for line in lines), *titles]}
    assert len(known) > 3000
    assert known.isdisjoint(map(bare, ALL["sentence"]))


def bare(text: str) -> str:
    """Letters alone, so that a mark or a full stop hides no repetition."""
    return re.sub(r"[^\u0621-\u063a\u0641-\u064a]", "", text)
