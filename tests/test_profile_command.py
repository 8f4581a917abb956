"""`framing profile`: tables and pages of coded files, and the calls it refuses."""

import csv
import json
from pathlib import Path

import pytest

from framing.cli import main

HEADER = "unit_id,article_id,outlet,published,weight,posture,frames,duplicate_of,text"
FAST = {"framing": "0.1.0", "model": {"name": "fast"}}
OWN = {
    "model": {"name": "own.zip"},
    "scheme": {"title": "Tone", "version": "1", "language": "fr", "variables": {
        "tone": {"values": {"warm": "", "cold": ""}}, "topic": {"values": {"water": "", "roads": ""}, "multiple": True},
    }},
}  # fmt: skip
UNITS = (
    "a:0,a,أ,2025-01-02,1,skeptical,economic;human,,نص",
    "a:1,a,أ,2025-01-02,1,procedural,,,نص",
    "b:0,b,أ,,1,skeptical,human,a,نص",
    "c:0,c,ب,2025-02-03,1,analytical,,,نص",
    "c:1,c,ب,2025-02-03,0,,,,نص",
)


def coded(path: Path, *lines: str, header: str = HEADER, about: dict | None = FAST) -> str:
    path.write_text("\n".join([header, *(lines or UNITS)]) + "\n", "utf-8")
    if about is not None:
        path.with_name(f"{path.name}.meta.json").write_text(json.dumps(about), "utf-8")
    return str(path)


@pytest.fixture
def codes(tmp_path) -> str:
    return coded(tmp_path / "codes.csv")


@pytest.fixture
def own(tmp_path) -> str:
    return coded(tmp_path / "own.csv", "a:0,a,أ,1,warm,water;roads", "a:1,a,أ,1,cold,", header="unit_id,article_id,outlet,weight,tone,topic", about=OWN)  # fmt: skip


def shares(path: Path) -> dict[tuple[str, str], float]:
    with path.open(encoding="utf-8", newline="") as f:
        return {(r["group"], r["value"]): float(r["share"]) for r in csv.DictReader(f) if float(r["share"])}


def profiled(codes: str, tmp_path: Path, *options: str) -> dict[tuple[str, str], float]:
    assert main(["profile", codes, *options, "-o", str(tmp_path / "p.csv")]) == 0
    return shares(tmp_path / "p.csv")


def test_a_page_is_written_and_told(capsys, codes, tmp_path):
    out = tmp_path / "page.html"
    assert main(["profile", codes, "-o", str(out), "--title", "مقارنة"]) == 0
    assert capsys.readouterr() == ("", f"framing: 2 groups, 3 articles, 4 units in {out}\n")
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>") and "<bdi>مقارنة</bdi>" in out.read_text("utf-8")


def test_the_same_files_give_the_same_page(codes, tmp_path):
    for name in ("one.html", "two.html"):
        assert main(["profile", codes, "--by", "outlet,month", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert {p.name for p in tmp_path.iterdir()} == {"codes.csv", "codes.csv.meta.json", "one.html", "two.html"}


def test_groups_may_be_of_several_columns(codes, tmp_path):
    assert profiled(codes, tmp_path, "--by", "outlet,month") == {
        ("أ · 2025-01", "skeptical"): 0.5, ("أ · 2025-01", "procedural"): 0.5, ("أ · no date", "skeptical"): 1, ("ب · 2025-02", "analytical"): 1,
    }  # fmt: skip


def test_frames_are_profiled_by_the_share_of_units_that_have_them(codes, tmp_path):
    assert profiled(codes, tmp_path, "--variable", "frames") == {("أ", "economic"): 0.25, ("أ", "human"): 0.75}


def test_copies_can_be_left_out(capsys, codes, tmp_path):
    assert profiled(codes, tmp_path, "--without-copies")["أ", "skeptical"] == 0.5
    assert capsys.readouterr().err == "framing: 1 of 3 articles are copies (duplicate_of) and are left out\n"


def test_the_study_can_stand_beside(codes, tmp_path):
    found = profiled(codes, tmp_path, "--compare", "study")
    assert len({g for g, _ in found if g.startswith("study: ")}) == 6 and found["ب", "analytical"] == 1


def test_a_codebook_of_ones_own_is_profiled_by_its_first_variable(own, tmp_path):
    assert profiled(own, tmp_path) == {("أ", "warm"): 0.5, ("أ", "cold"): 0.5}
    assert profiled(own, tmp_path, "--variable", "topic") == {("أ", "water"): 0.5, ("أ", "roads"): 0.5}


def test_a_codebook_of_ones_own_makes_a_page(own, tmp_path):
    assert main(["profile", own, "-o", str(tmp_path / "p.html")]) == 0
    assert "Which topic does each group use?" in (tmp_path / "p.html").read_text("utf-8")


def test_a_variable_that_no_unit_has_is_left_out_of_the_page(tmp_path):
    name = coded(tmp_path / "a.csv", "a:0,a,أ,1,skeptical,", header="unit_id,article_id,outlet,weight,posture,stance")
    assert main(["profile", name, "-o", str(tmp_path / "p.html")]) == 0
    assert "stance</bdi>" not in (tmp_path / "p.html").read_text("utf-8")


@pytest.mark.parametrize(("target", "tabled"), [(None, False), ("الاتفاق", True)])
def test_stance_stands_on_the_page_only_where_a_step_was_named(tmp_path, target, tabled):
    header = "unit_id,article_id,outlet,weight,posture,stance"
    name = coded(tmp_path / "a.csv", "a:0,a,أ,1,skeptical,against", header=header, about=FAST | {"target": target})
    assert main(["profile", name, "-o", str(tmp_path / "p.html")]) == 0
    page = (tmp_path / "p.html").read_text("utf-8")
    assert ("<bdi>stance</bdi>" in page, "Stance is left out" in page) == (tabled, not tabled)


def test_stance_is_profiled_on_request_whatever_it_is_towards(tmp_path):
    name = coded(tmp_path / "a.csv", "a:0,a,أ,1,skeptical,against", header="unit_id,article_id,outlet,weight,posture,stance")
    assert profiled(name, tmp_path, "--variable", "stance") == {("أ", "against"): 1}


def test_windows_line_ends_are_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join([HEADER, *UNITS]).encode("utf-8-sig"))
    assert profiled(str(path), tmp_path)["ب", "analytical"] == 1


def test_files_of_different_columns_are_compared_in_what_they_share(codes, tmp_path):
    bare = coded(tmp_path / "bare.csv", "z:0,z,ج,1,favorable", header="unit_id,article_id,outlet,weight,posture")
    assert main(["profile", codes, bare, "-o", str(tmp_path / "p.html")]) == 0
    assert "heat-frames" not in (tmp_path / "p.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--by", "outlet,,month"], "--by 'outlet,,month': an empty name"),
        (["--by", "mood"], "no column 'mood'; the file has unit_id"),
        (["--by", "outlets"], "no column 'outlets' (did you mean outlet?); the file has unit_id"),
        (["--variable", "tone"], "--variable tone: allowed are posture, appraisal, explains, stance, voice, frames"),
        (["--compare", "study", "--variable", "frames"], "--compare study with --variable frames"),
        (["--prior-shift"], "--prior-shift estimates shares of posture among all units"),
        (["--prior-shift", "--compare", "study"], "--prior-shift with --compare study"),
        (["--prior-shift", "--weight", "unit", "-o", "p.html"], "p.html: --prior-shift gives a table"),
        (["-o", "p.pdf"], "p.pdf: cannot write .pdf; allowed are .csv, .html"),
        (["-o", "gone/p.html"], "the folder gone does not exist"),
    ],
)
def test_calls_that_are_wrong_are_refused(capsys, monkeypatch, codes, tmp_path, options, says):
    monkeypatch.chdir(tmp_path)
    assert main(["profile", codes, *options]) == 2
    assert says in capsys.readouterr().err
    assert {p.name for p in tmp_path.iterdir()} == {"codes.csv", "codes.csv.meta.json"}


@pytest.mark.parametrize("n", ["-1", "x", "1.5"])
def test_a_number_of_articles_is_a_whole_number(capsys, codes, n):
    with pytest.raises(SystemExit, match="2"):
        main(["profile", codes, f"--read={n}"])
    assert "allowed are whole numbers from 0" in capsys.readouterr().err


@pytest.mark.parametrize("about", [None, {}, {"model": {"name": "own.zip"}}, {"model": "fast"}])
def test_the_study_needs_files_of_one_of_its_coders(capsys, tmp_path, about):
    assert main(["profile", coded(tmp_path / "a.csv", about=about), "--compare", "study"]) == 2
    assert "allowed is one of fast and accurate" in capsys.readouterr().err


def test_files_of_several_codebooks_are_not_compared(capsys, codes, own):
    assert main(["profile", codes, own]) == 2
    assert f"{own}: coded by another codebook (Tone 1) than {codes}" in capsys.readouterr().err


def test_a_file_of_nothing_but_copies_cannot_be_without_them(capsys, tmp_path):
    assert main(["profile", coded(tmp_path / "a.csv", "b:0,b,أ,,1,skeptical,,a,نص"), "--without-copies"]) == 2
    assert "every article is marked as a copy" in capsys.readouterr().err


@pytest.mark.parametrize(("written", "says"), [("{", "not as `framing code` writes it"), ("[]", "a list; allowed is an object")])
def test_metadata_that_is_broken_is_named(capsys, codes, tmp_path, written, says):
    Path(f"{codes}.meta.json").write_text(written, "utf-8")
    assert main(["profile", codes, "-o", str(tmp_path / "p.html")]) == 2
    assert f"{codes}.meta.json: " in (err := capsys.readouterr().err) and says in err


def test_a_frame_that_does_not_exist_is_named(capsys, tmp_path):
    name = coded(tmp_path / "a.csv", "a:0,a,أ,,1,skeptical,economic;sports,,نص")
    assert main(["profile", name, "-o", str(tmp_path / "p.html")]) == 2
    assert "a.csv, unit a:0: frames is 'sports'; allowed are security" in capsys.readouterr().err
    assert not (tmp_path / "p.html").exists()
