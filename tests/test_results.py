"""Result tables agree with the codes they come from and with each other."""

from pathlib import Path

import pandas as pd
import pytest

from framing.codes import POSTURES
from framing.results import EXPECTED, SHORT, Numbers
from framing.study import Study

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
