"""Result tables agree with the codes they come from and with each other."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.codes import POSTURES
from framing.estimators import FramingCoder
from framing.features import shipped_space
from framing.news import News
from framing.results import EXPECTED, SHORT, Numbers, _failing, _quiet, _standing, least_margin
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


def test_the_shipped_coder_never_learnt_from_the_study():
    from framing.model import shipped_model

    assert set(shipped_model().about["trained_on"]) == {"exemplars", "wikinews", "pud"}


def test_a_number_is_printed_with_its_digits():
    numbers = Numbers()
    numbers.add("share", 12.345, "profiles", unit="%", digits=1)
    assert numbers.named["share"] == {"value": 12.345, "text": "12.3", "unit": "%", "source": "profiles"}


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
    own = table("specifications").query(
        "question == 'main' and coder == 'adjudicated' and headlines == 'counted' and doubt == 'likeliest value'"
    )
    before = table("variants").set_index(["rule", "article_id"])["leads"]
    for rule, option in rules.items():
        assert own[own["rule"] == option].set_index("article_id")["leads"].to_dict() == before[rule].to_dict()


def test_a_tie_is_no_lead_and_one_unit_makes_one():
    found = _standing(pd.Series(["skeptical", "skeptical", "procedural", "procedural"]), "skeptical")
    assert found == {"leads": "tie", "holds": False, "margin_units": 0, "tipping_units": 1}


def test_a_lead_of_three_is_ended_by_two_units():
    found = _standing(pd.Series(["analytical"] * 4 + ["favorable"]), "analytical")
    assert found == {"leads": "analytical", "holds": True, "margin_units": 3, "tipping_units": 2}


def test_an_expectation_that_fails_takes_units_from_whichever_posture_has_most():
    found = _standing(pd.Series(["favorable"] * 3 + ["procedural"] * 3), "skeptical")
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

    from framing.results import terms

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
