"""Result tables agree with the codes they come from and with each other."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from framing.codes import POSTURES
from framing.estimators import FramingCoder
from framing.features import shipped_space
from framing.news import News
from framing.results.coders import agreement_among, least_margin
from framing.results.course import _halves, _heads
from framing.results.intervals import _failing, _quiet
from framing.results.machine import with_wilson
from framing.results.names import EXPECTED, SHORT
from framing.results.nearest import distances
from framing.results.postures import add_edges, standing
from framing.results.specifications import least_kept
from framing.results.study import Numbers
from framing.results.words import terms
from framing.study import Study, read_features

ROOT = Path(__file__).parent.parent


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "report" / "results" / f"{name}.csv")


@pytest.fixture(scope="module")
def coded():
    study = Study(ROOT / "data")
    own = study.codings.query("coder == 'adjudicated' and variable == 'posture'").merge(study.units, on="unit_id")
    return own[own["weight"] > 0]


def test_shares_are_the_counts_of_the_adjudicated_codes(coded):
    shares = table("profiles").query("coder == 'adjudicated' and variable == 'posture'").set_index(["group", "value"])["share"]
    for (article, posture), n in coded.groupby(["article_id", "value"]).size().items():
        assert shares[article, posture] == pytest.approx(n / (coded["article_id"] == article).sum(), abs=1e-5)


def test_shares_of_a_text_add_up_to_one():
    sums = table("profiles").groupby(["coder", "variable", "group"])["share"].sum()
    assert sums.between(1 - 1e-5, 1 + 1e-5).all()


def test_an_expectation_holds_exactly_when_the_leading_posture_is_the_expected_one():
    found, lead = table("expectations").set_index("article_id"), table("leading").set_index("group")["value"]
    assert {a: found.loc[a, "holds_coded"] for a in EXPECTED} == {a: lead[a] == expected for a, expected in EXPECTED.items()}


def test_tipping_units_end_the_lead_and_one_fewer_do_not():
    shares = table("profiles").query("coder == 'adjudicated' and variable == 'posture'")
    for row in table("leading").itertuples():
        own = shares[shares["group"] == row.group].set_index("value")
        n = (own["share"] * own["n_units"]).round().astype(int)
        assert n[row.value] - row.tipping_units <= n[row.runner_up] + row.tipping_units
        assert n[row.value] - (row.tipping_units - 1) > n[row.runner_up] + (row.tipping_units - 1)


def test_the_rules_differ_in_posture_and_never_in_the_number_of_units():
    variants = table("variants")
    n = variants.assign(n=variants[list(POSTURES)].sum(axis=1)).pivot(index="article_id", columns="rule", values="n")
    assert (n.nunique(axis=1) == 1).all()
    assert set(variants["article_id"]) == set(SHORT)


def test_confusion_and_class_counts_are_of_all_units(coded):
    assert table("machine_confusion")[list(POSTURES)].to_numpy().sum() == len(coded)
    assert (table("machine_by_class").groupby("coder")["n"].sum() == len(coded)).all()


def test_coders_agree_only_where_two_of_them_coded():
    units = [f"a:{i}" for i in range(12)]
    codes = pd.DataFrame(
        {"unit_id": units * 2, "coder": ["x"] * 12 + ["y"] * 12, "variable": "voice", "value": (["author"] * 6 + ["official"] * 6) * 2}
    )
    table, by_value = agreement_among(codes, ["x", "y"], ["voice", "stance"])
    assert table.set_index("measure")["value"].to_dict() == {"alpha": 1.0, "AC1": 1.0, "raw": 1.0}
    assert by_value.set_index("value")["n_positives"].to_dict() == {
        "author": 6,
        "official": 6,
        "anonymous": 0,
        "expert": 0,
        "civil": 0,
        "media": 0,
    }
    for coders in ([], ["x"]):
        assert all(found.empty and len(found.columns) for found in agreement_among(codes, coders, ["voice"]))


def test_a_share_right_has_its_wilson_interval():
    found = with_wilson(pd.DataFrame({"accuracy": [0.5], "n": [10]}))
    assert found[["low", "high"]].round(3).to_numpy().tolist() == [[0.237, 0.763]]


def test_differences_between_coders_are_those_of_their_scores_and_turn_with_the_pair():
    scores, pairs = table("machine").set_index("coder")["macro_f1"], table("machine_pairs").set_index(["coder", "other"])
    for (coder, other), row in pairs.iterrows():
        assert row["difference"] == pytest.approx(scores[coder] - scores[other], abs=1e-5) and row["low"] <= row["high"]
    one, two = (pairs.loc[pair] for pair in (("fast coder", "accurate coder"), ("accurate coder", "fast coder")))
    assert one["low"] == pytest.approx(-two["high"]) and one["high"] == pytest.approx(-two["low"])


def test_the_polarity_lexicon_finds_no_unit_analytical():
    tone = table("machine_tone").set_index("coder")
    assert tone.loc["polarity lexicon", "analytical"] == 0 and tone["tone"].between(0, 1).all()


def test_every_method_in_the_table_of_scores_is_ours_or_a_peer():
    for name in ("machine", "development_machine", "sealed_machine"):
        kinds = table(name).set_index("coder")["kind"]
        assert (
            set(kinds) == {"ours", "part of ours", "peer"}
            and kinds["polarity lexicon"] == "peer"
            and kinds["lexicon alone"] == "part of ours"
        )


def test_what_was_reached_of_an_aim_is_the_score_shown_elsewhere():
    aims, scores = table("aims").set_index(["variable", "measure", "on"]), table("machine").set_index("coder")["macro_f1"]
    reached = aims.loc[("posture", "macro-F1", "these texts")]
    assert [reached["fast"], reached["accurate"]] == [scores["fast coder"], scores["accurate coder"]]


def test_the_shipped_coder_never_learnt_from_the_study():
    from framing.model import shipped_model

    assert set(shipped_model().about["trained_on"]) == {"exemplars", "wikinews", "pud"}


def test_a_number_is_printed_with_its_digits():
    numbers = Numbers()
    numbers.add("share", 12.345, "profiles", unit="%", digits=1)
    assert numbers.named["share"] == {"value": 12.345, "text": "12.3", "unit": "%", "source": "profiles", "function": ""}


def test_the_first_specification_is_the_profile_of_the_adjudicated_codes():
    first = table("specifications").query("specification == 1").set_index("article_id")
    shares = (
        table("profiles").query("coder == 'adjudicated' and variable == 'posture'").pivot(index="group", columns="value", values="share")
    )
    assert (first[list(POSTURES)] - shares.loc[first.index, list(POSTURES)]).abs().max().max() < 1e-5


def test_specifications_that_keep_a_lead_are_those_counted():
    own = table("specifications").query("question == 'main'")
    for row in table("specifications_summary").query("question == 'main'").itertuples():
        assert ((own["article_id"] == row.article_id) & (own["leads"] == row.value)).sum() == row.n_leads


def test_the_rules_of_the_curve_are_those_compared_before():
    rules = {"rule_2_1": "codebook", "explains_by_any_phrase": "explanation by any phrase"}
    rules |= {"explanation_first": "explanation before appraisal", "refusal_and_consent": "refusal and consent evaluate"}
    own = table("specifications").query(
        "question == 'main' and coder == 'adjudicated' and headlines == 'counted' and doubt == 'likeliest value'"
    )
    before = table("variants").set_index(["rule", "article_id"])["leads"]
    for rule, option in rules.items():
        assert own[own["rule"] == option].set_index("article_id")["leads"].to_dict() == before[rule].to_dict()


def test_a_tie_is_no_lead_and_one_unit_makes_one():
    found = standing(pd.Series(["skeptical", "skeptical", "procedural", "procedural"]), "skeptical")
    assert found == {"leads": "tie", "holds": False, "margin_units": 0, "tipping_units": 1}


def test_a_lead_of_three_is_ended_by_two_units():
    found = standing(pd.Series(["analytical"] * 4 + ["favorable"]), "analytical")
    assert found == {"leads": "analytical", "holds": True, "margin_units": 3, "tipping_units": 2}


def test_an_expectation_that_fails_takes_units_from_whichever_posture_has_most():
    found = standing(pd.Series(["favorable"] * 3 + ["procedural"] * 3), "skeptical")
    assert found == {"leads": "tie", "holds": False, "margin_units": -3, "tipping_units": 3}


def test_the_least_lead_is_over_every_choice_between_the_readings():
    first = ["skeptical", "skeptical", "skeptical", "procedural"]
    second = ["skeptical", "skeptical", "procedural", "analytical"]
    assert least_margin(np.array([first, first]), "skeptical") == 2
    assert least_margin(np.array([first, second]), "skeptical") == 0


def test_a_lead_that_no_choice_between_readings_ends_is_kept_by_every_reading_and_every_redraw():
    disputed, readings = table("disputed").set_index("article_id"), table("readings").query("coder != 'adjudicated'")
    assert disputed["least_margin"].le(readings.groupby("article_id")["margin_units"].min()).all()
    assert (disputed.loc[disputed["least_margin"] > 0, "redraws_leading"] == 1).all()


def test_masked_shares_are_compared_with_those_of_all_codes():
    shares = table("profiles").query("coder == 'adjudicated' and variable == 'posture'").set_index(["group", "value"])["share"]
    masking = table("masking")
    for row in masking.itertuples():
        assert row.share == pytest.approx(shares[row.group, row.value], abs=1e-5)
    assert (masking[masking["leads"]].groupby(["coder", "method"]).size() == len(SHORT)).all()


# Terms


@pytest.fixture(scope="module")
def carrying():
    """What `terms` needs of the results, and what it makes of it."""
    from types import SimpleNamespace

    entries = {f"lex:{e}" for e in table("study_entries")["entry"]}
    r = SimpleNamespace(
        study=Study(ROOT / "data"),
        news=News(ROOT / "data" / "news"),
        numbers=Numbers(),
        study_entries=entries,
        tables={"leading": table("leading")},
    )
    terms(r)
    return r


def test_the_shares_that_entries_carry_are_the_machines(carrying):
    shares = table("profiles").query("coder == 'machine'").set_index(["group", "value"])["share"]
    for row in carrying.tables["terms"].itertuples():
        assert row.share == pytest.approx(shares[row.group, row.value], abs=1e-5)


def test_a_share_without_an_entry_is_that_of_the_coder_without_its_columns(carrying):
    row = carrying.tables["terms"].query("leads_as_coded").iloc[0]
    entry = carrying.tables["term_entries"].query("group == @row.group and term == @row.decisive")["entry"].iloc[0]
    kept = np.array([not n.startswith(f"lex:{entry}|") for n in shipped_space().names], dtype=float)
    own = carrying.study.units.assign(posture=FramingCoder.shipped().predict(read_features(carrying.study).multiply(kept))["posture"])
    own = own[(own["article_id"] == row.group) & (own["weight"] > 0)]
    assert row.share_without < row.share and row.share_without == pytest.approx((own["posture"] == row.value).mean())


def test_the_parts_that_entries_carry_are_parts_of_one(carrying):
    found = carrying.tables["terms"]
    assert (found["carries"] <= found["top"] + 1e-9).all() and found[["top", "only_here"]].le(1 + 1e-9).all(axis=None)
    assert found["effective"].between(1, found["n_entries"]).all() and found.groupby("group")["leads_as_coded"].sum().le(1).all()


def test_entries_called_in_the_report_were_tested_on_sentences_that_pruned_nothing(carrying):
    audited, named = carrying.tables["development_entries"], carrying.numbers.named
    assert len(audited) == named["n_entries_tested"]["value"] and (audited["n"] >= named["least_tested"]["value"]).all()
    called = audited[audited["verdict_corrected"] != "open"]
    assert (called["q"] < 0.05).all() and len(called) == sum(named[f"n_entries_{s}_corrected"]["value"] for s in ("above", "below"))


def test_coverage_without_a_warning_weighs_every_run_alike():
    row = {"method": "difference", "truth": "by hand"}
    shares = [
        row | {"quiet": 10, "coverage_quiet": 0.9},
        row | {"quiet": 30, "coverage_quiet": 1.0},
        row | {"quiet": 0, "coverage_quiet": np.nan},
    ]
    assert _quiet(pd.DataFrame(shares)) == pytest.approx(0.975)


def test_coverages_below_the_band_are_named_in_all_runs_or_in_those_without_a_warning():
    row = {"cell": "base", "method": "difference", "target": "corpus", "truth": "by hand", "outlet": 1, "value": 1, "positives": 12.0}
    row |= {"coverage": 0.95, "coverage_mc": 0.005, "no_interval": 0.0, "warned": 0.5, "coverage_quiet": 0.95, "quiet": 1000}
    rows = [
        row,
        row | {"value": 2, "coverage": 0.9},
        row | {"value": 3, "coverage_quiet": 0.85},
        row | {"value": 4, "coverage_quiet": 0.85, "quiet": 9},
    ]
    rows += [row | {"value": 5, "method": "hand", "coverage": 0.9}, row | {"value": 6, "method": "naive", "coverage": 0.1}]
    assert _failing(pd.DataFrame(rows))["value"].tolist() == [2, 3, 5]


def test_of_the_texts_without_an_outlet_the_nearest_is_marked_and_near_only_within_the_limit():
    shares = pd.DataFrame({"skeptical": [1.0, 0.0, 0.2, 0.5, 0.6, 0.0], "procedural": [0.0, 1.0, 0.8, 0.5, 0.4, 1.0]})
    shares.index = [*EXPECTED, "unnamed", "aggregator"]
    found = distances(shares).set_index(["article_id", "other"])
    assert found.loc[("unnamed", "hashtag"), "distance"] == pytest.approx(0.1)
    assert found.query("nearest").index.tolist() == [("unnamed", "hashtag"), ("aggregator", "aljazeera")]
    far = distances(shares.assign(skeptical=[1.0, 1, 1, 1, 0.3, 0.3], procedural=[0.0, 0, 0, 0, 0.7, 0.7]))
    assert far.loc[far["nearest"], "other"].tolist() == ["levant", "levant"] and not far["near_enough"].any()


def test_the_rule_that_keeps_a_lead_least_is_one_of_the_readers_and_a_lead_kept_by_all_has_none():
    rows = [
        ("a", "readers", "x", 6, 6),
        ("a", "readers", "y", 6, 3),
        ("a", "readers", "z", 6, 4),
        ("a", "machines", "x", 6, 0),
        ("b", "readers", "x", 6, 6),
    ]
    table = pd.DataFrame(rows, columns=["article_id", "by", "rule", "n_specifications", "n_leads"])
    assert least_kept(table)[["article_id", "rule"]].to_numpy().tolist() == [["a", "y"]]


def test_specifications_of_readers_and_machines_are_all_of_the_main_question():
    by_rule, summary = table("specifications_by_rule"), table("specifications_summary").query("question == 'main'").set_index("article_id")
    counted = by_rule.groupby("article_id")[["n_specifications", "n_leads"]].sum()
    assert counted.loc[summary.index].to_numpy().tolist() == summary[["n_specifications", "n_leads"]].to_numpy().tolist()


def test_every_specification_finds_a_nearest_text_or_none():
    n = table("neighbours_otherwise").groupby("article_id")["n_specifications"].sum()
    assert (n >= table("specifications").query("question == 'main'")["specification"].nunique()).all()


def test_the_lead_of_a_text_stands_beside_that_of_each_machine():
    found, expected = table("leads").set_index("article_id"), table("expectations").set_index("article_id")
    assert found["coded"].to_dict() == table("leading").set_index("group")["value"].to_dict()
    for a in EXPECTED:
        assert (found.loc[a, "fast"], found.loc[a, "accurate"]) == (expected.loc[a, "machine"], expected.loc[a, "accurate"])


def test_an_expectation_is_kept_by_the_specifications_counted():
    own = table("specifications").query("question == 'main'")
    for row in table("expectations").itertuples():
        kept = (own.loc[own["article_id"] == row.article_id, "leads"] == row.expected).mean()
        assert row.specifications_leading == pytest.approx(kept, abs=1e-5)


def test_units_by_source_add_up_to_the_texts(coded):
    found = table("posture_by_source").groupby("article_id")["n_units"].sum()
    assert found.to_dict() == coded.groupby("article_id").size().to_dict()
    appraised = table("appraisal_by_source")
    assert (appraised[["none", "named", "carried"]].sum(axis=1) == appraised["n_appraisal"]).all()


def course(*postures: str) -> pd.DataFrame:
    return pd.DataFrame({"article_id": "a", "position": range(len(postures)), "posture": postures})


def test_halves_that_share_no_posture_are_wholly_apart():
    found = _halves(course(*["skeptical"] * 3, *["favorable"] * 3))
    assert (found["distance"], found["first_leads"], found["second_leads"], found["moved"]) == (1, "skeptical", "favorable", "skeptical")
    assert found["orders_as_far"] == pytest.approx(2 / 20, abs=0.01)  # of the ways to draw three of six, two part them wholly


def test_the_middle_unit_belongs_to_the_second_half():
    found = _halves(course("skeptical", "favorable", "skeptical"))
    assert (found["first_skeptical"], found["second_skeptical"], found["second_favorable"]) == (1, 1, 1)


def test_shares_at_an_end_of_their_range_or_outside_it_are_counted():
    shares = pd.DataFrame({"share": [0.5, 0.4, 0.6, 0.3], "low": [0.4, 0.4, 0.4, 0.3], "high": [0.6, 0.5, 0.5, 0.3]})
    r = SimpleNamespace(numbers=Numbers())
    add_edges(r, shares, "postures", "profiles")
    assert {name: n["value"] for name, n in r.numbers.named.items()} == {"ranged_postures": 3, "edge_postures": 2}


def test_a_second_headline_counts_as_a_heading():
    own = course("procedural", "skeptical", "skeptical", "favorable", "analytical")
    own = own.assign(role=["headline", "lede", "body", "headline", "heading"], part=["h", "h", "body", "h", "h"])
    assert _heads(own) == {
        "article_id": "a", "headline": "procedural", "lede": "skeptical", "headings": "favorable, analytical", "body_leads": "skeptical",
    }  # fmt: skip
