"""`framing plan`: a coded file in, units to code by hand or the widths they give out, and the call that draws them."""

import csv
from pathlib import Path

import pytest

from framing.cli import main

NAMES = ("skeptical", "favorable", "analytical", "procedural")

HAND = ({"appraisal": "against", "explains": "no"}, {"appraisal": "none", "explains": "yes"}, {"appraisal": "none", "explains": "no"})


def put(path: Path, rows: list[dict]) -> str:
    with path.open("w", encoding="utf-8-sig", newline="") as f:
        writer = csv.DictWriter(f, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def unit(i: int) -> dict:
    """Unit number i of 240, half of each outlet; the machine is surer of every other one."""
    sure = 0.9 if i % 2 else 0.4
    own = {"unit_id": f"a{i // 8}:{i % 8}", "article_id": f"a{i // 8}", "outlet": ("نشرة الميناء", "صحيفة الحي")[i // 120]}
    return own | {"posture": NAMES[i % 4]} | {f"p_{v}": sure if v == NAMES[i % 4] else round((1 - sure) / 3, 4) for v in NAMES}


@pytest.fixture
def codes(tmp_path) -> str:
    return put(tmp_path / "my codes.csv", [unit(i) for i in range(240)])


@pytest.fixture
def pilot(tmp_path) -> str:
    about = {"stratum": "all", "population": 240, "sampled": 60, "inclusion": 0.25}
    return put(tmp_path / "sheet.csv", [{"unit_id": unit(i)["unit_id"], **HAND[i % 3]} | about for i in range(0, 240, 4)])


def table(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def test_a_width_gives_units_and_the_call_that_draws_them(codes, capsys):
    assert main(["plan", codes, "--width", "0.2"]) == 0
    captured = capsys.readouterr()
    assert "units to code by hand for 95% intervals of width 0.2" in captured.out
    assert "optimistic where they are not" in captured.out
    assert f"next: framing sample '{codes}' -n " in captured.err


def test_a_number_of_units_gives_widths(codes, capsys):
    assert main(["plan", codes, "-n", "50"]) == 0
    captured = capsys.readouterr()
    assert "width of 95% intervals at 50 units a group" in captured.out
    assert "-n 100 --allocate equal -o sheet.csv" in captured.err


def test_the_table_has_a_row_per_group_and_value(codes, tmp_path):
    assert main(["plan", codes, "--width", "0.2", "-o", str(tmp_path / "plan.csv")]) == 0
    rows = table(tmp_path / "plan.csv")
    assert [r["value"] for r in rows] == [*NAMES, *NAMES]
    assert all(float(r["neyman"]) < float(r["simple"]) < float(r["hand"]) < 120 for r in rows)


def test_the_call_planned_can_be_made(codes, tmp_path, capsys):
    main(["plan", codes, "--width", "0.2", "--by", "outlet"])
    call = capsys.readouterr().err.partition("next: framing ")[2].split()
    n = int(call[call.index("-n") + 1])
    main(["plan", codes, "--width", "0.2", "-o", str(tmp_path / "plan.csv")])
    assert n == max(int(float(r["neyman"])) for r in table(tmp_path / "plan.csv"))
    assert call[call.index("-n") + 2 :] == ["--per-group", "--stratify", "doubt", "-o", "sheet.csv"]


def test_a_pilot_or_an_accuracy_takes_the_place_of_the_probabilities(codes, pilot, capsys):
    assert main(["plan", codes, "--width", "0.2", "--pilot", pilot]) == 0
    assert "the pilot's errors are those of the whole" in capsys.readouterr().out
    assert main(["plan", codes, "--width", "0.2", "--accuracy", "0.6"]) == 0
    assert "the machine is right at this rate" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--width", "5"], "width 5.0; allowed"),
        (["--width", "0.1", "--accuracy", "-1"], "accuracy -1.0; allowed"),
        (["--width", "0.1", "--variable", "mood"], "variable 'mood'; allowed are posture"),
        (["--width", "0.1", "--variable", "voice"], "no column 'voice'"),
        (["--width", "0.1", "--by", "desk"], "no column 'desk'"),
        (["--width", "0.1", "--pilot", "none.csv"], "none.csv: no such file"),
        (["--width", "0.1", "-o", "plan.html"], "cannot write .html"),
    ],
)
def test_a_call_that_cannot_be_is_refused_with_what_is_allowed(options, message, codes, capsys):
    assert main(["plan", codes, *options]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("options", [[], ["--width", "0.1", "-n", "5"], ["-n", "0"], ["--width", "0.1", "--accuracy", "1", "--pilot", "x"]])
def test_options_that_exclude_each_other_end_with_status_2(options, codes, capsys):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["plan", codes, *options])
    assert "usage: framing plan" in capsys.readouterr().err
