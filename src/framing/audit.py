"""Coded sentences in, what each lexicon entry and each group of entries is worth out."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from framing.baselines import lexicon_postures
from framing.codes import posture
from framing.errors import FramingError
from framing.lexicon import Lexicon

LEAST = 3  # coded units an entry must stand in before it counts as tested
AFFIRMED = ("plain", "quoted", "attributed")  # scopes in which an entry means what it says


def audit_entries(counts: Sequence[Mapping[str, int]], codes: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Precision of each entry of a lexicon on coded units.

    Parameters
    ----------
    counts : feature counts of the units
    codes : a row per unit, in the same order, with the variables of the codebook (`frames` as one cell, empty where there is none); another variable that is absent,
        empty or "-" is not coded
    lexicon : the entries counted

    Returns
    -------
    DataFrame, one row per entry: entry, term, variable, value, group, weight, n (coded units it stands in affirmed), right (those coded with its value), precision
    with its 95 % Wilson interval (low, high), chance (the value's share of all coded units), verdict (`untested` in fewer than LEAST units, `below chance` when the
    interval ends below the value's share, `above chance` when it begins above, else `open`) and posture_without (how many more units the lexicon alone would code rightly
    without the entry).

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference.
    """
    _check(counts, codes)
    truths = {key: _truth(codes, *key) for key in {(e.variable, e.value) for e in lexicon.entries}}
    standing = _standing(counts)
    gains = _gains(counts, codes, lexicon)
    rows = []
    for e in lexicon.entries:
        coded, right = truths[e.variable, e.value]
        at = [i for i in standing.get(e.entry, ()) if coded[i]]
        row = _precision(int(right[at].sum()), len(at), float(right[coded].mean()) if coded.any() else np.nan)
        rows.append((e.entry, e.term, e.variable, e.value, e.group, e.weight, *row, gains.get(e.entry, 0)))
    columns = ["entry", "term", "variable", "value", "group", "weight", "n", "right", "precision", "low", "high", "chance", "verdict"]
    return pd.DataFrame(rows, columns=[*columns, "posture_without"])


def audit_groups(counts: Sequence[Mapping[str, int]], codes: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Coverage and precision of each group of entries on coded units.

    Returns
    -------
    DataFrame, one row per variable, value and group: n_entries, coverage (share of the units coded with the value in which one of its entries stands affirmed), n (units
    in which one stands), precision with its Wilson interval (low, high), chance.
    """
    _check(counts, codes)
    standing, rows = _standing(counts), []
    groups = pd.DataFrame(
        [(e.variable, e.value, e.group, e.entry) for e in lexicon.entries], columns=["variable", "value", "group", "entry"]
    )
    for (variable, value, group), own in groups.groupby(["variable", "value", "group"], sort=True):
        coded, right = _truth(codes, variable, value)
        at = sorted({i for e in own["entry"] for i in standing.get(e, ()) if coded[i]})
        if not coded.any():
            continue
        hits = int(right[at].sum())
        n, _, precision, low, high, chance, _ = _precision(hits, len(at), float(right[coded].mean()))
        coverage = hits / right[coded].sum() if right[coded].any() else np.nan
        rows.append((variable, value, group, len(own), coverage, n, precision, low, high, chance))
    return pd.DataFrame(rows, columns=["variable", "value", "group", "n_entries", "coverage", "n", "precision", "low", "high", "chance"])


def _check(counts: Sequence[Mapping[str, int]], codes: pd.DataFrame) -> None:
    if len(counts) != len(codes) or not len(codes):
        raise FramingError(f"audit: {len(counts)} units and {len(codes)} codes; they must be the same units, one at least")


def _standing(counts: Sequence[Mapping[str, int]]) -> dict[str, list[int]]:
    """Entry → numbers of the units in which it stands affirmed."""
    found: dict[str, list[int]] = {}
    for i, counted in enumerate(counts):
        for entry in dict.fromkeys(f[4:].partition("|")[0] for f in counted if f.startswith("lex:") and f.endswith(AFFIRMED)):
            found.setdefault(entry, []).append(i)
    return found


def _truth(codes: pd.DataFrame, variable: str, value: str) -> tuple[np.ndarray, np.ndarray]:
    """(units,) whether the variable was coded, and whether with this value."""
    column = "frames" if variable == "frame" else variable
    if column not in codes:
        return np.zeros(len(codes), bool), np.zeros(len(codes), bool)
    cells = codes[column].fillna("-" if column != "frames" else "")
    if column == "frames":
        return np.ones(len(codes), bool), np.array([value in cell.split(";") for cell in cells])
    return (~cells.isin(["", "-"])).to_numpy(), cells.eq(value).to_numpy()


def _precision(right: int, n: int, chance: float) -> tuple:
    if not n:
        return n, right, np.nan, np.nan, np.nan, chance, "untested"
    low, high = binomtest(right, n).proportion_ci(method="wilson")
    verdict = "untested" if n < LEAST else "below chance" if high < chance else "above chance" if low > chance else "open"
    return n, right, right / n, low, high, chance, verdict


def _gains(counts: Sequence[Mapping[str, int]], codes: pd.DataFrame, lexicon: Lexicon) -> dict[str, int]:
    """Entry → units whose posture the lexicon alone codes rightly only without it, less those it codes rightly only with it."""
    if not {"appraisal", "explains"} <= set(codes):
        return {}
    coded = _truth(codes, "appraisal", "")[0] & _truth(codes, "explains", "")[0]
    truth = [posture(a, e) for a, e in zip(codes["appraisal"].fillna(""), codes["explains"].fillna(""), strict=True)]
    gains: dict[str, int] = {}
    for counted, true, found, known in zip(counts, truth, lexicon_postures(counts, lexicon), coded, strict=True):
        if not known:
            continue
        features = [f for f in counted if f.startswith("lex:")]
        entries = sorted({f[4:].partition("|")[0] for f in features})
        without = [{f: counted[f] for f in features if f[4:].partition("|")[0] != entry} for entry in entries]
        for entry, other in zip(entries, lexicon_postures(without, lexicon), strict=True):
            gains[entry] = gains.get(entry, 0) + (other == true) - (found == true)
    return gains
