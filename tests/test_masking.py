"""Masking: what is found from a part of the codes is compared with what all of them say."""

import numpy as np
import pytest
from scipy import stats

from framing.errors import FramingError
from framing.gold import Units
from framing.masking import effective, mask, performance
from framing.prevalence import UNSEEN

VALUES = ("skeptical", "favorable", "procedural")


def corpus(*texts: str, wrong: int = 0) -> tuple[Units, np.ndarray]:
    """Units of texts spelt by the first letters of their codes; the machine calls the first `wrong` units of each procedural."""
    code = np.array([[v[0] for v in VALUES].index(letter) for text in texts for letter in text])
    group = np.repeat(np.arange(len(texts)), [len(t) for t in texts])
    first = np.concatenate([np.arange(len(t)) for t in texts]) < wrong
    machine = np.eye(3)[np.where(first, 2, code)]
    weight = 1 / np.bincount(group)[group]
    names = tuple(f"نص {g}" for g in range(len(texts)))
    return Units(names, VALUES, group, group, machine, machine, weight, np.zeros(len(code), bool)), np.eye(3)[code]


def row(table, value: str, method: str, group: str = "نص 0"):
    return table.set_index(["group", "value", "method"]).loc[(group, value, method)]


def test_draws_are_summed_up_as_by_hand():
    drawn = np.array([[0.4, 0.2, 1], [0.6, 0.05, 0], [0.5, np.nan, 0], [np.nan, np.nan, 0]])
    found = performance(drawn, 0.5)
    assert found["estimate"] == pytest.approx(0.5) and found["bias"] == pytest.approx(0)
    assert found["rmse"] == pytest.approx(np.sqrt(0.02 / 3))
    assert (found["coverage"], found["width"]) == (0.5, pytest.approx(0.25))
    assert (found["estimated"], found["formed"], found["warned"]) == (0.75, 0.5, 0.5)
    assert found["coverage_mcse"] == pytest.approx(np.sqrt(0.5 * 0.5 / 2), abs=1e-9)


def test_half_the_variance_from_ten_of_twenty_is_worth_thirteen_and_a_third():
    by_hand = np.tile([0.4, 0.6], 50)
    found = effective(0.5 + (by_hand - 0.5) * np.sqrt(0.5), by_hand, 10, 20)
    assert found["n_effective"] == pytest.approx(1 / (1 / 20 + (1 / 10 - 1 / 20) / 2))


def test_codes_kept_alone_are_unbiased_and_vary_as_a_random_sample_without_replacement_does():
    units, codes = corpus("sssssssssspppppppppppppppppppppppppppppp")
    found = row(mask(units, codes, [20], methods=["hand"], n_draws=1500), "skeptical", "hand")
    assert found["share"] == 0.25 and abs(found["bias"]) < 3 * found["bias_mcse"]
    s2 = 40 / 39 * 0.25 * 0.75
    assert abs(found["rmse"] - np.sqrt((1 - 20 / 40) * s2 / 20)) < 3 * found["rmse_mcse"]


def test_correction_is_unbiased_where_the_machine_alone_is_off_and_saves_coding_where_it_is_mostly_right():
    units, codes = corpus("sssssssssfffffffffpppppppppppppppppppppp", wrong=4)
    found = mask(units, codes, [20], methods=["naive", "hand", "difference"], n_draws=600)
    assert row(found, "skeptical", "naive")["bias"] == pytest.approx(-0.1)
    corrected = row(found, "skeptical", "difference")
    assert abs(corrected["bias"]) < 3 * corrected["bias_mcse"]
    assert 20 < corrected["n_effective"] < 40 and corrected["rmse"] < row(found, "skeptical", "hand")["rmse"]


def test_where_all_codes_are_kept_the_known_share_is_found_and_nothing_warned_of():
    units, codes = corpus("sfpp", "ssff", wrong=2)
    found = mask(units, codes, [4, 4], methods=["difference"], n_draws=3)
    assert found["bias"].abs().max() < 1e-9 and (found[["coverage", "formed"]] == 1).all(axis=None)
    assert found["width"].max() == found["warned"].max() == 0


def test_of_a_value_never_used_intervals_are_those_for_errors_unseen():
    units, codes = corpus("sssspppp")
    found = row(mask(units, codes, [4], methods=["hand"], n_draws=20), "favorable", "hand")
    assert (found["share"], found["estimate"], found["coverage"]) == (0, 0, 1)
    assert found["width"] == pytest.approx(2 * stats.t.ppf(0.975, 3) * np.sqrt(UNSEEN * (1 - 4 / 8) / 4 / 3))
    assert np.isnan(found["n_effective"])


def test_of_few_units_every_interval_is_warned_of():
    units, codes = corpus("sssspppp", wrong=3)
    found = mask(units, codes, [4], methods=["hand", "difference"], n_draws=20)
    assert set(found["warned"].dropna()) == {1.0}


def test_methods_that_use_no_codes_find_the_same_in_every_draw():
    units, codes = corpus("sssspppp", "ffffpppp", wrong=1)
    found = mask(units, codes, [4, 2], methods=["naive", "em"], trained=[0.2, 0.2, 0.6], n_draws=5)
    assert (found["middle_low"] == found["middle_high"]).all() and set(found["bias_mcse"]) == {0.0}


def test_units_can_be_drawn_within_texts_for_the_share_of_all():
    units, codes = corpus("sssspppp", "ffffpppp")
    together = Units(("all",), VALUES, units.group * 0, units.article, units.machine, units.counted, units.weight / 2, units.uncoded)
    found = mask(together, codes, [4, 2], stratum=units.group, methods=["hand"], n_draws=20)
    assert set(found["n_kept"]) == {6} and row(found, "favorable", "hand", "all")["share"] == 0.25


def test_the_same_seed_gives_the_same_table_and_another_one_another():
    units, codes = corpus("sssspppp")
    tables = [mask(units, codes, [4], methods=["hand"], n_draws=30, seed=s) for s in (1, 1, 2)]
    assert tables[0].equals(tables[1]) and not tables[0].equals(tables[2])


@pytest.mark.parametrize(
    "given, message",
    [
        ({"n_kept": [5]}, r"\[5\] units to keep; allowed are from 1 to all of the strata's \[4\]"),
        ({"n_kept": [0]}, "allowed are from 1"),
        ({"n_kept": [2, 2]}, "allowed are from 1"),
        ({"codes": np.eye(3)}, r"codes of shape \(3, 3\); allowed is .*\(4, 3\)"),
        ({"methods": ["guess"]}, "method 'guess'; allowed are difference, "),
        ({"methods": []}, "method ''; allowed are"),
        ({"methods": ["em"]}, "em needs the shares"),
        ({"n_draws": 0}, "0 draws; allowed are numbers from 1"),
    ],
)
def test_what_cannot_be_masked_is_refused(given, message):
    units, codes = corpus("sspp")
    with pytest.raises(FramingError, match=message):
        mask(**({"units": units, "codes": codes, "n_kept": [2], "methods": ["hand"]} | given))
