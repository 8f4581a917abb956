"""`framing explain --only`: units with a code of any variable, of the package's codebook or one's own."""

import json
from pathlib import Path

import pandas as pd
import pytest

from framing.cli import main

PROBABLE = {"p_skeptical": 0.7, "p_favorable": 0.1, "p_analytical": 0.1, "p_procedural": 0.1}
PACKAGE = [
    {"unit_id": "a:0", "posture": "skeptical", "stance": "against", "frames": "economic;capacity", "voice": "author"},
    {"unit_id": "a:1", "posture": "procedural", "stance": "neutral", "frames": "economic", "voice": "official"},
    {"unit_id": "a:2", "posture": "skeptical", "stance": "neutral", "frames": "", "voice": "official"},
]
OWN = {
    "title": "الجسور",
    "version": "1",
    "language": "ar",
    "negators": [],
    "variables": {
        "نبرة": {"question": "", "values": {"مدح": "", "none": ""}, "multiple": False, "flag": "نبرة"},
        "topics": {"question": "", "values": {"cost": "", "costs": ""}, "multiple": True, "flag": "topic"},
    },
}
OWN_ROWS = [
    {
        "unit_id": "b:0",
        "نبرة": "مدح",
        "p_نبرة_مدح": 0.9,
        "p_نبرة_none": 0.1,
        "topics": "cost;costs",
        "p_topics_cost": 0.8,
        "p_topics_costs": 0.6,
    },
    {
        "unit_id": "b:1",
        "نبرة": "none",
        "p_نبرة_مدح": 0.2,
        "p_نبرة_none": 0.8,
        "topics": "costs",
        "p_topics_cost": 0.3,
        "p_topics_costs": 0.6,
    },
    {"unit_id": "b:2", "نبرة": "", "p_نبرة_مدح": 0.55, "p_نبرة_none": 0.45, "topics": "", "p_topics_cost": 0.1, "p_topics_costs": 0.2},
]
EVIDENCE = [{"feature": "lex:e1|negated", "variable": "topic:cost", "value": "1", "contribution": 1.5, "term": "ثمن", "places": [[0, 3]]}]


def put(rows: list[dict], path: Path, about: dict) -> str:
    table = pd.DataFrame(rows).assign(text="نص الجملة.", evidence=json.dumps(EVIDENCE, ensure_ascii=False))
    table.to_csv(path, index=False, encoding="utf-8-sig")
    Path(f"{path}.meta.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")
    return str(path)


@pytest.fixture
def package(tmp_path) -> str:
    return put([PROBABLE | r for r in PACKAGE], tmp_path / "codes.csv", {"model": {"name": "fast"}})


@pytest.fixture
def own(tmp_path) -> str:
    return put(OWN_ROWS, tmp_path / "own.csv", {"scheme": OWN})


def shown(capsys, *arguments: str) -> list[str]:
    """Ids of the units printed."""
    assert main(["explain", *arguments]) == 0
    return [line.split()[0] for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]


@pytest.mark.parametrize(
    ("only", "units"),
    [
        ("posture=skeptical", ["a:0", "a:2"]),
        ("stance=neutral", ["a:1", "a:2"]),
        ("frames=economic", ["a:0", "a:1"]),
        ("frames=capacity", ["a:0"]),
        ("frames=human", []),
        ("voice=official", ["a:1", "a:2"]),
    ],
)
def test_units_with_a_code_of_the_packages_are_shown(capsys, package, only, units):
    assert shown(capsys, package, "--only", only) == units


def test_it_joins_the_other_choices(capsys, package):
    assert shown(capsys, package, "--only", "stance=neutral", "--posture", "skeptical") == ["a:2"]
    assert shown(capsys, package, "--only", "frames=economic", "--most", "1") == ["a:0"]


@pytest.mark.parametrize(
    ("only", "units"),
    [("نبرة=مدح", ["b:0"]), ("نبرة=none", ["b:1"]), ("topics=cost", ["b:0"]), ("topics=costs", ["b:0", "b:1"])],
)
def test_units_with_a_code_of_ones_own_are_shown(capsys, own, only, units):
    assert shown(capsys, own, "--only", only) == units


def test_codes_of_ones_own_are_told_with_their_probabilities_and_evidence(capsys, own):
    assert main(["explain", own]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "b:0  نبرة: مدح (0.90)  topics: cost (0.80), costs (0.60)",
        "  نص الجملة.",
        "    +1.50 topic:cost=1  ثمن (negated)",
    ]
    assert lines[3] == "b:1  نبرة: none (0.80)  topics: costs (0.60)"


def test_an_abstention_is_no_value_called_none(capsys, own):
    main(["explain", own])
    assert "b:2  نبرة: abstained, likeliest مدح (0.55)  topics: none of them" in capsys.readouterr().out


@pytest.mark.parametrize(
    "only", ["frames", "frames=", "=economic", "frames=rain", "mood=bad", "unit_id=a:0", "object=focal", "posture=Skeptical"]
)
def test_what_is_no_code_of_the_file_is_refused_with_those_that_are(capsys, package, only):
    assert main(["explain", package, "--only", only]) == 2
    out, err = capsys.readouterr()
    assert out == "" and f"--only {only!r}: allowed are posture=skeptical|favorable|analytical|procedural; stance=" in err
    assert "object=" not in err.partition("allowed")[2], "the file has no such column"


def test_of_ones_own_codebook_its_own_are_named(capsys, own):
    assert main(["explain", own, "--only", "posture=skeptical"]) == 2
    assert "allowed are نبرة=مدح|none; topics=cost|costs" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--posture", "skeptical"], ["--leave-out", "word"]])
def test_what_is_for_the_packages_codebook_is_refused_for_ones_own(capsys, own, option):
    assert main(["explain", own, *option]) == 2
    assert (
        "coded by a codebook of its own, 'الجسور'; --posture and --leave-out are for the package's, --only for any"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"p_topics_cost": "much"}, "unit b:0: not as `framing code` writes it"),
        ({"topics": "rain"}, "unit b:0: not as `framing code` writes it"),
        ({"evidence": "no list"}, "unit b:0: not as `framing code` writes it"),
    ],
)
def test_a_row_of_ones_own_that_was_changed_is_named(capsys, tmp_path, change, says):
    table = pd.DataFrame(OWN_ROWS).assign(text="نص.", evidence="[]").astype(object)
    for column, cell in change.items():
        table.loc[0, column] = cell
    table.to_csv(tmp_path / "own.csv", index=False)
    (tmp_path / "own.csv.meta.json").write_text(json.dumps({"scheme": OWN}), "utf-8")
    assert main(["explain", str(tmp_path / "own.csv")]) == 2
    assert says in capsys.readouterr().err


def test_a_file_without_a_variable_of_its_codebook_is_refused(capsys, tmp_path):
    path = put([{k: v for k, v in r.items() if k != "topics"} for r in OWN_ROWS], tmp_path / "own.csv", {"scheme": OWN})
    assert main(["explain", path]) == 2
    assert "no column 'topics'" in capsys.readouterr().err
