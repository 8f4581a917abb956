"""The constructed articles, and what the commands make of them."""

import csv
import json

import pytest

from framing.cli import main
from framing.samples import ALIASES, COLUMNS, STEP, samples, write_samples
from framing.target import names_step


def test_there_are_ten_articles_of_five_outlets_with_every_column():
    assert len(samples()) == 10 and len({a["outlet"] for a in samples()}) == 5
    assert all(set(a) == set(COLUMNS) and all(a.values()) for a in samples())


def test_all_but_one_name_the_step():
    naming = [a["article_id"] for a in samples() if names_step([a["title"], a["text"]], (STEP, *ALIASES))]
    assert len(naming) == 9


def test_nothing_is_overwritten(tmp_path, capsys):
    (tmp_path / "articles.csv").write_text("mine")
    assert main(["samples", str(tmp_path)]) == 2
    assert "articles.csv: stands there already" in capsys.readouterr().err
    assert (tmp_path / "articles.csv").read_text() == "mine" and not (tmp_path / "page.html").exists()


def test_the_command_printed_codes_every_sample_towards_the_step(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["samples"]) == 0
    call = capsys.readouterr().out
    assert call.startswith(f"framing code samples --target '{STEP}'")
    aliases = [part for a in ALIASES for part in ("--alias", a)]
    assert main(["code", "samples", "--target", STEP, *aliases, "-o", "codes.jsonl"]) == 0
    assert "1 of 10 articles never name the step" in capsys.readouterr().err
    rows = [json.loads(line) for line in (tmp_path / "codes.jsonl").read_text("utf-8").splitlines()]
    assert {r["outlet"] for r in rows} == {a["outlet"] for a in samples()}
    assert len({r["article_id"] for r in rows}) == 10
    assert {r["published"] for r in rows} == {a["published"] for a in samples()}


def test_the_page_keeps_its_text_and_leaves_the_menu_out(tmp_path, capsys):
    _, page = write_samples(tmp_path)
    assert main(["extract", str(page)]) == 0
    article = json.loads(capsys.readouterr().out)
    source = samples()[0]
    assert article["title"] == source["title"] and "اشترك" not in article["text"]
    assert article["text"].split("\n")[0] == source["text"].split("\n")[0]


@pytest.mark.parametrize("column", COLUMNS)
def test_the_table_holds_the_other_articles_unchanged(tmp_path, column):
    table, _ = write_samples(tmp_path)
    with table.open(encoding="utf-8", newline="") as f:
        assert [row[column] for row in csv.DictReader(f)] == [a[column] for a in samples()[1:]]
