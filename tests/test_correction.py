"""Tables of corrected shares: every method, what stands beside a share, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from framing.codes import POSTURES
from framing.correction import corrected_shares
from framing.errors import FramingError
from framing.shift import shares_under_shift
from tests.sheets import CODES, GOLD, OPTIONS, four, share, sheet, units


@pytest.mark.parametrize("target", ["corpus", "outlet"])
@pytest.mark.parametrize("weight", ["unit", "article"])
def test_shares_of_every_method_add_up_to_one(weight, target):
    found = corrected_shares(*four(), weight=weight, target=target)
    assert found.groupby(["group", "method"])["share"].sum().tolist() == pytest.approx([1] * 8)


def test_naive_shares_count_the_machines_codes():
    codes, gold = four()
    naive = share(corrected_shares(codes, gold, weight="unit"), "skeptical", "naive", group="أ")
    assert naive["share"] == pytest.approx((codes["posture"][:100] == "skeptical").mean())


def test_the_em_share_is_that_under_prior_shift_and_has_no_interval():
    codes, gold = four()
    found = share(corrected_shares(codes, gold, weight="unit", trained=[0.25] * 4), "skeptical", "em", group="أ")
    p = codes[[f"p_{v}" for v in POSTURES]].to_numpy()[:100]
    assert found["share"] == pytest.approx(shares_under_shift(p / p.sum(axis=1, keepdims=True), [0.25] * 4)[0])
    assert np.isnan(found["low"])


def test_em_weighs_articles_as_the_other_methods_do():
    codes, gold = four()
    lengthened = codes.assign(article_id=["long" if i < 70 else f"{i}" for i in range(200)])
    shares = [
        share(corrected_shares(lengthened, gold, weight=w, trained=[0.25] * 4), "favorable", "em", group="أ")["share"]
        for w in ("unit", "article")
    ]
    p = codes[[f"p_{v}" for v in POSTURES]].to_numpy()[:100]
    weight = np.where(np.arange(100) < 70, 1 / 70, 1.0) / 31
    assert shares[1] == pytest.approx(shares_under_shift(p / p.sum(axis=1, keepdims=True), [0.25] * 4, weight)[1])
    assert shares[0] != pytest.approx(shares[1], abs=1e-3)


def test_em_of_an_outlet_has_an_interval_over_articles():
    found = share(corrected_shares(*four(), target="outlet", trained=[0.25] * 4), "skeptical", "em", group="أ")
    assert found["low"] < found["share"] - 0.05 < found["share"] + 0.05 < found["high"]
    assert found["share"] - found["low"] == pytest.approx(stats.t.ppf(0.975, 9) * found["se"])


def test_few_positives_are_noted():
    codes, gold = four()
    found = corrected_shares(codes, gold, methods=["hand"])
    few = found["note"].str.contains("fewer than 10 hand-coded units of it")
    assert few.tolist() == (found["n_positive"] < 10).tolist()
    assert few.any()


def test_two_hand_codes_alike_say_next_to_nothing():
    codes = units("1100")
    found = share(corrected_shares(codes, sheet(codes, [0, 1], "11"), "tone", **OPTIONS), method="hand")
    assert found["low"] < 0 < 1 < found["high"]
    assert found["note"] == "fewer than 10 hand-coded units of it: interval is rough; fewer than 10 of other values: interval is rough"


def test_an_outlets_naive_share_without_variation_has_no_interval():
    codes = units("1111", articles=2)
    found = share(corrected_shares(codes, sheet(codes, [0, 3], "11"), "tone", **OPTIONS, target="outlet"), method="naive")
    assert np.isnan(found["low"])


def test_intervals_are_not_clipped():
    codes = units("0" * 40)
    found = share(corrected_shares(codes, sheet(codes, range(20), "1" + "0" * 19), "tone", **OPTIONS))
    assert found["low"] < 0 < found["share"]


def test_a_group_without_hand_codes_is_named_and_the_others_are_estimated():
    codes = units("110010", outlets="اااببب")
    found = corrected_shares(codes, sheet(codes, range(3), "110"), "tone", **OPTIONS, model_based=True, methods=["difference"])
    assert found["share"].isna().tolist() == [False, False, True, True]
    assert found["note"].iloc[-1].startswith("no unit of it is coded by hand")


def test_units_nobody_drew_are_labelled_model_based():
    codes = units("1100")
    gold = pd.DataFrame({"unit_id": ["u0", "u2", "elsewhere"], "tone": ["yes", "no", "no"]})
    found = corrected_shares(codes, gold, "tone", **OPTIONS, model_based=True)
    assert share(found)["n_gold"] == 2
    assert "model-based" in share(found)["assumes"]
    assert "model-based" not in share(found, method="naive")["assumes"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": "country"}, "target 'country'; allowed are corpus, outlet"),
        ({"weight": "word"}, "weight 'word'; allowed are article, unit"),
        ({"level": 95}, "level 95"),
        ({"power": 2}, "lambda 2"),
        ({"machine": "guess"}, "machine 'guess'"),
        ({"machine": "probabilities"}, "no probabilities of tone"),
        ({"methods": ["magic"]}, "method 'magic'"),
        ({"methods": ["em"]}, "method em: needs the shares"),
        ({"by": "desk"}, "codes: no column 'desk'"),
    ],
)
def test_an_option_that_cannot_be_is_refused(options, message):
    with pytest.raises(FramingError, match=message):
        corrected_shares(CODES, GOLD, "tone", **(OPTIONS | options))


def test_one_article_says_nothing_about_its_outlet():
    codes = units("1100")
    with pytest.raises(FramingError, match=r"نشرة الميناء: one article says nothing.*--target corpus"):
        corrected_shares(codes, sheet(codes, [0, 2], "10"), "tone", **OPTIONS, target="outlet")


def test_a_machine_that_cannot_tell_values_apart_is_not_calculated_back_from():
    codes = units("10" * 10)
    found = share(corrected_shares(codes, sheet(codes, range(20), "1100" * 5), "tone", **OPTIONS), method="back-calculation")
    assert np.isnan(found["share"])
    assert "singular" in found["note"]
