"""`framing estimate`: a coded file and a filled sheet in, a table out; what it says and what it refuses."""

import csv
import json
from pathlib import Path

import pytest

from framing.blinding import hidden_id
from framing.cli import main

NAMES = ("skeptical", "favorable", "analytical", "procedural")
OUTLETS = ("نشرة الميناء", "صحيفة الحي")


def put(path: Path, rows: list[dict], encoding: str = "utf-8-sig", delimiter: str = ",") -> str:
    with path.open("w", encoding=encoding, newline="") as f:
        writer = csv.DictWriter(f, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def table(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def unit(i: int) -> dict:
    """Unit number i of 160: of the first outlet are 80, in articles of eight; the machine finds every posture equally often."""
    own = {"unit_id": f"a{i // 8}:{i % 8}", "article_id": f"a{i // 8}", "outlet": OUTLETS[i // 80], "weight": 1}
    return own | {"duplicate_of": "", "posture": NAMES[i % 4]} | {f"p_{v}": 0.7 if v == NAMES[i % 4] else 0.1 for v in NAMES}


def coded(i: int, hand: str | None = None) -> dict:
    """Unit number i as a sheet has it, a third of them corrected by hand."""
    names = {"skeptical": ("against", "no"), "favorable": ("for", "no"), "analytical": ("none", "yes"), "procedural": ("none", "no")}
    appraisal, explains = names[hand or NAMES[(i if i % 3 else i + 1) % 4]]
    return {"unit_id": unit(i)["unit_id"], "appraisal": appraisal, "explains": explains} | {
        "stratum": OUTLETS[i // 80],
        "population": 80,
        "sampled": 40,
        "inclusion": 0.5,
    }


@pytest.fixture
def codes(tmp_path) -> str:
    return put(tmp_path / "codes.csv", [unit(i) for i in range(160)])


@pytest.fixture
def gold(tmp_path) -> str:
    return put(tmp_path / "sheet.csv", [coded(i) for i in range(0, 160, 4)] + [coded(i) for i in range(1, 160, 4)])


def test_corrected_shares_stand_beside_the_others_with_what_each_assumes(codes, gold, capsys):
    assert main(["estimate", codes, "--gold", gold]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == ["group", "value", "n_gold", "n_positive", "difference", "hand", "naive", "back-calculation"]
    assert "target corpus: this collection" in out
    assert "naive: the machine is never wrong" in out
    assert OUTLETS[0] in out


def test_the_table_has_a_row_per_group_value_and_method(codes, gold, tmp_path):
    assert main(["estimate", codes, "--gold", gold, "--methods", "difference,naive", "-o", str(tmp_path / "e.csv")]) == 0
    rows = table(tmp_path / "e.csv")
    assert len(rows) == 2 * 4 * 2
    assert list(rows[0])[:8] == ["group", "variable", "value", "method", "share", "low", "high", "se"]
    assert sum(float(r["share"]) for r in rows if r["method"] == "difference") == pytest.approx(2)
    assert [float(r["share"]) for r in rows if r["method"] == "naive"] == pytest.approx([0.25] * 8)
    assert json.loads((tmp_path / "e.csv.meta.json").read_text("utf-8"))["target"] == "corpus"


def test_the_same_call_writes_the_same_bytes(codes, gold, tmp_path):
    for name in ("one.csv", "two.csv"):
        main(["estimate", codes, "--gold", gold, "--compare", "-o", str(tmp_path / name)])
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_differences_have_a_row_per_pair_and_value(codes, gold, tmp_path, capsys):
    assert main(["estimate", codes, "--gold", gold, "--compare", "--target", "outlet", "-o", str(tmp_path / "d.csv")]) == 0
    rows = table(tmp_path / "d.csv")
    assert [(r["group"], r["versus"], r["value"]) for r in rows] == [(*OUTLETS, v) for v in NAMES]
    assert main(["estimate", codes, "--gold", gold, "--compare"]) == 0
    assert "all of them at once" in capsys.readouterr().out


def test_prior_shift_is_estimated_where_the_shares_of_training_are_noted(codes, gold, tmp_path, capsys):
    Path(f"{codes}.meta.json").write_text(json.dumps({"model": {"posture_shares": [0.25] * 4}}), "utf-8")
    assert main(["estimate", codes, "--gold", gold, "--weight", "unit"]) == 0
    assert "em: probabilities are calibrated" in capsys.readouterr().out


def test_a_sheet_saved_by_a_spreadsheet_is_read(codes, tmp_path, capsys):
    rows = [coded(i) for i in range(0, 160, 2)]
    for row in rows:
        row["inclusion"] = "0,5"
    gold = put(tmp_path / "saved.csv", rows, "windows-1256", ";")
    assert main(["estimate", codes, "--gold", gold]) == 0
    assert OUTLETS[1] in capsys.readouterr().out


def test_a_sheet_with_posture_alone_corrects_posture(codes, tmp_path):
    names = {v: k for k, v in {"skeptical": "against", "favorable": "for"}.items()}
    rows = [coded(i) for i in range(0, 160, 2)]
    direct = [{k: v for k, v in r.items() if k not in ("appraisal", "explains")} for r in rows]
    for row, r in zip(direct, rows, strict=True):
        row["posture"] = names.get(r["appraisal"], "analytical" if r["explains"] == "yes" else "procedural")
    for name, sheet in (("derived", rows), ("direct", direct)):
        gold = put(tmp_path / f"{name}.csv", sheet)
        assert main(["estimate", codes, "--gold", gold, "-o", str(tmp_path / f"{name} shares.csv")]) == 0
    assert (tmp_path / "direct shares.csv").read_bytes() == (tmp_path / "derived shares.csv").read_bytes()


def test_of_two_coders_each_ones_codes_count_in_equal_parts_whoever_is_named_first(codes, tmp_path, capsys):
    first = put(tmp_path / "one.csv", [coded(i) for i in range(0, 160, 2)])
    second = put(tmp_path / "two.csv", [coded(i, "skeptical") for i in range(0, 160, 2)])
    out = []
    for sheets in ([first, second], [second, first]):
        assert main(["estimate", codes, "--gold", *sheets, "--methods", "hand", "-o", str(tmp_path / "e.csv")]) == 0
        out.append((tmp_path / "e.csv").read_text("utf-8"))
    told = capsys.readouterr().err
    assert out[0] == out[1]
    assert "80 units were coded in several sheets" in told and "each coder's code counts in equal parts" in told
    alone = sum(coded(i)["appraisal"] == "against" for i in range(0, 80, 2)) / 40
    assert float(table(tmp_path / "e.csv")[0]["share"]) == pytest.approx((alone + 1) / 2)


def test_below_the_shares_stands_how_far_people_agree_and_what_the_machine_is_worth(codes, tmp_path, capsys):
    first = put(tmp_path / "one.csv", [coded(i) for i in range(0, 160, 2)])
    second = put(tmp_path / "two.csv", [coded(i, "procedural" if i % 16 == 0 else None) for i in range(0, 160, 2)])
    assert main(["estimate", codes, "--gold", first, second]) == 0
    out = capsys.readouterr().out
    assert "agreement behind the hand codes: alpha 0." in out and "on 80 units that several people coded" in out
    assert "the machine's own shares of these articles" in out
    assert out.count("use with correction.") + out.count("code by hand.") == 2


def test_a_sheet_named_twice_is_refused(codes, gold, capsys):
    assert main(["estimate", codes, "--gold", gold, gold]) == 2
    assert "sheet.csv: named twice; a coder's codes count once" in capsys.readouterr().err


def test_differences_carry_the_notes_of_both_groups(codes, tmp_path):
    rows = [coded(i) | {"note": "not a unit" if i == 80 else ""} for i in range(0, 160, 2)]
    gold = put(tmp_path / "sheet.csv", rows)
    assert main(["estimate", codes, "--gold", gold, "--compare", "-o", str(tmp_path / "d.csv")]) == 0
    note = table(tmp_path / "d.csv")[0]["note"]
    assert f"{OUTLETS[0]}: lambda " in note and f"{OUTLETS[1]}: rows noted as no units" in note


def test_without_the_machine_nothing_is_said_of_its_errors(codes, gold, tmp_path):
    notes = []
    for power in ("0", "1"):
        assert main(["estimate", codes, "--gold", gold, "--lambda", power, "--methods", "difference", "-o", str(tmp_path / "e.csv")]) == 0
        notes.append(" ".join(r["note"] for r in table(tmp_path / "e.csv")))
    assert "the machine errs" not in notes[0]


def test_the_interval_of_a_machine_never_seen_to_err_is_shown(tmp_path, capsys):
    codes = put(tmp_path / "c.csv", [{k: v for k, v in unit(i).items() if not k.startswith("p_")} for i in range(160)])
    gold = put(tmp_path / "s.csv", [coded(i, unit(i)["posture"]) for i in range(0, 160, 2)])
    assert main(["estimate", codes, "--gold", gold, "--lambda", "1", "--methods", "difference"]) == 0
    assert "0.250 (0." in capsys.readouterr().out


def test_hand_codes_of_one_person_have_no_agreement(codes, gold, capsys):
    assert main(["estimate", codes, "--gold", gold]) == 0
    assert (
        "agreement behind the hand codes: not known: no unit was coded twice (draw with framing sample --coders 2)"
        in capsys.readouterr().out
    )


def test_a_group_that_cannot_be_estimated_is_named_and_the_others_are_written(tmp_path, capsys):
    units = [unit(i) | ({"article_id": "one"} if i >= 80 else {}) for i in range(160)]
    gold = put(tmp_path / "sheet.csv", [coded(i) for i in range(0, 160, 2)])
    assert main(["estimate", put(tmp_path / "codes.csv", units), "--gold", gold, "--target", "outlet"]) == 1
    captured = capsys.readouterr()
    assert f"{OUTLETS[1]}: one article says nothing about the outlet's others; say --target corpus" in captured.err
    assert OUTLETS[0] in captured.out


def test_copies_are_left_out_of_both(tmp_path, capsys):
    units = [unit(i) | {"duplicate_of": "a0" if i >= 152 else ""} for i in range(160)]
    gold = put(tmp_path / "sheet.csv", [coded(i) | ({"population": 72, "inclusion": 40 / 72} if i >= 80 else {}) for i in range(0, 150, 2)])
    codes = put(tmp_path / "codes.csv", units)
    assert main(["estimate", codes, "--gold", gold, "--without-copies"]) == 0
    assert main(["estimate", codes, "--gold", gold]) == 2
    assert "with --without-copies if it was drawn so" in capsys.readouterr().err


def test_units_nobody_drew_are_refused_or_labelled(codes, tmp_path, capsys):
    rows = [{k: v for k, v in coded(i).items() if k in ("unit_id", "appraisal", "explains")} for i in range(0, 160, 2)]
    gold = put(tmp_path / "chosen.csv", rows)
    assert main(["estimate", codes, "--gold", gold]) == 2
    assert "no column 'stratum'; without it nobody knows how the units were drawn" in capsys.readouterr().err
    assert main(["estimate", codes, "--gold", gold, "--model-based"]) == 0
    assert "(model-based)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--variable", "mood"], "variable 'mood'; allowed are posture"),
        (["--variable", "stance"], "no column 'stance'"),
        (["--by", "desk"], "no column 'desk'"),
        (["--level", "2"], "level 2.0; allowed"),
        (["--lambda", "7"], "lambda 7.0; allowed"),
        (["--methods", "magic"], "method 'magic'; allowed are difference"),
        (["--methods", "em"], "method em: needs the shares"),
        (["--methods", "naive", "--compare"], "leave --methods out"),
        (["-o", "{gold}"], "is an input too"),
        (["-o", "out.xlsx"], "cannot write .xlsx"),
        (["--exemplars", "more.csv"], "--exemplars without --cross-fit"),
        (["--cross-fit"], "cross-fitting reads the text: code the articles again without --no-text"),
        (["--cross-fit", "--exemplars", "more.csv"], "more.csv: no such file"),
    ],
)
def test_a_call_that_cannot_be_is_refused_with_what_is_allowed(options, message, codes, gold, capsys):
    before = Path(gold).read_bytes()
    assert main(["estimate", codes, "--gold", gold, *(o.format(gold=gold) for o in options)]) == 2
    assert message in capsys.readouterr().err
    assert Path(gold).read_bytes() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "sheet.csv"),
        ("unit_id\n", "no units in it"),
        ("unit_id,appraisal,explains,stratum,population,sampled,inclusion\na0:0,,,o,80,40,0.5\n", "no unit in it has a code"),
        (
            "unit_id,appraisal,explains,stratum,population,sampled,inclusion\na0:0,bad,no,o,80,40,0.5\n",
            "sheet.csv, unit a0:0: appraisal is 'bad'",
        ),
        ("unit_id,appraisal,explains,stratum,population,sampled,inclusion\na0:0,for,no,o,80,1,often\n", "inclusion 'often'"),
        ("unit_id,appraisal,explains,stratum,population,sampled,inclusion\nz:0,for,no,o,80,1,0.0125\n", "unit z:0 is not among the codes"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused(content, message, codes, tmp_path, capsys):
    (tmp_path / "sheet.csv").write_text(content, "utf-8")
    assert main(["estimate", codes, "--gold", str(tmp_path / "sheet.csv"), "-o", str(tmp_path / "e.csv")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "e.csv").exists()


def test_an_error_names_the_sheet_and_the_unit_as_the_sheet_has_it(codes, tmp_path, capsys):
    rows = [coded(i) | {"unit_id": hidden_id(unit(i)["unit_id"])} for i in range(0, 160, 2)]
    typo = put(tmp_path / "typo.csv", [rows[0] | {"appraisal": "fro"}, *rows[1:]])
    assert main(["estimate", codes, "--gold", typo]) == 2
    odd = put(tmp_path / "odd.csv", [rows[0] | {"inclusion": "?"}, *rows[1:]])
    assert main(["estimate", codes, "--gold", odd]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"framing: {typo}, unit {rows[0]['unit_id']}: appraisal is 'fro'")
    assert second.startswith(f"framing: {odd}, unit {rows[0]['unit_id']} has population '80'") and "a0:0" not in first + second


def test_what_agree_refuses_estimate_refuses(codes, tmp_path, capsys):
    rows = [coded(i) | {"object": "-" if coded(i)["appraisal"] == "none" else "focal"} for i in range(0, 160, 2)]
    gold = put(tmp_path / "sheet.csv", [r | {"object": "focal"} if r["unit_id"] == "a0:2" else r for r in rows])
    assert main(["estimate", codes, "--gold", gold]) == main(["agree", gold, codes]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first == second and "a0:2: object is 'focal' with appraisal 'none'" in first


def test_articles_without_an_outlet_have_a_group_of_that_name(gold, tmp_path):
    codes = put(tmp_path / "codes.csv", [unit(i) | {"outlet": "" if i >= 80 else OUTLETS[0]} for i in range(160)])
    assert main(["estimate", codes, "--gold", gold, "--compare", "-o", str(tmp_path / "d.csv")]) == 0
    assert {(r["group"], r["versus"]) for r in table(tmp_path / "d.csv")} == {(OUTLETS[0], "no outlet")}


@pytest.mark.parametrize("note", ["Not a unit: a caption", "ليست وحدة"])
def test_rows_that_a_coder_calls_no_units_are_taken_out_and_told(codes, tmp_path, capsys, note):
    gold = put(tmp_path / "sheet.csv", [coded(i) | {"note": note if i < 4 else "a unit"} for i in range(0, 160, 2)])
    assert main(["estimate", codes, "--gold", gold]) == 0
    assert "noted as no units, left out of what the share is of: 2 of" in capsys.readouterr().out


def test_of_a_codebook_of_ones_own_the_first_variable_is_estimated(tmp_path, capsys):
    scheme = {"title": "", "version": "1", "variables": {"tone": {"values": {"warm": "", "cold": ""}}}}
    rows = [
        {"unit_id": f"a{i}:0", "article_id": f"a{i}", "outlet": "نشرة الميناء", "weight": 1, "tone": ("warm", "cold")[i % 2]}
        for i in range(40)
    ]
    codes = put(tmp_path / "own.csv", rows)
    Path(f"{codes}.meta.json").write_text(json.dumps({"scheme": scheme}), "utf-8")
    design = {"stratum": "all", "population": 40, "sampled": 20, "inclusion": 0.5}
    gold = put(tmp_path / "sheet.csv", [{"unit_id": f"a{i}:0", "tone": ("warm", "cold")[i % 3 == 0]} | design for i in range(20)])
    assert main(["estimate", codes, "--gold", gold]) == 0
    assert "tone: mean over articles" in capsys.readouterr().out
    assert main(["plan", codes, "--width", "0.2", "--accuracy", "0.8"]) == 0
    assert "tone, units to code by hand" in capsys.readouterr().out


def test_missing_files_are_named(codes, gold, capsys):
    assert main(["estimate", "none.csv", "--gold", gold]) == 2
    assert main(["estimate", codes, "--gold", "none.csv"]) == 2
    assert capsys.readouterr().err.count("none.csv: no such file") == 2


# A sample that trains the coder, too

TONES = ("warm", "cold")


@pytest.fixture
def trained(tmp_path, capsys) -> tuple[str, str, Path]:
    """Codes of an own coder, a sample of them coded by hand that has not trained it, and the folder; exemplars of the first coder come from elsewhere."""
    (tmp_path / "codebook.toml").write_text("language = 'en'\n[variables.tone]\nvalues = ['warm', 'cold']\n", "utf-8")
    exemplars = put(tmp_path / "coded.csv", [{"text": f"A {('fine', 'poor')[i % 2]} day.", "tone": TONES[i % 2]} for i in range(12)])
    words = ("fine", "poor", "grim")
    news = [
        {"id": f"a{i}", "outlet": OUTLETS[i % 2], "text": " ".join(f"The tram was {words[(i + j) % 3]}." for j in range(8))}
        for i in range(12)
    ]
    put(tmp_path / "news.csv", news)
    codes = coded_by(tmp_path, exemplars)
    main(["sample", codes, "-n", "48", "-o", str(tmp_path / "sheet.csv")])
    rows = table(tmp_path / "sheet.csv")
    gold = put(tmp_path / "sheet.csv", [row | {"tone": TONES["fine" not in row["text"]]} for row in rows])
    capsys.readouterr()
    return codes, gold, tmp_path


def coded_by(folder: Path, *exemplars: str) -> str:
    """Codes of the folder's articles by a coder trained with some exemplars."""
    model, codes = str(folder / "own.zip"), str(folder / "codes.csv")
    assert main(["train", *exemplars, "--codebook", str(folder / "codebook.toml"), "-o", model]) == 0
    assert main(["code", str(folder / "news.csv"), "--model", model, "-o", codes, "-q"]) == 0
    return codes


def test_a_sample_that_trained_the_coder_is_refused_with_the_number_of_its_units(trained, capsys):
    codes, gold, folder = trained
    assert main(["estimate", codes, "--gold", gold]) == 0
    coded_by(folder, gold)
    capsys.readouterr()
    assert main(["estimate", codes, "--gold", gold, "-o", str(folder / "e.csv")]) == 2
    err = capsys.readouterr().err
    assert "48 units coded by hand are among those that trained the coder" in err and "say --cross-fit, or draw another sample" in err
    assert not (folder / "e.csv").exists()


def test_a_part_of_it_is_refused_too(trained, capsys):
    codes, gold, folder = trained
    coded_by(folder, put(folder / "part.csv", table(Path(gold))[:30]))
    assert main(["estimate", codes, "--gold", gold]) == 2
    assert "30 units coded by hand are among those" in capsys.readouterr().err


def test_units_of_another_collection_with_the_same_ids_are_others(trained, capsys):
    codes, gold, folder = trained
    other = [row | {"text": f"A {('fine', 'poor')[i % 2]} ferry.", "tone": TONES[i % 2]} for i, row in enumerate(table(Path(gold)))]
    coded_by(folder, put(folder / "other.csv", other))
    assert main(["estimate", codes, "--gold", gold]) == 0


def test_cross_fitted_it_corrects_the_shares(trained, capsys):
    codes, gold, folder = trained
    coded_by(folder, gold)
    out = str(folder / "e.csv")
    capsys.readouterr()
    assert main(["estimate", codes, "--gold", gold, "--cross-fit", "4", "--weight", "unit", "-o", out]) == 0
    assert "48 units coded by hand had trained the coder: what it says of any is left out" in capsys.readouterr().err
    rows = {(r["group"], r["value"], r["method"]): r for r in table(Path(out))}
    assert [float(rows[o, "warm", "difference"]["share"]) for o in OUTLETS] == pytest.approx([1 / 3, 1 / 3], abs=0.02)
    assert rows[OUTLETS[0], "warm", "difference"]["assumes"].endswith("the machine may be wrong anyhow (cross-fitted in 4 folds)")
    assert not rows[OUTLETS[0], "warm", "hand"]["assumes"].endswith("folds)")


def test_cross_fitting_helps_a_coder_that_does_not_know_the_corpus(trained, capsys):
    codes, gold, folder = trained
    for name, options in (
        ("plain", []),
        ("crossed", ["--cross-fit"]),
        ("further", ["--cross-fit", "--exemplars", str(folder / "coded.csv")]),
    ):
        call = ["estimate", codes, "--gold", gold, *options, "--methods", "difference", "--lambda", "1", "-o", str(folder / f"{name}.csv")]
        assert main(call) == 0
    plain, crossed, further = (float(table(folder / f"{name}.csv")[0]["se"]) for name in ("plain", "crossed", "further"))
    assert crossed < plain / 2 and further < plain / 2


def test_differences_are_cross_fitted_too(trained, capsys):
    codes, gold, _ = trained
    assert main(["estimate", codes, "--gold", gold, "--cross-fit", "2", "--compare"]) == 0
    assert "(cross-fitted in 2 folds)" in capsys.readouterr().out


def test_a_model_that_is_gone_leaves_its_lexicon_behind_and_that_is_said(trained, capsys):
    codes, gold, folder = trained
    (folder / "own.zip").unlink()
    assert main(["estimate", codes, "--gold", gold, "--cross-fit", "2"]) == 0
    assert "own.zip: no such file any more; cross-fitted without its lexicon" in capsys.readouterr().err


@pytest.mark.parametrize("given", ["1", "0", "two", "2.5", "codes.csv"])
def test_folds_are_whole_numbers_from_two(given, codes, gold, capsys):
    with pytest.raises(SystemExit) as e:
        main(["estimate", codes, "--gold", gold, "--cross-fit", given])
    assert e.value.code == 2
    assert f"{given!r}; allowed are whole numbers from 2" in capsys.readouterr().err
