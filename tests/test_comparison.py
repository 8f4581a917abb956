"""Tables behind the comparison page: groups, shares, spread, coverage, warnings, the study's shares."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing import comparison
from framing.codes import POSTURES
from framing.comparison import AT, GROUP, Comparison, coverage, csv_text, leaders, months, spread, study_shares, warnings_of
from framing.errors import FramingError
from framing.estimate import PROFILE_COLUMNS, profile

ABOUT = {"framing": "0.1.0", "model": {"name": "fast"}}


def units(*rows: tuple, columns: str = "outlet article_id posture", **further) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns.split()).assign(weight=1, **further)
    return table.assign(unit_id=[f"{a}:{i}" for i, a in enumerate(table["article_id"])])


def compare(table: pd.DataFrame, *by: str, **options) -> Comparison:
    given = {"variable": "posture", "values": {"posture": POSTURES}, "abouts": (ABOUT,)} | options
    return Comparison(table, by or ("outlet",), **given)


TWO = units(("أ", "a", "skeptical"), ("أ", "a", "skeptical"), ("أ", "b", "skeptical"), ("أ", "b", "procedural"), ("ب", "c", "analytical"))


def share(table: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(g, v): s for g, v, s in zip(table["group"], table["value"], table["share"], strict=True) if s}


@pytest.mark.parametrize("weight", ["article", "unit"])
def test_shares_are_those_of_a_profile(weight):
    random = np.random.default_rng(0)
    table = units(*[(o, f"{o}{a}", POSTURES[random.integers(4)]) for o in "أبج" for a in range(4) for _ in range(random.integers(1, 9))])
    found = comparison.shares(table.assign(**{GROUP: table["outlet"]}), "posture", POSTURES, weight=weight)
    codes = table[["unit_id"]].assign(variable="posture", value=table["posture"])
    expected = profile(codes, table, "posture", values=POSTURES, by="outlet", weight=weight)
    pd.testing.assert_frame_equal(found, expected, rtol=1e-12)
    assert list(found) == PROFILE_COLUMNS


@pytest.mark.parametrize(("weight", "skeptical"), [("article", 0.5), ("unit", 0.75)])
def test_shares_by_hand(weight, skeptical):
    table = units(*[("أ", "a", "skeptical")] * 3, ("أ", "b", "procedural"), ("ب", "c", "analytical"))
    found = share(compare(table, weight=weight).shares["posture"])
    assert found == {("أ", "skeptical"): skeptical, ("أ", "procedural"): 1 - skeptical, ("ب", "analytical"): 1.0}


def test_a_unit_may_have_several_frames_or_none():
    table = units(("أ", "a", "economic;human"), ("أ", "a", ""), ("أ", "b", "human"), columns="outlet article_id frames")
    c = compare(table, variable="frames", values={"frames": ("economic", "human")}, multiple=frozenset({"frames"}))
    assert share(c.shares["frames"]) == {("أ", "economic"): 0.25, ("أ", "human"): 0.75}


def test_units_without_a_code_are_left_out_of_shares():
    c = compare(units(("أ", "a", "skeptical"), ("أ", "a", ""), ("ب", "b", "")))
    assert share(c.shares["posture"]) == {("أ", "skeptical"): 1.0}
    assert c.coverage["coded"].tolist() == [1, 0]


def test_a_value_may_be_called_as_a_column_is():
    values = ("group", "share", "article_id")
    c = compare(units(("أ", "a", "group"), ("أ", "a", "share")), values={"posture": values})
    assert share(c.shares["posture"]) == {("أ", "group"): 0.5, ("أ", "share"): 0.5}
    assert c.by_article["share"].tolist() == [0.5, 0.5, 0]


@pytest.mark.parametrize(
    ("published", "month"),
    [
        ("2025-03-09", "2025-03"), ("2025-03", "2025-03"), ("٢٠٢٥-٠٣-٠٩", "2025-03"), (" 2025-03-09T10:00Z", "2025-03"),
        ("", "no date"), ("9/3/2025", "no date"), ("2025-13-01", "no date"), ("20255-01", "no date"), ("2025-031", "no date"),
    ],
)  # fmt: skip
def test_a_month_is_taken_from_a_date_that_begins_with_year_and_month(published, month):
    assert months(pd.DataFrame({"published": [published]})).tolist() == [month]


def test_groups_of_several_columns_are_joined_and_an_empty_cell_has_a_name():
    table = units(("أ", "a", "skeptical"), ("", "b", "skeptical"), section=["رأي\n عام", ""])
    assert compare(table, "outlet", "section").groups == ["أ · رأي عام", "no outlet · no section"]


def test_months_are_in_order_behind_each_other_and_undated_units_last():
    table = units(*[("أ", x, "skeptical") for x in "abc"], published=["", "2025-02-01", "2024-11-30"])
    assert compare(table, "month").groups == ["2024-11", "2025-02", "no date"]
    both = compare(table, "outlet", "month")
    assert both.groups == ["أ"] and list(dict.fromkeys(both.by_month["month"])) == ["2024-11", "2025-02", "no date"]
    assert both.grouped[AT].tolist() == ["2024-11", "2025-02", "no date"]


def test_the_spread_over_articles_is_a_t_interval():
    # mean 0.3, standard deviation 0.158114, t(4) at 0.975 = 2.776445
    low, high = spread(np.array([0.1, 0.2, 0.3, 0.4, 0.5]))
    assert (low, high) == pytest.approx((0.103675, 0.496325), abs=1e-6)


def test_fewer_than_five_articles_have_no_spread():
    assert np.isnan(spread(np.array([0.1, 0.2, 0.3, 0.4]))).all()


def test_units_that_count_the_same_have_no_spread_over_articles():
    table = units(*[("أ", f"a{i}", POSTURES[i % 2]) for i in range(6)])
    assert compare(table).shares["posture"]["low"].notna().all()
    assert compare(table, weight="unit").shares["posture"]["low"].isna().all()


@pytest.mark.parametrize(("n", "clear"), [(6, "yes"), (4, "")])
def test_a_lead_that_every_article_shares_is_clear_of_the_spread(n, clear):
    c = compare(units(*[("أ", f"a{i}", "skeptical") for i in range(n)]))
    row = c.leaders.iloc[0]
    assert (row["value"], row["margin"], row["n_articles"], row["is_clear"]) == ("skeptical", 1.0, n, clear)


def test_a_lead_that_articles_do_not_share_is_within_their_spread():
    c = compare(units(*[("أ", f"a{i}", "skeptical" if i < 4 else "procedural") for i in range(7)]))
    assert c.leaders.iloc[0]["is_clear"] == "no"


def test_a_tie_has_no_margin():
    found = leaders(compare(units(("أ", "a", "skeptical"), ("أ", "b", "procedural"))).shares["posture"], None)
    assert found.iloc[0][["value", "runner_up", "margin"]].tolist() == ["skeptical", "procedural", 0.0]


def evidence(*terms: str) -> str:
    return json.dumps(
        [{"feature": "lex:1|plain", "variable": "v", "value": "x", "contribution": 1.0, "term": t, "places": []} for t in terms]
    )


def test_coverage_by_hand():
    p = {f"p_{x}": [0.4, 0.8, 0.7] if x == "skeptical" else [0.2, 0.1, 0.1] for x in POSTURES}
    table = units(
        ("أ", "a", "skeptical"), ("أ", "a", "skeptical"), ("أ", "b", "skeptical"),
        published=["2025-01-02", "2025-01-02", ""], role=["headline", "body", "headline"], names_step=["yes", "yes", "no"],
        unlike=["0.1", "0.3", "0.5"], duplicate_of=["", "", "z"], evidence=[evidence("x"), evidence(), "[{"], **p,
    )  # fmt: skip
    row = compare(table).coverage.iloc[0].to_dict()
    assert {k: v for k, v in row.items() if isinstance(v, int | str)} == {
        "group": "أ", "articles": 2, "units": 3, "coded": 3, "copies": 1, "undated": 1, "first": "2025-01-02", "last": "2025-01-02",
        "headline_only": 1, "off_target": 1, "unreadable": 1,
    }  # fmt: skip
    assert [row[c] for c in ("unlike", "lexicon", "confidence", "doubtful")] == pytest.approx([0.3, 0.5, 1.9 / 3, 1 / 3])


def test_what_a_file_does_not_tell_is_missing():
    row = compare(TWO).coverage.iloc[0]
    assert row[["undated", "unlike", "lexicon", "confidence", "doubtful"]].isna().all()


@pytest.mark.parametrize("cell", ["[{", "{}", "[1]", '[{"feature": "x"}]', '[{"feature": "x", "variable": "a", "value": "b", "contribution": NaN}]', "[" * 9999])  # fmt: skip
def test_evidence_that_is_not_as_the_coder_writes_it_is_not_read(cell):
    assert comparison.evidence_rows(cell) is None


def kinds(table: pd.DataFrame, *abouts: dict) -> list[str]:
    return [w.kind for w in compare(table, abouts=abouts or (ABOUT,)).warnings]


MANY = [("أ", f"a{i % 6}", "skeptical") for i in range(36)]


def test_nothing_to_warn_of_gives_no_warning():
    fine = {"published": "2025-01-01", "role": "body", "unlike": "0.1", "names_step": "yes", "duplicate_of": "", "evidence": evidence("x")}
    sure = {f"p_{x}": "0.9" if x == "skeptical" else "0.03" for x in POSTURES}
    assert kinds(units(*MANY, **fine, **sure)) == []


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [
        ("unlike", "unlike", "0.26"), ("lexicon", "evidence", "[]"), ("off_target", "names_step", "no"), ("headline_only", "role", "headline"),
        ("copies", "duplicate_of", "z"), ("undated", "published", "yesterday"), ("unreadable", "evidence", "{"),
    ],
)  # fmt: skip
def test_each_cause_gives_its_warning(kind, column, value):
    assert kinds(units(*MANY, **{column: value})) == [kind]


def test_articles_without_an_outlet_are_counted_once_and_the_fix_is_named():
    c = compare(units(*MANY, ("", "x", "skeptical"), ("", "x", "skeptical"), (" ", "y", "skeptical")))
    assert c.n_nameless("outlet") == 2
    [warned] = [w for w in c.warnings if w.kind == "nameless"]
    assert warned.title == "Articles without an outlet" and warned.says.startswith("2 of 8 articles have none")
    assert "--outlet NAME, or --column outlet=NAME" in warned.todo


def test_months_have_no_warning_of_nameless_groups_beside_that_of_dates():
    c = compare(units(*MANY, published=""), "month")
    assert c.n_nameless("month") == 6 and not any(w.kind == "nameless" for w in c.warnings)


def test_doubtful_codes_give_a_warning():
    assert kinds(units(*MANY, **dict.fromkeys((f"p_{x}" for x in POSTURES), "0.25"))) == ["doubtful"]


@pytest.mark.parametrize(
    ("n_articles", "n_units", "found"),
    [(1, 40, ["single"]), (4, 40, ["few_articles"]), (5, 29, ["few_units"]), (5, 30, []), (1, 3, ["single", "few_units"])],
)
def test_few_articles_and_few_units_are_told(n_articles, n_units, found):
    assert kinds(units(*[("أ", f"a{i % n_articles}", "skeptical") for i in range(n_units)])) == found


def test_a_group_without_any_code_is_told():
    assert "uncoded" in kinds(units(*MANY, ("ب", "b", "")))


@pytest.mark.parametrize("other", [{"model": {"name": "accurate"}}, ABOUT | {"abstain": 0.5}, ABOUT | {"featuriser": "3"}])
def test_files_of_several_coders_are_told(other):
    assert kinds(units(*MANY), ABOUT, other) == ["mixed"]
    assert kinds(units(*MANY), ABOUT, ABOUT | {"inputs": ["x"]}) == []


@pytest.mark.parametrize("about", [{}, {"model": "fast"}, {"model": None}])
def test_files_without_metadata_are_told(about):
    assert kinds(units(*MANY), ABOUT, about) == ["unknown"]


def test_a_warning_names_its_groups_and_what_was_measured():
    found = warnings_of(coverage(compare(TWO).grouped, "posture", POSTURES), [ABOUT])
    assert [(w.kind, w.groups) for w in found] == [
        ("single", (("ب", "1 unit"),)), ("few_articles", (("أ", "2 articles"),)), ("few_units", (("أ", "4 units"), ("ب", "1 unit"))),
    ]  # fmt: skip


def test_shares_with_and_without_copies():
    table = units(("أ", "a", "skeptical"), ("أ", "b", "procedural"), ("ب", "c", "skeptical"), duplicate_of=["", "x", ""])
    found = compare(table).copies
    assert set(found["group"]) == {"أ"}
    assert found.set_index("value").loc["skeptical", ["share", "share_without", "n_articles_without"]].tolist() == [0.5, 1.0, 1]


def test_a_group_of_nothing_but_copies_has_no_shares_without_them():
    found = compare(units(("أ", "a", "skeptical"), duplicate_of=["x"])).copies
    assert found["share_without"].isna().all() and (found["n_articles_without"] == 0).all()


def test_nothing_marked_as_copy_gives_no_table_of_copies():
    assert compare(TWO).copies is None


@pytest.mark.parametrize("model", ["fast", "accurate", "adjudicated"])
def test_the_study_has_shares_of_six_texts(model):
    found = study_shares(model)
    assert found.groupby("group")["share"].sum().tolist() == pytest.approx([1] * 6, abs=1e-5)
    assert found["group"].str.startswith("study: ").all() and found.drop_duplicates("group")["n_units"].sum() == 157


def test_the_studys_shares_are_those_of_the_report():
    report = pd.read_csv(Path(__file__).parent.parent / "report" / "results" / "profiles.csv").query("variable == 'posture'")
    for coder, model in (("machine", "fast"), ("adjudicated", "adjudicated")):
        expected = report[report["coder"] == coder]
        assert study_shares(model)["value"].tolist() == expected["value"].tolist()
        assert study_shares(model)["share"].tolist() == pytest.approx(expected["share"].tolist())


def test_another_model_has_no_shares_of_the_study():
    with pytest.raises(FramingError, match=r"'own.zip'; allowed are fast, accurate, adjudicated"):
        study_shares("own.zip")


@pytest.mark.parametrize(("cell", "kept"), [("=2+2", "'=2+2"), ("-5 degrees", "'-5 degrees"), ("@x", "'@x"), ("-", "-"), ("أ", "أ")])
def test_a_spreadsheet_runs_no_cell_of_a_download(cell, kept):
    assert csv_text(pd.DataFrame({"group": [cell], "share": [-0.5]})) == f"\ufeffgroup,share\n{kept},-0.5\n"


def test_limits_of_the_packages_training_text_say_nothing_of_a_coder_of_ones_own():
    covered = coverage(compare(TWO).grouped, "posture", POSTURES).assign(unlike=0.9, lexicon=0.0)
    assert {"unlike", "lexicon"} <= {w.kind for w in warnings_of(covered, [ABOUT])}
    assert not {"unlike", "lexicon"} & {w.kind for w in warnings_of(covered, [{**ABOUT, "scheme": {}}])}
