"""The tool in Python: articles to codes, codes to profiles, coding sheets, agreement, plans and corrected shares, a DataFrame in and out of each."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from framing import correction, planning
from framing.blinding import unhidden
from framing.coded import DESIGN, as_codes, as_text, check_codes, check_once, coded_by_all, long_codes, near, scheme_of
from framing.coded import read_codes as read_coded
from framing.codes import POSTURES
from framing.coding import UNITS, code_article, columns
from framing.comparison import GROUP, MONTH, group_names, shares
from framing.copies import mark_copies
from framing.errors import FramingError
from framing.estimate import ESTIMANDS
from framing.features import FeatureSpace, shipped_space
from framing.gold import SHEET
from framing.indicators import coded_twice
from framing.inputs import Refusal, expand
from framing.inputs import read_articles as read
from framing.model import SHIPPED, Model, shipped_model
from framing.outputs import SUFFIXES, read_about
from framing.own import load_own
from framing.reliability import agreement_table, value_orders
from framing.roles import roles
from framing.sampling import STEP, allocate, draw, hidden, numbered, sheet_rows, with_context, with_headlines
from framing.scheme import Codebook, from_data, shipped_scheme
from framing.text import words

__all__ = ["agreement", "code_articles", "corrected_shares", "plan", "profile", "read_articles", "read_codes", "sample"]
_OPTIONAL = ("title", "outlet", "published")
_NUMBERS = {"position", "weight", "unlike", "population", "sampled", "inclusion"}  # beside the probabilities


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
    articles : DataFrame with text and, if known, article_id, outlet, published and title, text or missing; others are carried through. An article without
        an id is called by its number, `article-1`; ids that are whole numbers become text.
    model : `fast`, `accurate`, or a file that `framing train` made
    unit : `sentence`, or `text` to code each article as one unit
    aliases : wordings of a step towards which stance is coded
    abstain : units whose likeliest posture has a smaller probability have an empty one; with a codebook of one's own, each variable of one value

    Returns
    -------
    DataFrame, one row per unit: the columns of the coded table (docs/schema.md), then those of the articles that are none of them. A codebook of one's
    own stands in `.attrs["scheme"]`, where `profile`, `sample`, `agreement` and `corrected_shares` find it.

    Raises
    ------
    FramingError : there is no column text, an id stands twice, or there is no such model or unit.
    """
    space, fitted, codebook = _coder(model)
    _check_aliases(aliases, codebook)
    if unit not in UNITS or not 0 <= abstain < 1:
        raise FramingError(f"unit {unit!r}, abstain {abstain!r}; allowed are {' and '.join(UNITS)}, and numbers from 0 to under 1")
    given = _given(articles)
    options: dict[str, Any] = {"unit": unit, "aliases": tuple(aliases), "abstain": abstain, "codebook": codebook}
    rows = [row for article in mark_copies(given) for row in code_article(article, space, fitted, **options)]
    table = pd.DataFrame(rows, columns=list(dict.fromkeys(c for row in rows for c in row)) or list(columns(codebook)))
    table.attrs |= _about(codebook, fitted.about)
    return table


def read_codes(path: str | Path, *, codebook: Codebook | None = None) -> pd.DataFrame:
    """A coded file as a DataFrame: what `framing code` wrote, a coder's table, or a filled sheet of `sample` or `framing sample`.

    Parameters
    ----------
    path : .csv (also as a spreadsheet saved it again), .jsonl, .parquet, or an export of Label Studio (.json) with one annotation of each unit
    codebook : default the one noted with the file, else the package's

    Returns
    -------
    DataFrame, one row per unit: codes as the codebook writes them, an empty cell where there is none; numbers as numbers; a codebook of one's own in
    `.attrs["scheme"]`. Units of a sheet that have no code are left out, with a warning.

    Raises
    ------
    FramingError : the file is missing or cannot be read, holds no code, or has a unit twice or without its id.
    """
    told: list[str] = []
    scheme = codebook or scheme_of(Path(path))
    table = read_coded(Path(path), ["unit_id"], scheme=scheme, tell=told.append)
    for line in told:
        warnings.warn(line, stacklevel=2)
    own = None if scheme == shipped_scheme() else scheme
    numbers = [c for c in table if c in _NUMBERS or (c.startswith("p_") and c in columns(own))]
    table = table.assign(**{c: _as_numbers(table[c]) for c in numbers})
    table.attrs |= _about(own, _noted_model(Path(path)))
    return table


def sample(
    codes: pd.DataFrame,
    n: int,
    *,
    by: str = "outlet",
    variables: Sequence[str] = (),
    neighbours: int = 1,
    step: str = "",
    blind: bool = True,
    seed: int = 1,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """A coding sheet, as `framing sample` makes it: units drawn at random from each group, in proportion to its size.

    Parameters
    ----------
    codes : DataFrame of coded units with their text: unit_id, article_id, text, weight (0 leaves a unit out) and `by`
    n : units in the sheet
    by : column of the groups to be compared
    variables : those to be coded (default: all of the codebook)
    neighbours : units before and after shown as context, and the article's headline; with 0 neither
    step : name of the step that stance is towards, for the coders
    blind : whether the sheet hides article, group and date; `agreement` and `corrected_shares` know its units again
    seed : of the draw
    codebook : default the one that `code_articles` noted with the codes, else the package's

    Returns
    -------
    DataFrame, one row per unit: unit_id, role, step and headline if known, before, text, after, an empty column for each variable, note, and the design by which
    `corrected_shares` knows how the unit was drawn (stratum, population, sampled, inclusion). Coders fill it by the codebook, which `framing sample` prints.

    Raises
    ------
    FramingError : a column is missing, no unit counts, `by` is a variable of the codebook, or n is no whole number, larger than there are units or under
        two a group.
    """
    scheme = _scheme(codebook, codes)
    if any(isinstance(x, bool) or not isinstance(x, Integral) for x in (n, neighbours, seed)):
        raise FramingError(f"sample: n {n!r}, neighbours {neighbours!r}, seed {seed!r}; allowed are whole numbers")
    if by in ("posture", *scheme.variables) or neighbours < 0 or seed < 0:
        raise FramingError(
            f"sample: by {by!r}, neighbours {neighbours}, seed {seed}; allowed are a column that is no code, and numbers from 0"
        )
    units = _counted(codes, "text", [by], "sample")
    if units.empty:
        raise FramingError(f"sample: none of {len(codes)} units has a weight above 0")
    strata = units[by].where(units[by] != "", f"(no {by})")
    drawn = draw(units, strata, allocate(strata, n), seed=seed)
    everything = codes.assign(text=codes["text"].fillna(""))
    drawn = with_context(drawn.assign(**{STEP: step}), everything, neighbours)
    drawn = with_headlines(drawn, everything) if neighbours else drawn
    asked = scheme.only(variables) if variables else scheme
    rows = sheet_rows(hidden(numbered(drawn)), asked, ()) if blind else sheet_rows(drawn, asked, ("article_id", by, "published"))
    sheet = pd.DataFrame(rows)
    sheet.attrs |= _about(None if scheme is shipped_scheme() else scheme)
    return sheet


def corrected_shares(
    codes: pd.DataFrame,
    sheets: pd.DataFrame | Sequence[pd.DataFrame],
    variable: str | None = None,
    *,
    by: str = "outlet",
    target: str = "corpus",
    weight: str = "article",
    codebook: Codebook | None = None,
    **options,
) -> pd.DataFrame:
    """Shares of a variable's values in each group, corrected by units coded by hand, as `framing estimate` gives them.

    Parameters
    ----------
    codes : DataFrame of all units that the sample was drawn from: unit_id, article_id, `by`, the variable and, if present, its probabilities and weight
    sheets : filled sheets of one sample, one or several; where coders of a unit differ, each code counts in equal parts. Units without a code may stand in them.
    variable : of the codebook; of several values one, as in `frame:security` (default: posture, or the first of a codebook of one's own)
    by : column that names the group
    target : `corpus` (these articles) or `outlet` (all the outlet might have published, of which these are a random sample)
    weight : `article` (every article counts the same) or `unit`
    codebook : default the one noted with the codes, else the package's
    options : level, machine, methods, power, trained and model_based, of `framing.correction.corrected_shares`, which says what intervals cover

    Returns
    -------
    DataFrame, one row per group × value × method: group, variable, value, method, share, low, high and others. The corrected share is method `difference`.

    Raises
    ------
    FramingError : a column is missing, no unit is coded, a unit of a sheet is not among the codes, or the design of the sample is not known.
    """
    scheme = _scheme(codebook, codes)
    variable = variable or _first_variable(scheme)
    gold = _gold(sheets, codes, variable, scheme, "corrected_shares")
    if variable == "posture" and scheme is shipped_scheme():
        options = {"trained": codes.attrs.get("posture_shares"), **options}
    return correction.corrected_shares(codes, gold, variable, scheme=scheme, by=by, target=target, weight=weight, **options)


def plan(
    codes: pd.DataFrame,
    variable: str | None = None,
    *,
    width: float | None = None,
    n: int | None = None,
    by: str = "outlet",
    target: str = "corpus",
    weight: str = "article",
    pilot: pd.DataFrame | Sequence[pd.DataFrame] | None = None,
    confusion: pd.DataFrame | str | None = None,
    accuracy: float | None = None,
    codebook: Codebook | None = None,
    **options,
) -> pd.DataFrame:
    """Units of each group to code by hand for intervals of a wanted width, or the widths that n units give, as `framing plan` gives them.

    Parameters
    ----------
    codes, variable, by, target, weight, codebook : as `corrected_shares` takes them
    width : of the whole interval, above 0 and under 1; or
    n : units coded by hand in each group
    pilot : filled sheets of one sample, one or several
    confusion : counts, hand values in the index × machine values in the columns; or the name of one of the package's coders, `fast` or `accurate`
    accuracy : share of units that the machine codes right (without any of the three its probabilities are taken for calibrated)
    options : level and machine, of `framing.planning.units_needed`

    Returns
    -------
    DataFrame, one row per group × value: see `framing.planning.units_needed`.

    Raises
    ------
    FramingError : not exactly one of width and n, more than one of pilot, confusion and accuracy, nothing to expect the variance from, one article in
        every group of target outlet, or codes and sheets that `corrected_shares` would refuse.
    """
    scheme = _scheme(codebook, codes)
    variable = variable or _first_variable(scheme)
    gold = None if pilot is None else _gold(pilot, codes, variable, scheme, "plan")
    if isinstance(confusion, str) and confusion == "published":
        raise FramingError(
            "plan: confusion 'published'; tables do not say which coder made them: allowed are 'fast' and 'accurate', and counts"
        )
    counts = planning.published_confusion(confusion, variable) if isinstance(confusion, str) else confusion
    known: dict[str, Any] = {"pilot": gold, "confusion": counts, "accuracy": accuracy, **options}
    return planning.units_needed(codes, variable, width=width, n=n, scheme=scheme, by=by, target=target, weight=weight, **known)


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
    scheme = _scheme(codebook, codes)
    known = scheme.variables.get(variable)
    multiple = known is not None and known.multiple
    units = _counted(codes, variable, named, "profile")
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
    coders: Mapping[str, pd.DataFrame] | Sequence[pd.DataFrame],
    *,
    codebook: Codebook | None = None,
    ordinal: Mapping[str, Sequence[str]] | Sequence[str] = (),
    n_resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Agreement of coders on the variables that all of them coded: Krippendorff's alpha, Gwet's AC1 and raw agreement, with intervals.

    Parameters
    ----------
    coders : name → DataFrame with unit_id and a column per variable coded, several values `;`-joined; an empty or missing cell was not coded, of
        several values it has none of them. Filled sheets that hide the source go with any table that has their units. Or the tables alone, as a list
    codebook : default the one that `code_articles` noted with one of them, else the package's, by which posture is derived from appraisal and explains;
        of a table without these it is the column posture
    ordinal : variable → its values from the lowest to the highest; or names alone, of variables that a codebook of one's own lists in order. These have
        ordinal alpha too
    n_resamples, seed : of the bootstrap

    Returns
    -------
    DataFrame, one row per variable × measure: see `framing.reliability.agreement_table`. The orders used stand in `.attrs["orders"]`.

    Raises
    ------
    FramingError : fewer than two coders, no variable that all coded, a unit twice, a value that the codebook does not have, or one that
        the order of an ordinal variable does not.
    """
    if isinstance(coders, pd.DataFrame | str | Path):
        raise FramingError(
            f"agreement: {type(coders).__name__} given; allowed are two tables or more, as {{'first': table, 'second': other}}"
        )
    coders = coders if isinstance(coders, Mapping) else {f"coder {i}": table for i, table in enumerate(coders, 1)}
    if len(coders) < 2:
        raise FramingError(f"agreement: {len(coders)} coder given; allowed are two or more")
    for name, table in coders.items():
        _check_columns(table, ["unit_id"], f"agreement, {name}")
    scheme = _scheme(codebook, *coders.values())
    tables = {name: _by_hand(table, scheme, f"agreement, {name}") for name, table in coders.items()}
    every = {unit for table in tables.values() for unit in table["unit_id"]}
    known = {name: table.assign(unit_id=unhidden(table["unit_id"], every)) for name, table in tables.items()}
    long = [long_codes(table, scheme, name) for name, table in known.items()]
    named = [ordinal] if isinstance(ordinal, str) else ordinal
    orders = value_orders(named if isinstance(named, Mapping) else dict.fromkeys(named, ()), scheme)
    found = agreement_table(
        pd.concat(long, ignore_index=True), coded_by_all(long, scheme), orders=orders, n_resamples=n_resamples, seed=seed
    )
    found.attrs["orders"] = {variable: list(order) for variable, order in orders.items()}
    return found


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
    """The articles, checked, each with an id; what is missing of those columns that the coder reads is empty text."""
    if isinstance(articles, str | Path):
        raise FramingError(f"articles {str(articles)!r}: give a DataFrame; read_articles({str(articles)!r}) makes one")
    given = articles.to_dict("records") if isinstance(articles, pd.DataFrame) else list(articles)
    seen: set[str] = set()
    for number, article in enumerate(given):
        if not isinstance(article, Mapping):
            raise FramingError(f"articles, row {number}: is {article!r}; allowed are a DataFrame, and dictionaries with text")
        given[number] = article = _article(article, number)
        if article["article_id"] in seen:
            raise FramingError(f"articles, row {number}: article_id {article['article_id']!r} stands more than once; ids must differ")
        seen.add(article["article_id"])
    return given


def _article(row: Mapping, number: int) -> dict:
    """An article as the coder takes it, from row `number`."""
    article = dict(row) | {c: "" for c in _OPTIONAL if c in row and _is_missing(row[c])}
    article["article_id"] = _article_id(row.get("article_id"), number)
    if "text" not in row:
        likely = roles(list(map(str, row)), {}).get("text")
        fix = f"; .rename(columns={{{likely!r}: 'text'}}) makes one" if likely else ""
        raise FramingError(f"articles, row {number}: no column 'text'; the columns are {', '.join(map(str, row))}{fix}")
    wrong = [c for c in ("article_id", "text", "title") if not isinstance(article.get(c, ""), str)]
    if wrong:
        raise FramingError(
            f"articles, row {number}: {wrong[0]} is {article[wrong[0]]!r}; it must be text: change the column with .astype(str), or drop the row"
        )
    return article


def _article_id(given, number: int):
    """The id of the article in row `number`."""
    if _is_missing(given) or given == "":
        return f"article-{number + 1}"
    return str(given) if isinstance(given, Integral) and not isinstance(given, bool) else given


def _is_missing(cell: object) -> bool:
    return cell is None or (pd.api.types.is_scalar(cell) and bool(pd.isna(cell)))


def _about(codebook: Codebook | None, model: Mapping = MappingProxyType({})) -> dict:
    """What goes with codes, and no cell can hold: a codebook of one's own, and the shares that the probabilities presume."""
    return {"scheme": None if codebook is None else codebook.data(), "posture_shares": model.get("posture_shares")}


def _noted_model(path: Path) -> Mapping:
    """What is noted with a file of the model that coded it."""
    model = read_about(path).get("model") if path.suffix.lower() in SUFFIXES else None
    return model if isinstance(model, Mapping) else {}


def _as_numbers(cells: pd.Series) -> pd.Series:
    """Cells as numbers, missing where they are empty; as they are, where one is no number."""
    found = pd.to_numeric(cells, errors="coerce")
    return cells if (found.isna() & (cells != "")).any() else found


def _scheme(codebook: Codebook | None, *tables: pd.DataFrame) -> Codebook:
    """The codebook given, else the one that `code_articles` noted with one of the tables, else the package's."""
    for table in tables:
        _check_is_table(table, "codes")
    found = [codebook] if codebook else [from_data(t.attrs["scheme"], "attrs['scheme']") for t in tables if t.attrs.get("scheme")]
    if any(scheme != found[0] for scheme in found):
        raise FramingError("the tables were coded by different codebooks; give tables of one, or say which with codebook=")
    return found[0] if found and found[0] != shipped_scheme() else shipped_scheme()


def _first_variable(scheme: Codebook) -> str:
    """What a function is about when nobody says: posture, or the first variable of a codebook of one's own."""
    return "posture" if scheme is shipped_scheme() else next(iter(scheme.variables))


def _gold(sheets: pd.DataFrame | Sequence[pd.DataFrame], codes: pd.DataFrame, variable: str, scheme: Codebook, where: str) -> pd.DataFrame:
    """Filled sheets as one table, checked; hidden ids are those of the codes again. A unit that several coders coded has a row of each."""
    given = list(sheets) if isinstance(sheets, list | tuple) else [sheets]
    if not given:
        raise FramingError(f"{where}: no sheet given; sample(codes, n) makes one")
    _check_columns(codes, ["unit_id"], "codes")
    read = {f"sheet {i}": _by_hand(sheet, scheme, f"sheet {i}") for i, sheet in enumerate(given, 1)}
    gold = pd.concat(
        [table.assign(**{SHEET: f"{name}, unit " + table["unit_id"]}) for name, table in read.items()], ignore_index=True
    ).fillna("")
    gold["unit_id"] = unhidden(gold["unit_id"], codes["unit_id"].astype(str))
    _, differing = coded_twice(gold, variable, scheme)
    if differing:
        warnings.warn(f"{differing} units have different codes in several sheets: each counts in equal parts", stacklevel=3)
    return gold


def _check_is_table(table: object, where: str) -> None:
    if not isinstance(table, pd.DataFrame):
        given = f"{str(table)!r}; read_codes({str(table)!r}) makes one" if isinstance(table, str | Path) else type(table).__name__
        raise FramingError(f"{where}: not a DataFrame but {given}")


def _counted(table: pd.DataFrame, variable: str, by: Sequence[str], where: str) -> pd.DataFrame:
    """The units that count, the cells of the variable and of the groups as text."""
    read = [*(c for c in by if c != MONTH), *(["published"] if MONTH in by else [])]
    _check_columns(table, ["unit_id", "article_id", "weight", variable, *read], where)
    weight = pd.to_numeric(table["weight"], errors="coerce")
    if weight.isna().any():
        raise FramingError(f"{where}: unit {table.loc[weight.isna(), 'unit_id'].iloc[0]} has no weight; allowed are numbers")
    return table.assign(**{c: table[c].fillna("").astype(str) for c in (variable, *read)}, weight=weight)[weight > 0]


def _check_columns(table: pd.DataFrame, needed: Sequence[str], what: str) -> None:
    _check_is_table(table, what)
    missing = [c for c in needed if c not in table]
    if missing:
        raise FramingError(
            f"{what}: no column {missing[0]!r}{near(missing[0], table.columns)}; the codes have {', '.join(map(str, table.columns))}"
        )
    check_once(table, what)


def _by_hand(table: pd.DataFrame, scheme: Codebook, where: str) -> pd.DataFrame:
    """A coder's table as `read_codes` gives a file: codes and design as text, checked; of a sheet the units that have a code."""
    _check_columns(table, ["unit_id"], where)
    coded = [*(["posture"] if scheme is shipped_scheme() else []), *scheme.variables]
    text = as_text(table[[c for c in ("unit_id", *coded, *DESIGN, "note") if c in table]])
    wide = as_codes(text, scheme, where)
    check_codes(wide, scheme, where)
    return wide
