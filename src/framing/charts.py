"""Shares by group in, figures for a page out: SVG that takes the page's type and colours, with words for those who cannot see it."""

import io
import re
import warnings
from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from lxml import etree
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextToPath
from matplotlib.transforms import ScaledTranslation

# Okabe & Ito (2008), distinct to colour-blind readers and in grey; one fixed colour per posture everywhere.
COLOURS = {"skeptical": "#D55E00", "favorable": "#009E73", "analytical": "#0072B2", "procedural": "#666666"}
# For other values: the rest of Okabe & Ito, then Tol's muted scheme.
OTHERS = ("#CC79A7", "#E69F00", "#56B4E9", "#332288", "#44AA99", "#882255", "#999933", "#AA4499")
INK, MUTED, LINE, GROUND = "#1f2328", "#59636e", "#d1d9e0", "#ffffff"
HEAT = "#0072B2"
CLASSES = {INK: "ink", MUTED: "muted", LINE: "line", GROUND: "ground"}  # colours that the page sets, for light and dark
WIDTH, NAME, ROW = 8.8, 2.5, 0.27  # inches: of a figure, of the names of groups, of the room for one
MOST_DOTTED = 6  # values that stand side by side
MOST_NAMED = 12  # groups whose numbers alt text gives
LONGEST = 26  # letters of a group's name; the table below has the whole
CAP = 0.3  # of a row: half an end of a line of spread
DATED = r"[1-9]\d{3}-(0[1-9]|1[0-2])"  # a month on the axis
_STYLE: Any = {"font.family": "DejaVu Sans", "font.size": 9.5, "text.color": INK, "svg.hashsalt": "framing", "svg.fonttype": "none"}
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_KEPT = {
    "fill", "stroke", "fill-opacity", "stroke-opacity", "opacity", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "font-size",
    "font-weight", "text-anchor",
}  # fmt: skip


def colours_of(values: Sequence[str]) -> dict[str, str]:
    """A colour for every value: its own for a posture, else in order."""
    free = iter(OTHERS)
    return {v: COLOURS.get(v) or next(free, MUTED) for v in values}


def dots(
    profiles: pd.DataFrame, by_article: pd.DataFrame, name: str, *, first_compared: int | None = None, beside: pd.DataFrame | None = None
) -> str:
    """A panel per value, a row per group: its share, its articles as small dots, its spread over articles as a line where there is one.

    Parameters
    ----------
    profiles : group, value, share, low, high, n_units, n_articles
    by_article : group, article_id, value, share
    name : of the figure, for the ids in it
    first_compared : number of the group from which on rows are of others put beside, drawn hollow under a line
    beside : group, value, share: other shares of the same groups, drawn hollow in their rows
    """
    groups, values = _ordered(profiles)
    colours, row = colours_of(values), _row(len(groups))
    figure, axes = _panels(len(groups), len(values), row)
    for axis, value in zip(axes, values, strict=True):
        own = profiles[profiles["value"] == value].set_index("group").loc[groups].assign(y=range(len(groups)))
        axis.set_xlim(-0.03, 1.03)
        axis.vlines([0, 0.5, 1], -0.6, len(groups) - 0.4, color=LINE, linewidth=0.8, zorder=0)
        _small_dots(axis, by_article[by_article["value"] == value], own, colours[value])
        if beside is not None:
            other = beside[beside["value"] == value].set_index("group").reindex(groups)
            axis.scatter(other["share"], own["y"], s=34, color=GROUND, edgecolor=colours[value], linewidth=1.2, zorder=2.5, clip_on=False)
        _large_dots(axis, own, colours[value], len(groups) if first_compared is None else first_compared)
        _heading(axis, value, row)
    _names(axes[0], groups, profiles)
    if first_compared is not None:
        _divide(axes, first_compared)
    return inline(figure, name, alt_shares(profiles, "Dot plot"))


def _small_dots(axis, articles: pd.DataFrame, own: pd.DataFrame, colour: str) -> None:
    """The articles of groups that have several."""
    several = articles[articles["group"].isin(own.index[own["n_articles"] > 1])]
    x = [np.sort(part.to_numpy()) for _, part in several.groupby("group", sort=False)["share"]]
    y = [own["y"][g] + _stacked(at) for g, at in zip(dict.fromkeys(several["group"]), x, strict=True)]
    if x:
        axis.scatter(np.concatenate(x), np.concatenate(y), s=5, color=colour, alpha=0.35, linewidth=0, zorder=1)


def _large_dots(axis, own: pd.DataFrame, colour: str, first_compared: int) -> None:
    """The groups, with their spread and number; from `first_compared` on hollow."""
    if "low" in own:
        spread = own[own["low"].notna()]
        low, high = spread["low"].clip(0, 1), spread["high"].clip(0, 1)
        axis.hlines(spread["y"], low, high, color=colour, linewidth=2.4, zorder=2)
        for end in (low, high):  # ends that stand out above a dot that hides the line
            axis.vlines(end, spread["y"] - CAP, spread["y"] + CAP, color=colour, linewidth=1.4, zorder=2)
    for part, fill, edge in ((own.iloc[:first_compared], colour, GROUND), (own.iloc[first_compared:], GROUND, colour)):
        axis.scatter(part["share"], part["y"], s=34, color=fill, edgecolor=edge, linewidth=1.2, zorder=3, clip_on=False)
    for y, share in zip(own["y"], own["share"], strict=True):
        _text(axis, 1.07, y, f"{100 * share:.0f}", ha="left", size=8.6)


def _stacked(x: np.ndarray) -> np.ndarray:
    """(articles,) heights that part dots of nearly the same share, within a row: 0, then above and below by turns."""
    at = np.round(x * 33)
    rank = np.array([np.sum(at[:i] == at[i]) for i in range(len(at))])
    return np.clip((rank + 1) // 2 * 0.1 * np.where(rank % 2, 1, -1), -0.36, 0.36)


def heat(profiles: pd.DataFrame, name: str) -> str:
    """A cell per group and value, its share printed and the deeper the larger."""
    groups, values = _ordered(profiles)
    row, share = _row(len(groups)), profiles.set_index(["group", "value"])["share"]
    top = 0.42 if max(map(len, values)) <= 11 else 0.95
    figure, (axis,) = _panels(len(groups), 1, row, top=top, right=0.1)
    axis.set_xlim(0, len(values))
    for (i, group), (j, value) in ((g, v) for g in enumerate(groups) for v in enumerate(values)):
        axis.add_patch(Rectangle((j + 0.02, i - 0.46), 0.96, 0.92, facecolor=HEAT, alpha=0.62 * share[group, value], linewidth=0))
        _text(axis, j + 0.5, i, f"{100 * share[group, value]:.0f}", ha="center", size=9)
    for j, value in enumerate(values):
        _text(
            axis,
            j + 0.5,
            -0.5 - 0.09 / row,
            value,
            ha="center" if top < 0.5 else "left",
            va="bottom",
            size=9,
            rotation=0 if top < 0.5 else 40,
        )
    _names(axis, groups, profiles)
    return inline(figure, name, alt_shares(profiles, "Heat map"))


def stacked(profiles: pd.DataFrame, name: str, without: str = "author") -> str:
    """A bar per group: the share of units in each kind of voice but the author's, end to end, their sum at the end."""
    groups, values = _ordered(profiles[profiles["value"] != without])
    colours = dict(zip(values, OTHERS, strict=False))
    row, share = _row(len(groups)), profiles.set_index(["group", "value"])["share"]
    figure, (axis,) = _panels(len(groups), 1, row)
    axis.set_xlim(0, 1)
    axis.vlines([0, 0.25, 0.5, 0.75, 1], -0.6, len(groups) - 0.4, color=LINE, linewidth=0.8, zorder=0)
    for y, group in enumerate(groups):
        left = 0.0
        for value in values:
            axis.barh(y, share[group, value], left=left, height=0.62, color=colours[value], zorder=1)
            left += share[group, value]
        _text(axis, left + 0.012, y, f"{100 * left:.0f}", ha="left", size=8.8)
    _key(axis, colours, -0.5 - 0.2 / row)
    _scale(axis, len(groups) - 0.5, (0, 0.25, 0.5, 0.75, 1), row)
    _names(axis, groups, profiles)
    return inline(figure, name, alt_shares(profiles[profiles["value"] != without], "Stacked bars"))


def lines(by_month: pd.DataFrame, name: str) -> str:
    """A panel per group, a line per value over the months; a month without articles breaks the line, what is no month (DATED) is left out."""
    dated = by_month[by_month["month"].str.fullmatch(DATED)]
    groups, values = list(dict.fromkeys(dated["group"])), list(dict.fromkeys(dated["value"]))
    calendar = _calendar(dated["month"])
    columns = min(3 if len(groups) <= 12 else 4, len(groups))
    rows = -(-len(groups) // columns)
    colours = colours_of(values)
    height = 0.55 + 1.55 * rows
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, height))
    key = figure.add_axes((0.045, 1 - 0.32 / height, 0.92, 0.25 / height))
    key.set(xlim=(0, 1), ylim=(1, -1))
    key.axis("off")
    _key(key, colours, 0)
    for i, group in enumerate(groups):
        r, c = divmod(i, columns)
        place = (0.045 + c * 0.95 / columns, 1 - (0.55 + 1.55 * (r + 1) - 0.32) / height, 0.95 / columns - 0.045, 1.0 / height)
        axis = figure.add_axes(place)
        _lined(axis, dated[dated["group"] == group], calendar, colours)
        _text(axis, axis.get_xlim()[0], 1.13, _short(group, 34 if columns < 4 else 26), ha="left", size=9.5, weight="bold", va="bottom")
        _month_ticks(axis, calendar)
    return inline(figure, name, _alt_months(dated, groups))


def _lined(axis, own: pd.DataFrame, calendar: list[str], colours: dict[str, str]) -> None:
    axis.set(xlim=(-0.3, max(len(calendar) - 0.7, 0.7)), ylim=(-0.04, 1.06))
    axis.axis("off")
    axis.hlines([0, 0.5, 1], *axis.get_xlim(), color=LINE, linewidth=0.8, zorder=0)
    for y in (0, 0.5, 1):
        _text(axis, axis.get_xlim()[0], y, f"{100 * y:.0f}", ha="right", size=7.8, color=MUTED)
    for value, colour in colours.items():
        y = own[own["value"] == value].set_index("month")["share"].reindex(calendar).to_numpy(float)
        axis.plot(range(len(calendar)), y, "-", color=colour, linewidth=1.6)
        axis.scatter(range(len(calendar)), y, s=11, color=colour, linewidth=0, zorder=3)


def _month_ticks(axis, calendar: list[str]) -> None:
    """The first month and the last, and between them Januaries, where they do not crowd."""
    marked = {0, len(calendar) - 1} | {i for i, m in enumerate(calendar) if m.endswith("-01") and 2 < i < len(calendar) - 3}
    for i in sorted(marked):
        ha = "center" if len(calendar) == 1 else "left" if i == 0 else "right" if i == len(calendar) - 1 else "center"
        _text(axis, i, -0.12, calendar[i], ha=ha, size=7.8, color=MUTED, va="top")


def _calendar(months: pd.Series) -> list[str]:
    """Every month from the first to the last; when they lie decades apart (a wrong date), only those there are."""
    found = sorted(set(months))
    spanned = [str(p) for p in pd.period_range(found[0], found[-1], freq="M")] if found else []
    return spanned if len(spanned) <= 120 else found


def _ordered(profiles: pd.DataFrame) -> tuple[list[str], list[str]]:
    return list(dict.fromkeys(profiles["group"])), list(dict.fromkeys(profiles["value"]))


def _row(n: int) -> float:
    """Inches for a row: less where there are many."""
    return ROW + 0.07 if n <= 6 else ROW if n <= 20 else 0.22


def _panels(n_rows: int, n_columns: int, row: float, *, top: float = 0.5, right: float = 0.5):
    """A figure with room for names at the left and `n_columns` axes of `n_rows` rows, the first at the top."""
    height = top + n_rows * row + 0.28
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, height))
    wide = (WIDTH - NAME) / n_columns
    axes = []
    for i in range(n_columns):
        axis = figure.add_axes(((NAME + i * wide) / WIDTH, 0.28 / height, (wide - right) / WIDTH, n_rows * row / height))
        axis.set_ylim(n_rows - 0.5, -0.5)
        axis.axis("off")
        axes.append(axis)
    return figure, axes


def _heading(axis, value: str, row: float) -> None:
    _text(axis, -0.03, -0.5 - 0.12 / row, _short(value, 17), ha="left", va="bottom", size=10, weight="bold")
    _scale(axis, axis.get_ylim()[0], (0, 0.5, 1), row)


def _scale(axis, y: float, ticks: Sequence[float], row: float) -> None:
    for x in ticks:
        _text(axis, x, y + 0.06 / row, f"{100 * x:.0f}" + (" %" if x == ticks[-1] else ""), ha="center", size=7.8, color=MUTED, va="top")


def _key(axis, colours: dict[str, str], y: float) -> None:
    """The values in their colours, from the left."""
    inch = 1 / (axis.get_position().width * axis.figure.get_figwidth())  # the axis goes from 0 to 1
    x = 0.0
    for value, colour in colours.items():
        axis.scatter([x + 0.05 * inch], [y], s=30, marker="s", color=colour, linewidth=0, clip_on=False)
        _text(axis, x + 0.16 * inch, y, _short(value, 20), ha="left", size=9)
        x += (0.36 + _width(value[:20], 9)) * inch


def _width(text: str, size: float) -> float:
    """Inches a text takes, about: the page's font may be another."""
    with _no_glyph_warnings():
        return TextToPath().get_text_width_height_descent(text, FontProperties(size=size), ismath=False)[0] / 72


@contextmanager
def _no_glyph_warnings():
    """The page's fonts draw the text, matplotlib only places it: what its own font lacks is no matter."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def _names(axis, groups: Sequence[str], profiles: pd.DataFrame) -> None:
    """Names of the rows, and how many articles and units they rest on."""
    n = profiles.drop_duplicates("group").set_index("group")[["n_articles", "n_units"]]
    wide = axis.figure.bbox.width * axis.get_position().width
    inches = axis.figure.dpi / wide * abs(np.subtract(*axis.get_xlim()))
    left = axis.get_xlim()[0]
    for y, group in enumerate(groups):
        _text(axis, left - 0.62 * inches, y, _short(group, LONGEST), ha="right", size=9.3)
        _text(axis, left - 0.1 * inches, y, f"{n.loc[group, 'n_articles']} / {n.loc[group, 'n_units']}", ha="right", size=7.8, color=MUTED)


def _divide(axes, y: int) -> None:
    """A line across the figure above a row."""
    at = axes[0].transData.transform((0, y - 0.5))[1] / axes[0].figure.bbox.height
    axes[0].figure.add_artist(Line2D([0.02, 1], [at, at], color=MUTED, linewidth=0.6))


def _short(name: str, longest: int) -> str:
    """A name cut to what there is room for, kept apart from the left-to-right text around it (Unicode isolates)."""
    name = " ".join(name.split())
    return f"\u2068{name if len(name) <= longest else name[: longest - 1].rstrip() + '…'}\u2069"


def _text(axis, x: float, y: float, text: str, *, size: float, color: str = INK, va: str = "center", **further) -> None:
    """Text as it stands: a dollar sign in a name is no formula. Centred by the height of letters, which is the same for every script."""
    place = axis.transData
    if va == "center":
        va, place = "baseline", place + ScaledTranslation(0, -0.36 * size / 72, axis.figure.dpi_scale_trans)
    axis.text(x, y, text, transform=place, fontsize=size, color=color, va=va, parse_math=False, clip_on=False, **further)


def alt_shares(profiles: pd.DataFrame, kind: str) -> str:
    """What a figure of shares shows, in its own numbers."""
    groups, values = _ordered(profiles)
    share = profiles.set_index(["group", "value"])["share"]
    said = [f"{g}: " + ", ".join(f"{v} {100 * share[g, v]:.0f} %" for v in values) for g in groups[:MOST_NAMED]]
    rest = f"; and {len(groups) - MOST_NAMED} more, in the table below" if len(groups) > MOST_NAMED else ""
    return f"{kind} of the share of units by {profiles['variable'].iloc[0]} in each group. " + "; ".join(said) + rest + "."


def _alt_months(dated: pd.DataFrame, groups: Sequence[str]) -> str:
    said = []
    for group in groups[:MOST_NAMED]:
        own = dated[dated["group"] == group]
        first, last = (own[own["month"] == month].set_index("value")["share"] for month in (own["month"].min(), own["month"].max()))
        change = ", ".join(f"{v} {100 * first[v]:.0f} % to {100 * last[v]:.0f} %" for v in first.index)
        said.append(f"{group}, {own['month'].min()} to {own['month'].max()}: {change}")
    rest = f"; and {len(groups) - MOST_NAMED} more, in the table below" if len(groups) > MOST_NAMED else ""
    return "Lines of shares by month, a panel per group. " + "; ".join(said) + rest + "."


def inline(figure: Figure, name: str, alt: str) -> str:
    """A figure as an SVG element for a page: no style attributes (a strict policy forbids them), ids of its own, the page's type and colours."""
    buffer = io.StringIO()
    with mpl.rc_context(_STYLE), _no_glyph_warnings():
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    root = etree.fromstring(_clean(buffer.getvalue()).encode("utf-8"))
    for element in [*root.iter(f"{_SVG}metadata"), *root.iter(f"{_SVG}style")]:
        element.getparent().remove(element)
    used = set(re.findall(r"#([\w.-]+)", " ".join(v for e in root.iter() for k, v in e.attrib.items() if k in ("clip-path", _XLINK))))
    for element in root.iter():
        _plain(element, name, used)
    width, height = root.get("viewBox").split()[2:]
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.set("role", "img")
    root.set("class", "figure")
    root.set("width", width)
    root.set("height", height)
    root.set("aria-label", " ".join(_clean(alt).split()))  # a title element would follow the pointer about
    etree.cleanup_namespaces(root)
    for element in root.iter():
        element.tail = None if element.tail is None or not element.tail.strip() else element.tail
        if element.tag != f"{_SVG}text" and element.text is not None and not element.text.strip():
            element.text = None
    return etree.tostring(root, encoding="unicode")


def _clean(text: str) -> str:
    """Without what XML has no room for: control characters, halves of surrogate pairs."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]", "", text)


def _plain(element, name: str, used: set[str]) -> None:
    """Style as attributes, colours that the page sets as classes beside them, ids that begin with the figure's name."""
    style = dict(part.split(":", 1) for part in element.attrib.pop("style", "").split(";") if ":" in part)
    classes = []
    for key, value in ((k.strip(), v.strip()) for k, v in style.items()):
        if key in _KEPT:
            element.set(key, value.removesuffix("px"))
            if key in ("fill", "stroke") and value.lower() in CLASSES:
                classes.append(f"{key[0]}-{CLASSES[value.lower()]}")
    if element.tag == f"{_SVG}text" and "fill" not in style:
        classes.append("f-ink")
    if classes:
        element.set("class", " ".join(classes))
    given = element.attrib.pop("id", None)
    if given in used:
        element.set("id", f"{name}-{given}")
    if "clip-path" in element.attrib:
        element.set("clip-path", element.get("clip-path").replace("#", f"#{name}-"))
    if _XLINK in element.attrib:
        element.set("href", f"#{name}-{element.attrib.pop(_XLINK)[1:]}")
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    for key in ("d", "x", "y", "width", "height", "transform"):
        if key in element.attrib:
            element.set(key, re.sub(r"-?\d+\.\d+", _rounded, element.get(key)).replace("\n", "").strip())


def _rounded(number: re.Match) -> str:
    return f"{float(number.group()):.2f}".rstrip("0").rstrip(".")
