"""Coded units and choices declared as data in, what every combination of the choices says of each group out: the specification curve."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from itertools import combinations, product
from math import comb, prod
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.coded import near
from framing.codes import POSTURES, posture
from framing.errors import FramingError
from framing.estimate import ESTIMANDS
from framing.indicators import machine_probabilities
from framing.scheme import Codebook, shipped_scheme

TYPES = {"E": "equivalent", "U": "uncertain", "N": "not equivalent"}
DOES = {"without": dict, "only": dict, "recode": list, "weight": str, "count": str, "least": float, "coder": str}
COUNTS = ("codes", "probabilities")
ANY = "*"
MAIN = "main"
MOST = 5000  # specifications; beyond, nobody reads the choices any more
LEAST_GROUPS, LEAST_ARTICLES = 2, 4  # of the joint test: with 2 × 4 articles there are 70 relabellings, so that p can fall under .05
SUMMARY = "question group value share n_specifications n_leads low median high moved_by moves".split()
SIGNS = "question first second value difference n_specifications n_positive n_zero n_negative low high".split()
NONE = 1e-9  # shares nearer than this are the same


@dataclass(frozen=True, eq=False)
class Option:
    """One way to decide a choice, and what it does to units and codes (the keys of DOES)."""

    name: str
    does: Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """What could have been decided otherwise: the first option is the main specification's. kind: E, U or N (see TYPES)."""

    name: str
    question: str
    kind: str
    reason: str
    options: tuple[Option, ...]
    each: str = ""


@dataclass(frozen=True)
class Curve:
    """Every specification that is possible and its results.

    Attributes
    ----------
    choices : those of which two options at least differ in their results
    specifications : one row per specification: the option of each choice, and `question`: `main`, or the options of type N that differ from it
    cells : one row per group × article: group, article_id
    sums, weights : (S, A, K) and (S, A); the share of a group is the sum of the first over its articles by that of the second
    n_units : (S, A) units counted
    told : what was left out, and why; the last line adds it up
    """

    variable: str
    values: tuple[str, ...]
    choices: tuple[Choice, ...]
    specifications: pd.DataFrame
    cells: pd.DataFrame
    sums: np.ndarray
    weights: np.ndarray
    n_units: np.ndarray
    told: tuple[str, ...] = ()

    @property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(self.cells["group"]))

    @property
    def questions(self) -> list[str]:
        return list(dict.fromkeys(self.specifications["question"]))

    @property
    def members(self) -> np.ndarray:
        """(A, G) which article belongs to which group."""
        return (self.cells["group"].to_numpy()[:, None] == np.array(self.groups, object)).astype(float)

    @cached_property
    def shares(self) -> np.ndarray:
        """(S, G, K), missing where a specification leaves a group without units."""
        return _shares(self.sums, self.weights, self.members)

    def of(self, question: str) -> np.ndarray:
        """Numbers of the specifications of one question, the main one of them first."""
        return np.flatnonzero(self.specifications["question"] == question)


def read_choices(path: str | Path | None = None) -> tuple[Choice, ...]:
    """Choices of a TOML file, the package's without one; the form is explained at the head of that.

    Raises
    ------
    FramingError : the file cannot be read, or declares something that is not allowed.
    """
    where = str(path or "the package's choices")
    try:
        text = Path(path).read_text("utf-8") if path else files("framing.resources").joinpath("specifications.toml").read_text("utf-8")
        raw = tomllib.loads(text)
    except OSError as e:
        raise FramingError(f"{where}: {e.strerror}") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise FramingError(f"{where}: not a TOML file in UTF-8 ({e})") from e
    declared = raw.get("choices")
    if not isinstance(declared, list) or not declared or not all(isinstance(c, dict) for c in declared):
        raise FramingError(f"{where}: no [[choices]]; a file of choices has one at least")
    choices = tuple(_choice(c, where) for c in declared)
    names = [c.name for c in choices]
    if len(set(names)) < len(names):
        raise FramingError(f"{where}: two choices are called {next(n for n in names if names.count(n) > 1)!r}; give each a name of its own")
    return choices


def _choice(raw: Mapping, where: str) -> Choice:
    name = raw.get("name", "")
    _check_keys(raw, ("name", "question", "type", "reason", "options", "each"), f"{where}, choice {name or raw!r}")
    where = f"{where}, choice {name!r}"
    if not name or name in ("question", "group", "value") or not isinstance(name, str):
        raise FramingError(f"{where}: a choice needs a name of its own, other than question, group and value")
    if raw.get("type") not in TYPES or not raw.get("reason"):
        allowed = ", ".join(f"{k} ({v})" for k, v in TYPES.items())
        raise FramingError(f"{where}: type is {raw.get('type')!r}; allowed are {allowed}, with a reason")
    if "each" in raw:
        if raw["each"] != "coder" or "options" in raw:
            raise FramingError(f'{where}: each is {raw["each"]!r}; allowed is each = "coder", in place of options')
        return Choice(name, raw.get("question", ""), raw["type"], raw["reason"], (), "coder")
    options = raw.get("options")
    if not isinstance(options, list) or not all(isinstance(o, dict) and isinstance(o.get("name"), str) for o in options):
        raise FramingError(f"{where}: no [[choices.options]], each with a name")
    named = [o["name"] for o in options]
    if len(options) < 2 or len(set(named)) < len(named):
        raise FramingError(f"{where}: the options are {', '.join(named)}; allowed are two at least, each with a name of its own")
    return Choice(name, raw.get("question", ""), raw["type"], raw["reason"], tuple(_option(o, where) for o in options))


def _option(raw: Mapping, where: str) -> Option:
    """An option whose parts are of the kinds allowed."""
    where = f"{where}, option {raw['name']!r}"
    does = {k: v for k, v in raw.items() if k != "name"}
    _check_keys(does, DOES, where)
    for key, given in does.items():
        if not isinstance(given, DOES[key]):
            raise FramingError(f"{where}: {key} is {given!r}; see the head of the package's specifications.toml for its form")
    for key, allowed in (("weight", tuple(ESTIMANDS)), ("count", COUNTS)):
        if key in does and does[key] not in allowed:
            raise FramingError(f"{where}: {key} is {does[key]!r}; allowed are {', '.join(allowed)}")
    if not 0 < does.get("least", 0.5) < 1:
        raise FramingError(f"{where}: least is {does['least']}; allowed are numbers between 0 and 1")
    for table in (does.get("without", {}), does.get("only", {})):
        _check_filter(table, where)
    for change in does.get("recode", []):
        if not isinstance(change, dict) or set(change) != {"where", "set"} or not _is_setting(change["set"]):
            raise FramingError(f'{where}: recode has {change!r}; allowed is {{ where = {{ … }}, set = {{ column = "value" }} }}')
        _check_filter(change["where"], where)
    return Option(raw["name"], does)


def _is_setting(table) -> bool:
    return isinstance(table, dict) and bool(table) and all(isinstance(value, str) for value in table.values())


def _check_filter(table, where: str) -> None:
    if not isinstance(table, dict) or not all(
        v == ANY or (isinstance(v, list) and all(isinstance(x, str) for x in v)) for v in table.values()
    ):
        raise FramingError(f'{where}: {table!r}; allowed is {{ column = ["value", …] }}, or "*" for any value')


def _check_keys(given: Mapping, allowed, where: str) -> None:
    unknown = [k for k in given if k not in allowed]
    if unknown:
        raise FramingError(f"{where}: {unknown[0]!r}{near(unknown[0], allowed)}; allowed are {', '.join(allowed)}")


class _NotPossible(FramingError):
    """Why an option cannot be applied to a coder's units."""


def curve(
    coders: Mapping[str, pd.DataFrame],
    choices: Sequence[Choice],
    variable: str,
    values: Sequence[str],
    *,
    scheme: Codebook | None = None,
    multiple: bool = False,
) -> Curve:
    """Shares of a variable's values in each group under every combination of choices.

    Parameters
    ----------
    coders : name → DataFrame of text, one row per unit that counts, with unit_id, article_id, `group`, the variable, and whatever columns the
        options ask for; all of the same units. The first is the main one.
    choices : as `read_choices` gives them. Combinations that are not possible are left out, and so are options that change nothing; `told` names both.
    values : of the variable, in the codebook's order
    multiple : whether a unit may have several values or none; shares are then of units that have the value

    Raises
    ------
    FramingError : coders of different units, more than MOST combinations, an option that sets a value the codebook does not have, or no specification is possible.

    References
    ----------
    Simonsohn, Simmons & Nelson (2020), Specification curve analysis. Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Increasing transparency through a
    multiverse analysis. Del Giudice & Gangestad (2021), A traveler's guide to the multiverse (types E, U and N).
    """
    scheme = scheme or shipped_scheme()
    choices = _expanded(choices, list(coders))
    _check_set(choices, scheme)
    n = prod(len(c.options) for c in choices)
    if n > MOST:
        raise FramingError(f"{n:,} combinations of {len(choices)} choices; allowed are {MOST:,}: leave choices or options out")
    tables, cells = _prepared(coders)
    asked = {name: _Coded(name, table, len(cells), variable, tuple(values), multiple, scheme) for name, table in tables.items()}
    found, refused = dict[tuple[Option, ...], _Counts](), dict[tuple[Option, ...], str]()
    for options in product(*(c.options for c in choices)):
        does = [o.does for o in options]
        coder = next((d["coder"] for d in reversed(does) if "coder" in d), next(iter(asked)))
        try:
            found[options] = asked[coder].counts(does)
        except _NotPossible as e:
            refused[options] = str(e)
    if not found:
        raise FramingError(f"{variable}: no specification is possible; {next(iter(refused.values()))}")
    specifications = pd.DataFrame([[o.name for o in options] for options in found], columns=[c.name for c in choices])
    sums, weights, n_units = (np.stack(part) for part in zip(*found.values(), strict=True))
    told = tuple(_told(choices, list(found), refused))
    return _added_up(_asked(_distinct(Curve(variable, tuple(values), choices, specifications, cells, sums, weights, n_units, told))), n)


def _told(choices: Sequence[Choice], found: Sequence[tuple], refused: Mapping[tuple, str]) -> Iterator[str]:
    """Options that are never possible, each with its reason, and how many further combinations are not; each combination is counted in one line."""
    rest = dict(refused)
    for i, choice in enumerate(choices):
        for option in choice.options:
            if not any(options[i] is option for options in found):
                why = next(why for options, why in refused.items() if options[i] is option)
                own = [options for options in rest if options[i] is option]
                rest = {options: why for options, why in rest.items() if options[i] is not option}
                yield f"{choice.name}: {option.name!r} is not possible ({_combinations(len(own))}): {why}"
    for why, n in Counter(rest.values()).items():
        yield f"{_combinations(n)} of other options not possible: {why}"


def _combinations(n: int) -> str:
    return f"{n:,} combination{'' if n == 1 else 's'}"


def _added_up(c: Curve, n: int) -> Curve:
    """The curve with a last line of `told` on what became of all n combinations, where some were left out."""
    if not c.told:
        return c
    of_main, kept = len(c.of(MAIN)), len(c.specifications)
    others = f", of other questions {kept - of_main:,}" if kept > of_main else ""
    said = f"{_combinations(n)} in all: specifications of the main question {of_main:,}{others}; left out as told above {n - kept:,}"
    return replace(c, told=(*c.told, said))


def _expanded(choices: Sequence[Choice], coders: Sequence[str]) -> tuple[Choice, ...]:
    """Choices with an option for each coder where that is what they declare; the coders named must be there."""
    expanded = tuple(replace(c, options=tuple(Option(name, {"coder": name}) for name in coders)) if c.each else c for c in choices)
    for given in (o.does["coder"] for c in expanded for o in c.options if "coder" in o.does):
        if given not in coders:
            raise FramingError(f"coder {given!r}; allowed are {', '.join(coders)}")
    return expanded


def _check_set(choices: Sequence[Choice], scheme: Codebook) -> None:
    """Raises when an option sets a value that its variable does not have."""
    allowed = {name: tuple(v.values) for name, v in scheme.variables.items() if not v.multiple}
    allowed |= {"posture": POSTURES} if scheme == shipped_scheme() else {}
    for option in (o for c in choices for o in c.options):
        for name, value in (item for change in option.does.get("recode", []) for item in change["set"].items()):
            if value not in allowed.get(name, (value,)):
                raise FramingError(f"option {option.name!r} sets {name} to {value!r}; allowed are {', '.join(allowed[name])}")


def _prepared(coders: Mapping[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Tables with the number of each unit's cell; and the cells, one row per group × article."""
    first = next(iter(coders.values()))
    units = set(first["unit_id"])
    other = next((name for name, t in coders.items() if set(t["unit_id"]) != units or len(t) != len(units)), None)
    if other is not None:
        raise FramingError(f"coder {other!r}: not the same units as {next(iter(coders))!r}, each once; give the units that all have coded")
    cells = first[["group", "article_id"]].drop_duplicates().reset_index(drop=True)
    number = {cell: i for i, cell in enumerate(cells.itertuples(index=False, name=None))}
    numbered = pd.Series(
        [number[cell] for cell in first[["group", "article_id"]].itertuples(index=False, name=None)], first["unit_id"].to_numpy()
    )
    return {name: t.reset_index(drop=True).assign(_cell=numbered.loc[t["unit_id"]].to_numpy()) for name, t in coders.items()}, cells


class _Counts(NamedTuple):
    """(A, K) sums, (A,) weights and (A,) numbers of units of one specification."""

    sums: np.ndarray
    weights: np.ndarray
    n_units: np.ndarray


class _Coded:
    """One coder's units; what options make of them is kept, since many specifications share it."""

    def __init__(
        self, name: str, table: pd.DataFrame, n_cells: int, variable: str, values: tuple[str, ...], multiple: bool, scheme: Codebook
    ):
        self.name, self.table, self.cell, self.n_cells = name, table, table["_cell"].to_numpy(), n_cells
        self.variable, self.values, self.multiple, self.scheme = variable, values, multiple, scheme
        self._there: dict[str, bool] = {}
        self._masks: dict[str, np.ndarray] = {}
        self._indicators: dict[str, np.ndarray] = {}

    def counts(self, does: Sequence[Mapping]) -> _Counts:
        """What is counted under one combination of options; filters look at codes and probabilities as they were given."""
        simple = {key: given for d in does for key, given in d.items()}
        changes = [change for d in does for change in d.get("recode", [])]
        if changes and simple.get("count") == "probabilities":
            raise _NotPossible("probabilities are of codes as they were given, not as another option changes them")
        indicator = self.probabilities if simple.get("count") == "probabilities" else self.indicator(changes)
        counted = ~np.isnan(indicator).any(axis=1)
        for d in does:
            counted &= self.kept(d)
        if "least" in simple:
            counted &= self.probabilities.max(axis=1) >= simple["least"]
        if not counted.any():
            raise _NotPossible(f"no unit of {self.name} is left")
        return self._summed(indicator[counted], self.cell[counted], simple.get("weight", "article"))

    def _summed(self, indicator: np.ndarray, cell: np.ndarray, weight: str) -> _Counts:
        n = np.bincount(cell, minlength=self.n_cells).astype(float)
        sums = np.stack([np.bincount(cell, weights=x, minlength=self.n_cells) for x in indicator.T], axis=1)
        if weight == "unit":
            return _Counts(sums, n, n)
        return _Counts(np.divide(sums, n[:, None], out=np.zeros_like(sums), where=n[:, None] > 0), (n > 0).astype(float), n)

    @cached_property
    def probabilities(self) -> np.ndarray:
        """(N, K), missing where a unit has none."""
        p = None if self.multiple else machine_probabilities(self.table, self.variable, self.values, self.scheme)
        if p is None or np.isnan(p).all():
            raise _NotPossible(f"no probabilities of {self.variable} by {self.name}")
        return p

    def indicator(self, changes: Sequence[Mapping]) -> np.ndarray:
        """(N, K) 1 for the values a unit has, missing where it has no code, after the changes."""
        key = repr(changes)
        if key not in self._indicators:
            self._indicators[key] = self._flags(self._recoded(changes))
        return self._indicators[key]

    def kept(self, does: Mapping) -> np.ndarray:
        """(N,) the units an option keeps."""
        key = repr((does.get("without"), does.get("only")))
        if key not in self._masks:
            mask = np.ones(len(self.table), bool)
            if "without" in does:
                mask &= ~self._matches(does["without"])
            if "only" in does:
                mask &= self._matches(does["only"])
            self._masks[key] = mask
        return self._masks[key]

    def _matches(self, wanted: Mapping) -> np.ndarray:
        self._check_there(wanted)
        return _matches(self.table, wanted).to_numpy()

    def _flags(self, table: pd.DataFrame) -> np.ndarray:
        self._check_there([self.variable])
        cells = table[self.variable]
        if self.multiple:
            flags = {cell: [float(v in cell.split(";")) for v in self.values] for cell in cells.unique()}
        else:
            flags = {v: [float(v == x) for x in self.values] for v in self.values} | {"": [np.nan] * len(self.values)}
        wrong = cells[~cells.isin(flags)]
        if len(wrong):
            unit = table["unit_id"][wrong.index[0]]
            raise FramingError(f"{self.name}, unit {unit}: {self.variable} is {wrong.iloc[0]!r}; allowed are {', '.join(self.values)}")
        return np.array([flags[cell] for cell in cells])

    def _recoded(self, changes: Sequence[Mapping]) -> pd.DataFrame:
        """The table with codes changed one after the other; posture follows where appraisal or explains did."""
        table = self.table
        for change in changes:
            self._check_there([*change["where"], *change["set"]])
            changed = _matches(table, change["where"]) & (table[list(change["set"])] != pd.Series(change["set"])).any(axis=1)
            table = table.assign(**{column: table[column].mask(changed, value) for column, value in change["set"].items()})
            if {"appraisal", "explains"} & set(change["set"]) and {"appraisal", "explains", "posture"} <= set(table):
                follows = [posture(a, e) for a, e in zip(table["appraisal"], table["explains"], strict=True)]
                table = table.assign(
                    posture=table["posture"].mask(changed & (table["posture"] != ""), pd.Series(follows, table.index, dtype=object))
                )
        return table

    def _check_there(self, columns: Iterable[str]) -> None:
        """Raises when a column is missing, or has nothing in it."""
        for column in columns:
            if column not in self._there:
                self._there[column] = column in self.table and bool((self.table[column] != "").any())
            if not self._there[column]:
                raise _NotPossible(f"{self.name} has no {column}")


def _matches(table: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.Series:
    """Which rows have one of the values wanted in every column."""
    found = [(table[c] != "") if given == ANY else table[c].isin(given) for c, given in wanted.items()]
    return pd.concat(found, axis=1).all(axis=1) if found else pd.Series(True, table.index)


def _distinct(whole: Curve) -> Curve:
    """The curve without options that give, wherever they are possible, what an earlier option of their choice gives."""
    table, told, kept = whole.specifications, list(whole.told), np.ones(len(whole.specifications), bool)
    choices = []
    for c in whole.choices:
        others = [x.name for x in whole.choices if x is not c]
        contexts = list(table[others].itertuples(index=False, name=None)) if others else [()] * len(table)
        own: dict[str, dict] = {o.name: {} for o in c.options}
        for i in np.flatnonzero(kept):
            own[table[c.name][i]][contexts[i]] = i
        options: list[Option] = []
        for o in c.options:
            twin = next((x.name for x in options if own[o.name] and _same(whole, own[o.name], own[x.name])), None)
            if twin is None and own[o.name]:
                options.append(o)
            elif twin is not None:
                kept[list(own[o.name].values())] = False
                told.append(f"{c.name}: {o.name!r} gives what {twin!r} gives, and is left out ({_combinations(len(own[o.name]))})")
        if len(options) > 1:
            choices.append(replace(c, options=tuple(options)))
    names = [c.name for c in choices]
    fewer = replace(whole, choices=tuple(choices), specifications=table.loc[kept, names].reset_index(drop=True), told=tuple(told))
    return replace(fewer, sums=whole.sums[kept], weights=whole.weights[kept], n_units=whole.n_units[kept])


def _same(whole: Curve, these: Mapping, those: Mapping) -> bool:
    """Whether specifications, context → number, give everywhere the groups' shares and numbers of units that others give."""
    if not set(these) <= set(those):
        return False
    a, b = list(these.values()), [those[context] for context in these]
    n = whole.n_units @ whole.members
    return np.array_equal(n[a], n[b]) and np.allclose(whole.shares[a], whole.shares[b], rtol=0, atol=NONE, equal_nan=True)


def _asked(c: Curve) -> Curve:
    """The curve with the question of each specification."""
    first = {x.name: x.options[0].name for x in c.choices if x.kind == "N"}
    asked = [
        "; ".join(f"{name}: {row[name]}" for name in first if row[name] != first[name]) or MAIN
        for row in c.specifications.to_dict("records")
    ]
    return replace(c, specifications=c.specifications.assign(question=asked))


def _shares(sums: np.ndarray, weights: np.ndarray, members: np.ndarray) -> np.ndarray:
    """(S, G, K) shares of groups, from (S, A, K), (S, A) and (A, G)."""
    of = weights @ members
    total = np.swapaxes(np.swapaxes(sums, 1, 2) @ members, 1, 2)
    return np.divide(total, of[:, :, None], out=np.full_like(total, np.nan), where=of[:, :, None] > 0)


def results(c: Curve) -> pd.DataFrame:
    """One row per specification × group × value: its number, its question, its options, n_units, n_articles, share (missing without units)."""
    s, g, k = c.shares.shape
    rows = c.specifications[["question", *(x.name for x in c.choices)]].loc[np.repeat(np.arange(s), g * k)].reset_index(drop=True)
    rows.insert(0, "specification", np.repeat(np.arange(1, s + 1), g * k))
    n, articles = c.n_units @ c.members, (c.n_units > 0) @ c.members
    return rows.assign(
        group=np.tile(np.repeat(c.groups, k), s),
        variable=c.variable,
        value=np.tile(c.values, s * g),
        n_units=np.repeat(n.ravel(), k).astype(int),
        n_articles=np.repeat(articles.ravel(), k).astype(int),
        share=c.shares.ravel(),
    )


def leads(c: Curve) -> np.ndarray:
    """(S, G, K) whether a value leads alone."""
    filled = np.nan_to_num(c.shares, nan=-1)
    if len(c.values) == 1:
        return filled > NONE
    beaten = np.stack([np.delete(filled, k, axis=2).max(axis=2) for k in range(len(c.values))], axis=2)
    return filled > beaten + NONE


def summary(c: Curve) -> pd.DataFrame:
    """What survives in each group.

    Returns
    -------
    DataFrame, one row per question × group: question, group, value (with the largest share in the question's first specification), share (there),
    n_specifications (in which the group has units), n_leads (of these, in which the value leads alone), low, median, high (of its share over
    them), moved_by (the choice of type E or U that moves its share furthest) and moves (by how much: the range over the options of that choice alone,
    mean over the settings of the others). Counts of an analyst's choices: no probability, and no interval.
    """
    alone = leads(c)
    found = [_survives(c, alone, question, g) for question in c.questions for g in range(len(c.groups))]
    return pd.DataFrame([row for row in found if row], columns=SUMMARY)


def by_value(c: Curve, question: str = MAIN) -> pd.DataFrame:
    """One row per group × value of a question: group, value, share (in its first specification), low, high, n_specifications, n_leads, as in `summary`."""
    own, alone, rows = c.of(question), leads(c), []
    for g, group in enumerate(c.groups):
        known = own[~np.isnan(c.shares[own, g, 0])]
        for k, value in enumerate(c.values if len(known) else ()):
            share = c.shares[known, g, k]
            rows.append((group, value, share[0], share.min(), share.max(), len(known), int(alone[known, g, k].sum())))
    return pd.DataFrame(rows, columns=["group", "value", "share", "low", "high", "n_specifications", "n_leads"])


def _survives(c: Curve, alone: np.ndarray, question: str, g: int) -> dict:
    """The row of one group, empty where it has no units under any specification of the question."""
    known = [i for i in c.of(question) if not np.isnan(c.shares[i, g, 0])]
    if not known:
        return {}
    k = int(c.shares[known[0], g].argmax())
    share, moved = c.shares[known, g, k], moves(c, question, c.groups[g], c.values[k])
    most = str(moved.idxmax()) if len(moved) and moved.max() > NONE else ""
    ends = {"low": share.min(), "median": np.median(share), "high": share.max()}
    counts = {"n_specifications": len(known), "n_leads": int(alone[known, g, k].sum())}
    names = {"question": question, "group": c.groups[g], "value": c.values[k], "share": share[0]}
    return names | counts | ends | {"moved_by": most, "moves": moved[most] if most else 0.0}


def moves(c: Curve, question: str, group: str, value: str) -> pd.Series:
    """Choice of type E or U → how far its options alone move a share: their range, mean over the settings of the other choices that have two or more."""
    own = c.of(question)
    share = c.shares[own, c.groups.index(group), c.values.index(value)]
    table, found = c.specifications.iloc[own].assign(_share=share).dropna(subset="_share"), {}
    for choice in (x.name for x in c.choices if x.kind != "N"):
        others = [x.name for x in c.choices if x.name != choice]
        settings = table.groupby(others, sort=False)["_share"] if others else table.groupby("question")["_share"]
        ranges = (settings.max() - settings.min())[settings.size() > 1]
        if len(ranges):
            found[choice] = float(ranges.mean())
    return pd.Series(found, dtype=float)


def by_option(c: Curve, question: str = MAIN) -> pd.DataFrame:
    """One row per group × choice × option of a question: group, value (the leading one of `summary`), choice, option, n_specifications, n_leads."""
    own, alone, rows = c.of(question), leads(c), []
    for row in summary(c).query("question == @question").itertuples():
        g, k = c.groups.index(row.group), c.values.index(row.value)
        known = own[~np.isnan(c.shares[own, g, 0])]
        for x in (x for x in c.choices if x.kind != "N"):
            given = c.specifications[x.name].to_numpy()[known]
            rows += [
                (row.group, row.value, x.name, o.name, int((given == o.name).sum()), int(alone[known, g, k][given == o.name].sum()))
                for o in x.options
                if (given == o.name).any()
            ]
    return pd.DataFrame(rows, columns=["group", "value", "choice", "option", "n_specifications", "n_leads"])


def signs(c: Curve) -> pd.DataFrame:
    """Differences between groups over the specifications.

    Returns
    -------
    DataFrame, one row per question × pair of groups × value: question, first, second, value, difference (first minus second in the question's first
    specification), n_specifications (in which both have units), n_positive, n_zero, n_negative, low, high.
    """
    rows = []
    for question, (a, b) in product(c.questions, combinations(range(len(c.groups)), 2)):
        apart = c.shares[c.of(question), a] - c.shares[c.of(question), b]
        apart = apart[~np.isnan(apart).any(axis=1)]
        for k, value in enumerate(c.values if len(apart) else ()):
            x = np.where(np.abs(apart[:, k]) < NONE, 0, apart[:, k])
            counts = [int((np.sign(x) == s).sum()) for s in (1, 0, -1)]
            rows.append((question, c.groups[a], c.groups[b], value, x[0], len(x), *counts, x.min(), x.max()))
    return pd.DataFrame(rows, columns=SIGNS)


class JointTest(NamedTuple):
    """A permutation test of a whole curve. statistic: median over the specifications of the distance between groups (total variation, mean over pairs)."""

    question: str
    statistic: float
    p: float
    n_specifications: int
    n_relabellings: int
    exact: bool


def joint_test(c: Curve, question: str = MAIN, *, n_draws: int = 1000, seed: int = 0) -> JointTest:
    """Whether groups differ more, over the whole curve of one question, than their articles relabelled at random do.

    Names of groups are dealt anew to whole articles, the number of articles of each group kept, and the curve is computed again; where there are no more
    than n_draws relabellings, each is taken once. The null hypothesis is that articles are exchangeable between groups: independent of each other, and of
    the same genres and dates in each. Copies printed by several groups, and groups that write of other events, break it.

    Raises
    ------
    FramingError : fewer than 2 groups, one with fewer than 4 articles that count, or an article that stands in several groups.

    References
    ----------
    Simonsohn, Simmons & Nelson (2020), Specification curve analysis. Phipson & Smyth (2010), Permutation p-values should never be zero.
    """
    own = c.of(question)
    counted = (c.n_units[own] > 0).any(axis=0)
    cells, members = c.cells[counted], c.members[counted]
    _check_testable(cells, c.groups)
    sums, weights = c.sums[own][:, counted], c.weights[own][:, counted]
    there = ((weights @ members) > 0).all(axis=1)
    if not there.any():
        raise FramingError("no joint test: in every specification a group is without units")
    sums, weights, sizes = sums[there], weights[there], members.sum(axis=0).astype(int)
    observed = _statistic(sums, weights, members)
    n = _n_relabellings(sizes)
    labels = _every_relabelling(sizes) if n <= n_draws else _drawn_relabellings(sizes, n_draws, seed)
    thrown = np.array([_statistic(sums, weights, np.eye(len(sizes))[dealt]) for dealt in labels])
    reached = int((thrown >= observed - NONE).sum())
    p = reached / n if n <= n_draws else (1 + reached) / (1 + n_draws)
    return JointTest(question, observed, p, len(sums), len(labels), n <= n_draws)


def _check_testable(cells: pd.DataFrame, groups: Sequence[str]) -> None:
    n = cells["group"].value_counts().reindex(groups, fill_value=0)
    few = n[n < LEAST_ARTICLES]
    if len(n) < LEAST_GROUPS or len(few):
        has = f"; {few.index[0]} has {few.iloc[0]}" if len(n) >= LEAST_GROUPS else f"; there is {len(n)} group"
        raise FramingError(f"no joint test: allowed from {LEAST_GROUPS} groups with {LEAST_ARTICLES} articles each{has}")
    if cells["article_id"].duplicated().any():
        article = cells["article_id"][cells["article_id"].duplicated()].iloc[0]
        raise FramingError(f"no joint test: article {article} stands in several groups, so that articles cannot change places")


def _statistic(sums: np.ndarray, weights: np.ndarray, members: np.ndarray) -> float:
    """Median over specifications of the mean distance of two groups; a group that relabelling leaves without units is as far as can be."""
    shares = _shares(sums, weights, members)
    pairs = list(combinations(range(members.shape[1]), 2))
    apart = np.mean([np.abs(shares[:, a] - shares[:, b]).sum(axis=1) / 2 for a, b in pairs], axis=0)
    return float(np.median(np.nan_to_num(apart, nan=np.inf)))


def _n_relabellings(sizes: np.ndarray) -> int:
    """How many ways there are to deal the names of groups to articles."""
    return prod(comb(int(sizes[i:].sum()), int(size)) for i, size in enumerate(sizes))


def _every_relabelling(sizes: np.ndarray) -> list[np.ndarray]:
    """Each way once; the first is the order of groups."""
    last = len(sizes) - 1
    out = [np.full(sizes.sum(), last)]
    for g, size in enumerate(sizes[:-1]):
        out = [_dealt(labels, rows, g) for labels in out for rows in combinations(np.flatnonzero(labels == last), int(size))]
    return out


def _dealt(labels: np.ndarray, rows: Sequence, group: int) -> np.ndarray:
    dealt = labels.copy()
    dealt[list(rows)] = group
    return dealt


def _drawn_relabellings(sizes: np.ndarray, n: int, seed: int) -> list[np.ndarray]:
    labels, draw = np.repeat(np.arange(len(sizes)), sizes), np.random.default_rng(seed)
    return [draw.permutation(labels) for _ in range(n)]
