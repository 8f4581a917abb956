"""Options of the command line: stance towards a named step, abstention, shares under shift, evidence by leaving out."""

import json
import re
from pathlib import Path

import pytest

from framing.cli import main
from framing.codes import POSTURES
from tests.test_cli import put, rows

STEP, WORDING = "الانضمام إلى الاتفاق المائي", "دخول الاتفاق المائي"
PRAISE = "رحبت الجمعية بدخول الاتفاق المائي ووصفته بالناجح."
MEETING = "وعقدت اللجنة اجتماعها الأسبوعي في حلب صباح اليوم."
BLAME = "فشل المجلس البلدي في إصلاح الجسر."
REJECTION = "رفض السكان الانضمام إلى الاتفاق المائي بشدة لأنه يضر بمزارعهم."
CLAUSES = "أعلن المجلس موعد الاجتماع، وفشل في إصلاح الجسر، وانتظر السكان في السوق."
SUFFIXES = pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
EVEN = [0.25, 0.25, 0.25, 0.25]


def printed(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def news(tmp_path) -> str:
    """Articles on a step: one names it in another wording and goes on to something else, one never does, one rejects it by name."""
    lines = ["id,outlet,text", f"1,نشرة الميناء,{PRAISE} {MEETING}", f"2,نشرة الميناء,{BLAME}", f"3,صحيفة الحي,{REJECTION}"]
    return put(tmp_path / "news.csv", "\n".join(lines) + "\n")


@pytest.fixture
def threshold(capsys, news) -> float:
    """A probability between those of the least and the second least certain posture."""
    main(["code", news, "-q"])
    least, second, *_ = sorted(max(r[f"p_{p}"] for p in POSTURES) for r in printed(capsys))
    assert least < second
    return (least + second) / 2


# framing code --target, --alias


@pytest.mark.parametrize(
    ("wordings", "named"),
    [
        ([STEP, WORDING], {"1": "yes", "2": "no", "3": "yes"}),
        ([STEP], {"1": "no", "2": "no", "3": "yes"}),
        ([WORDING], {"1": "yes", "2": "no", "3": "no"}),
        ([STEP, "إعادة الإعمار", WORDING, "إصلاح الجسر"], {"1": "yes", "2": "yes", "3": "yes"}),
    ],
    ids=["name and wording", "name alone", "another name", "several wordings"],
)
def test_an_article_names_the_step_in_one_of_its_wordings(capsys, news, wordings, named):
    target, *aliases = wordings
    assert main(["code", news, "-q", "--target", target, *(x for a in aliases for x in ("--alias", a))]) == 0
    assert {r["article_id"]: r["names_step"] for r in printed(capsys)} == named


def test_a_step_named_in_the_headline_alone_is_named(capsys, tmp_path):
    name = put(tmp_path / "a.csv", f"id,title,text\n1,جدل حول الاتفاق المائي,{MEETING}\n")
    assert main(["code", name, "-q", "--target", "الاتفاق المائي"]) == 0
    assert [(r["role"], r["names_step"]) for r in printed(capsys)] == [("headline", "yes"), ("body", "yes")]


def test_an_article_that_never_names_the_step_has_no_stance_but_a_posture(capsys, news):
    main(["code", news, "-q", "--target", STEP, "--alias", WORDING])
    found = {r["unit_id"]: r for r in printed(capsys)}
    assert [found["2:0"][c] for c in ("stance", "p_favor", "p_against", "p_neutral")] == ["", None, None, None]
    assert found["2:0"]["posture"] in POSTURES
    assert all(found[u]["stance"] in ("favor", "against", "neutral") for u in ("1:0", "1:1", "3:0"))
    assert (found["1:0"]["stance"], found["3:0"]["stance"]) == ("favor", "against")


@pytest.mark.parametrize("quiet", [[], ["-q"]], ids=["usual", "quiet"])
def test_articles_that_never_name_the_step_are_counted_on_standard_error(capsys, news, quiet):
    assert main(["code", news, *quiet, "--target", STEP]) == 0
    expected = f"framing: 2 of 3 articles never name the step {STEP!r}: they have no stance (names_step: no)\n"
    assert capsys.readouterr().err.endswith(expected)


def test_nothing_is_said_of_the_step_when_every_article_names_it(capsys, news):
    assert main(["code", news, "-q", "--target", STEP, "--alias", WORDING, "--alias", "إصلاح الجسر"]) == 0
    assert capsys.readouterr().err == ""


def test_without_a_target_every_unit_has_a_stance_and_no_step_is_named(capsys, news):
    assert main(["code", news, "-q"]) == 0
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert len(found) == 4 and all(r["names_step"] == "" and r["stance"] for r in found) and err == ""


@SUFFIXES
def test_every_kind_of_output_has_the_column_of_the_step_without_one(news, tmp_path, suffix):
    assert main(["code", news, "-q", "-o", str(tmp_path / f"o{suffix}")]) == 0
    assert [r["names_step"] for r in rows(tmp_path / f"o{suffix}")] == [""] * 4


@SUFFIXES
def test_every_kind_of_output_says_whether_the_step_is_named(news, tmp_path, suffix):
    assert main(["code", news, "-q", "--target", STEP, "--alias", WORDING, "-o", str(tmp_path / f"o{suffix}")]) == 0
    found = rows(tmp_path / f"o{suffix}")
    assert [r["names_step"] for r in found] == ["yes", "yes", "no", "yes"]
    assert [(r["stance"] or "", r["p_favor"] or "") for r in found if r["article_id"] == "2"] == [("", "")]


def test_a_text_coded_whole_names_the_step_or_not(capsys, news):
    assert main(["code", news, "-q", "--unit", "text", "--target", STEP, "--alias", WORDING]) == 0
    assert [(r["unit_id"], r["names_step"]) for r in printed(capsys)] == [("1", "yes"), ("2", "no"), ("3", "yes")]


def test_the_step_and_the_threshold_are_in_the_metadata(news, tmp_path):
    call = ["--target", STEP, "--alias", WORDING, "--alias", "الخطة", "--abstain", "0.4"]
    main(["code", news, "-q", *call, "-o", str(tmp_path / "o.csv")])
    about = json.loads((tmp_path / "o.csv.meta.json").read_text("utf-8"))
    assert (about["target"], about["alias"], about["abstain"]) == (STEP, [WORDING, "الخطة"], 0.4)


NO_STEP = "--alias without --target; name the step, as in --target 'الانضمام إلى الاتفاق' --alias 'دخول الاتفاق'"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--alias", WORDING], NO_STEP),
        (["--target", "؟"], "--target, --alias: '؟' has no word"),
        (["--target", STEP, "--alias", WORDING, "--alias", "«»"], "--target, --alias: '«»' has no word"),
        (["--target", STEP, "--alias", ""], "--target, --alias: '' has no word"),
        (["--target", ""], "--target, --alias: '' has no word"),
    ],
    ids=["no name", "a mark for a name", "a mark for a wording", "an empty wording", "an empty name"],
)
def test_a_step_needs_a_name_and_words(capsys, news, tmp_path, given, says):
    assert main(["code", news, "-q", *given, "-o", str(tmp_path / "o.csv")]) == 2
    assert capsys.readouterr() == ("", f"framing: {says}\n")
    assert not (tmp_path / "o.csv").exists()


def test_a_target_without_its_value_is_a_wrong_call(capsys, news):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["code", news, "--target"])
    assert "argument --target: expected one argument" in capsys.readouterr().err


def test_a_column_of_the_input_does_not_speak_of_a_step_that_was_not_given(capsys, tmp_path):
    assert main(["code", put(tmp_path / "a.csv", f"id,text,names_step\n1,{BLAME},no\n"), "-q"]) == 0
    out, err = capsys.readouterr()
    assert (json.loads(out)["names_step"], json.loads(out)["input_names_step"], err) == ("", "no", "")


# framing code --abstain, unlike


def test_a_posture_less_probable_than_asked_is_left_empty(capsys, news, threshold):
    main(["code", news, "-q"])
    coded = printed(capsys)
    assert main(["code", news, "-q", "--abstain", str(threshold)]) == 0
    found = printed(capsys)
    assert [r["posture"] for r in found].count("") == 1
    likely = [max(r[f"p_{p}"] for p in POSTURES) >= threshold for r in coded]
    assert found == [r if kept else r | {"posture": ""} for r, kept in zip(coded, likely, strict=True)]


@pytest.mark.parametrize(("p", "empty"), [("0", 0), ("0.25", 0), ("0.9999999", 4)])
def test_abstention_goes_from_none_to_all(capsys, news, p, empty):
    assert main(["code", news, "-q", "--abstain", p]) == 0
    assert [r["posture"] for r in printed(capsys)].count("") == empty


@pytest.mark.parametrize("p", ["1", "1.5", "-0.1", "nan", "inf", "half", "", "٪50"])
def test_abstention_needs_a_probability(capsys, news, p):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["code", news, f"--abstain={p}"])
    out, err = capsys.readouterr()
    assert out == "" and err.endswith(f"argument --abstain: {p!r}; allowed are numbers from 0 to under 1\n")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("رفض المجلس خطة المياه.", 0),
        ("رفض المجلس خطة المياه زغبطوش.", 0.2),
        ("زغبطوش غظضوخ.", 1),
        ("في البيت وفي الحي وفي المدينة وفي القرية وفي الجبل وفي السهل.", 0),
        ("زغبطوش وزغبطوش زغبطوش زغبطوش المجلس.", 0.8),
    ],
    ids=["all known", "one of five", "none known", "a known word often", "an unknown word often"],
)
def test_unlike_is_the_share_of_words_that_the_training_material_does_not_have(capsys, tmp_path, text, share):
    assert main(["code", put(tmp_path / "a.csv", f"id,text\n1,{text}\n"), "-q"]) == 0
    assert printed(capsys)[0]["unlike"] == share


# framing profile of files with empty codes


def coded(path: Path, *units: tuple[str, int, str], variable: str = "posture") -> str:
    """Codes of one variable of an outlet's units: article, weight, value."""
    lines = [f"{a}:{path.stem}{i},{a},أ,{weight},{value}\n" for i, (a, weight, value) in enumerate(units)]
    return put(path, f"unit_id,article_id,outlet,weight,{variable}\n{''.join(lines)}")


def shares(path: Path) -> dict[tuple[str, str], float]:
    return {(r["group"], r["value"]): float(r["share"]) for r in rows(path)}


@pytest.mark.parametrize(("variable", "value", "other"), [("posture", "skeptical", "procedural"), ("stance", "favor", "neutral")])
def test_units_without_a_code_are_counted_and_left_out_of_the_shares(capsys, tmp_path, variable, value, other):
    name = coded(tmp_path / "a.csv", ("a", 1, value), ("a", 1, ""), ("a", 1, value), ("b", 1, other), ("c", 1, ""), variable=variable)
    assert main(["profile", name, "--variable", variable, "--weight", "unit", "-o", str(tmp_path / "p.csv")]) == 0
    assert capsys.readouterr() == ("", f"framing: 2 of 5 units have no {variable} and are left out of the shares counted\n")
    found = shares(tmp_path / "p.csv")
    assert (found["أ", value], found["أ", other]) == pytest.approx((2 / 3, 1 / 3))
    assert {(r["n_units"], r["n_articles"]) for r in rows(tmp_path / "p.csv")} == {("3", "2")}


def test_units_without_a_code_are_reported_once_for_all_files(capsys, tmp_path):
    names = [coded(tmp_path / f"{i}.csv", *[("a", 1, "skeptical"), ("a", 1, "")] * i) for i in (1, 2)]
    assert main(["profile", *names, "--weight", "unit"]) == 0
    assert capsys.readouterr().err == "framing: 3 of 6 units have no posture and are left out of the shares counted\n"


def test_a_unit_that_does_not_count_may_be_without_a_code_in_silence(capsys, tmp_path):
    assert main(["profile", coded(tmp_path / "a.csv", ("a", 1, "skeptical"), ("a", 0, ""))]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("variable", ["posture", "stance"])
def test_a_file_without_any_code_is_named_and_nothing_is_written(capsys, tmp_path, variable):
    full = coded(tmp_path / "full.csv", ("a", 1, {"posture": "skeptical", "stance": "favor"}[variable]), variable=variable)
    empty = coded(tmp_path / "empty.csv", ("b", 1, ""), ("b", 1, ""), variable=variable)
    assert main(["profile", full, empty, "--variable", variable, "-o", str(tmp_path / "p.csv")]) == 2
    assert capsys.readouterr() == ("", f"framing: {empty}: no unit in it has a {variable}\n")
    assert not (tmp_path / "p.csv").exists()


@SUFFIXES
def test_codes_with_abstentions_and_without_stances_are_profiled(capsys, news, threshold, tmp_path, suffix):
    out = str(tmp_path / f"o{suffix}")
    main(["code", news, "-q", "--target", STEP, "--alias", WORDING, "--abstain", str(threshold), "-o", out])
    capsys.readouterr()
    for variable in ("posture", "stance"):
        assert main(["profile", out, "--variable", variable]) == 0
        assert capsys.readouterr().err == f"framing: 1 of 4 units have no {variable} and are left out of the shares counted\n"


# framing profile --prior-shift

SHIFT = ["--prior-shift", "--weight", "unit"]
NEEDS = "--prior-shift needs "


def probable(path: Path, *units: tuple, trained=EVEN, outlets: str = "أ", abstained: tuple[int, ...] = ()) -> str:
    """Units coded procedural, or abstained on, with their probabilities, and beside them the class shares of the training material."""
    header = f"unit_id,article_id,outlet,weight,posture,{','.join(f'p_{p}' for p in POSTURES)}\n"
    postures = ["" if i in abstained else "procedural" for i in range(len(units))]
    lines = [
        f"{path.stem}:{i},{i},{outlets[i % len(outlets)]},1,{postures[i]},{','.join(map(str, unit))}\n" for i, unit in enumerate(units)
    ]
    put(Path(f"{path}.meta.json"), json.dumps({"model": {"name": "fast", "posture_shares": trained}}))
    return put(path, header + "".join(lines))


@pytest.mark.parametrize(
    ("units", "trained", "expected"),
    [
        ([(1, 0, 0, 0)] * 3 + [(0, 0, 1, 0)], EVEN, (0.75, 0, 0.25, 0)),
        ([(0.4, 0.3, 0.2, 0.1)] * 5, [0.4, 0.3, 0.2, 0.1], (0.4, 0.3, 0.2, 0.1)),
        ([(0.8, 0.2, 0, 0), (0.2, 0.8, 0, 0)], EVEN, (0.5, 0.5, 0, 0)),
        # s that makes (0.8 s + 0.2 (1 - s))³ (0.2 s + 0.8 (1 - s)) largest: 3 (0.8 - 0.6 s) = 0.2 + 0.6 s
        ([(0.8, 0.2, 0, 0)] * 3 + [(0.2, 0.8, 0, 0)], EVEN, (11 / 12, 1 / 12, 0, 0)),
    ],
    ids=["certain", "as in training", "balanced", "shifted"],
)
def test_shares_under_shift_are_those_that_make_the_probabilities_likeliest(tmp_path, units, trained, expected):
    name = probable(tmp_path / "a.csv", *units, trained=trained)
    assert main(["profile", name, *SHIFT, "-o", str(tmp_path / "p.csv")]) == 0
    assert [shares(tmp_path / "p.csv")["أ", p] for p in POSTURES] == pytest.approx(expected, abs=1e-3)
    assert {r["method"] for r in rows(tmp_path / "p.csv")} == {"expectation maximisation over probabilities (Saerens et al. 2002)"}


def test_each_group_has_its_own_shift(tmp_path):
    name = probable(tmp_path / "a.csv", (1, 0, 0, 0), (0, 0, 0, 1), (1, 0, 0, 0), (0, 1, 0, 0), outlets="أب")
    assert main(["profile", name, *SHIFT, "-o", str(tmp_path / "p.csv")]) == 0
    found = shares(tmp_path / "p.csv")
    assert [found[k] for k in (("أ", "skeptical"), ("ب", "favorable"), ("ب", "procedural"))] == pytest.approx([1, 0.5, 0.5])


ABSTAINED = {"units": [(1, 0, 0, 0), (0, 0, 1, 0), (0, 0, 1, 0)], "abstained": (1, 2)}


def test_units_that_abstained_count_in_shares_under_shift(capsys, tmp_path):
    name = probable(tmp_path / "a.csv", *ABSTAINED["units"], abstained=ABSTAINED["abstained"])
    assert main(["profile", name, *SHIFT, "-o", str(tmp_path / "p.csv")]) == 0
    assert capsys.readouterr().err == ""
    assert [shares(tmp_path / "p.csv")["أ", p] for p in POSTURES] == pytest.approx([1 / 3, 0, 2 / 3, 0])


def test_shares_under_shift_say_from_how_many_units_they_are_estimated(tmp_path):
    name = probable(tmp_path / "a.csv", *ABSTAINED["units"], abstained=ABSTAINED["abstained"])
    main(["profile", name, *SHIFT, "-o", str(tmp_path / "p.csv")])
    assert {(r["n_units"], r["n_articles"]) for r in rows(tmp_path / "p.csv")} == {("3", "3")}


def test_a_group_whose_units_all_abstained_has_shares_under_shift(tmp_path):
    name = probable(tmp_path / "a.csv", (1, 0, 0, 0), (0, 0, 1, 0), outlets="أب", abstained=(1,))
    assert main(["profile", name, *SHIFT, "-o", str(tmp_path / "p.csv")]) == 0
    found = shares(tmp_path / "p.csv")
    assert (found["أ", "skeptical"], found.get(("ب", "analytical"))) == (1, 1)


def test_what_kind_of_shares_are_printed_is_said(capsys, tmp_path):
    name = probable(tmp_path / "a.csv", (1, 0, 0, 0), (0, 0, 0, 1))
    main(["profile", name, "--weight", "unit"])
    as_coded = capsys.readouterr().out.splitlines()
    assert main(["profile", name, *SHIFT]) == 0
    shifted = capsys.readouterr().out.splitlines()
    assert (as_coded[1].split(), shifted[1].split()) == (["أ", "skeptical", "0.0", "2", "2"], ["أ", "skeptical", "0.5", "2", "2"])
    assert as_coded[-1] == "share: share of all units, as the machine codes them; not corrected for its errors"
    assert shifted[-1].startswith("share: share of all units, under the class shares that make its probabilities likeliest;")


def test_files_of_every_kind_that_one_model_coded_are_profiled_together(tmp_path):
    names = []
    for i, suffix in enumerate((".csv", ".jsonl", ".parquet")):
        names.append(str(tmp_path / f"o{suffix}"))
        main(["code", put(tmp_path / f"{i}.csv", f"id,text\n{i},{BLAME} {MEETING}\n"), "-q", "--outlet", "نشرة", "-o", names[-1]])
    assert main(["profile", *names, *SHIFT, "-o", str(tmp_path / "p.csv")]) == 0
    found = shares(tmp_path / "p.csv")
    assert sum(found.values()) == pytest.approx(1) and len(found) == 4 and {r["n_units"] for r in rows(tmp_path / "p.csv")} == {"6"}


@pytest.mark.parametrize(
    "call",
    [["--prior-shift"], ["--prior-shift", "--weight", "article"], [*SHIFT, "--variable", "voice"], [*SHIFT, "--variable", "stance"]],
    ids=" ".join,
)
def test_shares_under_shift_are_of_posture_and_units_only(capsys, tmp_path, call):
    assert main(["profile", probable(tmp_path / "a.csv", (1, 0, 0, 0)), *call]) == 2
    said = "--prior-shift estimates shares of posture among all units; say --variable posture --weight unit"
    assert capsys.readouterr() == ("", f"framing: {said}\n")


@pytest.mark.parametrize("beside", [None, "{}", '{"model": {"name": "fast"}}'], ids=["no file", "nothing noted", "no shares noted"])
def test_shares_under_shift_need_the_shares_of_the_training_material(capsys, tmp_path, beside):
    name = probable(tmp_path / "a.csv", (1, 0, 0, 0))
    meta = Path(f"{name}.meta.json")
    meta.unlink() if beside is None else meta.write_text(beside)
    assert main(["profile", name, *SHIFT, "-o", str(tmp_path / "p.csv")]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("framing: ") and NEEDS in err and "a.csv" in err
    assert not (tmp_path / "p.csv").exists()


def test_files_of_two_models_have_no_shift_in_common(capsys, tmp_path):
    names = [probable(tmp_path / f"{i}.csv", (1, 0, 0, 0), trained=t) for i, t in enumerate((EVEN, [0.1, 0.2, 0.3, 0.4]))]
    assert main(["profile", *names, *SHIFT]) == 2
    assert capsys.readouterr() == ("", "framing: --prior-shift needs files coded by one model; these are of several\n")
    assert [main(["profile", name, *SHIFT]) for name in names] == [0, 0]


def test_probabilities_that_do_not_add_up_are_refused(capsys, tmp_path):
    assert main(["profile", probable(tmp_path / "a.csv", (0.9, 0.9, 0, 0)), *SHIFT]) == 2
    assert capsys.readouterr().err == "framing: prior shift: probabilities of a unit must be from 0 to 1 and add up to 1\n"


@pytest.mark.parametrize(
    "beside", ["{", "[1]", '{"model": "fast"}', '{"model": {"posture_shares": "even"}}'], ids=["cut", "a list", "another model's", "a word"]
)
def test_metadata_that_cannot_be_read_are_named(capsys, tmp_path, beside):
    name = probable(tmp_path / "a.csv", (1, 0, 0, 0))
    put(Path(f"{name}.meta.json"), beside)
    assert main(["profile", name, *SHIFT]) == 2
    assert "a.csv" in capsys.readouterr().err


@pytest.mark.parametrize(("old", "new"), [("p_skeptical", "p_sceptical"), (",1,0,0,0", ",likely,0,0,0"), (",1,0,0,0", ",,0,0,0")])
def test_probabilities_that_are_missing_or_no_numbers_are_named(capsys, tmp_path, old, new):
    name = probable(tmp_path / "a.csv", (1, 0, 0, 0))
    put(Path(name), Path(name).read_text("utf-8").replace(old, new))
    assert main(["profile", name, *SHIFT]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("framing: ") and NEEDS in err and "a.csv" in err


# framing explain --leave-out

LEFT_OUT = "    left out (approximate, fast model):"


def code(tmp_path: Path, *texts: str, suffix: str = ".csv", call: tuple = ()) -> str:
    """Codes of articles of a text each."""
    name = put(tmp_path / "in.csv", "id,text\n" + "".join(f'{i},"{t}"\n' for i, t in enumerate(texts)))
    main(["code", name, "-q", *call, "-o", str(tmp_path / f"codes{suffix}")])
    return str(tmp_path / f"codes{suffix}")


def left_out(out: str) -> dict[str, float]:
    """Piece → change of the only unit explained, in the order printed."""
    lines = out.partition(f"{LEFT_OUT}\n")[2].splitlines()
    return {text: float(change) for change, text in (re.fullmatch(r" {4}([+-]\d\.\d\d)  (.+)", line).groups() for line in lines)}


@SUFFIXES
def test_leaving_out_clauses_shows_each_of_them(capsys, tmp_path, suffix):
    assert main(["explain", code(tmp_path, CLAUSES, suffix=suffix), "--leave-out", "clause"]) == 0
    found = left_out(capsys.readouterr().out)
    assert set(found) == {"أعلن المجلس موعد الاجتماع", "وفشل في إصلاح الجسر", "وانتظر السكان في السوق"}


def test_leaving_out_words_shows_each_of_them_the_largest_change_first(capsys, tmp_path):
    assert main(["explain", code(tmp_path, BLAME), "--leave-out", "word"]) == 0
    found = left_out(capsys.readouterr().out)
    assert set(found) == set(BLAME.rstrip(".").split())
    sizes = [abs(change) for change in found.values()]
    assert sizes == sorted(sizes, reverse=True) and next(iter(found)) == "فشل" and found["فشل"] > 0.1


def test_a_unit_of_one_clause_is_taken_apart_by_words(capsys, tmp_path):
    codes = code(tmp_path, BLAME)
    by_clause, by_word = ((main(["explain", codes, "--leave-out", by]), capsys.readouterr().out) for by in ("clause", "word"))
    assert by_clause == by_word and by_word[0] == 0 and len(left_out(by_word[1])) == 6


def test_the_change_is_what_the_posture_loses_when_the_piece_is_not_there(capsys, tmp_path):
    piece = "وفشل في إصلاح الجسر"
    codes = code(tmp_path, CLAUSES, CLAUSES.replace(piece, " "))
    whole, without = rows(Path(codes))
    main(["explain", codes, "--leave-out", "clause", "--most", "1"])
    lost = float(whole[f"p_{whole['posture']}"]) - float(without[f"p_{whole['posture']}"])
    assert left_out(capsys.readouterr().out)[piece] == pytest.approx(lost, abs=0.006) and abs(lost) > 0.05


def test_without_the_option_nothing_is_left_out(capsys, tmp_path):
    codes = code(tmp_path, BLAME)
    main(["explain", codes])
    plain = capsys.readouterr().out
    main(["explain", codes, "--leave-out", "word"])
    assert "left out" not in plain and capsys.readouterr().out.startswith(f"{plain}{LEFT_OUT}\n")


def test_only_the_units_shown_are_taken_apart(capsys, tmp_path):
    codes = code(tmp_path, f"{MEETING} {BLAME}", MEETING)
    assert [r["posture"] for r in rows(Path(codes))] == ["procedural", "skeptical", "procedural"]
    assert main(["explain", codes, "--leave-out", "word", "--posture", "skeptical"]) == 0
    assert set(left_out(capsys.readouterr().out)) == set(BLAME.rstrip(".").split())
    assert main(["explain", codes, "--leave-out", "word", "--posture", "procedural", "--most", "1"]) == 0
    assert capsys.readouterr().out.count("left out") == 1


def test_a_unit_that_abstained_and_a_text_coded_whole_are_taken_apart(capsys, tmp_path):
    codes = code(tmp_path, CLAUSES, call=("--unit", "text", "--abstain", "0.999999"))
    assert main(["explain", codes, "--leave-out", "clause"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("0  abstained, likeliest ") and len(left_out(out)) == 3


def test_codes_without_metadata_are_taken_for_the_fast_models(capsys, tmp_path):
    codes = code(tmp_path, BLAME)
    once = main(["explain", codes, "--leave-out", "word"]), capsys.readouterr()
    Path(f"{codes}.meta.json").unlink()
    assert (main(["explain", codes, "--leave-out", "word"]), capsys.readouterr()) == once and once[0] == 0


def test_sentences_cannot_be_left_out(capsys, tmp_path):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["explain", code(tmp_path, BLAME), "--leave-out", "sentence"])
    assert "argument --leave-out: invalid choice: 'sentence'" in capsys.readouterr().err


def test_leaving_out_needs_the_text(capsys, tmp_path):
    assert main(["explain", code(tmp_path, BLAME, call=("--no-text",)), "--leave-out", "word"]) == 2
    assert "no column 'text'" in capsys.readouterr().err


@pytest.mark.parametrize("column", ["article_id", "position", "role"])
def test_leaving_out_needs_the_units_place_in_its_article(capsys, tmp_path, column):
    codes = code(tmp_path, BLAME)
    put(Path(codes), Path(codes).read_text("utf-8").replace(column, f"my_{column}", 1))
    assert main(["explain", codes]) == 0
    capsys.readouterr()
    assert main(["explain", codes, "--leave-out", "word"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"framing: {codes}: no column {column!r}") and "; the file has " in err


@pytest.mark.parametrize("beside", ["{", '{"model": "fast"}', '{"model": {"name": "swift"}}'], ids=["cut", "no name", "unknown name"])
def test_leaving_out_needs_to_know_the_model(capsys, tmp_path, beside):
    codes = code(tmp_path, BLAME)
    put(Path(f"{codes}.meta.json"), beside)
    assert main(["explain", codes, "--leave-out", "word"]) == 2
    assert capsys.readouterr().err.startswith(f"framing: {codes}")


def test_a_position_that_is_no_number_is_named_with_its_unit(capsys, tmp_path):
    codes = code(tmp_path, BLAME)
    put(Path(codes), Path(codes).read_text("utf-8").replace(",0:0,0,body,", ",0:0,first,body,"))
    assert main(["explain", codes, "--leave-out", "clause"]) == 2
    assert f"{codes}, unit 0:0: not as `framing code` writes it" in capsys.readouterr().err
