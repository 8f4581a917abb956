"""Coded units in, the tables a comparison of outlets rests on: shares, their spread over articles, coverage, warnings."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.codes import POSTURES
from framing.days import month_of
from framing.errors import FramingError
from framing.estimate import ESTIMANDS, PROFILE_COLUMNS
from framing.schema import RUNNABLE
from framing.text import words

GROUP, AT = "(group)", "(month)"  # columns added to units; no codebook or table will have called its own so
MONTH, DATE = "month", "date"  # the column made from `published`, and what is missing where it has none
BETWEEN = " · "  # the parts of a group named by several columns
STUDY = "study: "
FEW_ARTICLES, FEW_UNITS = 5, 30
# 95th percentile of the mean `unlike` of the articles the fast coder was trained on, those of 5 units at least (60 of them; development: 0.27 of 17).
UNLIKE = 0.25
# 5th percentile of the share of units with a lexicon term in their evidence, training articles of 8 units at least: 0.77 (23); development: 0.73 (6).
LEXICON = 0.7
# 95th percentile of the share of units whose likeliest posture has p < .5, articles of 5 units at least: training 0.45, development 0.53.
DOUBTFUL, DOUBT = 0.5, 0.5


@dataclass(frozen=True)
class Comparison:
    """Groups of coded articles and what is said about them.

    Attributes
    ----------
    units : DataFrame of text, one row per unit that counts (weight above 0), with unit_id, article_id, weight (a number) and the columns of
        `by`; every other column of `framing code` is used where it is there
    by : columns that name the groups; `month` is made from `published`
    variable : the one compared first
    values : variable → its values, for every variable that is tabled
    multiple : variables of which a unit may have several values or none
    weight : `article` or `unit`: what counts the same
    abouts : what made each file, as `framing code` noted it
    language : of the texts, two letters
    compared : shares of further groups to put beside, as `study_shares` gives them
    """

    units: pd.DataFrame
    by: tuple[str, ...]
    variable: str
    values: Mapping[str, Sequence[str]]
    multiple: frozenset[str] = frozenset()
    weight: str = "article"
    abouts: tuple[Mapping, ...] = ()
    language: str = "ar"
    compared: pd.DataFrame | None = None

    @property
    def main_by(self) -> tuple[str, ...]:
        """The columns that name the groups of figures and warnings: months have a figure of their own where they stand beside others."""
        others = tuple(c for c in self.by if c != MONTH)
        return others or self.by

    @cached_property
    def grouped(self) -> pd.DataFrame:
        """The units with their GROUP and, where asked for, month (AT); in the order of groups."""
        table = self.units.assign(**{GROUP: group_names(self.units, self.main_by)})
        if MONTH in self.by:
            table = table.assign(**{AT: months(self.units)})
            table = table.iloc[np.argsort(np.where(table[AT] == nameless(DATE), "9999-99", table[AT]), kind="stable")]
        if self.main_by == (MONTH,):
            return table.reset_index(drop=True)
        order = {g: i for i, g in enumerate(dict.fromkeys(group_names(self.units, self.main_by)))}
        return table.sort_values(GROUP, key=lambda c: c.map(order), kind="stable").reset_index(drop=True)

    @cached_property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(self.grouped[GROUP]))

    @cached_property
    def shares(self) -> dict[str, pd.DataFrame]:
        """Variable → its shares by group, with the spread over articles where it can be given (`low`, `high`)."""
        coded = [v for v in self.values if v in self.multiple or (self.grouped[v] != "").any()]
        return {v: self._spread(self._shares(self.grouped, v), self._within(v)) for v in coded}

    @cached_property
    def by_month(self) -> pd.DataFrame | None:
        """Shares of the variable compared, by group and month; None when months were not asked for."""
        if MONTH not in self.by:
            return None
        table = self.grouped.assign(**{AT: self.grouped[GROUP] + "\t" + self.grouped[AT]})
        found = self._shares(table, self.variable, by=AT)
        parts = found["group"].str.split("\t", n=1, expand=True)
        return found.assign(group=parts[0], month=parts[1])

    @cached_property
    def by_article(self) -> pd.DataFrame:
        """Shares of the variable compared within each article: group, article_id, value, share, n_units."""
        return self._within(self.variable)

    @cached_property
    def copies(self) -> pd.DataFrame | None:
        """Shares with and without articles marked as copies, of groups that have such; None when nothing is marked."""
        copied = is_copy(self.grouped)
        marked = list(dict.fromkeys(self.grouped[GROUP][copied]))
        if not marked:
            return None
        inside = self.grouped[self.grouped[GROUP].isin(marked)]
        whole = self._shares(inside, self.variable)
        rest = self._shares(inside[~is_copy(inside)], self.variable)  # without a row for a group of nothing but copies
        kept = rest.set_index(["group", "value"])[["share", "n_articles"]].add_suffix("_without")
        return whole.join(kept, on=["group", "value"]).fillna({"n_articles_without": 0})

    @cached_property
    def coverage(self) -> pd.DataFrame:
        return coverage(self.grouped, self.variable, self.values[self.variable], multiple=self.variable in self.multiple)

    @cached_property
    def leaders(self) -> pd.DataFrame:
        return leaders(self.shares[self.variable], self.by_article if self.weight == "article" else None)

    @cached_property
    def warnings(self) -> list["Warned"]:
        return [*self._nameless_warnings(), *warnings_of(self.coverage, self.abouts)]

    @property
    def n_articles(self) -> int:
        return len(self.grouped.drop_duplicates([GROUP, "article_id"]))

    def n_nameless(self, column: str) -> int:
        """Articles whose group is not named, since they have nothing in a column of `main_by`."""
        named = months(self.units) if column == MONTH else blank_named(self.units[column], column)
        return self.units[named == nameless(column)]["article_id"].nunique()

    def _nameless_warnings(self) -> Iterator["Warned"]:
        for column in (c for c in self.main_by if c != MONTH):  # undated articles have a warning of their own
            if n := self.n_nameless(column):
                says = f"{n:,} of {plural(self.n_articles, 'article')} {'has' if n == 1 else 'have'} none. “{nameless(column)}” is what their group is called."
                outlet = "Give it when coding: --outlet NAME, or --column outlet=NAME for the column of a table that has it."
                todo = outlet if column == "outlet" else f"Fill in the column {column}, or leave these articles out."
                yield Warned("nameless", f"Articles without {article(column)}", says, (), todo)

    def _shares(self, table: pd.DataFrame, variable: str, by: str = GROUP) -> pd.DataFrame:
        return shares(table, variable, self.values[variable], multiple=variable in self.multiple, weight=self.weight, by=by)

    def _within(self, variable: str) -> pd.DataFrame:
        return article_shares(self.grouped, variable, self.values[variable], multiple=variable in self.multiple)

    def _spread(self, found: pd.DataFrame, within: pd.DataFrame) -> pd.DataFrame:
        if self.weight != "article":
            return found
        parts = {key: part.to_numpy() for key, part in within.groupby(["group", "value"], sort=False)["share"]}
        limits = [spread(parts[key]) for key in zip(found["group"], found["value"], strict=True)]
        return found.assign(low=[low for low, _ in limits], high=[high for _, high in limits])


def months(units: pd.DataFrame) -> pd.Series:
    """YYYY-MM of each unit from `published`, `no date` where it does not begin so; from a column `month` where there is no `published`."""
    if "published" not in units:
        return blank_named(units[MONTH], DATE)
    found = units["published"].map({p: month_of(p) for p in units["published"].unique()})
    return blank_named(found, DATE)


def blank_named(cells: pd.Series, what: str) -> pd.Series:
    """Cells without line ends and doubled spaces, empty ones as `no <what>`."""
    named = {c: " ".join(str(c).split()) or nameless(what) for c in cells.unique()}
    return cells.map(named)


def nameless(what: str) -> str:
    """What a group is called that has no name: `no outlet`, `no date` for a month."""
    return f"no {DATE if what == MONTH else what}"


def group_names(units: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """The group of each unit: the cells of its columns, joined."""
    parts = [months(units) if column == MONTH else blank_named(units[column], column) for column in by]
    names = parts[0]
    for part in parts[1:]:
        names = names + BETWEEN + part
    return names


def is_copy(units: pd.DataFrame) -> pd.Series:
    """Whether each unit stands in an article marked as a copy of another (`duplicate_of`)."""
    return units["duplicate_of"] != "" if "duplicate_of" in units else pd.Series(False, index=units.index)


def shares(
    units: pd.DataFrame, variable: str, values: Sequence[str], *, multiple: bool = False, weight: str = "article", by: str = GROUP
) -> pd.DataFrame:
    """Shares of a variable's values in each group, with the columns and the meaning of `estimate.profile`; units without a code are left out.

    Of a variable with several values per unit (`;`-joined), the share of units that have a value; a unit may have none and counts.
    """
    within = article_shares(units, variable, values, multiple=multiple, by=by)
    counts = within["n_units"] if weight == "unit" else pd.Series(1, index=within.index)
    summed = within.assign(share=within["share"] * counts, of=counts, n_articles=1).groupby(["group", "value"], sort=False)
    table = summed[["share", "of", "n_units", "n_articles"]].sum().reset_index()
    own = table.assign(
        share=table["share"] / table["of"], variable=variable, low=np.nan, high=np.nan, estimand=ESTIMANDS[weight], method="as coded"
    )
    return own[PROFILE_COLUMNS]


def article_shares(units: pd.DataFrame, variable: str, values: Sequence[str], *, multiple: bool = False, by: str = GROUP) -> pd.DataFrame:
    """Shares of units within each article: group, article_id, value, share, n_units; units without a code are left out."""
    coded = units if multiple else units[units[variable] != ""]
    cells = {cell: set(cell.split(";")) if multiple else {cell} for cell in coded[variable].unique()}
    flags = [coded[variable].map({cell: float(v in given) for cell, given in cells.items()}) for v in values]
    grouped = pd.DataFrame(dict(enumerate(flags)), dtype=float).groupby([coded[by], coded["article_id"]], sort=False)
    means, k = grouped.mean(), len(values)
    return pd.DataFrame(
        {
            "group": np.repeat(means.index.get_level_values(0), k),
            "article_id": np.repeat(means.index.get_level_values(1), k),
            "value": np.tile(np.array(values, dtype=object), len(means)),
            "share": means.to_numpy().ravel(),
            "n_units": np.repeat(grouped.size().to_numpy(), k),
        }
    )


def spread(x: np.ndarray) -> tuple[float, float]:
    """95 % t-interval of the mean over articles (of their shares, or of differences between two); missing for fewer than FEW_ARTICLES.

    It says how far the mean would move with other articles drawn as these were. It knows nothing of the coder's errors, and articles
    that were not drawn at random, or copy each other, make it too narrow.

    References
    ----------
    Student (1908), The Probable Error of a Mean.
    """
    from scipy import stats

    if len(x) < FEW_ARTICLES:
        return np.nan, np.nan
    reach = stats.t.ppf(0.975, len(x) - 1) * x.std(ddof=1) / np.sqrt(len(x))
    return float(x.mean() - reach), float(x.mean() + reach)


def leaders(profiles: pd.DataFrame, by_article: pd.DataFrame | None) -> pd.DataFrame:
    """What leads in each group: group, value, share, runner_up, margin, n_units, n_articles, and `is_clear`.

    `is_clear` is yes when the spread over articles of the margin leaves out 0, no when not, and empty where there is none to judge by
    (fewer than FEW_ARTICLES articles, or units weighed the same). The two values were picked by looking, which favours `yes`.
    """
    rows = []
    for group, own in profiles.groupby("group", sort=False):
        ranked = own.sort_values("share", ascending=False, kind="stable").reset_index(drop=True)
        first, second = ranked.iloc[0], ranked.iloc[min(1, len(ranked) - 1)]
        clear = ""
        if by_article is not None and first["n_articles"] >= FEW_ARTICLES and len(ranked) > 1:
            wide = by_article[by_article["group"] == group].pivot(index="article_id", columns="value", values="share")
            low, _ = spread((wide[first["value"]] - wide[second["value"]]).to_numpy())
            clear = "yes" if low > 0 else "no"
        margin = first["share"] - second["share"]
        rows.append(
            (group, first["value"], first["share"], second["value"], margin, int(first["n_units"]), int(first["n_articles"]), clear)
        )
    return pd.DataFrame(rows, columns=["group", "value", "share", "runner_up", "margin", "n_units", "n_articles", "is_clear"])


COVERED = [
    "group", "articles", "units", "coded", "copies", "undated", "first", "last", "headline_only", "off_target", "unlike", "lexicon", "confidence", "doubtful",
    "unreadable",
]  # fmt: skip


def coverage(units: pd.DataFrame, variable: str, values: Sequence[str], *, multiple: bool = False) -> pd.DataFrame:
    """What the shares of each group rest on.

    Returns
    -------
    DataFrame, one row per group:
    articles, units, coded (units with a code of the variable)
    copies, headline_only, off_target, undated (articles marked as copies, of a headline alone, that never name the step, without a date)
    first, last (dates as printed, the first ten characters)
    unlike (mean share of words that training never saw), lexicon (share of units with a lexicon term in their evidence), confidence (mean
    probability of the likeliest value), doubtful (share of units in which it is under DOUBT); unreadable (units whose evidence is no JSON).
    What the files do not tell is missing.
    """
    measured = _measured(units, variable, values, multiple)
    rows = []
    for group, own in measured.groupby("group", sort=False):
        articles = own.drop_duplicates("article_id")
        dates = sorted(d for d in articles["date"] if d)
        rows.append(
            {
                "group": group,
                "articles": len(articles),
                "units": len(own),
                "coded": int(own["is_coded"].sum()),
                "copies": int(articles["is_copy"].sum()),
                "undated": int((articles["date"] == "").sum()) if "published" in units else np.nan,
                "first": dates[0] if dates else "",
                "last": dates[-1] if dates else "",
                "headline_only": int(own.groupby("article_id")["is_headline"].all().sum()),
                "off_target": int(articles["is_off"].sum()),
                **{c: own[c].mean() for c in ("unlike", "lexicon", "confidence", "doubtful")},
                "unreadable": int(own["is_unreadable"].sum()),
            }
        )
    return pd.DataFrame(rows, columns=COVERED)


def _measured(units: pd.DataFrame, variable: str, values: Sequence[str], multiple: bool) -> pd.DataFrame:
    """What coverage counts, unit by unit."""
    missing = pd.Series(np.nan, index=units.index)
    evidence = units["evidence"].map(evidence_rows) if "evidence" in units else None
    p = None if multiple else probabilities(units, variable, values)
    top = missing if p is None else p.max(axis=1)
    return pd.DataFrame(
        {
            "group": units[GROUP],
            "article_id": units["article_id"],
            "is_coded": True if multiple else units[variable] != "",
            "is_copy": is_copy(units),
            "date": units["published"].map({d: d.strip()[:10] if month_of(d) else "" for d in units["published"].unique()}) if "published" in units else "",
            "is_headline": units["role"] == "headline" if "role" in units else False,
            "is_off": units["names_step"] == "no" if "names_step" in units else False,
            "unlike": pd.to_numeric(units["unlike"], errors="coerce") if "unlike" in units else missing,
            "lexicon": missing if evidence is None else evidence.map(lambda rows: np.nan if rows is None else float(any("term" in r for r in rows))),
            "confidence": top,
            "doubtful": (top < DOUBT).where(top.notna()).astype(float),
            "is_unreadable": False if evidence is None else evidence.isna(),
        },
        index=units.index,
    )  # fmt: skip


def probabilities(units: pd.DataFrame, variable: str, values: Sequence[str]) -> pd.DataFrame | None:
    """(units × values) probabilities of a variable, or None where the file has none."""
    for prefix in (f"p_{variable}_", "p_"):
        columns = [f"{prefix}{v}" for v in values]
        if set(columns) <= set(units):
            return units[columns].apply(pd.to_numeric, errors="coerce").set_axis(list(values), axis=1)
    return None


def evidence_rows(cell: str) -> list[dict] | None:
    """The evidence of a unit as `framing code` writes it; empty when there is none, None when it cannot be read (a spreadsheet may have cut it)."""
    try:
        rows = json.loads(cell) if cell else []
        wellformed = isinstance(rows, list) and all(_is_contribution(r) for r in rows)
    except (ValueError, RecursionError):
        wellformed = False
    return rows if wellformed else None


def _is_contribution(row) -> bool:
    return (
        isinstance(row, dict)
        and all(isinstance(row.get(c), str) for c in ("feature", "variable", "value"))
        and isinstance(row.get("contribution"), int | float)
        and np.isfinite(row["contribution"])
    )


@dataclass(frozen=True)
class Warned:
    """Something to know before the shares are believed: what is the matter, in which groups (with what to add in brackets), and what to do."""

    kind: str
    title: str
    says: str
    groups: tuple[tuple[str, str], ...]
    todo: str


class Check(NamedTuple):
    """A warning in waiting: the groups it holds for, and what is printed behind their names."""

    kind: str
    title: str
    holds: Callable[[pd.DataFrame], pd.Series]
    column: str
    unit: str
    says: str
    todo: str


CHECKS = (
    Check("uncoded", "Nothing coded", lambda c: c["coded"] == 0, "units", "unit",
          "No unit has a code, so there are no shares.",
          "Code again with a lower --abstain, or leave the group out."),
    Check("single", "One article is the whole group", lambda c: c["articles"] == 1, "units", "unit",
          "The shares describe one article completely (a census of it) and say nothing beyond it.",
          "Add articles, or write of the article, not of the outlet."),
    Check("few_articles", "Few articles", lambda c: (c["articles"] > 1) & (c["articles"] < FEW_ARTICLES), "articles", "article",
          f"Under {FEW_ARTICLES} articles, any one of them can move a share by more than {100 / FEW_ARTICLES:.0f} points, and no spread over articles is given.",
          "Add articles, or read the shares as a description of these."),
    Check("few_units", "Few units", lambda c: (c["coded"] > 0) & (c["coded"] < FEW_UNITS), "coded", "unit",
          f"Under {FEW_UNITS} units, one wrong code moves a share by more than {100 / FEW_UNITS:.0f} points.",
          "Add articles, or check every code by hand."),
    Check("unlike", "Unlike the training text", lambda c: c["unlike"] > UNLIKE, "unlike", "unknown words",
          f"More unknown words than in 95 % of the articles that the package's fast coder was trained on ({100 * UNLIKE:.0f} %). On real sentences that did not "
          "foresee single errors; it means that agreement was measured on other text than this.",
          "Code a sample of these groups by hand (framing sample) and measure agreement on it (framing agree)."),
    Check("lexicon", "Little lexicon evidence", lambda c: c["lexicon"] < LEXICON, "lexicon", "of units",
          f"Fewer units have a lexicon term among their evidence than in 95 % of the longer training articles of the package's fast coder ({100 * LEXICON:.0f} %); "
          "codes rest on connectives, lemmas and shape.",
          "Read such units below; a lexicon for this topic can be checked with framing lexicon audit."),
    Check("doubtful", "Many doubtful codes", lambda c: c["doubtful"] > DOUBTFUL, "doubtful", "doubtful",
          f"In more than half of the units the likeliest value has a probability under {100 * DOUBT:.0f} %.",
          f"Code again with --abstain {DOUBT} and see which shares hold, or correct them (framing estimate)."),
    Check("off_target", "Articles that never name the step", lambda c: c["off_target"] > 0, "off_target", "article",
          "They have no stance but count in the other shares.",
          "Leave them out, or add the wordings they use with --alias."),
    Check("headline_only", "Articles of a headline only", lambda c: c["headline_only"] > 0, "headline_only", "article",
          "One headline counts as much as a whole article, unless units count the same.",
          "Fetch their texts, leave them out, or use --weight unit."),
    Check("copies", "Copies of other articles", lambda c: c["copies"] > 0, "copies", "article",
          "They share their text with an earlier article, often from an agency; the outlet chose it but did not word it.",
          "Compare the shares with and without them below, or leave them out with --without-copies."),
    Check("undated", "Articles without a date", lambda c: c["undated"] > 0, "undated", "article",
          "Whether groups cover the same time cannot be seen.",
          "Give the column with --column published=NAME when coding; dates as YYYY-MM-DD."),
    Check("unreadable", "Evidence that cannot be read", lambda c: c["unreadable"] > 0, "unreadable", "unit",
          "It is not as framing code writes it; spreadsheets cut long cells. The codes are as in the file.",
          "Use the file as framing code wrote it."),
)  # fmt: skip


OF_PACKAGE = ("unlike", "lexicon")  # their limits are those of the package's training text: of a coder of one's own they say nothing


def warnings_of(covered: pd.DataFrame, abouts: Sequence[Mapping]) -> list[Warned]:
    """The warnings that a coverage table and the files' metadata give cause for."""
    found = _mixed(abouts)
    of_package = not any("scheme" in about for about in abouts)
    for check in (c for c in CHECKS if of_package or c.kind not in OF_PACKAGE):
        own = covered[check.holds(covered)]
        groups = tuple((g, _measured_in(x, check.unit)) for g, x in zip(own["group"], own[check.column], strict=True))
        if groups:
            found.append(Warned(check.kind, check.title, check.says, groups, check.todo))
    return found


def _measured_in(x: float, unit: str) -> str:
    return plural(x, unit) if unit in ("unit", "article") else f"{100 * x:.0f} % {unit}"


def _mixed(abouts: Sequence[Mapping]) -> list[Warned]:
    """Warnings about what coded the files."""
    known = [a for a in abouts if model_of(a)]
    if len(known) < len(abouts):
        n = len(abouts) - len(known)
        says = f"{n} of {len(abouts)} files have no metadata beside them (.meta.json)."
        return [
            Warned(
                "unknown",
                "Unknown coder",
                says,
                (),
                "Keep the metadata with its file: differences between groups may come from different coders.",
            )
        ]
    if any(coded_by(a) != coded_by(known[0]) for a in known[1:]):
        names = "; ".join(dict.fromkeys(described(a) for a in known))
        says = (
            f"The files were coded by different models or versions ({names}). Differences between groups may be differences between coders."
        )
        return [Warned("mixed", "Several coders", says, (), "Code all files again with one model.")]
    return []  # fmt: skip


def model_of(about: Mapping) -> Mapping:
    """What is noted of the model, or nothing."""
    model = about.get("model") if isinstance(about, Mapping) else None
    return model if isinstance(model, Mapping) else {}


def coded_by(about: Mapping) -> tuple:
    """What decides the codes: two files may be compared when it is the same."""
    return tuple(str(about.get(key)) for key in ("model", "featuriser", "scheme", "unit", "abstain"))


def described(about: Mapping) -> str:
    model = model_of(about)
    codebook = model.get("codebook")
    return f"framing {about.get('framing', '?')}, model {model.get('name', '?')}" + (f", codebook {codebook}" if codebook else "")


def plural(n: float, singular: str) -> str:
    return f"{int(n):,} {singular}" + ("" if n == 1 else "s")


def article(noun: str) -> str:
    """A noun with its indefinite article."""
    return f"{'an' if noun[:1] in tuple('aeiou') else 'a'} {noun}"


def study_shares(model: str) -> pd.DataFrame:
    """Posture shares of the study's six texts by a shipped coder, to put beside one's own.

    Parameters
    ----------
    model : `fast`, `accurate`, or `adjudicated` for the coders' own codes

    Returns
    -------
    DataFrame, one row per text × posture: group, value, share, n_units, n_articles; groups begin with `study: `.

    Raises
    ------
    FramingError : another model.
    """
    with files("framing.resources").joinpath("study_profiles.csv").open(encoding="utf-8") as f:
        table = pd.read_csv(f)
    own = table[table["coder"] == model].reset_index(drop=True)
    if own.empty:
        raise FramingError(f"the study was not coded by {model!r}; allowed are {', '.join(table['coder'].unique())}")
    if set(own["value"]) != set(POSTURES):
        raise FramingError(f"study_profiles.csv: postures {sorted(set(own['value']))}; allowed are {', '.join(POSTURES)}")
    return own.assign(group=STUDY + own["group"], variable="posture", n_articles=1).drop(columns="coder")


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV with a byte order mark, for spreadsheets; a cell that one would run as a formula begins with an apostrophe."""
    runnable = tuple(RUNNABLE)
    safe = table.map(lambda x: f"'{x}" if isinstance(x, str) and len(x) > 1 and x.startswith(runnable) else x)
    return "\ufeff" + safe.to_csv(index=False, lineterminator="\n", float_format="%.4g")


def has_text(units: pd.DataFrame) -> bool:
    return "text" in units and any(words(t) for t in units["text"])
