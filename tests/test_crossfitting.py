"""Coders trained by the sample that corrects them: what they may see, that shares stay unbiased, that intervals hold."""

from itertools import combinations, permutations, product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from framing.correction import corrected_shares
from framing.crossfitting import cross_fitted, cross_fitted_codes, folds
from framing.errors import FramingError
from framing.lexicon import Entry, lexicon_for
from framing.scheme import from_data, shipped_scheme

TONE = from_data({"language": "en", "variables": {"tone": {"values": ["good", "bad"]}}}, "test")
SEVERAL = from_data({"language": "en", "variables": {"topics": {"multiple": True, "flag": "topic", "values": ["cost", "delay"]}}}, "test")
WHAT = ["bridge", "tram", "toll", "road", "ferry", "lift", "tunnel", "bus"]


# Unbiased, by going through every sample and every dealing of folds

X = np.array([0.1, 0.2, 0.9, 0.5, 0.4, 0.3, 0.8])
TRUTH = np.array([1.0, 0, 1, 1, 0, 0, 1])


def nearest(rows: np.ndarray, n: int):
    """A coder that gives each of n units the code of the unit it saw that is most like it."""
    return lambda train: TRUTH[rows[train]][np.abs(X[:n, None] - X[rows[train]]).argmin(axis=1)][:, None]


def every_sample(sizes: tuple[int, ...], drawn: tuple[int, ...]):
    """Each sample of so many units of each stratum, as likely as any other."""
    ends = np.cumsum((0, *sizes))
    for parts in product(*(combinations(range(a, b), n) for a, b, n in zip(ends, ends[1:], drawn, strict=False))):
        yield np.array([i for part in parts for i in part])


def every_dealing(dealt: np.ndarray, stratum: np.ndarray):
    parts = [list(set(permutations(dealt[stratum == h]))) for h in np.unique(stratum)]
    yield from (np.concatenate(found) for found in product(*parts))


def corrected(machine: np.ndarray, rows: np.ndarray, stratum: np.ndarray, n: np.ndarray) -> float:
    """The difference estimator of a share with λ = 1: every sampled unit stands for population / sampled of its stratum."""
    stands_for = (np.bincount(stratum) / n)[stratum[rows]]
    return (machine.sum() + stands_for @ (TRUTH[rows] - machine[rows])) / len(stratum)


@pytest.mark.parametrize(
    ("sizes", "drawn", "n_folds"), [((6,), (4,), 2), ((6,), (3,), 2), ((6,), (3,), 3), ((4, 3), (3, 2), 2), ((5, 2), (2, 2), 3)]
)
def test_over_all_samples_and_folds_the_mean_of_the_corrected_share_is_the_truth(sizes, drawn, n_folds):
    stratum, found = np.repeat(range(len(sizes)), sizes), []
    for rows in every_sample(sizes, drawn):
        dealings = list(every_dealing(folds(stratum[rows], n_folds, 0), stratum[rows]))
        estimates = [
            corrected(cross_fitted(nearest(rows, sum(sizes)), rows, f, stratum)[:, 0], rows, stratum, np.array(drawn)) for f in dealings
        ]
        found.append(np.mean(estimates))
    assert np.mean(found) == pytest.approx(TRUTH[: sum(sizes)].mean(), abs=1e-12)


def test_the_mean_of_a_coder_that_has_seen_the_units_it_is_corrected_by_is_not():
    stratum, found = np.zeros(6, int), []
    for rows in every_sample((6,), (3,)):
        found.append(corrected(nearest(rows, 6)(np.arange(3))[:, 0], rows, stratum, np.array([3])))
    assert abs(np.mean(found) - TRUTH[:6].mean()) > 0.05


def test_a_sampled_unit_is_coded_by_the_coder_without_its_fold_and_another_by_the_mean_of_all():
    rows, fold, stratum = np.array([1, 3, 4]), np.array([0, 1, 0]), np.zeros(5, int)
    p = cross_fitted(lambda train: np.full((5, 1), float(len(train))), rows, fold, stratum)
    assert p[:, 0].tolist() == pytest.approx([4 / 3, 1, 4 / 3, 2, 1])  # of fold 0, two of three units, the coder saw one


def test_a_stratum_that_nobody_was_drawn_from_is_coded_by_all_coders_alike():
    p = cross_fitted(lambda train: np.full((3, 1), float(train[0])), np.array([0, 1]), np.array([0, 1]), np.array([0, 0, 1]))
    assert p[:, 0].tolist() == [1, 0, 0.5]


# Folds


def test_folds_differ_by_a_unit_at_most_in_the_sample_and_in_every_stratum():
    stratum = np.repeat([0, 1, 2], [7, 3, 4])
    fold = folds(stratum, 4, seed=3)
    assert sorted(np.bincount(fold)) == [3, 3, 4, 4]
    counts = [np.bincount(fold[stratum == h], minlength=4) for h in range(3)]
    assert [np.ptp(c) for c in counts] == [1, 1, 0]


def test_folds_follow_the_seed_and_nothing_else():
    stratum = np.zeros(12, int)
    assert folds(stratum, 3, 1).tolist() == folds(stratum, 3, 1).tolist() != folds(stratum, 3, 2).tolist()
    dealt = np.array([folds(stratum, 3, seed) for seed in range(600)])
    assert np.abs([(dealt == k).mean(axis=0) - 1 / 3 for k in range(3)]).max() < 0.08  # four standard errors


# What intervals do, over samples of a population whose coder learns its training units by heart


def covered(machine: np.ndarray, rows: np.ndarray, truth: np.ndarray) -> tuple[float, bool]:
    """The error of the corrected share, and whether its interval holds the truth."""
    off, part = truth[rows] - machine[rows], len(rows) / len(truth)
    error = machine.mean() + off.mean() - truth.mean()
    return error, abs(error) <= stats.t.ppf(0.975, len(rows) - 1) * off.std(ddof=1) * np.sqrt((1 - part) / len(rows))


def test_intervals_cover_where_those_of_a_coder_that_saw_the_sample_do_not():
    draw, n, runs = np.random.default_rng(5), 60, 1000
    x = draw.random(200)
    truth, like = (draw.random(200) < 0.2 + 0.6 * x).astype(float), np.exp(-np.clip(((x[:, None] - x) / 0.01) ** 2, 0, 100))
    found = []
    for run in range(runs):
        rows = np.sort(draw.choice(200, n, replace=False))

        def fit(train, rows=rows):
            return (like[:, rows[train]] @ truth[rows[train]] / like[:, rows[train]].sum(axis=1))[:, None]

        stratum = np.zeros(200, int)
        crossed = cross_fitted(fit, rows, folds(stratum[rows], 5, run), stratum)
        found.append([covered(p[:, 0], rows, truth) for p in (crossed, fit(np.arange(n)))])
    errors, held = np.moveaxis(np.array(found), 2, 0)
    crossed, reused = held.mean(axis=0)
    assert abs(crossed - 0.95) < 2 * np.sqrt(0.95 * 0.05 / runs) and reused < 0.75
    assert abs(errors[:, 0].mean()) < 2 * errors[:, 0].std() / np.sqrt(runs)


# Tables


def corpus(n: int = 120, **columns) -> pd.DataFrame:
    """Units of two outlets; whether one praises or blames stands in its words, and the machine says that all is praise."""
    text = [f"The {WHAT[i % 8]} is {'splendid' if i % 3 else 'a disgrace'}." for i in range(n)]
    outlets = ["Lamp" if i < n // 2 else "Post" for i in range(n)]
    articles = [f"a{i // 4}" for i in range(n)]
    own = {"unit_id": [f"a{i // 4}:{i % 4}" for i in range(n)], "article_id": articles, "outlet": outlets, "text": text, "tone": "good"}
    return pd.DataFrame(own | {"p_tone_good": 0.6, "p_tone_bad": 0.4} | columns)


def sheet(codes: pd.DataFrame) -> pd.DataFrame:
    """Every second unit coded by hand."""
    hand = np.where(codes["text"].str.contains("disgrace"), "bad", "good")
    design = {"stratum": codes["outlet"], "population": len(codes) // 2, "sampled": len(codes) // 4, "inclusion": 0.5}
    return codes[["unit_id"]].assign(tone=hand, **design).iloc[::2]


def test_the_sample_teaches_what_the_machine_did_not_know():
    codes = corpus()
    found = cross_fitted_codes(codes, sheet(codes), "tone", scheme=TONE)
    disgrace = codes["text"].str.contains("disgrace")
    assert set(found.loc[disgrace, "tone"]) == {"bad"} and set(found.loc[~disgrace, "tone"]) == {"good"}
    assert (found["p_tone_good"] + found["p_tone_bad"]).to_numpy() == pytest.approx(np.ones(120))
    assert list(found) == list(codes) and codes["tone"].eq("good").all()


def test_a_hand_code_does_not_change_how_its_own_unit_is_coded():
    codes = corpus()
    gold = sheet(codes)
    turned = gold.assign(tone=gold["tone"].mask(gold["unit_id"] == "a2:0", "bad"))
    assert (turned["tone"] != gold["tone"]).sum() == 1
    one, other = (cross_fitted_codes(codes, g, "tone", scheme=TONE).set_index("unit_id")["p_tone_bad"] for g in (gold, turned))
    assert one["a2:0"] == other["a2:0"] and (one != other).sum() > 60


@pytest.mark.parametrize("named", [["unit_id", "text", "tone"], ["text", "tone"]])
def test_nor_do_exemplars_that_are_units_of_the_corpus_drawn_or_not(named):
    codes = corpus().assign(text=lambda t: t["text"] + t.index.map(" {}".format))
    gold, known = sheet(codes), codes.assign(tone="bad")[named]
    once, twice = (cross_fitted_codes(codes, gold, "tone", scheme=TONE, exemplars=e, n_folds=2) for e in (None, known))
    assert twice["p_tone_bad"].to_numpy() == pytest.approx(once["p_tone_bad"].to_numpy(), abs=1e-9)


def test_exemplars_train_every_coder():
    codes = corpus().assign(text=lambda t: t["text"].str.replace("a disgrace", "so so"))
    gold = sheet(codes).assign(tone=["good"] * 59 + ["bad"])
    exemplars = pd.DataFrame({"text": ["The stair is so so.", "A splendid stair."] * 20, "tone": ["bad", "good"] * 20})
    plain, taught = (cross_fitted_codes(codes, gold, "tone", scheme=TONE, exemplars=e, stacked=False) for e in (None, exemplars))
    so_so = codes["text"].str.contains("so so")

    def contrast(t: pd.DataFrame) -> float:
        return t.loc[so_so, "p_tone_bad"].mean() - t.loc[~so_so, "p_tone_bad"].mean()

    assert plain["p_tone_bad"].notna().all() and contrast(taught) > contrast(plain)


def test_the_machine_counts_unless_the_sample_trained_it():
    codes = corpus(text=["The bridge."] * 120)
    gold = sheet(corpus())
    bad = corpus()["text"].str.contains("disgrace")
    knowing = codes.assign(p_tone_bad=np.where(bad, 0.9, 0.1), p_tone_good=np.where(bad, 0.1, 0.9))
    weighed, alone = (cross_fitted_codes(knowing, gold, "tone", scheme=TONE, stacked=s) for s in (True, False))
    assert (weighed.loc[bad, "p_tone_bad"] > 0.9).all() and (weighed.loc[~bad, "p_tone_bad"] < 0.1).all()
    assert alone["p_tone_bad"].equals(cross_fitted_codes(codes, gold, "tone", scheme=TONE, stacked=False)["p_tone_bad"])
    assert alone["p_tone_bad"].max() < 0.6


def test_terms_of_a_lexicon_count_together():
    codes = corpus(48, text=[f"The {w}." for w in ("awful", "dire", "nice", "fine") for _ in range(12)])
    gold = codes[["unit_id"]].assign(tone=["bad"] * 24 + ["good"] * 24).iloc[[*range(10), *range(24, 34)]]
    lexicon = lexicon_for(TONE, [Entry(f"e{i}", w, "tone", "bad", 3, "", "form") for i, w in enumerate(("awful", "dire"))])
    without, taught = (
        cross_fitted_codes(codes, gold, "tone", scheme=TONE, lexicon=x, stacked=False)["p_tone_bad"].to_numpy() for x in (None, lexicon)
    )
    assert taught[12:24].mean() > without[12:24].mean() + 0.1  # `dire`, which no unit of the sample has


def test_of_several_values_the_one_asked_for_is_replaced_and_the_others_stay():
    codes = corpus(topics="delay", p_topics_cost=0.3).drop(columns="tone")
    toll = codes["text"].str.contains("toll")
    gold = sheet(corpus()).assign(topics=np.where(toll, "cost", "-")[::2]).replace({"topics": {"-": "delay"}})
    found = cross_fitted_codes(codes, gold, "topic:cost", scheme=SEVERAL)
    assert set(found.loc[toll, "topics"]) == {"cost;delay"} and set(found.loc[~toll, "topics"]) == {"delay"}
    assert found.loc[toll, "p_topics_cost"].min() > 0.5 > found.loc[~toll, "p_topics_cost"].max() and list(found) == list(codes)


def test_posture_of_arabic_units_follows_from_appraisal_and_explains():
    said = ["فشلت الخطة.", "نجحت الخطة نجاحًا باهرًا.", "تأخر العمل لأن التمويل لم يصل.", "عُقد الاجتماع يوم ١٢ أيار."]
    codes = corpus(48, text=said * 12, posture="procedural").drop(columns=["tone", "p_tone_good", "p_tone_bad"])
    gold = codes[["unit_id"]].assign(appraisal=["against", "for", "none", "none"] * 12, explains=["no", "no", "yes", "no"] * 12).iloc[:36]
    found = cross_fitted_codes(codes, gold, "posture")
    assert found["posture"].tolist() == ["skeptical", "favorable", "analytical", "procedural"] * 12
    assert found[[f"p_posture_{v}" for v in ("skeptical", "favorable", "analytical", "procedural")]].sum(
        axis=1
    ).to_numpy() == pytest.approx(1)


def test_of_the_packages_codes_the_probabilities_are_replaced_where_they_stand():
    p = {f"p_{v}": 0.25 for v in ("skeptical", "favorable", "analytical", "procedural")}
    codes = corpus(posture="procedural", **p).drop(columns=["tone", "p_tone_good", "p_tone_bad"])
    gold = sheet(corpus()).rename(columns={"tone": "posture"}).replace({"posture": {"bad": "skeptical", "good": "favorable"}})
    found = cross_fitted_codes(codes, gold, "posture", scheme=shipped_scheme())
    assert list(found) == list(codes) and (found["p_skeptical"] != 0.25).all()


@pytest.mark.parametrize("bads", [0, 1])
def test_a_value_that_training_lacks_is_rare_and_probabilities_add_up(bads):
    codes = corpus(tone="good").drop(columns=["p_tone_good", "p_tone_bad"])
    gold = sheet(codes).assign(tone=["bad"] * bads + ["good"] * (60 - bads))
    found = cross_fitted_codes(codes, gold, "tone", scheme=TONE)
    p = found[["p_tone_good", "p_tone_bad"]].to_numpy()
    assert p.sum(axis=1) == pytest.approx(1) and (p[:, 1] < 0.35).all() and (found["tone"] == "good").all()


def test_the_order_of_the_sheet_does_not_matter_and_the_seed_does():
    codes = corpus()
    one, other, seeded = (
        cross_fitted_codes(codes, gold, "tone", scheme=TONE, n_folds=2, seed=seed)["p_tone_bad"]
        for gold, seed in ((sheet(codes), 0), (sheet(codes).iloc[::-1], 0), (sheet(codes), 1))
    )
    assert one.equals(other) and not one.equals(seeded)


def test_what_comes_out_goes_through_corrected_shares():
    codes = corpus()
    gold = sheet(codes)
    found = corrected_shares(cross_fitted_codes(codes, gold, "tone", scheme=TONE), gold, "tone", scheme=TONE, weight="unit")
    bad = found[(found["value"] == "bad") & (found["method"] == "difference")].set_index("group")["share"]
    assert bad.to_dict() == pytest.approx({"Lamp": 1 / 3, "Post": 1 / 3}, abs=0.01)


@pytest.mark.parametrize(
    ("change", "options", "says"),
    [
        ({"columns": "text"}, {}, "no column 'text'; cross-fitting reads the text: code the articles again without --no-text"),
        ({"columns": "outlet"}, {}, "no column 'outlet'"),
        ({}, {"n_folds": 1}, "1 folds; allowed are whole numbers from 2 to 60"),
        ({}, {"n_folds": 61}, "61 folds; allowed are whole numbers from 2 to 60"),
        ({}, {"variable": "mood"}, "variable 'mood'; allowed are tone"),
        ({}, {"exemplars": pd.DataFrame({"tone": ["bad"]})}, "exemplars: no column 'text'"),
        (
            {},
            {"exemplars": pd.DataFrame({"text": ["So so."], "tone": ["fair"]})},
            "tone of unit exemplar 1 is 'fair'; allowed are good, bad",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_allowed(change, options, says):
    codes = corpus()
    with pytest.raises(FramingError) as e:
        cross_fitted_codes(codes.drop(**change) if change else codes, sheet(codes), **{"variable": "tone", "scheme": TONE} | options)
    assert says in str(e.value)


def test_fewer_than_twenty_hand_codes_train_nothing():
    codes = corpus()
    with pytest.raises(FramingError, match="19 units are coded by hand; 20 at least are needed"):
        cross_fitted_codes(codes, sheet(codes).iloc[:19], "tone", scheme=TONE)
    assert cross_fitted_codes(codes, sheet(codes).iloc[:20], "tone", scheme=TONE)["tone"].isin(["good", "bad"]).all()
