"""Coded sentences in, what each lexicon entry is worth, and what it carries of an outlet's result, out."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import binomtest, false_discovery_control, fisher_exact

from framing.baselines import SIGN, SILENT, lexicon_postures
from framing.codes import POSTURES, frames, posture
from framing.errors import FramingError
from framing.lexicon import Lexicon
from framing.model import Model, posture_probabilities

LEAST = 3  # coded units an entry must stand in before it counts as tested
FALSE_DISCOVERIES = 0.05  # expected share of errors among the entries said to be above or below chance
AFFIRMED = ("plain", "quoted", "attributed")  # scopes in which an entry means what it says
MANY = 5  # entries whose part is given together
TOWARDS = {
    "posture": {
        "skeptical": ("appraisal", "against", "none"),
        "favorable": ("appraisal", "for", "none"),
        "analytical": ("explains", "yes", "no"),
    },
    "stance": {"favor": ("stance", "favor", "neutral"), "against": ("stance", "against", "neutral")},
    **{f"frame:{f}": {f: (f"frame:{f}", "1", "0")} for f in frames()},
}  # variable → the values that words speak for, each with the score it hangs on: of one value over the one where nothing is said
CARRIED = ["group", "value", "n_units", "share", "entry", "term", "points_to", "units", "carries", "lost", "gained", "share_without"]
CONCENTRATION = [*CARRIED[:4], "n_entries", "effective", "top", "first", "carries", "decisive", *CARRIED[-3:]]


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
    interval ends below the value's share, `above chance` when it begins above, else `open`: each entry by itself, as when a lexicon is pruned), p (two-sided, Fisher's
    exact test of the units with the entry against those without it), q (p corrected for all tested entries), verdict_corrected (the same words, by q under FALSE_DISCOVERIES
    and the side of chance the precision is on) and posture_without (how many more units the lexicon alone would code rightly without the entry).

    Units count as independent: an entry that stands in few articles deserves a larger p and q than it has here.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference. Fisher (1935), The logic of inductive inference. Benjamini & Hochberg (1995),
    Controlling the false discovery rate.
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
        p = _exact(int(right[at].sum()), len(at), int(right[coded].sum()), int(coded.sum()))
        rows.append((e.entry, e.term, e.variable, e.value, e.group, e.weight, *row, p, gains.get(e.entry, 0)))
    columns = ["entry", "term", "variable", "value", "group", "weight", "n", "right", "precision", "low", "high", "chance", "verdict", "p"]
    found = pd.DataFrame(rows, columns=[*columns, "posture_without"])
    found.insert(len(columns), "q", _corrected(found["p"]))
    found.insert(len(columns) + 1, "verdict_corrected", _verdicts(found))
    return found


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


def _exact(right: int, n: int, all_right: int, n_all: int) -> float:
    """Two-sided p of Fisher's exact test: is the value as common in the n units as in the others? NaN for too few units."""
    if n < LEAST:
        return np.nan
    return float(fisher_exact([[right, n - right], [all_right - right, n_all - n - all_right + right]]).pvalue)


def _corrected(p: pd.Series) -> pd.Series:
    """The p of the tested entries as q: the least false discovery rate at which each would be called."""
    tested = p.notna()
    return p.mask(tested, pd.Series(false_discovery_control(p[tested]), p.index[tested])) if tested.any() else p


def _verdicts(found: pd.DataFrame) -> list[str]:
    side = np.where(found["precision"] < found["chance"], "below chance", "above chance")
    called = np.where(found["q"] < FALSE_DISCOVERIES, side, "open")
    return list(np.where(found["q"].isna(), "untested", called))


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


class Coder(NamedTuple):
    """A linear coder of one variable: the value it gives each unit, and what one count of a feature adds to each value that words speak for."""

    values: Sequence[str]
    code: Callable[[Sequence[Mapping[str, int]]], Sequence[str]]
    adds: Callable[[str, str], float]


def model_coder(model: Model, variable: str = "posture") -> Coder:
    """A fitted coder: a feature adds its weight for the value less its weight for the value where nothing is said (none, neutral).

    Raises
    ------
    FramingError : words of the lexicon do not decide on the variable, or the model does not know it.
    """
    if variable not in TOWARDS or any(scored not in model.classes for scored, _, _ in TOWARDS[variable].values()):
        raise FramingError(f"what entries carry of {variable!r}: allowed are {', '.join(TOWARDS)}")
    columns = {value: _weights(model, *towards) for value, towards in TOWARDS[variable].items()}

    def code(counts: Sequence[Mapping[str, int]]) -> Sequence[str]:
        p = model.probabilities(model.scores(counts))
        if variable == "posture":
            return np.array(POSTURES)[posture_probabilities(p, model.classes).argmax(axis=1)]
        names = {"1": variable.removeprefix("frame:"), "0": ""}
        return np.array([names.get(c, c) for c in model.classes[variable]])[p[variable].argmax(axis=1)]

    return Coder(
        tuple(columns), code, lambda feature, value: float(columns[value][model.index[feature]]) if feature in model.index else 0.0
    )


def _weights(model: Model, variable: str, value: str, other: str) -> np.ndarray:
    """(features,) weights for a value over another."""
    weights, classes = model.weights[:, model.columns[variable]], model.classes[variable]
    if len(classes) == 2:  # one column, the score of the second
        return weights[:, 0] * (1 if value == classes[1] else -1)
    return weights[:, classes.index(value)] - weights[:, classes.index(other)]


def lexicon_coder(lexicon: Lexicon) -> Coder:
    """The posture by summed entry weights alone, as `baselines.lexicon_postures` has it."""
    entries, towards = {e.entry: e for e in lexicon.entries}, TOWARDS["posture"]

    def adds(feature: str, value: str) -> float:
        name, _, scope = feature.removeprefix("lex:").partition("|")
        entry, (variable, pole, _) = entries[name], towards[value]
        sign = SIGN[scope] if variable == "appraisal" else int(scope not in SILENT)
        return float(sign * entry.weight * (1 if entry.value == pole else -1)) if entry.variable == variable else 0.0

    return Coder(tuple(towards), lambda counts: lexicon_postures(counts, lexicon), adds)


def carried(
    counts: Sequence[Mapping[str, int]], units: pd.DataFrame, lexicon: Lexicon, coder: Coder, *, by: str = "outlet"
) -> pd.DataFrame:
    """What each entry of a lexicon carries of each group's result.

    Parameters
    ----------
    counts : feature counts of the units
    units : a row per unit, in the same order, with article_id, the column `by`, and if known weight (units of weight 0 do not count)
    lexicon : the entries counted
    coder : whose result it is

    Returns
    -------
    DataFrame, one row per group, value and entry that adds to the value in a unit coded with it, the strongest first: group, value, n_units (units of the group coded
    with the value), share (mean over articles of the value's share of units), entry, term, points_to (the code the lexicon has it for), units (of n_units: the entry adds
    to the value there), carries (its part of all that entries add to the value in n_units; parts of a group and value sum to 1), lost and gained (units the coder would no
    longer, or only then, give the value if the entry were not in the lexicon; the word's other features stay) and share_without (the share then).

    Raises
    ------
    FramingError : the units are not as many as the counts, or none.
    """
    _check(counts, units)
    found = np.asarray(coder.code(counts), dtype=object)
    standing = [(i, entry) for i, counted in enumerate(counts) for entry in _entries(counted)]
    without = coder.code([{f: n for f, n in counts[i].items() if _entry_of(f) != entry} for i, entry in standing]) if standing else []
    rows = [
        (
            i,
            entry,
            other,
            sum(n * coder.adds(f, found[i]) for f, n in counts[i].items() if _entry_of(f) == entry) if found[i] in coder.values else 0.0,
        )
        for (i, entry), other in zip(standing, without, strict=True)
    ]
    met = pd.DataFrame(rows, columns=["at", "entry", "without", "added"])
    return _carried(met, found, units, lexicon, coder.values, by)


def carried_in_evidence(units: pd.DataFrame, lexicon: Lexicon, *, by: str = "outlet") -> pd.DataFrame:
    """The same of units that `framing code` coded, from their column `evidence`: no text is needed, and any model may have coded them.

    Evidence keeps the strongest features of a unit, so weak entries are missing; what leaving an entry out changes cannot be known: lost, gained and share_without are empty.

    Raises
    ------
    FramingError : there are no units, or a cell of evidence is not as `framing code` writes it.
    """
    _check(units["posture"], units)
    towards = TOWARDS["posture"]
    rows = [
        (i, _entry_of(e["feature"]), None, e["contribution"])
        for i, (unit, found, cell) in enumerate(zip(units["unit_id"], units["posture"], units["evidence"], strict=True))
        for e in _evidence(cell, unit)
        if found in towards and (e["variable"], e["value"]) == towards[found][:2] and e["feature"].startswith("lex:")
    ]
    met = (
        pd.DataFrame(rows, columns=["at", "entry", "without", "added"])
        .groupby(["at", "entry"], as_index=False)
        .agg(without=("without", "first"), added=("added", "sum"))
    )
    return _carried(met, units["posture"].to_numpy(dtype=object), units, lexicon, tuple(towards), by).assign(
        lost=np.nan, gained=np.nan, share_without=np.nan
    )


def _evidence(cell: str, unit: str) -> list[dict]:
    try:
        return [
            {k: e[k] for k in ("feature", "variable", "value")} | {"contribution": float(e["contribution"])}
            for e in json.loads(cell or "[]")
        ]
    except (ValueError, KeyError, TypeError) as e:
        raise FramingError(f"unit {unit}: evidence is not as `framing code` writes it ({e!r})") from e


def _entry_of(feature: str) -> str:
    """Entry of a feature of the lexicon; '' of any other."""
    return feature[4:].partition("|")[0] if feature.startswith("lex:") else ""


def _entries(counted: Mapping[str, int]) -> list[str]:
    return sorted({_entry_of(f) for f in counted} - {""})


def _carried(met: pd.DataFrame, found: np.ndarray, units: pd.DataFrame, lexicon: Lexicon, values: Sequence[str], by: str) -> pd.DataFrame:
    """The rows of `carried` from a row per unit and entry: at (number of the unit), entry, without (the unit's value then), added (to its value now)."""
    table = pd.DataFrame({"group": units[by].to_numpy(), "value": found, "part": _parts(units, by)})
    table = table[table["part"] > 0]
    coded = table.groupby(["group", "value"]).agg(n_units=("part", "size"), share=("part", "sum"))
    met = met.join(table, on="at", how="inner")
    changed = met[met["without"].notna() & (met["without"] != met["value"])]
    lost = changed.groupby(["group", "value", "entry"])["part"].agg(["size", "sum"])
    gained = (
        changed.drop(columns="value").rename(columns={"without": "value"}).groupby(["group", "value", "entry"])["part"].agg(["size", "sum"])
    )
    own = met[(met["added"] > 0) & met["value"].isin(values)].groupby(["group", "value", "entry"])["added"].agg(units="size", added="sum")
    own = own.assign(carries=own["added"] / own.groupby(["group", "value"])["added"].transform("sum")).join(coded)
    for name, moved in (("lost", lost), ("gained", gained)):
        own[[name, f"{name}_share"]] = moved.reindex(own.index).fillna(0).to_numpy()
    own = (
        own.assign(share_without=own["share"] - own["lost_share"] + own["gained_share"]).astype({"lost": int, "gained": int}).reset_index()
    )
    return _ordered(own, lexicon, list(dict.fromkeys(table["group"])), values)


def _parts(units: pd.DataFrame, by: str) -> np.ndarray:
    """(units,) what each unit adds to the share of its value: every article of a group weighs the same, within it every unit that counts."""
    counting = (units["weight"] > 0).to_numpy() if "weight" in units else np.ones(len(units), bool)
    own = pd.DataFrame({"group": units[by], "article": units["article_id"]})[counting]
    n_units = own.groupby(["group", "article"])["group"].transform("size")
    n_articles = own.groupby("group")["article"].transform("nunique")
    parts = np.zeros(len(units))
    parts[counting] = 1 / (n_units * n_articles)
    return parts


def _ordered(own: pd.DataFrame, lexicon: Lexicon, groups: Sequence[str], values: Sequence[str]) -> pd.DataFrame:
    """Rows by group, value and what they carry, with the entry's term and what the lexicon has it for."""
    entries = {e.entry: e for e in lexicon.entries}
    about = [(entries[x].term, f"{entries[x].variable}:{entries[x].value}") if x in entries else ("", "") for x in own["entry"]]
    own = own.assign(term=[term for term, _ in about], points_to=[to for _, to in about])
    own = own.assign(_group=own["group"].map(groups.index), _value=own["value"].map(list(values).index))
    return own.sort_values(["_group", "_value", "carries", "entry"], ascending=[True, True, False, True])[CARRIED].reset_index(drop=True)


def concentration(table: pd.DataFrame) -> pd.DataFrame:
    """On how few entries each result rests.

    Parameters
    ----------
    table : as `carried` gives it

    Returns
    -------
    DataFrame, one row per group and value that an entry carries: group, value, n_units, share, n_entries, effective (the number of entries that, carrying the same, would
    be as concentrated: 1 / sum of squared parts), top (what the MANY strongest carry together), first (term of the strongest), carries (its part), decisive (the term
    without which the share is least; '' if it never falls), lost, gained and share_without (of that one, as in `carried`).

    References
    ----------
    Hill (1973), Diversity and evenness: a unifying notation and its consequences.
    """
    return pd.DataFrame([_concentration(own) for _, own in table.groupby(["group", "value"], sort=False)], columns=CONCENTRATION)


def _concentration(own: pd.DataFrame) -> dict:
    """The row of one group and value, from its entries, the strongest first."""
    first, most = own.iloc[0], own.sort_values("share_without", kind="stable").iloc[0]
    falls = most["share"] - most["share_without"] > 1e-9  # False where it is not known
    unchanged = {"lost": 0, "gained": 0, "share_without": first["share"]}
    return {
        **first[["group", "value", "n_units", "share"]],
        "n_entries": len(own),
        "effective": 1 / (own["carries"] ** 2).sum(),
        "top": own["carries"].head(MANY).sum(),
        "first": first["term"],
        "carries": first["carries"],
        "decisive": most["term"] if falls else "",
        **(most[list(unchanged)] if falls or np.isnan(most["share_without"]) else unchanged),
    }


def pruning_units(texts: Iterable[str]) -> int:
    """How many of the texts are exemplars of the package, on which its lexicon was pruned and its coders were trained."""
    lines = files("framing.resources").joinpath("exemplars.jsonl").read_text("utf-8").splitlines()
    known = {json.loads(line)["text"] for line in lines}
    return sum(text.strip() in known for text in texts)
