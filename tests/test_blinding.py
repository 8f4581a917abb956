"""Ids that hide the source, and a hidden sheet from the draw to the corrected shares and back into training."""

import csv
from pathlib import Path

import pytest

from framing.blinding import hidden_id, unhidden
from framing.cli import main
from framing.outputs import write_rows

OUTLETS = ("نشرة الميناء", "صحيفة الحي")
PRIMITIVES = {"skeptical": ("against", "no"), "favorable": ("for", "no"), "analytical": ("none", "yes"), "procedural": ("none", "no")}


@pytest.mark.parametrize("unit", ["nowhere-2025-17:3", "أ1:12", "1:0", "https://a.example/x:8", "article of one unit"])
def test_a_hidden_id_is_letters_and_the_position(unit):
    letters, _, position = hidden_id(unit).partition(":")
    assert letters.isalpha() and letters.isascii() and len(letters) == 12
    assert position == (unit.rpartition(":")[2] if unit[-1].isdigit() else "")


def test_a_hidden_id_is_the_same_wherever_it_is_made():
    assert hidden_id("nowhere-2025-17:3") == "ftnljjhdmpgn:3"


def test_hidden_ids_are_found_among_the_units_and_others_stay():
    assert unhidden([hidden_id("a:1"), "b:2", "bcdfghjklmnp:1"], ["a:1", "a:2"]) == ["a:1", "b:2", "bcdfghjklmnp:1"]


# A sheet goes out and comes back


def unit(i: int) -> dict:
    """Unit number i of 120, in articles of ten; the first half of them of the first outlet."""
    posture = list(PRIMITIVES)[i % 4]
    appraisal, explains = PRIMITIVES[posture]
    own = {"unit_id": f"{OUTLETS[i // 60]}-{i // 10}:{i % 10}", "article_id": f"{OUTLETS[i // 60]}-{i // 10}", "outlet": OUTLETS[i // 60]}
    own |= {"published": "2025-03-03", "role": "body", "weight": 1, "text": f"بدأ ترميم الجسر في المرحلة {i}.", "posture": posture}
    return own | {"appraisal": appraisal, "explains": explains} | {f"p_{v}": 0.7 if v == posture else 0.1 for v in PRIMITIVES}


@pytest.fixture
def codes(tmp_path) -> str:
    write_rows([unit(i) for i in range(120)], tmp_path / "codes.csv", [], {})
    return str(tmp_path / "codes.csv")


@pytest.fixture
def sheets(codes, tmp_path, capsys) -> list[str]:
    """Sheets of two coders that do not tell the source, filled by what the text says; the second coder misses what explains."""
    assert main(["sample", codes, "-n", "80", "--coders", "2", "--overlap", "0.5", "-o", str(tmp_path / "s.csv")]) == 0
    capsys.readouterr()
    return [fill(tmp_path / f"s-{coder}.csv", misses=coder == 2) for coder in (1, 2)]


def fill(path: Path, misses: bool) -> str:
    """The sheet, filled and saved under another name."""
    with path.open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        appraisal, explains = PRIMITIVES[unit(int(row["text"].rpartition(" ")[2][:-1]))["posture"]]
        row |= {"appraisal": appraisal, "object": "-" if appraisal == "none" else "focal", "explains": "no" if misses else explains}
    returned = path.with_name(f"returned {path.name}")
    write_rows(rows, returned, [], {})
    return str(returned)


def test_two_hidden_sheets_agree_and_each_with_the_machine(codes, sheets, capsys):
    assert main(["agree", *sheets]) == 0
    assert capsys.readouterr().out.startswith("40 units coded by at least two of 2 coders")
    assert main(["agree", sheets[0], codes]) == 0
    out = capsys.readouterr().out
    assert out.startswith("60 units coded by at least two of 2 coders")
    assert next(line for line in out.splitlines() if line.startswith("posture")).split() == ["posture", "1.0", "1.0", "1.0"]


def test_hidden_sheets_correct_the_shares_of_the_outlets(codes, sheets, tmp_path):
    assert main(["estimate", codes, "--gold", *sheets, "--methods", "hand", "-o", str(tmp_path / "e.csv")]) == 0
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    assert {r["group"] for r in rows} == set(OUTLETS)
    assert sum(int(r["n_positive"]) for r in rows) == 80


def test_a_hidden_sheet_is_a_pilot(codes, sheets, capsys):
    assert main(["plan", codes, "--width", "0.2", "--pilot", *sheets]) == 0
    assert "the pilot's errors are those of the whole" in capsys.readouterr().out


def test_a_hidden_sheet_of_other_units_is_refused(codes, sheets, tmp_path, capsys):
    write_rows([unit(i) | {"unit_id": f"x{i}:0"} for i in range(120)], tmp_path / "other.csv", [], {})
    assert main(["estimate", str(tmp_path / "other.csv"), "--gold", *sheets]) == 2
    assert "is not among the codes; give the codes that the sample was drawn from" in capsys.readouterr().err


def test_a_hidden_sheet_trains_and_tells_its_articles_apart(codes, sheets, tmp_path, capsys):
    (tmp_path / "own.toml").write_text('[variables.explains]\nvalues = ["yes", "no"]\n', "utf-8")
    call = ["train", "--codebook", str(tmp_path / "own.toml"), "-o", str(tmp_path / "own.zip")]
    assert main([*call, sheets[0]]) == 0
    assert "from 60 exemplars" in capsys.readouterr().err
    with Path(sheets[0]).open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    of_one = [r for r in rows if r["unit_id"].startswith(hidden_id(unit(0)["unit_id"])[:12])]
    write_rows(of_one, tmp_path / "one.csv", [], {})
    assert main([*call, str(tmp_path / "one.csv")]) == 0
    assert "the exemplars are of one article, so none could be held out" in capsys.readouterr().err
