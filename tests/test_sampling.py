"""Random samples with known inclusion probabilities, and the sheets they become."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.cli import main
from framing.coded import read_codes, shielded
from framing.errors import FramingError
from framing.outputs import write_rows
from framing.sampling import (
    HEADLINE,
    allocate,
    apportion,
    doubt,
    draw,
    hidden,
    numbered,
    places,
    share_out,
    spread,
    thirds,
    together,
    with_context,
    with_headlines,
)
from framing.scheme import from_data

CODES = ["appraisal", "object", "explains", "explains_any", "stance", "stance_holder", "frames", "voice", "voice_basis"]
OWN = {
    "title": "Water",
    "variables": {"tone": {"question": "?", "values": ["glad", "sad"]}, "topics": {"values": ["rain"], "multiple": True}},
}


def population(**sizes: int) -> pd.DataFrame:
    """Units of strata of these sizes, with a value that differs between and within them."""
    rows = [{"unit_id": f"{h}:{i}", "h": h, "y": float(i % 3 + 10 * s)} for s, (h, n) in enumerate(sizes.items()) for i in range(n)]
    return pd.DataFrame(rows)


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def unit(article: str, position: int, outlet: str, **others) -> dict:
    p = {"p_skeptical": 0.1, "p_favorable": 0.1, "p_analytical": 0.1, "p_procedural": 0.7}
    about = {"article_id": article, "outlet": outlet, "published": "2025-03-03", "unit_id": f"{article}:{position}", "role": "body"}
    return about | {"weight": 1, "text": f"الجملة {position} من {article}.", "posture": "procedural", "appraisal": "none", **p, **others}


@pytest.fixture
def codes(tmp_path) -> Path:
    """Twelve units of a large outlet in three articles, four of a small one in one, and a pull quote."""
    found = [unit(f"أ{a}", i, "نشرة الميناء") for a in range(3) for i in range(4)] + [unit("ب", i, "صحيفة الحي") for i in range(4)]
    path = tmp_path / "codes.csv"
    write_rows([*found, unit("ب", 4, "صحيفة الحي", weight=0)], path, [], {})
    return path


@pytest.fixture
def sample(codes, tmp_path):
    """Runs the command on the codes and gives its status and its sheet's rows."""

    def run(*options: str, out: str = "sheet.csv", given: Path = codes) -> list[dict]:
        assert main(["sample", str(given), "-o", str(tmp_path / out), *options]) == 0
        return rows(tmp_path / out) if out.endswith(".csv") else json.loads((tmp_path / out).read_text("utf-8"))

    return run


# allocation


@pytest.mark.parametrize(
    ("sizes", "n", "given"),
    [
        ([50, 30, 20], 10, [5, 3, 2]),
        ([96, 2, 2], 10, [6, 2, 2]),
        ([5, 5], 10, [5, 5]),
        ([8, 1], 4, [3, 1]),
        ([7], 2, [2]),
    ],
    ids=["in proportion", "at least two", "all there are", "a stratum of one", "one stratum"],
)
def test_units_are_apportioned_by_size(sizes, n, given):
    assert apportion(pd.Series(sizes), pd.Series(sizes), n).tolist() == given


def test_equal_weights_give_equal_parts_as_far_as_strata_reach():
    assert apportion(pd.Series([90, 9, 3]), pd.Series([1, 1, 1]), 15).tolist() == [6, 6, 3]


def test_the_allocation_by_size_and_spread_has_the_least_variance_of_all():
    size, s = np.array([40, 30, 20]), np.array([0.1, 0.3, 0.5])
    best = apportion(pd.Series(size), pd.Series(size * s), 15).to_numpy()
    others = [(a, b, 15 - a - b) for a in range(2, 12) for b in range(2, 14 - a)]
    variance = {o: float((size**2 * s**2 / np.array(o)).sum()) for o in others}
    assert tuple(best) == min(variance, key=variance.get) == (3, 6, 6)


@pytest.mark.parametrize("n", [3, 11])
def test_too_few_and_too_many_are_refused_with_what_is_allowed(n):
    sizes = pd.Series([5, 5], ["أ", "ب"])
    with pytest.raises(FramingError, match=rf"a sample of {n} from 2 strata \(أ, ب\): allowed are 4 \(2 of each stratum.*\) to 10 units"):
        apportion(sizes, sizes, n)


# the draw


def test_inclusion_is_exactly_the_share_of_the_stratum_drawn():
    units = population(a=7, b=13, c=1)
    found = draw(units, units["h"], allocate(units["h"], 9))
    for h, own in found.groupby("stratum"):
        assert set(own["sampled"]) == {len(own)} and set(own["population"]) == {(units["h"] == h).sum()}
        assert set(own["inclusion"]) == {len(own) / (units["h"] == h).sum()}
    assert len(found) == found["unit_id"].nunique() == 9


def repeated(sizes: list[int], wanted: list[int]) -> np.ndarray:
    """(2000, units drawn) places drawn with 2,000 seeds from strata of these sizes."""
    stratum = np.repeat(np.arange(len(sizes)), sizes)
    return np.array([places(stratum, np.array(wanted), np.random.default_rng(seed)) for seed in range(2000)])


def test_every_unit_is_drawn_as_often_as_its_probability_says():
    often = np.bincount(repeated([4, 8], [3, 2]).ravel(), minlength=12) / 2000
    inclusion = np.repeat([3 / 4, 2 / 8], [4, 8])
    assert (abs(often - inclusion) < 4 * np.sqrt(inclusion * (1 - inclusion) / 2000)).all()


def test_the_mean_weighted_by_inclusion_is_unbiased():
    sizes, wanted = [5, 12, 30], [4, 6, 4]
    y, inclusion = population(a=5, b=12, c=30)["y"].to_numpy(), np.repeat(np.divide(wanted, sizes), sizes)
    drawn = repeated(sizes, wanted)
    weighted, plain = (y / inclusion)[drawn].sum(axis=1) / 47, y[drawn].mean(axis=1)
    assert y.mean() == pytest.approx(16.298, abs=0.001)
    assert abs(weighted.mean() - y.mean()) < 4 * weighted.std() / np.sqrt(2000)
    assert abs(plain.mean() - y.mean()) > 20 * plain.std() / np.sqrt(2000)


@pytest.mark.parametrize("spot", [0, 5])
def test_a_unit_is_as_likely_to_stand_first_as_last(spot):
    first = np.bincount(repeated([2, 4], [2, 4])[:, spot], minlength=6) / 2000
    assert (abs(first - 1 / 6) < 4 * np.sqrt(5 / 36 / 2000)).all()


def test_the_same_seed_gives_the_same_sample_and_another_another():
    units = population(a=40)
    first, again, other = (draw(units, units["h"], pd.Series({"a": 8}), seed=seed)["unit_id"].tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_a_number_for_each_group_is_drawn_in_each():
    units = population(a=10, b=20)
    strata = units["h"] + units["y"].gt(10.5).astype(str)
    assert allocate(strata, 6, groups=units["h"]).to_dict() == {"aFalse": 6, "bFalse": 2, "bTrue": 4}


# doubt


def test_doubt_is_what_the_likeliest_value_leaves():
    table = pd.DataFrame({"unit_id": ["u"], "p_favor": ["0.5"], "p_against": ["0.3"], "p_neutral": ["0.2"]})
    assert doubt(table, "stance", ["favor", "against", "neutral"]).tolist() == [0.5]


def test_doubt_of_several_values_is_that_of_the_least_sure_one():
    table = pd.DataFrame({"unit_id": ["u"], "p_frame_human": ["0.9"], "p_frame_conflict": ["0.35"]})
    assert doubt(table, "frames", ["human", "conflict"], multiple=True, flag="frame").tolist() == [0.35]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"p_for": ["0.5"]}, "no probabilities of appraisal in the codes"),
        ({"p_for": ["0.5"], "p_against": [""]}, "unit u has no probabilities"),
    ],
)
def test_doubt_needs_a_probability_for_each_value(table, says):
    with pytest.raises(FramingError, match=says):
        doubt(pd.DataFrame({"unit_id": ["u"]} | table), "appraisal", ["for", "against"])


def test_thirds_are_of_each_group_from_sure_to_doubtful():
    found = thirds(pd.Series([0.3, 0.1, 0.2, 0.5, 0.5, 0.5, 0.5]), pd.Series([*"aaabbbb"]))
    assert found.tolist() == ["3", "1", "2", "1", "1", "2", "3"]


def test_the_spread_of_a_stratum_is_that_of_its_expected_errors():
    found = spread(pd.Series([0.1, 0.3, 0.5]), pd.Series(["a", "a", "b"]))
    assert found.to_dict() == {"a": pytest.approx(0.4), "b": 0.5}


# rows


def test_neighbours_stand_in_printed_order_and_only_from_the_article():
    units = pd.DataFrame({"unit_id": [*"abcx"], "article_id": [*"1112"], "text": ["أولى", "ثانية", "ثالثة", "غيرها"]})
    found = with_context(units, units, 2)
    assert found["before"].tolist() == ["", "أولى", "أولى\nثانية", ""]
    assert found["after"].tolist() == ["ثانية\nثالثة", "ثالثة", "", ""]
    assert set(with_context(units, units, 0)["after"]) == {""}


def test_the_headline_of_its_article_stands_beside_a_unit():
    units = pd.DataFrame(
        {"unit_id": [*"abcx"], "article_id": [*"1112"], "role": ["body", "headline", "body", "body"], "text": [*"حخدذ"], "title": [*"ززرز"]}
    )
    assert with_headlines(units, units)[HEADLINE].tolist() == ["خ", "", "خ", "ز"]
    bare = units.drop(columns=["role", "title"])
    assert with_headlines(bare, bare)[HEADLINE].tolist() == [""] * 4


def test_units_of_an_article_can_stand_together():
    drawn = pd.DataFrame({"article_id": [*"bab"], "_place": [5, 0, 4]})
    assert together(drawn)[["article_id", "_place"]].to_numpy().tolist() == [["b", 4], ["b", 5], ["a", 0]]


def test_hidden_units_keep_their_place_and_lose_their_article():
    found = hidden(pd.DataFrame({"unit_id": ["ب:4", "ب:5", "أ:4"]}))["unit_id"].tolist()
    assert [u.split(":")[1] for u in found] == ["4", "5", "4"]
    assert found[0].split(":")[0] == found[1].split(":")[0] != found[2].split(":")[0]


def test_numbered_strata_do_not_tell_their_names():
    assert numbered(pd.DataFrame({"stratum": ["ب", "أ", "ب"]}))["stratum"].tolist() == ["2", "1", "2"]


@pytest.mark.parametrize(
    ("n", "coders", "overlap", "sizes"),
    [(10, 2, 0.2, [6, 6]), (10, 3, 0.1, [4, 4, 4]), (10, 2, 0, [5, 5]), (5, 2, 1, [5, 5]), (7, 1, 0.5, [7])],
)
def test_coders_share_the_overlap_and_split_the_rest(n, coders, overlap, sizes):
    shared = share_out(n, coders, overlap, np.random.default_rng(1))
    assert [len(own) for own in shared] == sizes
    common = set(shared[0]).intersection(*shared[1:])
    assert set().union(*shared) == set(range(n)) and len(common) == (round(overlap * n) if coders > 1 else n)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("1:0", "'1:0"),
        ("2025-03", "'2025-03"),
        ("12e3", "'12e3"),
        ("٣:٤", "'٣:٤"),
        ("a:0", "a:0"),
        ("-", "-"),
        ("نشرة 1", "نشرة 1"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_take_for_a_time_or_number_is_shielded(cell, safe):
    assert shielded(cell) == safe


# framing sample


def test_a_sheet_has_the_units_their_neighbours_empty_codes_and_the_design(sample):
    found = sample("-n", "8")
    design = ["stratum", "population", "sampled", "inclusion"]
    assert list(found[0]) == ["unit_id", "role", "before", "text", "after", *CODES, "note", *design]
    assert {tuple(r[c] for c in design) for r in found} == {("'2", "12", "6", "0.5"), ("'1", "4", "2", "0.5")}
    assert {r[c] for r in found for c in (*CODES, "note")} == {""}


def test_coders_do_not_see_what_the_machine_said_unless_it_is_asked_for(sample, tmp_path):
    sample("-n", "8")
    assert "procedural" not in (tmp_path / "sheet.csv").read_text("utf-8-sig")
    found = sample("-n", "8", "--with-codes", out="open.csv")
    assert {(r["machine_posture"], r["machine_appraisal"], r["appraisal"]) for r in found} == {("procedural", "none", "")}


def test_units_of_weight_nought_are_context_only(sample):
    found = {r["unit_id"]: r for r in sample("-n", "16", "--show-source")}
    assert len(found) == 16 and "ب:4" not in found
    assert found["ب:3"]["after"] == "الجملة 4 من ب." and found["ب:3"]["before"] == "الجملة 2 من ب."


def test_the_same_call_gives_the_same_bytes(sample, tmp_path):
    for out in ("one.csv", "two.csv"):
        sample("-n", "8", out=out)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert sample("-n", "8", "--seed", "2", out="three.csv") != rows(tmp_path / "one.csv")


def test_the_order_of_rows_does_not_tell_the_stratum(sample):
    outlets = [r["outlet"] for r in sample("-n", "16", "--show-source")]
    assert outlets not in (sorted(outlets), sorted(outlets, reverse=True))


def test_articles_can_be_kept_together(sample):
    found = [r["unit_id"] for r in sample("-n", "16", "--together", "--show-source")]
    articles = [u.split(":")[0] for u in found]
    assert len(set(articles)) == 4 == sum(a != b for a, b in zip(articles, [None, *articles[:-1]], strict=True))
    assert [u for u in found if u.startswith("ب")] == ["ب:0", "ب:1", "ب:2", "ب:3"]


@pytest.mark.parametrize(
    ("options", "strata"),
    [
        (["-n", "8", "--stratify", "none"], {"all": "8"}),
        (["-n", "8", "--allocate", "equal"], {"نشرة الميناء": "4", "صحيفة الحي": "4"}),
        (["-n", "4", "--per-group"], {"نشرة الميناء": "4", "صحيفة الحي": "4"}),
        (["-n", "8", "--stratify", "article_id"], {"أ0": "2", "أ1": "2", "أ2": "2", "ب": "2"}),
    ],
    ids=["none", "equal", "per group", "another column"],
)
def test_strata_and_their_parts_are_chosen(sample, options, strata):
    assert {r["stratum"]: r["sampled"] for r in sample(*options, "--show-source")} == strata


def test_the_machine_is_checked_most_where_it_errs_most(tmp_path, sample):
    p = [(i + 1) / 62 for i in range(30)]
    own = [unit("أ", i, "نشرة الميناء", p_skeptical=0, p_favorable=0, p_analytical=q, p_procedural=1 - q) for i, q in enumerate(p)]
    write_rows(own, tmp_path / "doubt.csv", [], {})
    found = sample("-n", "15", "--stratify", "doubt", "--show-source", given=tmp_path / "doubt.csv")
    sampled = {r["stratum"]: int(r["sampled"]) for r in found}
    assert sorted(sampled) == ["نشرة الميناء / 1", "نشرة الميناء / 2", "نشرة الميناء / 3"]
    assert sampled["نشرة الميناء / 1"] < sampled["نشرة الميناء / 3"] and sum(sampled.values()) == 15


def test_copies_count_unless_they_are_left_out(tmp_path, sample):
    own = [unit(a, i, "نشرة الميناء", duplicate_of="أ" if a == "ب" else "") for a in "أب" for i in range(3)]
    write_rows(own, tmp_path / "c.csv", [], {})
    assert {r["population"] for r in sample("-n", "2", given=tmp_path / "c.csv")} == {"6"}
    assert {r["population"] for r in sample("-n", "2", "--without-copies", given=tmp_path / "c.csv", out="d.csv")} == {"3"}


def test_whose_text_it_is_does_not_stand_in_the_sheet(sample, tmp_path):
    found = sample("-n", "16")
    text = (tmp_path / "sheet.csv").read_text("utf-8-sig")
    assert not any(told in text for told in ("نشرة الميناء", "صحيفة الحي", "2025-03-03", "أ0:", "ب:"))
    assert len({r["unit_id"].split(":")[0] for r in found}) == 4
    assert {r["unit_id"].split(":")[1] for r in found} == {"0", "1", "2", "3"}


def test_the_source_is_shown_on_request(sample):
    found = sample("-n", "8", "--show-source")
    assert list(found[0])[:5] == ["unit_id", "article_id", "outlet", "published", "role"]
    assert all(r["unit_id"].startswith(f"{r['article_id']}:") for r in found)
    assert {r["stratum"] for r in found} == {r["outlet"] for r in found} == {"نشرة الميناء", "صحيفة الحي"}


def test_tasks_do_not_tell_the_source_either(sample, tmp_path):
    data = sample("-n", "8", out="tasks.json")[0]["data"]
    assert not {"article_id", "outlet", "published"} & set(data)
    assert "نشرة الميناء" not in (tmp_path / "tasks.json").read_text("utf-8")


def test_strata_made_of_machine_codes_do_not_tell_them(sample):
    options = ["-n", "4", "--stratify", "posture", "--show-source"]
    assert {r["stratum"] for r in sample(*options)} == {"'1"}
    assert {r["stratum"] for r in sample(*options, "--with-codes", out="open.csv")} == {"procedural"}


def test_two_coders_get_a_sheet_each_that_share_a_part(codes, tmp_path):
    assert main(["sample", str(codes), "-n", "10", "--coders", "2", "--overlap", "0.2", "-o", str(tmp_path / "s.csv")]) == 0
    first, second = ({r["unit_id"] for r in rows(tmp_path / f"s-{i}.csv")} for i in (1, 2))
    assert (len(first), len(second), len(first & second), (tmp_path / "s.csv").exists()) == (6, 6, 2, False)


def test_only_the_variables_asked_for_are_coded(sample, tmp_path):
    found = sample("-n", "8", "--variables", "voice, appraisal")
    assert list(found[0])[5:8] == ["appraisal", "voice", "note"]
    assert "## explains" not in (tmp_path / "sheet.codebook.md").read_text("utf-8").split("\n---\n")[0]


def test_coders_read_headline_and_step_where_there_are_any(tmp_path, sample):
    own = [unit("أ", i, "نشرة الميناء", role="body" if i else "headline", step="carried") for i in range(4)]
    write_rows(own, tmp_path / "c.csv", [], {"target": "الاتفاق"})
    found = {r["unit_id"][-1]: r for r in sample("-n", "4", given=tmp_path / "c.csv")}
    assert list(found["0"])[:7] == ["unit_id", "role", "step", "headline", "before", "text", "after"]
    assert [found[i]["headline"] for i in "012"] == ["", "الجملة 0 من أ.", "الجملة 0 من أ."] and found["3"]["step"] == "الاتفاق"
    assert "headline" not in sample("-n", "4", "--neighbours", "0", given=tmp_path / "c.csv", out="alone.csv")[0]


def test_units_without_an_outlet_are_a_stratum_of_that_name(tmp_path, sample):
    write_rows([unit("أ", i, "") for i in range(4)], tmp_path / "c.csv", [], {})
    assert {r["stratum"] for r in sample("-n", "2", "--show-source", given=tmp_path / "c.csv")} == {"no outlet"}


def test_coders_get_the_main_rules_in_arabic_and_no_history_of_the_codebook(sample, tmp_path):
    sample("-n", "8")
    text = (tmp_path / "sheet.codebook.md").read_text("utf-8")
    assert all(rule in text for rule in ("الجملة الرئيسة تحسم", "الحدث ليس نبرة", "الاقتباس")) and "بالأحرف اللاتينية" in text
    assert "`not a unit`" in text and "`ليست وحدة`" in text
    assert not any(told in text for told in ("in-sample", "Reliability", "Changelog", "study's units"))


def test_values_in_arabic_are_not_asked_for_in_latin_letters(tmp_path, sample):
    scheme = from_data({"variables": {"اللهجة": {"values": ["دافئة", "باردة"]}}}, "x").data()
    write_rows([unit("أ", i, "نشرة الميناء", اللهجة="دافئة") for i in range(4)], tmp_path / "own.csv", [], {"scheme": scheme})
    sample("-n", "2", given=tmp_path / "own.csv")
    text = (tmp_path / "sheet.codebook.md").read_text("utf-8")
    assert "بالأحرف اللاتينية" not in text and "الحدث ليس نبرة" not in text and "بأقلّ القيم ادّعاءً" in text


def test_more_than_three_strata_are_cut_short():
    with pytest.raises(FramingError, match=r"from 4 strata \(أ, ب, ت …\)"):
        apportion(pd.Series([5] * 4, [*"أبتث"]), pd.Series([5] * 4, [*"أبتث"]), 3)


def test_the_codebook_stands_beside_the_sheet_in_both_languages(sample, tmp_path):
    sample("-n", "8")
    text = (tmp_path / "sheet.codebook.md").read_text("utf-8")
    assert "| `against` | failing, doubtful" in text and "| `against` | فاشل" in text and "اعمل وحدك" in text
    assert "*Same test for both signs.*" in text


def test_a_codebook_of_ones_own_goes_with_its_sheet(tmp_path, sample):
    own = [unit("أ", i, "نشرة الميناء", tone="sad", p_tone_glad=0.2, p_tone_sad=0.8, topics="") for i in range(6)]
    write_rows(own, tmp_path / "own.csv", [], {"scheme": from_data(OWN, "x").data()})
    found = sample("-n", "4", "--stratify", "none", given=tmp_path / "own.csv")
    assert list(found[0])[5:8] == ["tone", "topics", "note"]
    assert json.loads((tmp_path / "sheet.csv.meta.json").read_text("utf-8"))["scheme"]["title"] == "Water"
    assert "*Same test" not in (tmp_path / "sheet.codebook.md").read_text("utf-8")


def test_tasks_for_label_studio_come_with_their_page(sample, tmp_path):
    found = sample("-n", "8", out="tasks.json")
    assert len(found) == 8 and "predictions" not in found[0]
    assert (found[0]["data"]["sampled"] in (2, 6), found[0]["data"]["inclusion"]) == (True, 0.5)
    assert '<Choices name="appraisal"' in (tmp_path / "tasks.config.xml").read_text("utf-8")
    assert (tmp_path / "tasks.codebook.md").exists()


def test_ids_that_look_like_times_come_back_as_they_were(tmp_path, sample):
    write_rows([unit("1", i, "2025") for i in range(4)], tmp_path / "n.csv", [], {})
    sample("-n", "4", "--show-source", given=tmp_path / "n.csv")
    text = (tmp_path / "sheet.csv").read_text("utf-8-sig").replace(",,,,,,,,,,", ",none,-,no,no,neutral,-,,author,explicit,")
    assert "\n'1:" in text
    (tmp_path / "filled.csv").write_text(text, "utf-8")
    found = read_codes(tmp_path / "filled.csv", ["unit_id"])
    assert sorted(found["unit_id"]) == ["1:0", "1:1", "1:2", "1:3"] and set(found["stratum"]) == {"2025"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["-n", "17"], "a sample of 17 from 2 strata (صحيفة الحي, نشرة الميناء): allowed are 4 (2 of each stratum"),
        (["-n", "3"], "allowed are 4 (2 of each stratum, so that a variance can be estimated) to 16 units"),
        (["-n", "5", "--per-group"], "a sample of 5 from صحيفة الحي: allowed are 2"),
        (["-n", "8", "--by", "country"], "no column 'country'"),
        (["-n", "8", "--by", "posture"], "--by posture: coders would read the machine's code"),
        (["-n", "8", "--stratify", "month"], "no column 'month'"),
        (["-n", "8", "--stratify", "doubt", "--variable", "mood"], "--variable mood: allowed are posture, appraisal"),
        (["-n", "8", "--stratify", "doubt", "--variable", "voice"], "no probabilities of voice in the codes"),
        (["-n", "8", "--variables", "tone"], "no variable 'tone' in the codebook; allowed are appraisal, object"),
        (["-n", "8", "--without-copies"], "no column 'duplicate_of'"),
        (["-n", "8", "--neighbours", "-1"], "--neighbours -1, --seed 1: allowed are whole numbers from 0"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_drawn_is_said_and_nothing_is_written(capsys, codes, tmp_path, options, says):
    assert main(["sample", str(codes), "-o", str(tmp_path / "sheet.csv"), *options]) == 2
    assert says in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["codes.csv", "codes.csv.meta.json"]


@pytest.mark.parametrize(
    ("out", "says"), [("s.xlsx", "cannot write .xlsx; allowed are .csv, .json"), ("gone/s.csv", "does not exist; make it first")]
)
def test_a_sheet_that_cannot_be_written_is_said_at_the_door(capsys, codes, tmp_path, out, says):
    assert main(["sample", str(codes), "-n", "8", "-o", str(tmp_path / out)]) == 2
    assert says in capsys.readouterr().err


def test_a_sheet_that_stands_there_is_never_written_over(capsys, codes, tmp_path):
    (tmp_path / "sheet.csv").write_text("filled", "utf-8")
    assert main(["sample", str(codes), "-n", "8", "-o", str(tmp_path / "sheet.csv")]) == 2
    assert "sheet.csv: exists, and may hold codes" in capsys.readouterr().err
    assert (tmp_path / "sheet.csv").read_text("utf-8") == "filled"


def test_articles_that_were_not_coded_are_sent_to_framing_code(capsys, tmp_path):
    (tmp_path / "news.csv").write_text("id,outlet,text\n1,نشرة الميناء,بدأ ترميم الجسر.\n", "utf-8")
    assert main(["sample", str(tmp_path / "news.csv"), "-n", "2", "-o", str(tmp_path / "sheet.csv")]) == 2
    assert (
        "no column 'unit_id'; the file has id, outlet, text; if these are articles, run framing code on them first"
        in capsys.readouterr().err
    )


def test_codes_without_their_text_are_refused(capsys, tmp_path):
    write_rows([{k: v for k, v in unit("أ", 0, "نشرة الميناء").items() if k != "text"}], tmp_path / "c.csv", [], {})
    assert main(["sample", str(tmp_path / "c.csv"), "-n", "2", "-o", str(tmp_path / "sheet.csv")]) == 2
    assert "; code the articles again without --no-text" in capsys.readouterr().err


def test_a_unit_in_two_files_is_refused(capsys, codes, tmp_path):
    assert main(["sample", str(codes), str(codes), "-n", "8", "-o", str(tmp_path / "sheet.csv")]) == 2
    assert "unit أ0:0 stands twice" in capsys.readouterr().err


def test_an_overlap_of_one_coder_is_refused(capsys, codes, tmp_path):
    call = ["sample", str(codes), "-n", "8", "--overlap", "0.5", "-o", str(tmp_path / "sheet.csv")]
    assert main(call) == 2
    assert "--overlap 0.5: is of the sheets of several coders; give --coders 2 or more" in capsys.readouterr().err
    assert main([*call, "--coders", "2"]) == 0


@pytest.mark.parametrize(
    "options", [["-n", "0"], ["-n", "8", "--overlap", "2"], ["-n", "8", "--coders", "0"], ["-n", "8", "--blind", "--with-codes"], []]
)
def test_a_wrong_call_ends_with_two_and_the_usage(capsys, codes, options):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["sample", str(codes), "-o", "x.csv", *options])
    assert capsys.readouterr().err.startswith("usage: framing sample")
