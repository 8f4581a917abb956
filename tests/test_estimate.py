"""Shares of values by group: estimands, redraws, the leading value and what it takes to tip it."""

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.estimate import ESTIMANDS, PROFILE_COLUMNS, leading, profile


def units(**articles: int) -> pd.DataFrame:
    """So many units of each article, all counted."""
    rows = [(f"{a}:{i}", a, 1.0) for a, n in articles.items() for i in range(n)]
    return pd.DataFrame(rows, columns=["unit_id", "article_id", "weight"])


def codes(table: pd.DataFrame, values: str, probability: float = 1.0) -> pd.DataFrame:
    return pd.DataFrame({"unit_id": table["unit_id"], "variable": "v", "value": values.split(), "probability": probability})


def shares(found: pd.DataFrame) -> dict[tuple[str, str], float]:
    return found.set_index(["group", "value"])["share"].to_dict()


def one_group(values: str, kinds: str = "x y z") -> pd.DataFrame:
    """The profile of one article whose units have these values."""
    table = units(a=len(values.split()))
    return profile(codes(table, values), table, "v", values=kinds.split())


ONE_AND_THREE = units(a=1, b=3).assign(outlet="north")  # a: x. b: x y y.


def test_shares_are_those_of_the_units_of_each_article():
    table = units(a=4, b=2)
    found = profile(codes(table, "x x x y y y"), table, "v", values=["x", "y"])
    assert shares(found) == {("a", "x"): 0.75, ("a", "y"): 0.25, ("b", "x"): 0.0, ("b", "y"): 1.0}
    assert list(found.columns) == PROFILE_COLUMNS
    assert found["n_units"].tolist() == [4, 4, 2, 2]


def test_a_value_that_never_occurs_has_a_share_of_nought():
    found = one_group("x y")
    assert found["value"].tolist() == ["x", "y", "z"]
    assert found["share"].tolist() == [0.5, 0.5, 0.0]


def test_shares_of_a_group_add_up_to_one():
    table = units(a=3, b=7, c=1).assign(outlet=["north"] * 10 + ["south"])
    found = profile(codes(table, "x y z x x x y y z z x"), table, "v", values=["x", "y", "z"], by="outlet")
    assert found.groupby("group")["share"].sum().tolist() == pytest.approx([1.0, 1.0])


def test_every_article_counts_the_same_by_default():
    found = profile(codes(ONE_AND_THREE, "x x y y"), ONE_AND_THREE, "v", values=["x", "y"], by="outlet")
    assert found["share"].tolist() == pytest.approx([(1 + 1 / 3) / 2, (0 + 2 / 3) / 2])
    assert set(found["estimand"]) == {ESTIMANDS["article"]}
    assert (found["n_units"][0], found["n_articles"][0]) == (4, 2)


def test_every_unit_counts_the_same_when_asked():
    found = profile(codes(ONE_AND_THREE, "x x y y"), ONE_AND_THREE, "v", values=["x", "y"], by="outlet", weight="unit")
    assert found["share"].tolist() == [0.5, 0.5]
    assert set(found["estimand"]) == {ESTIMANDS["unit"]}


def test_both_weights_agree_within_one_article():
    table = units(a=5)
    by_article, by_unit = (profile(codes(table, "x x y x y"), table, "v", values=["x", "y"], weight=w)["share"] for w in ESTIMANDS)
    assert by_article.tolist() == by_unit.tolist() == pytest.approx([0.6, 0.4])


def test_groups_keep_the_order_of_the_units():
    table = units(z=1, a=1, m=1)
    assert profile(codes(table, "x x x"), table, "v", values=["x"])["group"].tolist() == ["z", "a", "m"]


def test_the_order_of_the_codes_does_not_matter():
    table = units(a=2, b=2)
    shuffled = codes(table, "x y y y").iloc[[3, 0, 2, 1]]
    assert shares(profile(shuffled, table, "v", values=["x", "y"]))["a", "x"] == 0.5


def test_a_unit_of_weight_nought_is_left_out_and_needs_no_code():
    table = units(a=3)
    table.loc[2, "weight"] = 0.0
    found = profile(codes(table, "x y y").iloc[:2], table, "v", values=["x", "y"])
    assert found["share"].tolist() == [0.5, 0.5]
    assert found["n_units"].tolist() == [2, 2]


def test_a_unit_without_a_code_is_named():
    table = units(a=3)
    with pytest.raises(FramingError, match="profile: unit a:2 has no code for v"):
        profile(codes(table, "x y y").iloc[:2], table, "v", values=["x", "y"])


def test_codes_of_another_variable_do_not_stand_in():
    table = units(a=1)
    with pytest.raises(FramingError, match="unit a:0 has no code for w"):
        profile(codes(table, "x"), table, "w", values=["x"])


def test_an_unknown_weight_is_refused_with_those_allowed():
    table = units(a=1)
    with pytest.raises(FramingError, match="profile: weight 'word'; allowed are article, unit"):
        profile(codes(table, "x"), table, "v", values=["x"], weight="word")


def test_without_redraws_the_interval_is_missing():
    found = one_group("x y")
    assert found[["low", "high"]].isna().all(axis=None)
    assert set(found["method"]) == {"as coded"}


def test_coders_who_agree_give_an_interval_without_width():
    table = units(a=3)
    redraw = pd.concat([codes(table, "x x y"), codes(table, "x x y")])
    found = profile(codes(table, "x x y"), table, "v", values=["x", "y"], redraw=redraw, n_draws=100)
    assert found["low"].tolist() == found["share"].tolist() == found["high"].tolist()
    assert set(found["method"]) == {"as coded; interval: codes of each unit redrawn 100 times"}


def test_only_units_on_which_coders_differ_give_width():
    # Units 0 and 1 are x for both, unit 2 is x or y: the share of x is 2/3 or 1.
    table = units(a=3)
    redraw = pd.concat([codes(table, "x x x"), codes(table, "x x y")])
    found = profile(codes(table, "x x x"), table, "v", values=["x", "y"], redraw=redraw, n_draws=400)
    assert found[["low", "high"]].to_numpy().tolist() == [pytest.approx([2 / 3, 1.0]), pytest.approx([0.0, 1 / 3])]


@pytest.mark.parametrize(("p", "low", "high"), [(1.0, 1, 1), (0.99, 1, 1), (0.9, 0, 1), (0.1, 0, 1), (0.01, 0, 0)])
def test_a_unit_is_redrawn_in_proportion_to_its_probabilities(p, low, high):
    # One unit: its share of x is 1 in a share p of the draws; the interval leaves out 2.5 % at each end.
    table = units(a=1)
    redraw = pd.concat([codes(table, "x", p), codes(table, "y", 1 - p)])
    found = profile(codes(table, "x"), table, "v", values=["x", "y"], redraw=redraw, n_draws=4000)
    assert found.loc[0, ["low", "high"]].tolist() == [low, high]


def test_probabilities_need_not_add_up_to_one():
    table = units(a=1)
    redraw = pd.concat([codes(table, "x", 99.0), codes(table, "y", 1.0)])
    found = profile(codes(table, "x"), table, "v", values=["x", "y"], redraw=redraw, n_draws=4000)
    assert found.loc[0, ["low", "high"]].tolist() == [1, 1]


def test_redraws_repeat_with_the_seed():
    table = units(a=9, b=4)
    redraw = pd.concat([codes(table, "x " * 13), codes(table, "y " * 13)])
    one, again = (profile(codes(table, "x " * 13), table, "v", values=["x", "y"], redraw=redraw, n_draws=50, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(one, again)


def test_redraws_of_units_left_out_do_not_count():
    table = units(a=2)
    table.loc[1, "weight"] = 0.0
    redraw = pd.concat([codes(table, "x x"), codes(table, "x y")])
    found = profile(codes(table, "x x"), table, "v", values=["x", "y"], redraw=redraw, n_draws=100)
    assert found.loc[0, ["low", "high"]].tolist() == [1, 1]


def test_a_unit_with_nothing_to_redraw_from_is_named():
    table = units(a=2)
    with pytest.raises(FramingError, match="profile: unit a:1 has nothing to be redrawn from"):
        profile(codes(table, "x y"), table, "v", values=["x", "y"], redraw=codes(table, "x y").iloc[:1])


def refused(changed: pd.DataFrame | None = None, table: pd.DataFrame | None = None, **options) -> str:
    """The message with which a profile of two units is refused."""
    table = units(a=2) if table is None else table
    with pytest.raises(FramingError) as error:
        profile(codes(units(a=2), "x y") if changed is None else changed, table, "v", **{"values": ["x", "y"], **options})
    return str(error.value)


def test_a_value_that_is_not_allowed_is_named():
    assert "'y'" in refused(values=["x", "z"])


def test_a_redrawn_value_that_is_not_allowed_is_named():
    assert "'q'" in refused(redraw=codes(units(a=2), "x q"))


def test_a_missing_grouping_column_is_named():
    assert "month" in refused(by="month")


def test_codes_of_two_coders_at_once_are_refused():
    assert "a:0" in refused(pd.concat([codes(units(a=2), "x y"), codes(units(a=2), "x x")]))


def test_a_unit_that_stands_twice_is_refused():
    assert "a:0" in refused(table=pd.concat([units(a=2), units(a=1)]))


def test_a_unit_without_a_group_is_refused():
    assert "a:1 has no outlet" in refused(table=units(a=2).assign(outlet=["north", None]), by="outlet")


def test_units_none_of_which_counts_are_refused():
    assert "weight" in refused(table=units(a=2).assign(weight=0.0))


@pytest.mark.parametrize(
    ("values", "first", "second", "margin_units", "tipping_units"),
    [
        ("x x x x x y y", "x", "y", 3, 2),  # 5 to 2; two move: 3 to 4, one moves: 4 to 3
        ("x x x x y y", "x", "y", 2, 1),  # one moves: 3 to 3, it no longer leads alone
        ("y y y x x", "y", "x", 1, 1),
        ("x x y y z", "x", "y", 0, 0),  # it does not lead alone now
        ("z z z z", "z", "x", 4, 2),
        ("x", "x", "y", 1, 1),
    ],
)
def test_tipping_units_are_the_fewest_that_end_the_lead(values, first, second, margin_units, tipping_units):
    found = leading(one_group(values)).loc[0]
    assert found[["value", "runner_up"]].tolist() == [first, second]
    assert found[["margin_units", "tipping_units"]].tolist() == [margin_units, tipping_units]


def test_the_margin_is_the_difference_of_the_two_largest_shares():
    found = leading(one_group("x x x x x y y y z z")).loc[0]
    assert (found["group"], found["share"], found["margin"]) == ("a", 0.5, pytest.approx(0.2))


def test_each_group_has_its_leader_in_the_order_of_the_profile():
    table = units(b=3, a=2)
    found = leading(profile(codes(table, "x y y x x"), table, "v", values=["x", "y"]))
    assert found[["group", "value", "tipping_units"]].to_numpy().tolist() == [["b", "y", 1], ["a", "x", 1]]


A_AND_B = units(a=1, b=9).assign(outlet="north")  # a: x. b: 5 x, 4 y.


def test_units_are_not_counted_where_one_of_a_short_article_tips_more():
    # The mean shares are 14/18 and 4/18. Moving the unit of a tips the lead, moving two of b does not: the profile cannot say which is meant.
    found = leading(profile(codes(A_AND_B, "x x x x x x y y y y"), A_AND_B, "v", values=["x", "y"], by="outlet"))
    assert found.loc[0, ["value", "margin"]].tolist() == ["x", pytest.approx(10 / 18)]
    assert found[["margin_units", "tipping_units"]].isna().all(axis=None)


def test_units_of_several_articles_are_counted_where_all_count_the_same():
    # 6 to 4; one moves: 5 to 5.
    found = leading(profile(codes(A_AND_B, "x x x x x x y y y y"), A_AND_B, "v", values=["x", "y"], by="outlet", weight="unit"))
    assert found.loc[0, ["value", "margin_units", "tipping_units"]].tolist() == ["x", 2, 1]


def test_one_value_leads_nothing():
    with pytest.raises(FramingError, match="leading: profiles of v; allowed is one variable with two values at least"):
        leading(one_group("x x", kinds="x"))
