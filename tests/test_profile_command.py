"""`framing profile`: tables and pages of coded files, and the calls it refuses."""

import csv
import json
import re
from pathlib import Path

import pytest

from framing.cli import main
from framing.commands.survival import _p
from framing.specifications import JointTest

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


def by_hand(path: Path, n: int = 60) -> tuple[str, str]:
    """Coded units of one outlet, and a filled sheet of a third of them."""
    names = ("skeptical", "favorable", "analytical", "procedural")
    header = "unit_id,article_id,outlet,published,weight,posture,text," + ",".join(f"p_{v}" for v in names)
    lines = [
        f"a{i // 6}:{i % 6},a{i // 6},صحيفة الحي,,1,{names[i % 4]},نص," + ",".join("0.7" if v == i % 4 else "0.1" for v in range(4))
        for i in range(n)
    ]
    sheet = ["unit_id,posture,stratum,population,sampled,inclusion"]
    sheet += [f"a{i // 6}:{i % 6},{names[i % 4] if i % 5 else 'procedural'},1,{n},{n // 3},{1 / 3:.4f}" for i in range(0, n, 3)]
    (path / "sheet.csv").write_text("\n".join(sheet) + "\n", "utf-8")
    return coded(path / "many.csv", *lines, header=header), str(path / "sheet.csv")


def test_with_hand_codes_the_page_corrects_and_judges(tmp_path):
    codes, sheet = by_hand(tmp_path)
    assert main(["profile", codes, "--gold", sheet, "-o", str(tmp_path / "with.html")]) == 0
    assert main(["profile", codes, "-o", str(tmp_path / "without.html")]) == 0
    corrected, bare = ((tmp_path / f"{name}.html").read_text("utf-8") for name in ("with", "without"))
    assert "no unit is coded by hand" not in corrected.lower() and "no unit is coded by hand" in bare.lower()
    assert "20 hand-coded units" in corrected


def test_the_page_says_how_far_two_coders_agree(tmp_path):
    codes, sheet = by_hand(tmp_path)
    head, first, *rest = Path(sheet).read_text("utf-8").splitlines()
    second = tmp_path / "second.csv"
    second.write_text("\n".join([head, first.replace("procedural", "skeptical"), *rest]) + "\n", "utf-8")
    assert main(["profile", codes, "--gold", sheet, str(second), "-o", str(tmp_path / "two.html")]) == 0
    assert main(["profile", codes, "--gold", sheet, "-o", str(tmp_path / "one.html")]) == 0
    two, one = ((tmp_path / f"{name}.html").read_text("utf-8") for name in ("two", "one"))
    assert "On 20 units that several of them coded, alpha" in two and "how far two coders agree]" not in two
    assert "how far two coders agree]" in one and "several of them coded" not in one


def test_hand_codes_need_a_page(capsys, tmp_path):
    codes, sheet = by_hand(tmp_path)
    assert main(["profile", codes, "--gold", sheet]) == 2
    assert "--gold: goes with a page" in capsys.readouterr().err


def test_a_unit_of_several_values_is_not_corrected_on_the_page(capsys, tmp_path):
    _, sheet = by_hand(tmp_path)
    frames = coded(tmp_path / "frames.csv")
    assert main(["profile", frames, "--variable", "frames", "--gold", sheet, "-o", str(tmp_path / "p.html")]) == 2
    assert "correct them one by one (framing estimate)" in capsys.readouterr().err


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


MANY = [
    f"{g}{i}:{n},{g}{i},{outlet},1,{'headline' if n == 0 else 'body'},{'skeptical' if (n + i) % 3 == 0 or n < own else 'procedural'}"
    for g, outlet, own in (("a", "أ", 2), ("b", "ب", 0))
    for i in range(4)
    for n in range(4)
]
SPECIFIED = "unit_id,article_id,outlet,weight,role,posture"


@pytest.fixture
def many(tmp_path) -> str:
    return coded(tmp_path / "many.csv", *MANY, header=SPECIFIED)


def specifications(path: Path) -> set[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as f:
        return {(r["specification"], r["question"], r["headlines"]) for r in csv.DictReader(f)}


def test_specifications_are_told_and_written(capsys, many, tmp_path):
    assert main(["profile", many, "--specifications", "-o", str(tmp_path / "curve.csv")]) == 0
    out, err = capsys.readouterr()
    assert "2 specifications of posture" in out and "headlines: counted, left out" in out
    assert "(all 70 relabellings)" in out and "decisions of an analyst counted, no probability" in out
    assert "rule: 'explanation by any phrase' is not possible (16 combinations): many has no explains_any" in err
    assert re.search(r"combinations in all: specifications of the main question 2; left out as told above [\d,]+\n", err)
    assert re.search(r"أ +0\.69 \(0\.58 to 0\.69\), 2 of 2", out)
    assert specifications(tmp_path / "curve.csv") == {("1", "main", "counted"), ("2", "main", "left out")}


def test_the_same_files_give_the_same_specifications(many, tmp_path):
    for name in ("one.csv", "two.csv"):
        assert main(["profile", many, "--specifications", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_choices_of_ones_own_are_run(capsys, many, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[[choices]]\nname = "weight"\ntype = "N"\nreason = "two quantities"\noptions = [{ name = "article" }, { name = "unit", weight = "unit" }]', "utf-8")  # fmt: skip
    assert main(["profile", many, "--specifications", str(own)]) == 0
    assert (
        capsys.readouterr().err
        == "framing: weight: 'unit' gives what 'article' gives, and is left out (1 combination)\nframing: 2 combinations in all: specifications of the main question 1; left out as told above 1\n"
    )


def test_files_of_the_same_units_are_coders_and_a_person_may_have_coded_some(capsys, many, tmp_path):
    rows = [line.split(",")[0] + (",against,yes" if i % 2 else ",none,no") for i, line in enumerate([*MANY[:8], *MANY[16:24]])]
    person = coded(tmp_path / "person.csv", *rows, header="unit_id,appraisal,explains", about=None)
    assert main(["profile", many, person, "--specifications", "-o", str(tmp_path / "curve.csv")]) == 0
    out, err = capsys.readouterr()
    assert "coder: many, person" in out and "no joint test: allowed from 2 groups" in out
    assert "16 of 32 units were not coded by all of many, person and are left out" in err
    with (tmp_path / "curve.csv").open(encoding="utf-8", newline="") as f:
        own = [r for r in csv.DictReader(f) if (r["coder"], r["headlines"], r["rule"]) == ("person", "counted", "codebook")]
    by_person = [float(r["share"]) for r in own if r["value"] == "skeptical"]
    assert by_person == [0.5, 0.5]


def sampled(path: Path, strata: list[tuple[str, int, int]], notes: dict[int, str] | None = None) -> str:
    """A filled sheet of the first units of MANY; each its stratum, the units of that, and how many of them were drawn."""
    rows = [
        f"{MANY[i].split(',')[0]},{'' if i in (notes or {}) else 'skeptical'},{(notes or {}).get(i, '')},{name},{size},{n},{n / size}"
        for i, (name, size, n) in enumerate(strata)
    ]
    return coded(path / "sheet.csv", *rows, header="unit_id,posture,note,stratum,population,sampled,inclusion", about=None)


@pytest.mark.parametrize("strata", [[("1", 16, 12)] * 12, [("1", 8, 6)] * 6 + [("2", 8, 5)] * 5, [("1", 14, 9)] * 9 + [("2", 2, 2)] * 2])
def test_a_sheet_drawn_with_equal_chances_is_a_coder_and_its_units_are_counted(capsys, many, tmp_path, strata):
    assert main(["profile", many, sampled(tmp_path, strata), "--specifications"]) == 0
    out = capsys.readouterr().out
    assert (
        f"shares are of the {len(strata)} of 32 units that many, sheet all coded, drawn at random; an article counts by its drawn units\n"
        in out
    )


def test_a_sheet_drawn_with_unequal_chances_is_refused(capsys, many, tmp_path):
    assert main(["profile", many, sampled(tmp_path, [("1", 8, 7)] * 7 + [("2", 8, 4)] * 4), "--specifications"]) == 2
    err = capsys.readouterr().err
    assert (
        "sheet: units of أ had unequal chances to be drawn into it (7 of 8, 4 of 8), so that shares" in err
        and "draw with equal chances" in err
    )


def test_rows_noted_as_no_units_count_for_no_coder_and_are_named(capsys, many, tmp_path):
    sheet = sampled(tmp_path, [("1", 16, 12)] * 12, {0: "not a unit", 5: "ليست وحدة: تعليق صورة"})
    assert main(["profile", many, sheet, "--specifications", "-o", str(tmp_path / "curve.csv")]) == 0
    out, err = capsys.readouterr()
    assert "2 of 12 are noted as no units and are left out: a0:0, a1:1\n" in err
    assert "shares are of the 10 of 32 units" in out and "; 2 noted as no units left out" in out
    with (tmp_path / "curve.csv").open(encoding="utf-8", newline="") as f:
        first = {r["coder"]: r["n_units"] for r in csv.DictReader(f) if r["headlines"] == "counted"}
    assert first == {"many": "10", "sheet": "10"}


def test_a_p_that_no_random_relabelling_reached_is_a_bound():
    test = JointTest("main", 0.4, 1 / 1001, 14, 1000, exact=False)
    assert _p(test) == "p ≤ 0.001" and _p(test._replace(p=2 / 1001)) == "p = 0.002"
    assert _p(test._replace(p=1 / 70, n_relabellings=70, exact=True)) == "p = 0.0143"


def test_files_of_other_units_are_parts_of_one_corpus(capsys, tmp_path):
    parts = [coded(tmp_path / f"{n}.csv", *MANY[16 * n : 16 * n + 16], header=SPECIFIED) for n in (0, 1)]
    assert main(["profile", *parts, "--specifications"]) == 0
    assert "(all 70 relabellings)" in (out := capsys.readouterr().out) and "coder" not in out


def test_copies_are_a_question_of_their_own(capsys, tmp_path):
    rows = [f"{line},{'a0' if line.startswith('b0') else ''}" for line in MANY]
    assert main(["profile", coded(tmp_path / "c.csv", *rows, header=f"{SPECIFIED},duplicate_of"), "--specifications"]) == 0
    out = capsys.readouterr().out
    assert "copies: left out" in out and "Articles marked as copies are not independent" in out


def test_frames_have_specifications_too(capsys, codes):
    assert main(["profile", codes, "--variable", "frames", "--specifications"]) == 0
    assert "specifications of frames" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--specifications", "-o", "p.html"], "--specifications with a page"),
        (["--specifications", "--compare", "study"], "--specifications with --compare"),
        (["--specifications", "--prior-shift"], "--specifications with --prior-shift"),
        (["--specifications", "--weight", "unit"], "put the main one first in a file of your own"),
        (["--specifications", "codes.csv"], "name coded files before --specifications"),
        (["--specifications", "gone.toml"], "gone.toml: No such file"),
        (["--specifications", "--variable", "tone"], "--variable tone: allowed are posture"),
    ],
)
def test_calls_for_specifications_that_are_wrong_are_refused(capsys, monkeypatch, many, tmp_path, options, says):
    monkeypatch.chdir(tmp_path)
    assert main(["profile", many, *options]) == 2
    assert says in capsys.readouterr().err and not (tmp_path / "p.html").exists()


def test_coders_who_share_no_unit_with_all_are_refused(capsys, many, tmp_path):
    other = coded(tmp_path / "other.csv", MANY[0], header=SPECIFIED)
    third = coded(tmp_path / "third.csv", MANY[5], header=SPECIFIED)
    assert main(["profile", many, other, third, "--specifications"]) == 2
    assert "no unit was coded by all of many, other, third" in capsys.readouterr().err
