"""A comparison in, one self-contained HTML page out: figures, tables, warnings, methods and the articles to read."""

import base64
import hashlib
import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

import pandas as pd
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from framing import charts
from framing.codes import values as package_values
from framing.comparison import DOUBT, FEW_ARTICLES, GROUP, MONTH, Comparison, csv_text, has_text, plural, study_shares
from framing.estimate import ESTIMANDS
from framing.methods import coder_line, kinds, methods, model_card, n_by_hand, one_model, scores
from framing.reading import articles
from framing.reliability import Agreement

RIGHT_TO_LEFT = ("ar", "fa", "ur", "he", "ckb", "ps")
VERDICT_CLASSES = {"use": "yes", "use with correction": "partly", "code by hand": "no"}  # of the page's style


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


def page(
    c: Comparison,
    *,
    title: str = "",
    read: int = 12,
    sources: Sequence[str] = (),
    verdicts: pd.DataFrame | None = None,
    corrected: pd.DataFrame | None = None,
    agreed: Agreement | None = None,
) -> str:
    """The page.

    Parameters
    ----------
    c : the comparison
    title : of the page
    read : articles of each group in the reading view; 0 for none
    sources : names of the files compared, as printed in the commands the page gives
    verdicts : as `verdict.verdicts` gives them of the groups
    corrected : shares of the variable compared corrected by hand codes, as `correction.corrected_shares` gives them of the groups; None without hand codes
    agreed : how far the people agree who coded these by hand, as `reliability.double_coded` gives it; None where it does not
    """
    hand = None if corrected is None else corrected[corrected["method"] == "difference"].reset_index(drop=True)
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
        n_hand=0 if hand is None else n_by_hand(hand),
        corrected=[] if hand is None else _corrected_leaders(hand),
        verdicts=[] if verdicts is None else [r | {"class": VERDICT_CLASSES[r["verdict"]]} for r in verdicts.to_dict("records")],
        judged=None if verdicts is None else _verdict_table(verdicts),
        counted=None if verdicts is None else _verdict_counts(verdicts),
        isolated=lambda said: isolated(said, c.values[c.variable]),
        tally=_tally(c),
        figures=_figures(c) if hand is None else [_corrected_figure(c, hand), *map(_as_uncorrected, _figures(c))],
        study=_study_table(c),
        tables=_tables(c),
        coverage=_coverage_table(c),
        copies=_copies_table(c),
        methods=methods(c, hand, agreed),
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
    env.filters |= {"percent": percent, "plural": plural, "points": points, "clipped": lambda x: min(max(x, 0.0), 1.0)}
    return env


def _resource(name: str) -> str:
    return files("framing.resources").joinpath(f"profile/{name}").read_text("utf-8")


def _checksum(text: str) -> str:
    """The hash by which the page's policy knows its own style and script, and lets no other run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def percent(x: float) -> str:
    return "–" if x != x else f"{100 * x:.0f}\u00a0%"


def isolated(said: str, values: Sequence[str]) -> Markup:
    """A sentence in which values written from right to left do not reorder their neighbours."""
    named = [re.escape(v) for v in sorted(values, key=len, reverse=True) if not v.isascii()]
    if not named:
        return Markup.escape(said)
    parts = re.split(f"({'|'.join(named)})", said)
    return Markup("").join(Markup("<bdi>{}</bdi>").format(p) if i % 2 else Markup.escape(p) for i, p in enumerate(parts))


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


# What hand codes say


def _corrected_leaders(hand: pd.DataFrame) -> list[dict]:
    """The largest corrected share of each group and how far the next one is behind, or why there is none."""
    rows = []
    for group, own in hand.groupby("group", sort=False):
        ordered = own.sort_values("share", ascending=False, kind="stable", na_position="last")
        first = ordered.iloc[0]
        about = {k: first[k] for k in ("value", "share", "note", "n_gold", "n_units")}
        next_one = _next_one(first, ordered.iloc[1]) if ordered["share"].notna().sum() > 1 else ""
        rows.append(about | {"group": group, "interval": _interval(first, " %"), "next": next_one})
    return rows


def _next_one(first: pd.Series, second: pd.Series) -> str:
    """By how much the largest share is ahead, and whether intervals leave that open: they are of each share alone, and no test of the difference."""
    ahead = f"{points(first['share'] - second['share'])} ahead of {second['value']} with {percent(max(second['share'], 0))}{_interval(second, ' %')}"
    if first[["low", "high"]].isna().any() or second[["low", "high"]].isna().any():
        return f"{ahead}; there are no intervals to tell whether it leads"
    overlap = first["low"] <= second["high"]
    return f"{ahead}; {'the intervals overlap, so that it is not shown to lead' if overlap else 'the intervals do not overlap'}"


def _corrected_figure(c: Comparison, hand: pd.DataFrame) -> Drawn:
    """Corrected shares, the machine's own beside them."""
    known = hand[hand.groupby("group")["share"].transform("count") > 0]
    own = known.assign(**{column: known[column].clip(0, 1) for column in ("share", "low", "high")})
    counted = c.shares[c.variable][["group", "value", "share"]]
    says = f"Corrected by {plural(n_by_hand(hand), 'hand-coded unit')}: {ESTIMANDS[c.weight]}, in these articles. Behind each name: articles / units."
    if len(c.values[c.variable]) <= charts.MOST_DOTTED:
        svg = charts.dots(own, c.by_article.iloc[:0], "f0", beside=counted)
        says += " Hollow: the machine's own shares. Lines: 95 % intervals over which units were drawn for coding; shares and intervals are cut off at 0 and 1."
    else:
        svg = charts.heat(own, "f0")
    return Drawn(
        "figure-corrected", f"Which {c.variable} leads once the machine's errors are taken out?", says, Markup(svg), _corrected_table(c, own, counted),
        (_download(hand, f"{c.variable}-corrected", "Corrected shares (CSV)"),),
    )  # fmt: skip


def _corrected_table(c: Comparison, own: pd.DataFrame, counted: pd.DataFrame) -> Table:
    values = c.values[c.variable]
    by_machine = counted.set_index(["group", "value"])["share"]
    rows = []
    for group, part in own.groupby("group", sort=False):
        at = part.set_index("value")
        cells = [f"{percent(at['share'][v])}{_interval(at.loc[v])} / {percent(by_machine.get((group, v), float('nan')))}" for v in values]
        rows.append((group, (*cells, str(at["n_gold"].iloc[0]), str(at["n_units"].iloc[0]))))
    return Table(
        f"Share of units by {c.variable}: corrected (95 % interval) / by the machine",
        ("group", *values, "coded by hand", "units"),
        tuple(rows),
    )


def _as_uncorrected(f: Drawn) -> Drawn:
    """A figure of the machine's own shares as it stands below one of corrected ones."""
    return replace(f, title=f"By the machine alone: {f.title[0].lower()}{f.title[1:]}", says=f"Uncorrected machine codes. {f.says}")


def _verdict_counts(verdicts: pd.DataFrame) -> str:
    """How many groups have each verdict, in words."""
    n = verdicts["verdict"].value_counts()
    return ", ".join(f"“{v}” {n[v]}" for v in VERDICT_CLASSES if v in n)


def _verdict_table(verdicts: pd.DataFrame) -> Table:
    """The numbers verdicts rest on."""
    columns = ("group", "verdict", "units", "coded by hand", "accuracy", "machine's error of a share", "of", "hand minus mean probability", "of",
               "gain", "too rare", "unknown words", "lexicon term", "doubtful")  # fmt: skip
    rows = tuple(
        (r["group"], (
            r["verdict"], str(r["n_units"]), str(r["n_gold"]), percent(r["accuracy"]), _signed(r, "bias"), r["bias_value"] or "–", _signed(r, "calibration"),
            r["calibration_value"] or "–", "–" if r["gain"] != r["gain"] else f"{r['gain']:.2f}", r["too_rare"] or "–", percent(r["unlike"]),
            percent(r["lexicon"]), percent(r["doubtful"]),
        ))
        for r in verdicts.to_dict("records")
    )  # fmt: skip
    return Table("What the verdicts rest on (errors in points, with 95 % intervals)", columns, rows)


def _signed(row: dict, name: str) -> str:
    numbers = [100 * row[f"{name}{end}"] for end in ("", "_low", "_high")]
    if numbers[0] != numbers[0]:
        return "–"
    error, low, high = (f"{x:+.1f}".replace("-", "−") for x in numbers)
    return error if numbers[1] != numbers[1] else f"{error} ({low} to {high})"


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


def _interval(row: pd.Series, unit: str = "") -> str:
    low, high = row.get("low"), row.get("high")
    return "" if low is None or low != low else f" ({100 * max(low, 0):.0f}–{100 * min(high, 1):.0f}{unit})"


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
