"""A comparison in, one self-contained HTML page out: figures, tables, warnings, methods and the articles to read."""

import base64
import hashlib
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files

import pandas as pd
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from framing import charts
from framing.codes import values as package_values
from framing.comparison import DOUBT, FEW_ARTICLES, GROUP, MONTH, Comparison, csv_text, has_text, plural, study_shares
from framing.estimate import ESTIMANDS
from framing.methods import coder_line, kinds, methods, model_card, one_model, scores
from framing.reading import articles

RIGHT_TO_LEFT = ("ar", "fa", "ur", "he", "ckb", "ps")


@dataclass(frozen=True)
class Table:
    """Rows for a reader: each its name and the cells of the other columns, as printed."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Download:
    """A table to keep, as a link that holds it."""

    name: str
    label: str
    uri: str


@dataclass(frozen=True)
class Drawn:
    """A figure with its heading, what it shows, and its numbers as table and downloads."""

    id: str
    title: str
    says: str
    svg: Markup
    table: Table
    downloads: tuple[Download, ...]


def page(c: Comparison, *, title: str = "", read: int = 12, sources: Sequence[str] = ()) -> str:
    """The page.

    Parameters
    ----------
    c : the comparison
    title : of the page
    read : articles of each group in the reading view; 0 for none
    sources : names of the files compared, as printed in the commands the page gives
    """
    css, js = _resource("page.css"), _resource("page.js")
    template = _environment().get_template("page.html.j2")
    html = template.render(
        c=c,
        title=title or f"{c.variable.capitalize()} by {' and '.join(c.by)}",
        css=Markup(css),
        js=Markup(js),
        policy=f"default-src 'none'; style-src '{_checksum(css)}'; script-src '{_checksum(js)}'; img-src data:; base-uri 'none'; form-action 'none'",
        line=f"{kinds(c)}, {plural(c.n_articles, 'article')}{' in all' if kinds(c).endswith('without one') else ''}, {plural(len(c.grouped), 'unit')}",
        coder=coder_line(c),
        source=" ".join(map(shlex.quote, sources)) or "codes.csv",
        leaders=c.leaders.to_dict("records"),
        tally=_tally(c),
        figures=_figures(c),
        study=_study_table(c),
        tables=_tables(c),
        coverage=_coverage_table(c),
        copies=_copies_table(c),
        methods=methods(c),
        card=model_card(c),
        scores=_scores_table(c),
        reading=articles(c, read) if read and has_text(c.grouped) else {},
        has_text=has_text(c.grouped),
        read=read,
        no_step="stance" in c.units and "stance" not in c.values,
        left_out=(c.grouped.drop_duplicates([GROUP, "article_id"])[GROUP].value_counts() > read).any(),
        doubt=DOUBT,
        few=FEW_ARTICLES,
        estimand=ESTIMANDS[c.weight],
        colour=_colour_classes(c.values[c.variable]),
        letters=_letters(c.values[c.variable]),
        voices=[v for v in package_values()["voice"] if _speaks(c) and (c.grouped["voice"] == v).any()],
        direction="rtl" if c.language in RIGHT_TO_LEFT else "auto",
        abstained=int((c.coverage["units"] - c.coverage["coded"]).sum()),
    )
    return html.encode("utf-8", "replace").decode("utf-8")  # half an emoji has no bytes


def _environment() -> Environment:
    env = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=DictLoader({"page.html.j2": _resource("page.html.j2")}),
    )
    env.filters |= {"percent": percent, "plural": plural, "points": points}
    return env


def _resource(name: str) -> str:
    return files("framing.resources").joinpath(f"profile/{name}").read_text("utf-8")


def _checksum(text: str) -> str:
    """The hash by which the page's policy knows its own style and script, and lets no other run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def percent(x: float) -> str:
    return "–" if x != x else f"{100 * x:.0f}\u00a0%"


def points(margin: float) -> str:
    return "less than a point" if margin < 0.005 else plural(round(100 * margin), "point")


def _letters(values: Sequence[str]) -> dict[str, str]:
    """A letter for each value, or its number where two begin alike."""
    initials = [v[:1].upper() for v in values]
    return dict(zip(values, initials if len(set(initials)) == len(values) else map(str, range(1, len(values) + 1)), strict=True))


def _colour_classes(values: Sequence[str]) -> dict[str, str]:
    """The class of the page's style that has the colour a value has in figures."""
    palette = [*charts.COLOURS.values(), *charts.OTHERS]
    return {v: f"v{palette.index(c)}" if c in palette else "vx" for v, c in charts.colours_of(values).items()}


def _tally(c: Comparison) -> str:
    """In how many groups each value leads, in words."""
    tied = c.leaders["margin"] < 1e-9
    if len(c.leaders) < 2:
        return ""
    n = c.leaders["value"][~tied].value_counts()
    said = [f"“{v}” leads in {n[v]}" for v in c.values[c.variable] if v in n]
    said += [f"{int(tied.sum())} {'is a tie' if tied.sum() == 1 else 'are ties'}"] if tied.any() else []
    return f"Of {len(c.leaders)} groups: {', '.join(said)}."


def _speaks(c: Comparison) -> bool:
    """Whether the files have voices as the package codes them."""
    return tuple(c.values.get("voice", ())) == package_values()["voice"]


def _figures(c: Comparison) -> list[Drawn]:
    found = [_main_figure(c)]
    found += [_month_figure(c, c.by_month)] if c.by_month is not None and c.by_month["month"].str.fullmatch(charts.DATED).any() else []
    for variable in c.values:
        if variable in c.multiple and variable != c.variable:
            found.append(_heat_figure(c, variable, f"Which {variable} does each group use?"))
    return found + ([_voice_figure(c)] if _speaks(c) and c.variable != "voice" else [])


def _main_figure(c: Comparison) -> Drawn:
    own, values = c.shares[c.variable], c.values[c.variable]
    if c.variable in c.multiple or len(values) > charts.MOST_DOTTED:
        return _heat_figure(c, c.variable, f"How is {c.variable} distributed in each group?")
    drawn, first = own, None
    if c.compared is not None:
        drawn, first = pd.concat([own, c.compared], ignore_index=True), own["group"].nunique()
    spread = f" Lines, for groups of {FEW_ARTICLES} articles or more: 95 % spread over articles, not coder error." if "low" in own and own["low"].notna().any() else ""  # fmt: skip
    says = f"Large dots: {ESTIMANDS[c.weight]}. Small dots: single articles.{spread} Behind each name: articles / units."
    if c.compared is not None:
        says += " Hollow: the six texts of the study, one article each, by the same model."
    downloads = (
        _download(drawn, c.variable, "Shares (CSV)"),
        _download(_wide(c.by_article), f"{c.variable}-articles", "Each article (CSV)"),
    )
    return Drawn(
        "figure-main",
        f"Which {c.variable} leads, and how far do articles differ?",
        says,
        Markup(charts.dots(drawn, c.by_article, "f1", first_compared=first)),
        _shares_table(drawn, f"Share of units by {c.variable}"),
        downloads,
    )


def _wide(by_article: pd.DataFrame) -> pd.DataFrame:
    """A row per article, a column per value; a value may be called as one of the first columns is."""
    parts = {v: own.reset_index(drop=True) for v, own in by_article.groupby("value", sort=False)}
    named = next(iter(parts.values()))[["group", "article_id", "n_units"]]
    return pd.concat([named, *(own["share"].rename(v) for v, own in parts.items())], axis=1)


def _heat_figure(c: Comparison, variable: str, title: str) -> Drawn:
    own = c.shares[variable]
    several = " A unit may have several or none." if variable in c.multiple else ""
    says = f"Per cent of units: {ESTIMANDS[c.weight]}.{several} Behind each name: articles / units."
    return Drawn(
        f"heat-{_slug(variable)}",
        title,
        says,
        Markup(charts.heat(own, f"h-{_slug(variable)}")),
        _shares_table(own, f"Share of units by {variable}"),
        (_download(own, variable, "Shares (CSV)"),),
    )


def _voice_figure(c: Comparison) -> Drawn:
    own = c.shares["voice"]
    says = f"Share of units attributed to somebody else than the author, and to whom, per cent: {ESTIMANDS[c.weight]}. The number at the end is their sum."
    return Drawn(
        "figure-voice", "Whose words are they?", says, Markup(charts.stacked(own, "f3")), _shares_table(own, "Share of units by voice"),
        (_download(own, "voice", "Shares (CSV)"),),
    )  # fmt: skip


def _month_figure(c: Comparison, own: pd.DataFrame) -> Drawn:
    months = own.assign(group=own["group"].where(own["group"] == own["month"], own["group"] + " · " + own["month"]))
    panels = own.assign(group="all") if c.main_by == (MONTH,) else own
    n = months.drop_duplicates("group")["n_articles"]
    says = (
        f"Share of units by {c.variable} in each month, per cent: {ESTIMANDS[c.weight]}. A month has {_range(n)}; "
        "a month without any breaks the line, articles without a date are left out. A line that jumps between months of one or two articles shows those articles."
    )
    return Drawn(
        "figure-months", f"How does {c.variable} move over time?", says, Markup(charts.lines(panels, "f4")),
        _shares_table(months, f"Share of units by {c.variable}, by month"), (_download(own, f"{c.variable}-months", "Shares (CSV)"),),
    )  # fmt: skip


def _range(n: pd.Series) -> str:
    return plural(n.min(), "article") if n.min() == n.max() else f"{n.min()} to {n.max()} articles"


def _slug(name: str) -> str:
    return "".join(x if x.isascii() and x.isalnum() else f"-{ord(x):x}" for x in name)


def _download(table: pd.DataFrame, name: str, label: str) -> Download:
    data = base64.b64encode(csv_text(table).encode("utf-8", "replace")).decode()
    return Download(f"{_slug(name)}.csv", label, f"data:text/csv;charset=utf-8;base64,{data}")


def _shares_table(own: pd.DataFrame, caption: str) -> Table:
    values = list(dict.fromkeys(own["value"]))
    rows = []
    for group, part in own.groupby("group", sort=False):
        by_value = part.set_index("value")
        cells = [percent(by_value["share"][v]) + _interval(by_value.loc[v]) for v in values]
        rows.append((group, (*cells, str(part["n_units"].iloc[0]), str(part["n_articles"].iloc[0]))))
    return Table(caption, ("group", *values, "units", "articles"), tuple(rows))


def _interval(row: pd.Series) -> str:
    low, high = row.get("low"), row.get("high")
    return "" if low is None or low != low else f" ({100 * max(low, 0):.0f}–{100 * min(high, 1):.0f})"


def _tables(c: Comparison) -> list[tuple[Table, Download]]:
    """Shares of every variable."""
    return [(_shares_table(own, v), _download(own, v, "CSV")) for v, own in c.shares.items()]


def _study_table(c: Comparison) -> Table | None:
    """The study's texts by the machine and as adjudicated: what the machine's error does to shares of single texts."""
    if c.compared is None:
        return None
    both = c.compared.merge(study_shares("adjudicated")[["group", "value", "share"]], on=["group", "value"], suffixes=("", "_adjudicated"))
    values = list(dict.fromkeys(both["value"]))
    rows = tuple(
        (g, tuple(f"{percent(m)} / {percent(a)}" for m, a in zip(own["share"], own["share_adjudicated"], strict=True)))
        for g, own in both.groupby("group", sort=False)
    )
    return Table("Posture of the study's texts: by the machine / as adjudicated", ("text", *values), rows)


def _coverage_table(c: Comparison) -> Table:
    columns: dict[str, Callable] = {
        "articles": str, "units": str, "coded": str, "copies": str, "undated": _whole, "first": str, "last": str, "headline_only": str, "off_target": str,
        "unlike": percent, "lexicon": percent, "confidence": percent, "doubtful": percent,
    }  # fmt: skip
    shown = ("articles", "units", "coded", "copies", "without a date", "first date", "last date", "headline only", "never name the step", "unknown words",
             "units with a lexicon term", "mean probability", "doubtful")  # fmt: skip
    rows = tuple((r["group"], tuple(show(r[col]) for col, show in columns.items())) for r in c.coverage.to_dict("records"))
    return Table("What the shares rest on", ("group", *shown), rows)


def _whole(x: float) -> str:
    return "–" if x != x else f"{x:.0f}"


def _copies_table(c: Comparison) -> Table | None:
    if c.copies is None:
        return None
    values = list(dict.fromkeys(c.copies["value"]))
    rows = []
    for group, own in c.copies.groupby("group", sort=False):
        cells = [f"{percent(a)} / {percent(b)}" for a, b in zip(own["share"], own["share_without"], strict=True)]
        rows.append((group, (*cells, f"{own['n_articles'].iloc[0]} / {own['n_articles_without'].iloc[0]:.0f}")))
    return Table("Shares with copies / without them", ("group", *values, "articles"), tuple(rows))


def _scores_table(c: Comparison) -> Table | None:
    """How the model agrees with coders, where this package knows."""
    own = scores(one_model(c))
    if own.empty:
        return None
    rows = []
    for (variable, measure), part in own.groupby(["variable", "measure"], sort=False):
        at = part.set_index("set")
        cells = [_score(at.loc[s]) if s in at.index else "–" for s in ("sealed", "study", "development")]
        rows.append((f"{variable}, {measure}", tuple(cells)))
    n = {s: int(own[(own["set"] == s) & (own["variable"] == "posture")]["n_units"].max()) for s in ("sealed", "study", "development")}
    columns = (
        "variable",
        f"sealed sentences ({n['sealed']})",
        f"units of the study ({n['study']})",
        f"development sentences ({n['development']})",
    )
    return Table(
        "Agreement with adjudicated codes of a language model (95 % interval over units where it was computed)", columns, tuple(rows)
    )


def _score(row: pd.Series) -> str:
    return f"{row['score']:.2f}" + (f" ({row['low']:.2f}–{row['high']:.2f})" if row["low"] == row["low"] else "")
