"""Result tables in, figures out: one function per figure, one look for all."""

import io
import re
import textwrap
from functools import partial
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.dates
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.charts import COLOURS, OTHERS
from framing.codes import POSTURES, codebook, frames
from framing.labels import OPTIONS, setting, spelled, variable_label
from framing.overview import OverviewWords, named_frames, overview_answer
from framing.reliability import FIRM, TENTATIVE
from framing.results.names import EVENT

INK, MUTED, LINE, PANEL, GROUND = "#1f2328", "#59636e", "#e5e7eb", "#f6f8fa", "#ffffff"
MARKS = {"skeptical": "v", "favorable": "^", "analytical": "o", "procedural": "s"}  # so that postures differ in grey print too
ON_LIGHT, ON_DARK = "#202428", "#fefefe"  # text on cells and bars, whose colours stay when the page is dark
ON_POSTURE = {"skeptical": "#010101", "favorable": "#010101", "analytical": ON_DARK, "procedural": ON_DARK}  # more contrast on its colour
DARK = {INK: "#e6edf3", MUTED: "#9da7b1", LINE: "#30363d", PANEL: "#151b23", GROUND: "#0d1117"}
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "ytick.labelcolor": INK,
    "svg.hashsalt": "framing",
    "svg.fonttype": "path",
    "path.simplify": False,  # it would drop the shortest dashes
    "figure.facecolor": GROUND,
    "savefig.facecolor": GROUND,
}
WIDTH = 7.6
ONLY_HERE = ", without entries attested only here"
CURVES = {  # what stands over and under the panels of the learning curves
    "exemplars alone": ("invented sentences alone", "invented sentences"),
    "real sentences beside all exemplars": ("real sentences, beside all invented ones", "real sentences"),
}
MACHINES = {"fast coder": "o", "accurate coder": "D"}  # their signs
STANCES = {"against": OTHERS[7], "neutral": OTHERS[2], "favor": OTHERS[6]}


def save(figure: Figure, folder: Path, name: str) -> None:
    """Writes SVG, its coordinates rounded, and PNG; the same figure gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = io.StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
        figure.savefig(folder / f"{name}.png", dpi=160, metadata={"Software": None})
    (folder / f"{name}.svg").write_text(rounded(drawn.getvalue()), "utf-8", newline="\n")


def rounded(svg: str) -> str:
    """The SVG with coordinates to a hundredth of a point, finer than any screen, and no indentation; scales stay as they are."""
    short = re.sub(r'(?<=\s)(?:d|x|y|points)="[^"]*"|translate\([^)]*\)', lambda own: _round(own.group()), svg)
    return re.sub(r"\n +", "\n", short)


def _round(coordinates: str) -> str:
    short = re.sub(r"-?\d+(?:\.\d+(?:e-?\d+)?|e-?\d+)", lambda n: f"{round(float(n.group()), 2) + 0.0:g}", coordinates)
    return re.sub(r"\s+", " ", short)


def themed(svg: str) -> str:
    """The SVG with its ink, lines and ground following the reader's light or dark scheme; colours that carry data stay."""
    names = {colour: f"--{i}" for i, colour in enumerate(DARK)}
    light, dark = (";".join(f"{names[c]}:{shown}" for c, shown in scheme.items()) for scheme in ({c: c for c in DARK}, DARK))
    svg = re.sub("|".join(DARK), lambda colour: f"var({names[colour.group()]})", svg)
    style = f"<style>:root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    return svg.replace("<defs>", f"<defs>{style}", 1)


def _new(title: str, subtitle: str, height: float, columns: int = 1, headroom: float = 0.0, **grid):
    """A figure with its headline and subtitle above `columns` axes."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height))
        lines = textwrap.wrap(subtitle, 118)
        top = 1 - (0.52 + 0.17 * len(lines) + headroom) / height  # headroom: inches for titles or labels above the axes
        figure.text(0.015, 1 - 0.1 / height, title, fontsize=12.5, fontweight="bold", va="top")
        figure.text(0.015, 1 - 0.38 / height, "\n".join(lines), fontsize=8.6, color=MUTED, va="top", linespacing=1.35)
        axes = figure.subplots(1, columns, gridspec_kw={"top": top, **grid}, squeeze=False)[0]
    return figure, axes[0] if columns == 1 else axes


def _styled(draw):
    """Runs a drawing function under the style; title, subtitle and alt text travel with the figure."""

    def drawn(*args, **kwargs) -> Figure:
        with mpl.rc_context(STYLE):
            return draw(*args, **kwargs)

    drawn.__doc__, drawn.__name__ = draw.__doc__, draw.__name__
    return drawn


def _percent(axis) -> None:
    axis.set_major_formatter(mpl.ticker.PercentFormatter(1.0, decimals=0))


@_styled
def posture_by_text(profiles: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Bars: posture shares of each text as coded, with their intervals; beneath each bar what the fast and the accurate coder find."""
    own = profiles[profiles["variable"] == "posture"].set_index(["coder", "value", "group"]).sort_index()
    n = own.loc[("adjudicated", POSTURES[0])].loc[list(labels), "n_units"].astype(int)
    figure, axes = _new(
        "Which posture leads in each text?",
        f"Share of units by posture, {n.sum()} units of {len(n)} articles (units of each text in brackets). Bars and numbers: adjudicated codes, the leading posture in "
        "bold. Lines, the range of the two readings: the middle 95 % of shares when each unit's code is redrawn from them. Signs beneath: the machine's shares.",
        5.0, 4, 0.2, left=0.21, right=0.985, bottom=0.115, wspace=0.08,
    )  # fmt: skip
    lead = own.loc["adjudicated", "share"].unstack("value").idxmax(axis=1)
    for axis, posture in zip(axes, POSTURES, strict=True):
        y = _share_bars(axis, own.loc[("adjudicated", posture)].loc[n.index], COLOURS[posture], lead[n.index] == posture)
        for (coder, marker), down in zip(MACHINES.items(), (0.2, 0.37), strict=True):
            shares = own.loc[(coder, posture)].loc[n.index, "share"]
            axis.scatter(shares, y - down, marker=marker, s=24, facecolor=GROUND, edgecolor=INK, linewidth=0.9, zorder=4, clip_on=False)
        _name_rows(axis, axes, [f"{labels[g]} ({n[g]})" for g in n.index], posture)
    open_sign: Any = {"linestyle": "none", "markersize": 5.5, "markerfacecolor": GROUND, "color": INK}
    handles = [
        mpl.patches.Patch(color=MUTED, label="as coded"),
        mpl.lines.Line2D([], [], color=INK, marker="|", markersize=6, label="range of the two readings"),
        *(mpl.lines.Line2D([], [], marker=marker, label=coder, **open_sign) for coder, marker in MACHINES.items()),
    ]
    figure.legend(handles=handles, loc="lower right", ncols=4, frameon=False, fontsize=8.8)
    return figure


def _share_bars(axis, rows: pd.DataFrame, colour: str, bold: pd.Series) -> np.ndarray:
    """A bar a row with its interval and its number, from the top down; the places of the rows."""
    y = np.arange(len(rows))[::-1]
    axis.barh(y + 0.1, rows["share"], height=0.44, color=colour, edgecolor=MUTED, linewidth=0.5)
    axis.hlines(y + 0.1, rows["low"], rows["high"], color=INK, linewidth=1.3)
    for end in ("low", "high"):
        wide = (rows["high"] > rows["low"]).to_numpy()
        axis.vlines(rows[end][wide], y[wide] - 0.01, y[wide] + 0.21, color=INK, linewidth=1.3)
    for at, row, strong in zip(y, rows.itertuples(), bold, strict=True):
        weight = "bold" if strong else "normal"
        axis.text(max(row.share, row.high) + 0.04, at + 0.1, f"{100 * row.share:.0f}", va="center", fontsize=8.8, fontweight=weight)
    return y


def _name_rows(axis, axes, names: list[str], title: str) -> None:
    """Names beside the first axis, the title over each, shares in percent from none to all."""
    axis.set(xlim=(0, 1.2), ylim=(-0.55, len(names) - 0.45), yticks=np.arange(len(names))[::-1], xticks=[0, 0.5, 1])
    axis.set_title(title, color=INK, fontsize=10)
    axis.set_yticklabels(names if axis is axes[0] else [])
    axis.set_xticklabels(["0", "50", "100 %"], fontsize=8.5)
    axis.grid(axis="x", color=LINE)
    axis.set_axisbelow(True)
    axis.tick_params(axis="y", length=0)


@_styled
def masked_shares(masking: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """For each text and coder: the known share of the leading posture, that of machine codes alone, and where the middle 95 % of estimates fall."""
    own = masking[masking["leads"]].set_index(["coder", "method", "group"]).sort_index()
    sizes = own.loc[("fast", "hand")].loc[list(labels)]
    figure, axes = _new(
        "Does correction find the share that was hidden?",
        f"Share of the leading posture, estimated from the codes of a random half of each text ({sizes['n_kept'].sum()} of {sizes['n_units'].sum()} units of "
        f"{len(sizes)} articles; codes of a language model reading the codebook), many times over. Lines: middle 95 % of the estimates; only which units were "
        "drawn differs between them.",
        4.4, 2, 0.2, left=0.27, right=0.975, bottom=0.15, wspace=0.08,
    )  # fmt: skip
    y = np.arange(len(sizes))[::-1]
    colours = [COLOURS[v] for v in sizes["value"]]
    for axis, coder in zip(axes, ("fast", "accurate"), strict=True):
        naive, hand, corrected = (own.loc[(coder, m)].loc[list(labels)] for m in ("naive", "hand", "difference"))
        axis.vlines(sizes["share"], y - 0.34, y + 0.34, color=INK, linewidth=1.6)
        for at, rows, width in ((y + 0.17, hand, 1.4), (y - 0.17, corrected, 4.5)):
            axis.hlines(at, rows["middle_low"], rows["middle_high"], color=colours, linewidth=width)
        axis.scatter(naive["estimate"], y - 0.02, marker="D", s=30, facecolor=GROUND, edgecolor=INK, zorder=3)
        axis.set(xlim=(0, 1.13), ylim=(-0.6, len(y) - 0.4), yticks=y, xticks=[0, 0.25, 0.5, 0.75, 1])
        axis.set_title(f"{coder} coder", fontsize=10)
        axis.set_yticklabels(
            [f"{labels[g]}: {row.value}\n{row.n_kept} of {row.n_units} kept" for g, row in sizes.iterrows()] if axis is axes[0] else []
        )
        _percent(axis.xaxis)
        axis.grid(axis="x", color=LINE)
        axis.set_axisbelow(True)
        axis.tick_params(axis="y", length=0)
    handles = [
        mpl.lines.Line2D([], [], color=INK, marker="|", markersize=11, markeredgewidth=1.6, linestyle="none", label="share by all codes"),
        mpl.lines.Line2D(
            [], [], color=INK, marker="D", markersize=5.5, markerfacecolor=GROUND, linestyle="none", label="machine codes alone"
        ),
        mpl.lines.Line2D([], [], color=MUTED, linewidth=1.4, label="kept codes alone"),
        mpl.lines.Line2D([], [], color=MUTED, linewidth=4.5, label="corrected"),
    ]
    figure.legend(handles=handles, loc="lower center", ncols=4, frameon=False, fontsize=8.8)
    return figure


@_styled
def frames_by_text(profiles: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Heat map: share of units in which each frame is present, with its interval where that has a width."""
    rows = profiles.set_index(["group", "value"])
    table = rows["share"].unstack("value").loc[list(labels), list(frames())]
    n = profiles.drop_duplicates("group").set_index("group")["n_units"].astype(int)
    figure, axis = _new(
        "Which frames does each text use?",
        f"Share of units in which a frame is present, in %, adjudicated codes, {n.sum()} units of {len(table)} articles (units of each text in brackets); a unit can hold "
        "several frames or none. Bold: the text's commonest. Small, where the readings differ, their range: the middle 95 % when codes are redrawn from them.",
        4.0, headroom=0.17, left=0.215, right=0.985, bottom=0.03,
    )  # fmt: skip
    axis.pcolormesh(table.to_numpy(), cmap="Blues", vmin=0, vmax=1, edgecolors=GROUND, linewidth=1.5)
    for (i, j), share in np.ndenumerate(table.to_numpy()):
        cell, colour = rows.loc[(table.index[i], table.columns[j])], ON_DARK if share > 0.55 else ON_LIGHT
        varies = cell["high"] > cell["low"]
        weight = "bold" if share == table.iloc[i].max() else "normal"
        place: Any = {"ha": "center", "va": "center", "color": colour}
        axis.text(j + 0.5, i + (0.4 if varies else 0.5), f"{100 * share:.0f}", fontsize=9.5, fontweight=weight, **place)
        if varies:
            axis.text(j + 0.5, i + 0.74, f"{100 * cell['low']:.0f}–{100 * cell['high']:.0f}", fontsize=7, **place)
    axis.set(xticks=np.arange(len(table.columns)) + 0.5, yticks=np.arange(len(table)) + 0.5)
    axis.invert_yaxis()
    axis.set_xticklabels(table.columns, fontsize=8.2)
    axis.set_yticklabels([f"{labels[g]} ({n[g]})" for g in table.index])
    axis.xaxis.tick_top()
    axis.tick_params(length=0)
    for side in axis.spines.values():
        side.set_visible(False)
    return figure


@_styled
def timeline(texts: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """The texts in order of date, the earliest on top, with the month of the event; a text known by its month only is a bar over the month."""
    event = pd.Timestamp(EVENT)
    figure, axis = _new(
        "When was each text published, and on which step?",
        f"{texts['n_units'].sum():.0f} units of {len(texts)} articles by date; a bar where only the month is known. Shaded: the month of the announcement.",
        4.4, headroom=0.24, left=0.185, right=0.985, bottom=0.07,
    )  # fmt: skip
    axis.axvspan(event, event + pd.offsets.MonthBegin(), color=LINE, linewidth=0)
    axis.text(event + pd.Timedelta(days=15), len(texts) - 0.4, "announced", ha="center", fontsize=8.8, fontweight="bold")
    axis.text(event, len(texts) - 0.4, "steps before it  ", ha="right", fontsize=8.8, color=MUTED)
    ordered = texts.sort_values("published", kind="stable").iloc[::-1].reset_index(drop=True)
    for row in ordered.itertuples():
        day, at = pd.Timestamp(row.published), row.Index
        if row.date_precision == "day":
            axis.plot([day], [at], "o", color=INK)
        else:
            axis.hlines(at, day, day + pd.offsets.MonthEnd(), color=INK, linewidth=4)
        place, ha, width = (
            ((-8, 0), "right", 84) if day >= event else ((8, 0), "left", 52)
        )  # in and after its month there is room on the left only
        if day > event:
            axis.hlines(at, event, day, color=MUTED, linewidth=0.8)
        near = {"textcoords": "offset points", "ha": ha, "va": "center"}
        lines = textwrap.wrap(row.focal_step, width)
        written = f"{day.day} {day:%B %Y}" if row.date_precision == "day" else f"{day:%B %Y}, day not printed"
        at_text = (min(day, event), at)
        axis.annotate(f"{written} · {row.genre} · {row.n_units} units", at_text, xytext=(place[0], 5.5 * len(lines)), fontsize=8.6, **near)
        axis.annotate("\n".join(lines), at_text, xytext=(place[0], -6), fontsize=7.8, color=MUTED, **near)
    axis.set(yticks=range(len(texts)), ylim=(-0.6, len(texts) - 0.5), xlim=(pd.Timestamp("2025-04-01"), pd.Timestamp("2025-12-03")))
    axis.set_yticklabels([labels[a] for a in ordered["article_id"]])
    axis.xaxis.set_major_formatter(mpl.dates.DateFormatter("%b %Y"))
    axis.xaxis.set_major_locator(mpl.dates.MonthLocator(bymonth=(4, 6, 8, 10)))
    axis.tick_params(axis="y", length=0)
    return figure


@_styled
def reliability(agreement: pd.DataFrame, too_rare: set[str]) -> Figure:
    """Alpha per variable with its intervals over units and over blocks, and the customary limits; a variable with too few positives to assess is hollow."""
    own = agreement[agreement["measure"] == "alpha"].iloc[::-1].reset_index(drop=True)
    figure, axis = _new(
        "Does the same reader code the same way twice?",
        f"Krippendorff's alpha between two readings by one language model of {int(own['n_units'].max())} units: stability, not agreement between people. 0: no better "
        "than chance, 1: always alike. Hollow: a frame found in fewer than ten units, not assessed.",
        0.3 * len(own) + 1.75, headroom=0.2, left=0.235, right=0.9, bottom=0.105,
    )  # fmt: skip
    y = np.arange(len(own))
    axis.hlines(y + 0.08, own["low"], own["high"], color=MUTED, linewidth=4)
    axis.hlines(y - 0.22, own["low_block"], own["high_block"], color=INK, linewidth=1.1)
    axis.scatter(own["value"], y + 0.08, s=30, color=[GROUND if v in too_rare else INK for v in own["variable"]], edgecolor=INK, zorder=3)
    for at, value in zip(y, own["value"], strict=True):
        axis.text(1.03, at, f"{value:.2f}", va="center", fontsize=8.8)
    for limit, name in ((TENTATIVE, "tentative"), (FIRM, "firm")):
        axis.axvline(limit, color=MUTED, linestyle="--", linewidth=0.8, zorder=0)
        axis.text(limit, len(own) - 0.25, f"{limit:.3f} {name}", ha="center", fontsize=8.2, color=MUTED)
    axis.set(yticks=y, xlim=(min(0.6, float(np.nanmin(own[["low", "low_block"]])) - 0.02), 1.01), ylim=(-0.6, len(own) - 0.4))
    axis.set_yticklabels([variable_label(v) for v in own["variable"]])
    axis.tick_params(axis="y", length=0)
    handles = [
        mpl.lines.Line2D([], [], color=MUTED, linewidth=4, label="95 % over units"),
        mpl.lines.Line2D([], [], color=INK, linewidth=1.1, label="95 % over blocks of neighbouring units"),
    ]
    figure.legend(handles=handles, loc="lower right", ncols=2, frameon=False, fontsize=8.5)
    return figure


@_styled
def machine_scores(machine: pd.DataFrame, n_units: int, n_texts: int, aim: float) -> Figure:
    """Macro-F1 of posture of our coders, of their parts and of peers on the same units, with and without entries attested only here; the aim as a line."""
    without = machine[machine["coder"].str.endswith(ONLY_HERE)].set_index("coder")["macro_f1"].rename(lambda c: c.removesuffix(ONLY_HERE))
    without = without.rename({"fast": "fast coder", "accurate": "accurate coder"})
    own = machine[~machine["coder"].str.endswith(ONLY_HERE)]
    kinds = {"ours": "OUR TWO CODERS", "part of ours": "THEIR PARTS", "peer": "OTHER METHODS"}
    figure, axis = _new(
        "Does the machine find the posture that the readings found?",
        f"Macro-F1 of posture against the adjudicated codes, {n_units} units of {n_texts} articles, none of them training material (0: never right, 1: always). Lines: 95 % over "
        "resampled units. Diamonds: without lexicon entries attested only in these texts. Dashed: what the project aimed at, no condition for going on.",
        0.36 * (len(own) + len(kinds)) + 1.5, headroom=0.12, left=0.335, right=0.97, bottom=0.085,
    )  # fmt: skip
    y, ticks = 0.0, {}
    for kind, title in kinds.items():
        axis.text(0, y, title, transform=axis.get_yaxis_transform(), ha="left", va="center", fontsize=7.8, color=MUTED)
        for row in own[own["kind"] == kind].itertuples():
            y -= 1
            ticks[y] = row.coder.removeprefix("accurate, the ")
            axis.hlines(y, row.low, row.high, color=MUTED, linewidth=4.5 if kind == "ours" else 1.6)
            axis.plot(row.macro_f1, y, "o", color=INK, markersize=6)
            axis.annotate(f"{row.macro_f1:.2f}", (row.macro_f1, y), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8.8)
            if row.coder in without:
                axis.plot(without[row.coder], y - 0.3, "D", markerfacecolor=GROUND, markeredgecolor=INK, markersize=4.5)
        y -= 1.1
    axis.axvline(aim, color=MUTED, linestyle="--", linewidth=0.9, zorder=0)
    axis.text(aim, 0.45, f"aim {aim:.2f}", ha="center", va="bottom", fontsize=8.2, color=MUTED)
    axis.set(yticks=list(ticks), xlim=(0, 1), ylim=(y + 0.4, 0.4))
    axis.set_yticklabels(list(ticks.values()))
    axis.grid(axis="x", color=LINE)
    axis.set_axisbelow(True)
    axis.tick_params(axis="y", length=0)
    return figure


@_styled
def confusion_matrix(confusions: dict[str, pd.DataFrame]) -> Figure:
    """Adjudicated postures by those of each coder: counts, shaded by share of the row, right ones framed."""
    tables = {coder: table.set_index("reference")[list(POSTURES)].loc[list(POSTURES)] for coder, table in confusions.items()}
    n = next(iter(tables.values())).sum(axis=1)
    figure, axes = _new(
        "Which postures does the machine confuse?",
        f"Counts of {n.sum():.0f} units: rows the adjudicated posture (units in brackets), columns what the machine calls it. Darker: a larger share of the row. Framed: alike.",
        3.8, len(tables), 0.5, left=0.175, right=0.985, bottom=0.03, wspace=0.06,
    )  # fmt: skip
    for axis, (coder, table) in zip(axes, tables.items(), strict=True):
        shares = table.div(n, axis=0).to_numpy()
        axis.pcolormesh(shares, cmap="Blues", vmin=0, vmax=1, edgecolors=GROUND, linewidth=1.5)
        for (i, j), count in np.ndenumerate(table.to_numpy()):
            colour = ON_DARK if shares[i, j] > 0.55 else ON_LIGHT
            axis.text(j + 0.5, i + 0.5, f"{count:.0f}", ha="center", va="center", color=colour, fontweight="bold" if i == j else "normal")
        for i in range(len(table)):
            axis.add_patch(Rectangle((i + 0.04, i + 0.05), 0.92, 0.9, fill=False, edgecolor=ON_LIGHT, linewidth=1.3))
        axis.set(xticks=np.arange(len(table)) + 0.5, yticks=np.arange(len(table)) + 0.5)
        axis.invert_yaxis()
        axis.set_xticklabels(POSTURES, fontsize=8.2)
        axis.set_yticklabels([f"{v} ({n[v]:.0f})" for v in POSTURES] if axis is axes[0] else [])
        axis.xaxis.tick_top()
        axis.set_title(f"{coder} coder calls it", fontsize=10, color=INK, pad=8)
        axis.tick_params(length=0)
        for side in axis.spines.values():
            side.set_visible(False)
    return figure


@_styled
def calibration_curve(table: pd.DataFrame, errors: dict[str, float]) -> Figure:
    """Share right by the probability given to the likeliest posture, of each coder, with Wilson intervals."""
    figure, axes = _new(
        "Is the machine right as often as it says?",
        f"Share of right postures among units grouped by the probability given to the likeliest one, {int(table['n'].sum() / len(errors))} units; beside each point the units in it. "
        "On the dashed line the machine is right as often as it says. Lines: 95 % over units (Wilson).",
        3.9, len(errors), 0.24, left=0.09, right=0.97, bottom=0.135, wspace=0.12,
    )  # fmt: skip
    for axis, (coder, own) in zip(axes, table.groupby("coder", sort=False), strict=True):
        axis.plot([0, 1], [0, 1], color=MUTED, linewidth=0.9, linestyle="--")
        axis.vlines(own["confidence"], own["low"], own["high"], color=MUTED, linewidth=2.5)
        axis.plot(own["confidence"], own["accuracy"], "o", color=INK, markersize=6)
        for row in own.itertuples():
            place = {"xytext": (7, -11), "textcoords": "offset points", "fontsize": 8.5, "color": MUTED}
            axis.annotate(f"{int(row.n)}", (row.confidence, row.accuracy), **place)
        axis.set(xlim=(0.25, 1), ylim=(0, 1.01), xlabel="probability given", ylabel="share right" if axis is axes[0] else "")
        for which in (axis.xaxis, axis.yaxis):
            _percent(which)
        axis.set_yticks([0, 0.25, 0.5, 0.75, 1], None if axis is axes[0] else [])
        axis.tick_params(length=0)
        axis.set_title(f"{coder} coder: off by {errors[coder]:.2f} on average", fontsize=10)
        axis.grid(color=LINE)
        axis.set_axisbelow(True)
    return figure


@_styled
def learning(curve: pd.DataFrame, n_units: int, n_texts: int, n_development: int) -> Figure:
    """Macro-F1 of the fast coder by number of training sentences, invented and real, on each set."""
    figure, axes = _new(
        "Would more training sentences help?",
        f"Macro-F1 of posture of the fast coder by number of training sentences, on {n_units} units of {n_texts} articles (these texts) and on {n_development} real sentences kept for "
        "development. Lines: mean of random parts; bands: lowest to highest of them.",
        3.7, 2, 0.24, left=0.08, right=0.985, bottom=0.14, wspace=0.1,
    )  # fmt: skip
    looks = {"study": ("these texts", INK, "D", "--"), "development": ("development sentences", MUTED, "o", "-")}
    for axis, (name, own) in zip(axes, curve.groupby("curve", sort=False), strict=True):
        for which, points in own.groupby("set", sort=False):
            label, colour, marker, line = looks[str(which)]
            axis.fill_between(points["n_sentences"], points["lowest"], points["highest"], color=colour, alpha=0.22, linewidth=0)
            axis.plot(points["n_sentences"], points["macro_f1"], color=colour, marker=marker, linestyle=line, markersize=5)
            last, above = points.iloc[-1], which == "study"
            place: Any = {
                "xytext": (6, 9 if above else -20),
                "textcoords": "offset points",
                "ha": "right",
                "va": "bottom" if above else "top",
            }
            axis.annotate(f"{label} {last['macro_f1']:.2f}", (last["n_sentences"], last["macro_f1"]), fontsize=8.8, **place)
        axis.set(xlim=(0, 1.05 * own["n_sentences"].max()), ylim=(0, 0.8), xlabel=CURVES.get(str(name), ("", "sentences"))[1])
        axis.set_title(CURVES.get(str(name), (str(name), ""))[0], fontsize=10)
        axis.set_yticks([0, 0.2, 0.4, 0.6, 0.8], None if axis is axes[0] else [])
        axis.grid(axis="y", color=LINE)
        axis.set_axisbelow(True)
    axes[0].set_ylabel("macro-F1")
    return figure


@_styled
def attribution(table: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Counts of units by posture, per text: no source named, a source named in the unit, a source carried over from the passage."""
    counts = table.pivot_table(index=["source", "article_id"], columns="posture", values="n_units", fill_value=0)
    panels = {"none": "no source named", "named": "named in the unit", "carried": "carried over"}
    shown = {s: counts.reindex(index=[(s, a) for a in labels], columns=list(POSTURES), fill_value=0).to_numpy() for s in panels}
    room = [max(own.sum(axis=1).max(), 5) + 0.5 for own in shown.values()]
    figure, axes = _new(
        "Whose words appraise?",
        f"Units by posture and by whether print names a source, adjudicated codes, {int(table['n_units'].sum())} units of {len(labels)} articles; one scale. A source is "
        "carried over where an unmarked sentence stands inside a reported passage. In a reprint, no source named is not the outlet's own.",
        4.3, 3, 0.2, left=0.19, right=0.985, bottom=0.16, wspace=0.06, width_ratios=room,
    )  # fmt: skip
    for axis, (source, title), width in zip(axes, panels.items(), room, strict=True):
        y = np.arange(len(labels))[::-1]
        for at, counted in zip(y, shown[source], strict=True):
            _lettered_bar(axis, at, counted, 1.5)
        axis.set(yticks=y, xlim=(0, width), xticks=range(0, int(width) + 1, 5))
        axis.set_title(title, fontsize=9.5)
        axis.set_yticklabels(list(labels.values()) if axis is axes[0] else [])
        axis.tick_params(axis="y", length=0)
    axes[0].set_xlabel("units")
    _letters(figure)
    return figure


def _lettered_bar(axis, at: float, counted: np.ndarray, narrow: float, scale: float = 1.0, height: float = 0.66) -> None:
    """One stacked bar of postures, each part with its letter and its units, so that it is read without colour. counted: (4,) units; narrow: width that has
    room for no more than the letter, and half of it for nothing."""
    left = np.concatenate([[0], np.cumsum(counted * scale)[:-1]])
    axis.barh(at, counted * scale, left=left, height=height, color=[COLOURS[p] for p in POSTURES], edgecolor=GROUND, linewidth=0.8)
    for posture, n, start in zip(POSTURES, counted, left, strict=True):
        if n * scale > narrow / 2:
            said, place = f"{posture[0]}{n:.0f}" if n * scale > narrow else posture[0], start + n * scale / 2
            axis.text(place, at, said, ha="center", va="center", color=ON_POSTURE[posture], fontsize=7.6, fontweight="bold")


def _letters(figure: Figure, more: tuple = ()) -> None:
    """The key beneath a figure whose postures are marked by their letter."""
    handles = [mpl.patches.Patch(color=COLOURS[p], label=f"{p[0]}  {p}") for p in POSTURES]
    figure.legend(handles=[*handles, *more], loc="lower right", ncols=4, frameon=False, fontsize=8.5, bbox_to_anchor=(0.985, 0.0))


@_styled
def arcs(table: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Three strips per text: its units in order by posture as coded, headings and attributed units marked, and beneath as each machine has them."""
    figure, axis = _new(
        "How does each text move?",
        f"Units in printed order, by posture: as adjudicated (tall), by the fast and by the accurate coder (beneath), {len(table)} units of {len(labels)} articles. "
        "Bar over a unit: headline, lede or heading. Dot under it: attributed in print to a source.",
        6.5, left=0.215, right=0.985, bottom=0.14,
    )  # fmt: skip
    ticks: dict[float, str] = {}
    for row, article in enumerate(reversed(list(labels))):
        own, top = table[table["article_id"] == article].reset_index(drop=True), row + 0.94
        _strip(axis, own["posture"], top - 0.4, 0.36, 7.2)
        for column, name, bottom in (("machine", "fast", top - 0.65), ("accurate", "accurate", top - 0.84)):
            _strip(axis, own[column], bottom, 0.17, 5.6)
            ticks[bottom + 0.085] = name
        x = np.arange(len(own))
        heads = x[own["role"].isin(["headline", "lede", "heading"])]
        axis.hlines(np.full(len(heads), top), heads + 0.08, heads + 0.92, color=INK, linewidth=2.4)
        borrowed = x[own["attributed"] == "yes"] + 0.5
        axis.scatter(borrowed, np.full(len(borrowed), top - 0.44), s=5, color=INK, linewidth=0)
        ticks[top - 0.22] = f"{labels[article]} ({len(own)})"
    axis.set(yticks=list(ticks), xlim=(0, table.groupby("article_id").size().max() + 0.3), ylim=(0, len(labels)))
    axis.set_yticklabels(list(ticks.values()))
    for tick, name in zip(axis.get_yticklabels(), ticks.values(), strict=True):
        if name in ("fast", "accurate"):
            tick.set(fontsize=7, color=MUTED)
    axis.set_xlabel("unit, in printed order", loc="left", fontsize=8.5)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    marks = [
        mpl.lines.Line2D([], [], color=INK, linewidth=2.4, label="headline, lede or heading"),
        mpl.lines.Line2D([], [], color=INK, marker=".", markersize=4, linestyle="none", label="attributed to a source"),
    ]
    _letters(figure, tuple(marks))
    return figure


def _strip(axis, postures: pd.Series, bottom: float, height: float, size: float) -> None:
    """Blocks in order, each in its posture's colour and with its letter."""
    x = np.arange(len(postures)) + 0.5
    axis.bar(x, height, bottom=bottom, width=0.94, color=[COLOURS[p] for p in postures])
    look: Any = {"ha": "center", "va": "center", "fontsize": size, "fontweight": "bold"}
    for at, posture in zip(x, postures, strict=True):
        axis.text(at, bottom + 0.46 * height, posture[0], color=ON_POSTURE[posture], **look)


@_styled
def keyness(table: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Lemmas that set each text apart, ranked, right to left, with their English beneath."""
    n, units = int(table["rank"].max()), table.drop_duplicates("article_id").set_index("article_id")["n_units"]
    figure, axes = _new(
        "Which words set each text apart?",
        f"The {n} lemmas likeliest in each text against the others, in order of log-odds with an open-corpus prior, {units.sum():.0f} units of {len(labels)} articles (units of each text "
        "in brackets). Order only: a text is no random sample of words. Beneath a lemma its English, where that is certain.",
        5.0, len(labels), 0.3, left=0.02, right=0.985, bottom=0.03, wspace=0.05,
    )  # fmt: skip
    for axis, (article, label) in zip(np.atleast_1d(axes), labels.items(), strict=True):
        own = table[table["article_id"] == article]
        for row in own.itertuples():
            lemma, gloss = spelled(row.lemma)
            axis.text(0.94, n - row.rank + 0.1, lemma, ha="right", va="center", fontsize=11)
            axis.text(0.94, n - row.rank - 0.33, gloss, ha="right", va="center", fontsize=7.6, color=MUTED)
        axis.set(xlim=(0, 1), ylim=(-0.7, n - 0.3))
        axis.set_title("\n".join(textwrap.wrap(f"{label} ({units[article]:.0f})", 16)), fontsize=8.8)
        axis.axis("off")
    return figure


@_styled
def stance_by_text(profiles: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Bars: shares of units against, neutral towards and in favor of the focal step, with their intervals."""
    own = profiles.set_index(["value", "group"]).sort_index()
    n = own.loc["neutral"].loc[list(labels), "n_units"].astype(int)
    figure, axes = _new(
        "For or against the step?",
        f"Share of units by stance towards the focal step, in %, whoever holds it, adjudicated codes, {n.sum()} units of {len(n)} articles (units of each text in brackets). "
        "Bold: the text's commonest. Lines: the middle 95 % of shares when codes are redrawn from the two readings.",
        3.9, 3, 0.2, left=0.215, right=0.985, bottom=0.07, wspace=0.08,
    )  # fmt: skip
    most = own["share"].unstack("value").idxmax(axis=1)
    for axis, (stance, colour) in zip(axes, STANCES.items(), strict=True):
        _share_bars(axis, own.loc[stance].loc[n.index], colour, most[n.index] == stance)
        _name_rows(axis, axes, [f"{labels[g]} ({n[g]})" for g in n.index], stance)
    return figure


@_styled
def variants(table: pd.DataFrame, labels: dict[str, str], rules: dict[str, str]) -> Figure:
    """A stacked bar for each text under each rule, with the posture that leads; bold where that is another than under the first rule."""
    n = table[list(POSTURES)].sum(axis=1).groupby(table["article_id"]).max().astype(int)
    figure, axes = _new(
        "What does the codebook's rule decide?",
        f"Units by posture of each text under {len(rules)} rules, from the same adjudicated primitives, {n[list(labels)].sum()} units of {len(labels)} articles. "
        "Beside each bar the posture that leads alone; an arrow and bold where it is another than under the codebook's rule (on top).",
        6.0, 2, 0.1, left=0.245, right=0.985, bottom=0.065, wspace=0.04,
    )  # fmt: skip
    found, step = table.set_index(["article_id", "rule"]), len(rules) + 1.5
    rows = -(-len(labels) // 2)
    for place, (article, label) in enumerate(labels.items()):
        axis, top = axes[place % 2], (rows - place // 2) * step
        axis.text(0, top, f"{label} ({n[article]})", fontsize=9.5, fontweight="bold", va="center")
        for at, rule in enumerate(rules, start=1):
            own = found.loc[(article, rule)]
            moved = own["leads"] != found.loc[(article, next(iter(rules))), "leads"]
            _lettered_bar(axis, top - at, own[list(POSTURES)].to_numpy(float), 0.08, 1 / n[article], 0.84)
            look: Any = {"color": INK, "fontweight": "bold"} if moved else {"color": MUTED}
            axis.text(1.02, top - at, f"→ {own['leads']}" if moved else own["leads"], fontsize=8.2, va="center", **look)
    for axis in axes:
        ticks = {(rows - row) * step - at: name for row in range(rows) for at, name in enumerate(rules.values(), start=1)}
        axis.set(xlim=(0, 1.42), ylim=(step - len(rules) - 0.6, rows * step + 0.5), xticks=[], yticks=list(ticks))
        axis.set_yticklabels(list(ticks.values()) if axis is axes[0] else [], fontsize=8.2)
        axis.tick_params(axis="y", length=0)
        for side in axis.spines.values():
            side.set_visible(False)
    _letters(figure)
    return figure


@_styled
def specification_curve(table: pd.DataFrame, summary: pd.DataFrame, choices: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """A strip per text: share of its leading posture under every specification, marked by the posture that leads there; beneath, what was chosen.

    choices: choice, question and options, `;` between them, in the order by which specifications are sorted.
    """
    options = {row.choice: row.options.split("; ") for row in choices.itertuples()}
    chosen = table.drop_duplicates("specification").set_index("specification")
    chosen = chosen.loc[sorted(chosen.index, key=lambda s: [own.index(chosen.loc[s, choice]) for choice, own in options.items()])]
    n_units = int(table[table["specification"] == table["specification"].min()]["n_units"].sum())
    n_rows = sum(len(own) + 1 for own in options.values())
    figure, axis = _new(
        "Would another analyst find the same?",
        f"Each column is one of {len(chosen)} specifications (ways to decide), on up to {n_units} units of {len(labels)} articles. Above: share of units, 0 to 100 %, of the "
        "posture that leads as coded (dashed: its share there); the mark says which posture leads in that column. Beneath: what was chosen. Right: columns that keep the lead.",
        0.55 * len(labels) + 0.165 * n_rows + 1.55, left=0.31, right=0.915, bottom=0.05,
    )  # fmt: skip
    edges = np.flatnonzero(chosen[choices["choice"].iloc[0]].ne(chosen[choices["choice"].iloc[0]].shift()).to_numpy()[1:]) + 0.5
    bottom = _choices_beneath(axis, chosen, choices, options)
    height = 3.6
    for at, (article, label) in enumerate(reversed(labels.items())):
        first, base = summary.set_index("article_id").loc[article], 0.6 + at * height
        own = table[table["article_id"] == article].set_index("specification").loc[chosen.index]
        axis.fill_between([-0.7, len(own) - 0.3], base, base + 2.9, color=PANEL, linewidth=0)
        axis.vlines(edges, base, base + 2.9, color=LINE, linewidth=0.8)
        axis.hlines(base + 2.9 * first["share"], -0.7, len(own) - 0.3, color=MUTED, linewidth=0.7, linestyle="--")
        for posture, mark in (*MARKS.items(), ("tie", "o")):
            here = np.flatnonzero(own["leads"] == posture)
            at_share = base + 2.9 * own[first["value"]].to_numpy()[here]
            axis.plot(here, at_share, mark, markersize=4.2, clip_on=False, zorder=3, **_sign(posture))
        axis.text(-1.6, base + 1.45, f"{label}\n{first['value']}", fontsize=8.8, va="center", ha="right", linespacing=1.2)
        axis.text(len(own) + 0.4, base + 1.45, f"{first['n_leads']:.0f} of {len(own)}", fontsize=8.8, va="center")
    axis.vlines(edges, bottom + 0.5, -0.6, color=LINE, linewidth=0.8)
    axis.set(yticks=[], xticks=[], ylim=(bottom, 0.4 + len(labels) * height), xlim=(-1, len(chosen)))
    for side in axis.spines.values():
        side.set_visible(False)
    handles = [mpl.lines.Line2D([], [], marker=MARKS[p], linestyle="", label=p, **_sign(p)) for p in POSTURES]
    handles.append(mpl.lines.Line2D([], [], marker="o", linestyle="", label="none alone", **_sign("tie")))
    figure.legend(handles=handles, loc="lower right", ncols=5, frameon=False, fontsize=8.5, bbox_to_anchor=(0.985, 0.0), columnspacing=1.2)
    return figure


def _sign(posture: str) -> Any:
    """Colours of a posture's sign; open for a tie. The grey of procedural, faint on a dark page, has an edge that follows the page."""
    edge = COLOURS[posture] if posture in COLOURS and posture != "procedural" else MUTED
    return {"markerfacecolor": COLOURS.get(posture, GROUND), "markeredgecolor": edge}


def _choices_beneath(axis, chosen: pd.DataFrame, choices: pd.DataFrame, options: dict[str, list[str]]) -> float:
    """A line per option, thick where a specification chose it, under its question; the lowest height used."""
    y = -0.2
    for choice, question in zip(choices["choice"], choices["question"], strict=True):
        y -= 1.25
        axis.text(-0.5, y, question, fontsize=8.3, fontweight="bold", va="center")
        for option in options[choice]:
            y -= 1
            x = np.where(chosen[choice] == option, np.arange(len(chosen)), np.nan)
            axis.plot([-0.4, len(chosen) - 0.6], [y, y], color=LINE, linewidth=0.8)
            axis.plot(
                np.column_stack([x - 0.4, x + 0.4, x * np.nan]).ravel(),
                np.full(3 * len(x), y),
                color=INK,
                linewidth=3.6,
                solid_capstyle="butt",
            )
            axis.text(-1.6, y, OPTIONS.get(option, option), fontsize=8.3, ha="right", va="center")
    return y - 0.9


@_styled
def nearest(profiles: pd.DataFrame, distances: pd.DataFrame, limit: float, labels: dict[str, str]) -> Figure:
    """A panel per text without an outlet: its posture profile, and beneath it those of the others, the nearest first, with their distances."""
    own = profiles[(profiles["variable"] == "posture") & (profiles["coder"] == "adjudicated")]
    shares = own.pivot(index="group", columns="value", values="share")[list(POSTURES)]
    n = own.drop_duplicates("group").set_index("group")["n_units"].astype(int)
    texts = list(dict.fromkeys(distances["article_id"]))
    figure, axes = _new(
        "Whose profile is nearest to those of the texts without an outlet?",
        f"Share of units by posture, adjudicated codes, {n.sum()} units of {len(n)} articles. On top the text without an outlet, beneath it the others by distance: the part of units that "
        f"would need another posture for two profiles to be the same. Bold: near, within {limit:g}.",
        3.3, len(texts), left=0.205, right=0.945, bottom=0.1, wspace=1.04,
    )  # fmt: skip
    for axis, text in zip(np.atleast_1d(axes), texts, strict=True):
        others = distances[distances["article_id"] == text].sort_values("distance", kind="stable")
        rows, left = shares.loc[[text, *others["other"]]], np.zeros(len(others) + 1)
        y = np.array([0.4, *-np.arange(1, len(rows))])
        for posture in POSTURES:
            axis.barh(y, rows[posture], left=left, color=COLOURS[posture], height=0.7, edgecolor=GROUND, linewidth=0.7)
            for at, width, start in zip(y, rows[posture], left, strict=True):
                if width >= 0.1:
                    axis.text(start + width / 2, at, f"{100 * width:.0f}", ha="center", va="center", color=ON_POSTURE[posture], fontsize=8)
            left += rows[posture].to_numpy()
        for at, row in zip(y[1:], others.itertuples(), strict=True):
            axis.text(1.03, at, f"{row.distance:.2f}", fontsize=8.8, va="center", fontweight="bold" if row.near_enough else "normal")
        axis.set(yticks=y, xlim=(0, 1), ylim=(-len(rows) + 0.4, 0.85), xticks=[])
        axis.set_yticklabels([f"{labels[t]} ({n[t]})" for t in rows.index], fontsize=8.6)
        axis.get_yticklabels()[0].set_fontweight("bold")
        axis.tick_params(axis="y", length=0)
        for side in axis.spines.values():
            side.set_visible(False)
    handles = [mpl.patches.Patch(color=COLOURS[p], label=p) for p in POSTURES]
    figure.legend(handles=handles, loc="lower right", ncols=4, frameon=False, fontsize=8.5, bbox_to_anchor=(0.985, 0.0))
    return figure


@_styled
def interval_coverage(coverage: pd.DataFrame, band: tuple[float, float], level: float = 0.95) -> Figure:
    """Points: coverage of each share's interval in every cell, corrected for both targets and naive, with two Monte Carlo errors either way."""
    cells = list(dict.fromkeys(coverage["cell"]))
    figure, axes = _new(
        "How often do 95 % intervals hold?",
        f"Coverage: the share of {coverage['runs'].min():.0f} runs in which the interval holds the known share. Each row is one of {len(cells)} simulated studies, each point one value in one "
        f"outlet; lines: two Monte Carlo errors either way. Shaded: {band[0]:g} to {band[1]:g}, called right. Open: the tool warned in more than half of the runs.",
        0.19 * len(cells) + 1.85, 3, 0.36, left=0.375, right=0.985, bottom=0.035, wspace=0.09,
    )  # fmt: skip
    lowest = np.floor(20 * min(0.85, coverage.loc[coverage["method"] == "difference", "coverage"].min())) / 20
    panels = (("difference", "corpus", "corrected shares,\nof these articles"), ("difference", "outlet", "corrected shares,\nof the outlet"), ("naive", "outlet", "machine codes counted,\nof the outlet"))  # fmt: skip
    for axis, (method, target, title) in zip(axes, panels, strict=True):
        corrected = method == "difference"
        rows = coverage[(coverage["method"] == method) & (coverage["target"] == target)].dropna(subset="coverage")
        place = (rows["outlet"] - 1) * rows["value"].max() + rows["value"] - 1
        y = len(cells) - 1 - rows["cell"].map(cells.index).astype(int) - 0.6 * (place / max(place.max(), 1) - 0.5)
        limits = (lowest, 1.02) if corrected else (-0.03, 1.03)
        axis.axvspan(*band, color=LINE)
        axis.axvline(level, color=MUTED, linewidth=0.6)
        if corrected:
            axis.axvline(1, color=LINE, linewidth=0.8)
            _dashes(axis, rows["coverage"], 2 * rows["coverage_mc"], y, color=COLOURS["analytical"], linewidth=0.5)
        point, warned = (limits[1] - limits[0]) / 1000, rows["warned"] > 0.5
        for own, colour, width in (
            (rows.index == rows.index, COLOURS["analytical" if corrected else "skeptical"], 3.1),
            (warned, GROUND, 1.7),
        ):
            _dashes(axis, rows["coverage"][own], point, y[own], color=colour, linewidth=width, solid_capstyle="round")
        axis.set(yticks=range(len(cells)), ylim=(-0.6, len(cells) - 0.4), xlim=limits)
        axis.set_xticks([0.85, level, 1] if corrected else [0, 0.5, 1], ["0.85", f"{level:g}", "1"] if corrected else ["0", "0.5", "1"])
        axis.set_yticklabels([setting(cell) for cell in cells[::-1]] if axis is axes[0] else [], fontsize=8)
        axis.set_title(title, fontsize=9)
        axis.tick_params(axis="y", length=0)
    return figure


def _dashes(axis, x: pd.Series, half: pd.Series | float, y: pd.Series, **look) -> None:
    """Short level lines, or points, as one path: a fraction of the bytes of as many lines or marks."""
    axis.plot(np.column_stack([x - half, x + half, np.full(len(x), np.nan)]).ravel(), np.repeat(y, 3), snap=False, **look)


@_styled
def machine_worth(methods: pd.DataFrame, accuracies: dict[str, float]) -> Figure:
    """Lines: width of intervals, and variance of hand codes alone over that of each method, by the machine's accuracy; means over outlets and values of the corpus."""
    own = methods[(methods["target"] == "corpus") & methods["cell"].isin(accuracies)].assign(accuracy=lambda t: t["cell"].map(accuracies))
    figure, axes = _new(
        "What is a better machine worth?",
        f"Shares of these articles, corrected and by hand codes alone, in {len(accuracies)} simulated studies that differ in how many units the machine codes right; "
        "means over values and outlets. Bars: two Monte Carlo errors either way. λ: the weight of the machine's codes, chosen by the data (tuned) or full.",
        3.1, 2, 0.2, left=0.09, right=0.83, bottom=0.15, wspace=0.3,
    )  # fmt: skip
    styles = (
        ("difference", "λ tuned", COLOURS["analytical"], "-"),
        ("difference, lambda 1", "λ = 1", COLOURS["favorable"], "--"),
        ("hand", "hand alone", INK, "-"),
    )
    for axis, (quantity, title) in zip(axes, (("width", "width of the interval"), ("gain", "what a hand code is worth")), strict=True):
        for method, label, colour, line in styles:
            rows = own[own["method"] == method].sort_values("accuracy")
            error = 2 * rows["gain_mc"] if quantity == "gain" else None
            axis.errorbar(rows["accuracy"], rows[quantity], yerr=error, color=colour, linestyle=line, marker="o", markersize=3, label=label)
        axis.set(title=title, xlabel="units the machine codes right", ylim=(0, None))
        _percent(axis.xaxis)
        axis.title.set(fontsize=9.5)
        axis.grid(axis="y", color=LINE)
    axes[-1].legend(loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False, fontsize=8.5)
    return figure


@_styled
def overview(rows: pd.DataFrame, words: OverviewWords, n_people: float) -> Figure:
    """The study at one look, to stand alone: a row per text with its posture shares, its lead, the machine's, attribution, stance and frame."""
    width, step, answer = 11.2, 0.665, textwrap.wrap(overview_answer(rows, words), 96)
    down = 0.25 * (len(answer) - 1)  # what a longer answer takes
    height, top = 7.0 + down, 2.62 + down
    columns = (0.2, 1.9, 5.85, 7.05, 8.38, 9.16, 10.28)
    figure = Figure(figsize=(width, height))
    axis = figure.add_axes((0, 0, 1, 1))
    axis.set(xlim=(0, width) if words.direction == "ltr" else (width, 0), ylim=(height, 0))  # inches from where reading starts, and down
    axis.axis("off")
    say = partial(axis.text, ha="left" if words.direction == "ltr" else "right", va="baseline")
    say(0.2, 0.44, words.title, fontsize=16, fontweight="bold")
    for at, line in enumerate(answer):
        say(0.2, 0.84 + 0.25 * at, line, fontsize=13)
    lines = textwrap.wrap(words.subtitle.format(n_units=rows["n_units"].sum(), n_texts=len(rows), n_people=int(n_people)), 160)
    for at, line in enumerate(lines):
        say(0.2, 1.17 + down + 0.19 * at, line, fontsize=9.2, color=MUTED)
    for at, posture in enumerate(POSTURES):
        axis.add_patch(Rectangle((0.2 + 2.75 * at, 1.78 + down), 0.16, 0.16, color=COLOURS[posture], linewidth=0))
        say(0.43 + 2.75 * at, 1.91 + down, words.meant[posture], fontsize=9.5)
    for x, heading in zip(columns, words.columns, strict=True):
        for above, part in enumerate(reversed(heading.split("\n"))):
            say(x, top - 0.13 - 0.17 * above, part, fontsize=9, color=MUTED)
    for at, row in enumerate(rows.to_dict("records")):
        y = top + step * (at + 0.5)
        axis.hlines(y - step / 2, 0.2, width - 0.2, color=LINE, linewidth=0.8)
        _overview_bar(axis, row, words, (columns[1], columns[2] - columns[1] - 0.2), y)
        for x, (first, second) in zip((columns[0], *columns[2:]), _overview_cells(row, words), strict=True):
            say(
                x,
                y - 0.05 * bool(second) + 0.05 * (not second),
                first,
                fontsize=10,
                fontweight="bold" if x in (columns[0], columns[2]) else "normal",
            )
            say(x, y + 0.17, second, fontsize=8.8, color=MUTED)
    say(0.2, height - 0.19, words.source.format(version=codebook()["version"]), fontsize=8.6, color=MUTED)
    return figure


def _overview_bar(axis, row: dict, words: OverviewWords, place: tuple[float, float], y: float) -> None:
    """Posture shares of one text, stacked; a wide segment says its posture, every one its share."""
    x, length = place
    for posture in POSTURES:
        share, colour, ink = row[posture], COLOURS[posture], ON_POSTURE[posture]
        if share == 0:
            continue
        axis.add_patch(Rectangle((x, y - 0.23), share * length, 0.46, facecolor=colour, edgecolor=GROUND, linewidth=1.2))
        said = [words.labels[posture]] * (share > 0.17) + [f"{100 * share:.0f}"]
        for line, part in enumerate(reversed(said)):
            axis.text(x + share * length / 2, y + 0.05 + 0.06 * (len(said) > 1) - 0.17 * line, part, fontsize=8.8, color=ink, ha="center")
        x += share * length


def _overview_cells(row: dict, words: OverviewWords) -> list[tuple[str, str]]:
    """What stands beside the bar of one text, in two lines each: the text, its lead, the machine's, attribution, stance, frame."""
    name, percent = words.labels, {c: f"{100 * row[c]:.0f}" for c in ("attributed", "in_favor", "against", "frame_share")}
    balance = round(100 * (row["in_favor"] - row["against"]))
    return [
        (name[row["article_id"]], words.units.format(n=row["n_units"])),
        (name[row["leads"]], words.margin.format(margin=row["margin_units"], n=row["n_units"])),
        (name[row["machine_leads"]], words.same if row["machine_agrees"] else words.other),
        (words.percent.format(percent["attributed"]), ""),
        (f"{balance:+.0f}".replace("-", "−") if balance else "0", words.sides.format(**percent)),
        (named_frames(row["commonest_frame"], words), words.percent.format(percent["frame_share"])),
    ]
