"""`framing plan`: a coded file in, units to code by hand or the widths they give out, and the call that draws them."""

import csv
import json
from pathlib import Path

import pytest

from framing.cli import main
from framing.planning import published_confusion

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
    assert all(float(r["neyman"]) <= float(r["simple"]) < float(r["hand"]) < 120 for r in rows)


def test_the_call_planned_can_be_made(codes, tmp_path, capsys):
    main(["plan", codes, "--width", "0.2", "--by", "outlet"])
    call = capsys.readouterr().err.partition("next: framing ")[2].split()
    n = int(call[call.index("-n") + 1])
    main(["plan", codes, "--width", "0.2", "-o", str(tmp_path / "plan.csv")])
    assert n == max(int(float(r["neyman"])) for r in table(tmp_path / "plan.csv"))
    assert call[call.index("-n") + 2 :] == ["--per-group", "--stratify", "doubt", "-o", "sheet.csv"]


def test_what_is_printed_is_explained_and_fits_a_screen(codes, tmp_path, pilot, capsys):
    (tmp_path / "counts.csv").write_text(COUNTS, "utf-8")
    for options, share in [
        ([], "by the machine's probabilities"),
        (["--pilot", pilot], "by the pilot's hand codes; those of all groups, for a group with fewer than 20 of them"),
        (["--accuracy", "0.6"], "by the machine's codes, right at the rate given"),
        (["--confusion", str(tmp_path / "counts.csv"), "--target", "outlet"], "by the machine's codes, confused as in the table"),
    ]:
        assert main(["plan", codes, "--width", "0.3", *options]) == 0
        out = capsys.readouterr().out
        assert f"\nshare: to be expected {share}\n" in out and ("\nunits: of one sample, " in out) == ("--pilot" in options)
        assert max(map(len, out.splitlines())) <= 110


def test_a_gain_under_one_is_explained(tmp_path, capsys):
    counts = (
        "hand,skeptical,favorable,analytical,procedural\nskeptical,9,0,0,1\nfavorable,1,1,4,4\nanalytical,0,4,1,5\nprocedural,2,4,4,30\n"
    )
    (tmp_path / "counts.csv").write_text(counts, "utf-8")
    rows = [
        unit(0) | {"unit_id": f"a{i // 8}:{i % 8}", "article_id": f"a{i // 8}", "posture": NAMES[(0, 0, 1, 3, 3, 3, 2, 3)[i % 8]]}
        for i in range(120)
    ]
    codes = put(tmp_path / "c.csv", rows)
    assert main(["plan", codes, "-n", "40", "--confusion", str(tmp_path / "counts.csv")]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "; under 1: the machine widens the interval of this value, since one weight for it (lambda) serves all values" in out
    assert main(["plan", codes, "-n", "40", "--accuracy", "0.9"]) == 0
    assert "under 1" not in capsys.readouterr().out


def test_groups_coded_whole_are_named(tmp_path, capsys):
    codes = put(tmp_path / "c.csv", [unit(i) for i in range(100, 240)])  # 20 of the one outlet, 120 of the other
    assert main(["plan", codes, "-n", "20"]) == 0
    assert "\nall units coded, nothing is left to estimate: all 20 of نشرة الميناء\n" in capsys.readouterr().out
    assert main(["plan", codes, "-n", "5000", "--target", "outlet"]) == 0
    assert "\nall units coded, the floor is left: all 20 of نشرة الميناء; all 120 of صحيفة الحي\n" in capsys.readouterr().out
    assert main(["plan", codes, "-n", "19"]) == 0
    assert "all units coded" not in capsys.readouterr().out


def test_a_pilot_or_an_accuracy_takes_the_place_of_the_probabilities(codes, pilot, capsys):
    assert main(["plan", codes, "--width", "0.2", "--pilot", pilot]) == 0
    assert "the pilot's errors are those of the whole" in capsys.readouterr().out
    assert main(["plan", codes, "--width", "0.2", "--accuracy", "0.6"]) == 0
    assert "the machine is right at this rate" in capsys.readouterr().out


COUNTS = "hand,skeptical,favorable,analytical,procedural\n" + "".join(
    f"{v}{''.join(',12' if v == m else ',2' for m in NAMES)}\n" for v in NAMES
)


def test_an_outlet_has_a_floor_and_units_above_it(codes, capsys):
    assert main(["plan", codes, "--width", "0.3", "--target", "outlet"]) == 0
    captured = capsys.readouterr()
    header = captured.out.splitlines()[0].split()
    assert header[:9] == "group value n_units n_articles share hand simple gain floor".split()
    assert "target outlet" in captured.out and "articles are a random sample" in " ".join(captured.out.split())
    assert "next: framing sample" in captured.err and "--allocate equal" in captured.err


def test_a_width_out_of_reach_asks_for_articles(codes, tmp_path, capsys):
    out = tmp_path / "plan.csv"
    assert main(["plan", codes, "--width", "0.05", "--target", "outlet", "-o", str(out)]) == 0
    rows = table(out)
    assert all(r["simple"] == "" and int(float(r["articles"])) > int(r["n_articles"]) == 15 for r in rows)
    most = max(int(float(r["articles"])) for r in rows if r["group"] == "نشرة الميناء")
    assert f"no number of units gives the width: نشرة الميناء needs about {most} articles and has 15" in capsys.readouterr().err


def test_an_outlet_of_one_article_is_named_and_the_rest_is_planned(tmp_path, capsys):
    rows = [unit(i) for i in range(128)]  # the second outlet has the last article alone
    assert main(["plan", put(tmp_path / "c.csv", rows), "-n", "30", "--target", "outlet"]) == 1
    captured = capsys.readouterr()
    assert "framing: صحيفة الحي: one article says nothing about the outlet's others; say --target corpus, or add articles" in captured.err
    assert "نشرة الميناء" in captured.out and "صحيفة الحي" not in captured.out
    assert main(["plan", put(tmp_path / "d.csv", rows[120:]), "-n", "5", "--target", "outlet"]) == 2


def test_widths_of_more_than_the_whole_scale_are_not_spelled_out(tmp_path, capsys):
    assert main(["plan", put(tmp_path / "c.csv", [unit(i) for i in range(16)]), "-n", "8", "--target", "outlet"]) == 0
    assert "over 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "mend", [str, lambda text: text.replace(",", ";"), lambda text: "\ufeff" + text], ids=["commas", "semicolons", "mark"]
)
def test_a_table_of_counts_takes_the_place_of_the_probabilities(codes, tmp_path, capsys, mend):
    (tmp_path / "counts.csv").write_text(mend(COUNTS), "utf-8")
    assert main(["plan", codes, "--width", "0.3", "--confusion", str(tmp_path / "counts.csv")]) == 0
    out = capsys.readouterr().out
    assert "the machine confuses each value with others as in the table" in out and "neyman" not in out


@pytest.mark.parametrize("coder", ["fast", "accurate"])
def test_the_published_confusion_is_that_of_the_coder_noted(codes, tmp_path, coder):
    Path(codes + ".meta.json").write_text(json.dumps({"model": {"name": coder}}), "utf-8")
    assert main(["plan", codes, "-n", "50", "--confusion", "published", "-o", str(tmp_path / "published.csv")]) == 0
    published_confusion(coder).to_csv(tmp_path / "counts.csv")
    assert main(["plan", codes, "-n", "50", "--confusion", str(tmp_path / "counts.csv"), "-o", str(tmp_path / "given.csv")]) == 0
    assert table(tmp_path / "published.csv") == table(tmp_path / "given.csv")


@pytest.mark.parametrize(
    ("noted", "message"),
    [
        (None, "nothing noted with them says which coder made them; give a table of counts"),
        ({"model": "fast"}, "nothing noted with them says which coder made them"),
        ({"model": {"name": "own.zip"}}, "no confusion of coder 'own.zip' is published; there is one of accurate, fast"),
    ],
)
def test_codes_of_a_coder_of_which_nothing_is_published_are_refused(codes, capsys, noted, message):
    if noted:
        Path(codes + ".meta.json").write_text(json.dumps(noted), "utf-8")
    assert main(["plan", codes, "-n", "50", "--confusion", "published"]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (COUNTS.replace("procedural", "grim"), "'grim'; allowed are skeptical, favorable, analytical, procedural"),
        (COUNTS.replace(",12", ",x"), "a cell is no number; allowed are counts from 0"),
        ("", "no table of counts"),
        (None, "counts.csv: no such file; give a .csv file of counts, or published"),
    ],
)
def test_a_file_that_is_no_table_of_counts_is_refused(codes, tmp_path, capsys, content, message):
    if content is not None:
        (tmp_path / "counts.csv").write_text(content, "utf-8")
    assert main(["plan", codes, "-n", "50", "--confusion", str(tmp_path / "counts.csv")]) == 2
    assert message in capsys.readouterr().err


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


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--width", "0.1", "-n", "5"],
        ["-n", "0"],
        ["--width", "0.1", "--accuracy", "1", "--pilot", "x"],
        ["--width", "0.1", "--confusion", "published", "--pilot", "x"],
        ["--width", "0.1", "--target", "world"],
    ],
)
def test_options_that_exclude_each_other_end_with_status_2(options, codes, capsys):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["plan", codes, *options])
    assert "usage: framing plan" in capsys.readouterr().err
