"""The tool in Python: files to articles, articles to codes, codes to profiles and agreement, a DataFrame in and out of each."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from framing.coded import check_once
from framing.codes import POSTURES, check_row, variables
from framing.codes import to_long as package_codes
from framing.coding import UNITS, code_article, columns
from framing.comparison import GROUP, MONTH, group_names, shares
from framing.copies import mark_copies
from framing.errors import FramingError
from framing.estimate import ESTIMANDS
from framing.features import FeatureSpace, shipped_space
from framing.inputs import Refusal, expand
from framing.inputs import read_articles as read
from framing.model import SHIPPED, Model, shipped_model
from framing.own import load_own
from framing.reliability import agreement_table
from framing.scheme import Codebook, from_data, shipped_scheme, to_long
from framing.text import words

__all__ = ["agreement", "code_articles", "profile", "read_articles"]
_NEEDED, _OPTIONAL = ("article_id", "text"), ("title", "outlet", "published")
_DERIVED = {"posture": ("appraisal", "explains"), "posture_focal": ("appraisal", "explains", "object"), "attributed": ("voice",)}


def read_articles(
    paths: str | Path | Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    outlet: str | None = None,
    language: str | None = "ar",
) -> pd.DataFrame:
    """Articles of files, folders and globs: pages, tables and exports, as `framing code` reads them.

    Parameters
    ----------
    paths : one or several
    columns : role → column of the tables (text, article_id, outlet, published, title, url); others are guessed from their names
    outlet : the outlet of every article, whatever the input says
    language : `ar` refuses articles in other languages; another one, or None, refuses none

    Returns
    -------
    DataFrame, one row per article: article_id, outlet, published, title, text and the other columns of its table. What was refused is warned of, and
    stands in `.attrs["refused"]` as a list of (name, reason).

    Raises
    ------
    FramingError : a path does not exist, or no article could be read.
    """
    named = [str(p) for p in ([paths] if isinstance(paths, str | Path) else paths)]
    found = list(read(expand(named), columns=columns, outlet=outlet, language=language))
    refused = [tuple(x) for x in found if isinstance(x, Refusal)]
    articles = [x for x in found if not isinstance(x, Refusal)]
    if not articles:
        raise FramingError(f"{', '.join(named)}: no article could be read; {'; '.join(': '.join(r) for r in refused[:3])}")
    if refused:
        warnings.warn(f"{len(refused)} inputs refused, see .attrs['refused']; the first: {': '.join(refused[0])}", stacklevel=2)
    table = pd.DataFrame(articles)
    table.attrs["refused"] = refused
    return table


def code_articles(
    articles: pd.DataFrame | Iterable[Mapping],
    *,
    model: str | Path = "fast",
    unit: str = "sentence",
    aliases: Sequence[str] = (),
    abstain: float = 0.0,
) -> pd.DataFrame:
    """Codes of articles, as `framing code` writes them.

    Parameters
    ----------
    articles : DataFrame with article_id, text and, if known, outlet, published and title, text or missing; others are carried through
    model : `fast`, `accurate`, or a file that `framing train` made
    unit : `sentence`, or `text` to code each article as one unit
    aliases : wordings of a step towards which stance is coded
    abstain : units whose likeliest posture has a smaller probability have an empty one; with a codebook of one's own, each variable of one value

    Returns
    -------
    DataFrame, one row per unit: the columns of the coded table (docs/schema.md), then those of the articles that are none of them. A codebook of one's
    own stands in `.attrs["scheme"]`, where `profile` and `agreement` find it.

    Raises
    ------
    FramingError : a column is missing, an id stands twice, or there is no such model or unit.
    """
    space, fitted, codebook = _coder(model)
    _check_aliases(aliases, codebook)
    if unit not in UNITS or not 0 <= abstain < 1:
        raise FramingError(f"unit {unit!r}, abstain {abstain!r}; allowed are {' and '.join(UNITS)}, and numbers from 0 to under 1")
    given = _given(articles)
    options: dict[str, Any] = {"unit": unit, "aliases": tuple(aliases), "abstain": abstain, "codebook": codebook}
    rows = [row for article in mark_copies(given) for row in code_article(article, space, fitted, **options)]
    table = pd.DataFrame(rows, columns=list(dict.fromkeys(c for row in rows for c in row)) or list(columns(codebook)))
    table.attrs["scheme"] = None if codebook is None else codebook.data()
    return table


def profile(
    codes: pd.DataFrame,
    variable: str = "posture",
    *,
    by: str | Sequence[str] = "outlet",
    weight: str = "article",
    values: Sequence[str] | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Shares of a variable's values in each group, as coded and not corrected for the coder's errors.

    Parameters
    ----------
    codes : DataFrame of coded units: unit_id, article_id, weight (0 leaves a unit out), the variable and the columns `by`
    variable : posture, or any other. Units without a code are left out; of a variable of several values a unit may have none, and counts
    by : column or columns that name the group; `month` is made from `published`
    weight : `article` (every article counts the same) or `unit`
    values : the variable's values; default those of the codebook, of a variable that it does not have those that occur
    codebook : default the one that `code_articles` noted with the codes, else the package's

    Returns
    -------
    DataFrame, one row per group × value: see `framing.estimate.profile`.

    Raises
    ------
    FramingError : a column is missing, no unit is coded, a unit stands twice, or a value is none of `values`.
    """
    if weight not in ESTIMANDS:
        raise FramingError(f"profile: weight {weight!r}; allowed are {', '.join(ESTIMANDS)}")
    named = [by] if isinstance(by, str) else list(by)
    scheme = codebook or _noted(codes)
    known = scheme.variables.get(variable)
    multiple = known is not None and known.multiple
    units = _counted(codes, variable, named)
    coded = units if multiple else units[units[variable] != ""]
    if coded.empty:
        raise FramingError(f"profile: none of {len(codes)} units has a weight above 0 and a code of {variable}")
    occurring = {x for cell in coded[variable] for x in (known.given(cell) if known else [cell])}
    allowed = list(values or (known.values if known else POSTURES if variable == "posture" else sorted(occurring)))
    wrong = sorted(occurring - set(allowed))
    if wrong:
        raise FramingError(f"profile: {variable} is {wrong[0]!r}; allowed are {', '.join(allowed)}")
    return shares(coded.assign(**{GROUP: group_names(coded, named)}), variable, allowed, multiple=multiple, weight=weight, by=GROUP)


def agreement(
    coders: Mapping[str, pd.DataFrame], *, codebook: Codebook | None = None, n_resamples: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Agreement of coders on the variables that all of them coded: Krippendorff's alpha, Gwet's AC1 and raw agreement, with intervals.

    Parameters
    ----------
    coders : name → DataFrame with unit_id and a column per variable coded, several values `;`-joined; an empty or missing cell was not coded, of
        several values it has none of them
    codebook : default the one that `code_articles` noted with one of them, else the package's, by which posture is derived from appraisal and explains
    n_resamples, seed : of the bootstrap

    Returns
    -------
    DataFrame, one row per variable × measure: see `framing.reliability.agreement_table`.

    Raises
    ------
    FramingError : fewer than two coders, no variable that all coded, a unit twice, or a value that the codebook does not have.
    """
    if len(coders) < 2:
        raise FramingError(f"agreement: {len(coders)} coder given; allowed are two or more")
    scheme = codebook or _noted(*coders.values())
    long = [long_codes(_coded(table, scheme, name), scheme, name) for name, table in coders.items()]
    return agreement_table(pd.concat(long, ignore_index=True), _shared(long, scheme), n_resamples=n_resamples, seed=seed)


def long_codes(wide: pd.DataFrame, scheme: Codebook, coder: str) -> pd.DataFrame:
    """Long codes of one coder's wide table of text; what is derived from a variable only where that was coded."""
    if scheme != shipped_scheme():
        return to_long(wide, scheme, coder)
    long = package_codes(wide, coder)
    for name, needed in _DERIVED.items():
        gaps = wide.loc[(wide[[v for v in needed if v in wide]] == "").any(axis=1), "unit_id"]
        long = long[(long["variable"] != name) | ~long["unit_id"].isin(set(gaps))]
    return long[long["value"] != ""]


def _coder(model: str | Path) -> tuple[FeatureSpace, Model, Codebook | None]:
    if str(model) in SHIPPED:
        return shipped_space(str(model)), shipped_model(str(model)), None
    if not Path(model).is_file():
        raise FramingError(f"model {str(model)!r}: no such file; allowed are {', '.join(SHIPPED)} and files that `framing train` made")
    return load_own(model)


def _check_aliases(aliases: Sequence[str], codebook: Codebook | None) -> None:
    if isinstance(aliases, str):
        raise FramingError(f"aliases {aliases!r}: one str; give a list of wordings")
    if aliases and codebook is not None:
        raise FramingError("aliases: stance towards a named step is coded by the package's models only")
    empty = [a for a in aliases if not words(a)]
    if empty:
        raise FramingError(f"aliases: {empty[0]!r} has no word")


def _given(articles: pd.DataFrame | Iterable[Mapping]) -> list[dict]:
    """The articles, checked; what is missing of those columns that the coder reads is empty text."""
    given = articles.to_dict("records") if isinstance(articles, pd.DataFrame) else [dict(a) for a in articles]
    seen: set[str] = set()
    for number, article in enumerate(given):
        article |= {c: "" for c in _OPTIONAL if c in article and _is_missing(article[c])}
        wrong = [c for c in ("article_id", "text", "title") if not isinstance(article.get(c, None if c in _NEEDED else ""), str)]
        if wrong:
            held = f"is {article[wrong[0]]!r}" if wrong[0] in article else "is missing"
            raise FramingError(
                f"articles, row {number}: {wrong[0]} {held}; it must be text: change the column with .astype(str), or drop the row"
            )
        if article["article_id"] in seen:
            raise FramingError(f"articles, row {number}: article_id {article['article_id']!r} stands more than once; ids must differ")
        seen.add(article["article_id"])
    return given


def _is_missing(cell: object) -> bool:
    return cell is None or (pd.api.types.is_scalar(cell) and bool(pd.isna(cell)))


def _noted(*tables: pd.DataFrame) -> Codebook:
    """The codebook that `code_articles` noted with one of the tables, else the package's."""
    found = [from_data(t.attrs["scheme"], "attrs['scheme']") for t in tables if t.attrs.get("scheme")]
    if any(scheme != found[0] for scheme in found):
        raise FramingError("the tables were coded by different codebooks; give tables of one, or say which with codebook=")
    return found[0] if found else shipped_scheme()


def _counted(table: pd.DataFrame, variable: str, by: Sequence[str]) -> pd.DataFrame:
    """The units that count, the cells of the variable and of the groups as text."""
    read = [*(c for c in by if c != MONTH), *(["published"] if MONTH in by else [])]
    _check_columns(table, ["unit_id", "article_id", "weight", variable, *read], "profile")
    weight = pd.to_numeric(table["weight"], errors="coerce")
    if weight.isna().any():
        raise FramingError(f"profile: unit {table.loc[weight.isna(), 'unit_id'].iloc[0]} has no weight; allowed are numbers")
    return table.assign(**{c: table[c].fillna("").astype(str) for c in (variable, *read)}, weight=weight)[weight > 0]


def _check_columns(table: pd.DataFrame, needed: Sequence[str], what: str) -> None:
    missing = [c for c in needed if c not in table]
    if missing:
        raise FramingError(f"{what}: no column {missing[0]!r}; the codes have {', '.join(map(str, table.columns))}")
    check_once(table, what)


def _coded(table: pd.DataFrame, scheme: Codebook, name: str) -> pd.DataFrame:
    """One coder's codes as the codebook writes them, checked."""
    _check_columns(table, ["unit_id"], f"agreement, {name}")
    coded = {v: table[v].fillna("").astype(str).map(variable.code) for v, variable in scheme.variables.items() if v in table}
    wide = pd.DataFrame({"unit_id": table["unit_id"], **coded})
    check = check_row if scheme == shipped_scheme() else scheme.check
    for row in wide.to_dict("records"):
        check({k: v for k, v in row.items() if v != ""}, f"agreement, {name}, unit {row['unit_id']}")
    return wide


def _shared(coders: Sequence[pd.DataFrame], scheme: Codebook) -> list[str]:
    """Variables of which all coders have codes, those derived first; of some unit two, unless of none of them."""
    own = list(dict.fromkeys(v for table in coders for v in table["variable"]))
    order = ["posture", *variables()] if scheme == shipped_scheme() else own
    shared = [v for v in order if all((table["variable"] == v).any() for table in coders)]
    if not shared:
        raise FramingError(f"agreement: no variable was coded by all; they need one of {', '.join(scheme.variables)}")
    units = {v: [u for table in coders for u in table.loc[table["variable"] == v, "unit_id"]] for v in shared}
    return [v for v in shared if len(set(units[v])) < len(units[v])] or shared
