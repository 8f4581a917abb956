"""Result tables in, figures out: one function per figure, one look for all."""

import textwrap
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.dates
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from framing.charts import COLOURS
from framing.codes import POSTURES, frames

INK, MUTED = "#1f2328", "#59636e"
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
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}
WIDTH = 7.6


def save(figure: Figure, folder: Path, name: str) -> None:
    """Writes SVG and PNG; the same figure gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(STYLE):
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})
        figure.savefig(folder / f"{name}.png", dpi=160, metadata={"Software": None})


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
    """Bars: posture shares of each text as coded (solid) and as the machine codes them (outlined), with their intervals."""
    own = profiles[profiles["variable"] == "posture"]
    n = own.drop_duplicates("group").set_index("group")["n_units"].astype(int)
    figure, axes = _new(
        "Which posture leads in each text?",
        f"Share of units by posture, adjudicated codes (filled) and machine (open), on {n.sum()} units of {len(n)} articles. "
        "Lines: coding uncertainty only (each unit's code redrawn from the two readings); they lie to one side where adjudication took one reading's code.",
        4.2, 4, 0.2, left=0.21, right=0.975, bottom=0.1, wspace=0.2,
    )  # fmt: skip
    for axis, posture in zip(axes, POSTURES, strict=True):
        for coder, shift, style in (
            ("adjudicated", 0.19, {"color": COLOURS[posture]}),
            ("machine", -0.19, {"color": "white", "edgecolor": COLOURS[posture], "linewidth": 1.2}),
        ):
            rows = own[(own["coder"] == coder) & (own["value"] == posture)].set_index("group").loc[list(n.index)]
            y = np.arange(len(rows))[::-1] + shift
            axis.barh(y, rows["share"], height=0.34, **style)
            if coder == "adjudicated":
                axis.hlines(y, rows["low"], rows["high"], color=INK, linewidth=1)
        axis.set(xlim=(0, 1), yticks=np.arange(len(n))[::-1], title=posture)
        axis.set_yticklabels([f"{labels[g]} ({n[g]})" for g in n.index] if axis is axes[0] else [])
        axis.title.set(color=INK, fontsize=10)
        axis.set_xticks([0, 0.5, 1] if axis is axes[-1] else [0, 0.5])
        _percent(axis.xaxis)
        axis.tick_params(axis="y", length=0)
    return figure


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
        axis.scatter(naive["estimate"], y - 0.02, marker="D", s=30, facecolor="white", edgecolor=INK, zorder=3)
        axis.set(xlim=(0, 1.13), ylim=(-0.6, len(y) - 0.4), yticks=y, xticks=[0, 0.25, 0.5, 0.75, 1])
        axis.set_title(f"{coder} coder", fontsize=10)
        axis.set_yticklabels(
            [f"{labels[g]}: {row.value}\n{row.n_kept} of {row.n_units} kept" for g, row in sizes.iterrows()] if axis is axes[0] else []
        )
        _percent(axis.xaxis)
        axis.grid(axis="x", color="#e5e7eb")
        axis.set_axisbelow(True)
        axis.tick_params(axis="y", length=0)
    handles = [
        mpl.lines.Line2D([], [], color=INK, marker="|", markersize=11, markeredgewidth=1.6, linestyle="none", label="share by all codes"),
        mpl.lines.Line2D(
            [], [], color=INK, marker="D", markersize=5.5, markerfacecolor="white", linestyle="none", label="machine codes alone"
        ),
        mpl.lines.Line2D([], [], color=MUTED, linewidth=1.4, label="kept codes alone"),
        mpl.lines.Line2D([], [], color=MUTED, linewidth=4.5, label="corrected"),
    ]
    figure.legend(handles=handles, loc="lower center", ncols=4, frameon=False, fontsize=8.8)
    return figure


@_styled
def frames_by_text(profiles: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Heat map: share of units in which each frame is present."""
    table = profiles.pivot(index="group", columns="value", values="share").loc[list(labels), list(frames())]
    n = profiles.drop_duplicates("group")["n_units"].astype(int).sum()
    figure, axis = _new(
        "Which frames does each text use?",
        f"Share of units in which a frame is present, adjudicated codes, {n} units of {len(table)} articles; a unit can hold several frames or none.",
        3.6, headroom=0.15, left=0.2, right=0.985, bottom=0.05,
    )  # fmt: skip
    axis.imshow(table.to_numpy(), cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (i, j), share in np.ndenumerate(table.to_numpy()):
        axis.text(j, i, f"{100 * share:.0f}", ha="center", va="center", color="white" if share > 0.55 else INK, fontsize=9)
    axis.set(xticks=range(len(table.columns)), yticks=range(len(table)))
    axis.set_xticklabels(table.columns, fontsize=8.8)
    axis.set_yticklabels([labels[g] for g in table.index])
    axis.xaxis.tick_top()
    axis.tick_params(length=0)
    for side in axis.spines.values():
        side.set_visible(False)
    return figure


@_styled
def timeline(texts: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """The texts on a time axis; a text known by its month only is drawn as a bar over the month."""
    figure, axis = _new(
        "When was each text published?",
        f"Dates of the {len(texts)} articles, printed (points) or known to the month only (bars).",
        3.0, left=0.24, right=0.97, bottom=0.12,
    )  # fmt: skip
    for i, row in enumerate(texts.iloc[::-1].itertuples()):
        if row.date_precision == "day":
            day = pd.Timestamp(row.published)
            axis.plot([day], [i], "o", color=INK)
            axis.annotate(row.published, (day, i), xytext=(7, 0), textcoords="offset points", va="center", fontsize=8.5, color=MUTED)
        else:
            start = pd.Timestamp(f"{row.published}-01")
            axis.plot([start, start + pd.offsets.MonthEnd()], [i, i], color=INK, linewidth=4, solid_capstyle="butt")
            axis.annotate(
                f"{row.published}, day not printed",
                (start, i),
                xytext=(-7, 0),
                textcoords="offset points",
                va="center",
                ha="right",
                fontsize=8.5,
                color=MUTED,
            )
    axis.set(yticks=range(len(texts)), ylim=(-0.6, len(texts) - 0.4), xlim=(pd.Timestamp("2025-03-15"), pd.Timestamp("2026-01-15")))
    axis.set_yticklabels([labels[a] for a in texts["article_id"].iloc[::-1]])
    axis.xaxis.set_major_formatter(mpl.dates.DateFormatter("%b %Y"))
    axis.xaxis.set_major_locator(mpl.dates.MonthLocator(interval=2))
    axis.grid(axis="x", color="#e5e7eb")
    axis.tick_params(axis="y", length=0)
    return figure


@_styled
def reliability(agreement: pd.DataFrame, too_rare: set[str]) -> Figure:
    """Alpha per variable with both intervals, and the customary limits; variables with too few positives to assess are hollow."""
    own = agreement[agreement["measure"] == "alpha"].iloc[::-1].reset_index(drop=True)
    figure, axis = _new(
        "Is the reading of the codebook stable?",
        f"Krippendorff's alpha between two readings by one language model, {int(own['n_units'].max())} units: stability, not agreement between people. "
        "Thick line: 95 % over units; thin: over blocks of neighbouring units. Hollow: fewer than ten positives, not assessable. Dashed: .667 and .800.",
        0.26 * len(own) + 1.5, left=0.2, right=0.97, bottom=0.09,
    )  # fmt: skip
    y = np.arange(len(own))
    axis.hlines(y, own["low_block"], own["high_block"], color=MUTED, linewidth=1)
    axis.hlines(y, own["low"], own["high"], color=COLOURS["analytical"], linewidth=3.5)
    filled = [INK if v not in too_rare else "white" for v in own["variable"]]
    axis.scatter(own["value"], y, s=24, color=filled, edgecolor=INK, zorder=3)
    for limit in (0.667, 0.8):
        axis.axvline(limit, color=MUTED, linestyle="--", linewidth=0.8)
    axis.set(yticks=y, xlim=(min(0.4, float(np.nanmin(own["low_block"])) - 0.02), 1.01), ylim=(-0.6, len(own) - 0.4))
    axis.set_yticklabels(own["variable"])
    axis.tick_params(axis="y", length=0)
    return figure


@_styled
def machine_scores(machine: pd.DataFrame, n_units: int, n_texts: int) -> Figure:
    """Macro-F1 of posture of every coder on the same units."""
    own = machine.iloc[::-1].reset_index(drop=True)
    figure, axis = _new(
        "Does the machine agree with the coders?",
        f"Macro-F1 of posture against the adjudicated codes, {n_units} units of {n_texts} articles, none of them training material; the lexicon was drafted by authors who knew them. Lines: 95 % over resampled units.",
        0.34 * len(own) + 1.3, left=0.47, right=0.95, bottom=0.11,
    )  # fmt: skip
    y = np.arange(len(own))
    axis.hlines(y, own["low"], own["high"], color=COLOURS["analytical"], linewidth=2.5)
    axis.plot(own["macro_f1"], y, "o", color=INK, markersize=5)
    for at, f1 in zip(y, own["macro_f1"], strict=True):
        axis.annotate(f"{f1:.2f}", (f1, at), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8.5)
    axis.set(yticks=y, xlim=(0, 1), ylim=(-0.6, len(own) - 0.2))
    axis.set_yticklabels(own["coder"])
    axis.grid(axis="x", color="#e5e7eb")
    axis.tick_params(axis="y", length=0)
    return figure


@_styled
def confusion_matrix(confusion: pd.DataFrame) -> Figure:
    """Reference postures by predicted ones."""
    table = confusion.set_index("reference")[list(POSTURES)].loc[list(POSTURES)]
    figure, axis = _new(
        "Which postures does the machine confuse?",
        f"Counts of {int(table.to_numpy().sum())} units: rows as adjudicated, columns as the fast coder has them.",
        3.3, headroom=0.15, left=0.25, right=0.8, bottom=0.05,
    )  # fmt: skip
    axis.imshow(table.to_numpy() / table.to_numpy().sum(axis=1, keepdims=True), cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (i, j), n in np.ndenumerate(table.to_numpy()):
        axis.text(j, i, str(int(n)), ha="center", va="center", color="white" if n > 0.55 * table.iloc[i].sum() else INK)
    axis.set(xticks=range(4), yticks=range(4))
    axis.set_xticklabels(POSTURES)
    axis.set_yticklabels(POSTURES)
    axis.xaxis.tick_top()
    axis.tick_params(length=0)
    return figure


@_styled
def calibration_curve(table: pd.DataFrame, errors: dict[str, float]) -> Figure:
    """Accuracy by stated probability of the likeliest posture, of each coder."""
    figure, axes = _new(
        "Do the machine's probabilities mean what they say?",
        f"Share of right postures among units by the probability given to the likeliest one, {int(table['n'].sum() / len(errors))} units. On the diagonal they mean what "
        f"they say; expected calibration error {', '.join(f'{error:.2f} ({coder})' for coder, error in errors.items())}.",
        3.4, len(errors), 0.2, left=0.08, right=0.97, bottom=0.15, wspace=0.15,
    )  # fmt: skip
    for axis, (coder, own) in zip(axes, table.groupby("coder", sort=False), strict=True):
        axis.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8, linestyle="--")
        axis.plot(own["confidence"], own["accuracy"], "o-", color=COLOURS["analytical"])
        for row in own.itertuples():
            place = {"xytext": (6, -10), "textcoords": "offset points", "fontsize": 8.5, "color": MUTED}
            axis.annotate(f"n={int(row.n)}", (row.confidence, row.accuracy), **place)
        axis.set(xlim=(0.2, 1), ylim=(0, 1), xlabel="probability given", ylabel="share right")
        axis.set_title(f"{coder} coder", fontsize=10)
    return figure


@_styled
def learning(curve: pd.DataFrame) -> Figure:
    """Macro-F1 of the fast coder by number of training sentences, invented and real, on each set."""
    figure, axes = _new(
        "Would more training sentences help?",
        "Macro-F1 of posture of the fast coder by number of training sentences, on the development part and on the study's units; line: mean of random parts, band: lowest to highest.",
        3.4, 2, 0.2, left=0.08, right=0.97, bottom=0.15, wspace=0.15,
    )  # fmt: skip
    for axis, (name, own) in zip(axes, curve.groupby("curve", sort=False), strict=True):
        for (which, points), colour in zip(own.groupby("set", sort=False), (COLOURS["analytical"], COLOURS["skeptical"]), strict=False):
            axis.fill_between(points["n_sentences"], points["lowest"], points["highest"], color=colour, alpha=0.2, linewidth=0)
            axis.plot(points["n_sentences"], points["macro_f1"], "o-", color=colour, label=which)
        axis.set(xlim=(0, None), ylim=(0, 1), xlabel="sentences")
        axis.legend(frameon=False, fontsize=8.5, loc="lower right")
        axis.set_title(name, fontsize=10)
    return figure


@_styled
def attribution(table: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Counts of units by posture, attributed in print or not, per text."""
    n = int(table["n_units"].sum())
    figure, axes = _new(
        "Whose words carry the appraisal?",
        f"Units by posture, unattributed in print and attributed to a source, adjudicated codes, {n} units of {len(labels)} articles. In a reprint unattributed is not own.",
        3.9, 2, 0.2, left=0.2, right=0.985, bottom=0.12, wspace=0.08,
    )  # fmt: skip
    for axis, attributed, title in zip(axes, ("no", "yes"), ("unattributed", "attributed"), strict=True):
        own = table[table["attributed"] == attributed].pivot_table(index="article_id", columns="posture", values="n_units", fill_value=0)
        own = own.reindex(index=list(labels), columns=list(POSTURES), fill_value=0).iloc[::-1]
        left = np.zeros(len(own))
        for posture in POSTURES:
            axis.barh(np.arange(len(own)), own[posture], left=left, color=COLOURS[posture], label=posture, height=0.62)
            for at, (width, start) in enumerate(zip(own[posture], left, strict=True)):
                if width >= 2:
                    axis.text(start + width / 2, at, str(int(width)), ha="center", va="center", color="white", fontsize=8.5)
            left += own[posture].to_numpy()
        axis.set(yticks=np.arange(len(own)), xlim=(0, 33), title=title)
        axis.title.set_fontsize(10)
        axis.set_yticklabels([labels[a] for a in own.index] if axis is axes[0] else [])
        axis.tick_params(axis="y", length=0)
    axes[1].legend(frameon=False, loc="lower right", fontsize=8.5)
    axes[0].set_xlabel("units")
    return figure


@_styled
def arcs(table: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """One strip per text: its units in order, coloured by posture, headings marked."""
    figure, axis = _new(
        "How does each text move?",
        f"Units in printed order, coloured by posture as adjudicated, {len(table)} units of {len(labels)} articles; narrower blocks are headlines and headings.",
        3.7, left=0.2, right=0.985, bottom=0.16,
    )  # fmt: skip
    for row, article in enumerate(reversed(list(labels))):
        own = table[table["article_id"] == article].reset_index(drop=True)
        heights = np.where(own["role"].isin(["headline", "lede", "heading"]), 0.34, 0.72)
        axis.bar(np.arange(len(own)) + 0.5, heights, bottom=row - heights / 2, width=0.86, color=[COLOURS[p] for p in own["posture"]])
    axis.set(yticks=range(len(labels)), xlim=(0, 37))
    axis.set_xlabel("unit, in printed order", loc="left")
    axis.set_yticklabels([labels[a] for a in reversed(list(labels))])
    axis.tick_params(axis="y", length=0)
    handles = [mpl.patches.Patch(color=COLOURS[p], label=p) for p in POSTURES]
    figure.legend(handles=handles, loc="lower right", ncols=4, frameon=False, fontsize=8.5, bbox_to_anchor=(0.985, 0.0))
    return figure


@_styled
def keyness(table: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Lemmas that set each text apart, ranked, right to left."""
    n = int(table["rank"].max())
    figure, axes = _new(
        "Which words set each text apart?",
        f"The {n} lemmas likeliest in each text against the other five, ranked by log-odds with an open-corpus prior. Ranks only: a text is no random sample of words.",
        4.1, len(labels), 0.3, left=0.02, right=0.99, bottom=0.03, wspace=0.05,
    )  # fmt: skip
    for axis, (article, label) in zip(np.atleast_1d(axes), labels.items(), strict=True):
        own = table[table["article_id"] == article]
        for row in own.itertuples():
            axis.text(0.94, n - row.rank, row.lemma, ha="right", va="center", fontsize=11)
        axis.set(xlim=(0, 1), ylim=(-0.7, n - 0.3))
        axis.set_title("\n".join(textwrap.wrap(label, 16)), fontsize=8.8)
        axis.axis("off")
    return figure


@_styled
def stance_by_text(profiles: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Shares of units for, against and neutral towards the focal step."""
    colours = {"against": COLOURS["skeptical"], "neutral": COLOURS["procedural"], "favor": COLOURS["favorable"]}
    n = profiles.drop_duplicates("group").set_index("group")["n_units"].astype(int)
    figure, axis = _new(
        "For or against the step?",
        f"Share of units by stance towards the focal step, whoever holds it, adjudicated codes, {n.sum()} units of {len(n)} articles.",
        3.2, left=0.22, right=0.97, bottom=0.16,
    )  # fmt: skip
    table = profiles.pivot(index="group", columns="value", values="share").loc[list(labels)[::-1]]
    left = np.zeros(len(table))
    for value, colour in colours.items():
        axis.barh(range(len(table)), table[value], left=left, color=colour, label=value, height=0.62)
        for at, (width, start) in enumerate(zip(table[value], left, strict=True)):
            if width > 0:
                axis.text(
                    start + width / 2,
                    at,
                    f"{100 * width:.0f}",
                    ha="center",
                    va="center",
                    color="white",
                    fontsize=8.8 if width >= 0.05 else 7,
                )
        left += table[value].to_numpy()
    axis.set(yticks=range(len(table)), xlim=(0, 1))
    axis.set_yticklabels([f"{labels[g]} ({n[g]})" for g in table.index])
    _percent(axis.xaxis)
    axis.tick_params(axis="y", length=0)
    figure.legend(loc="lower right", ncols=3, frameon=False, fontsize=8.5, bbox_to_anchor=(0.97, 0.0))
    return figure


@_styled
def specification_curve(table: pd.DataFrame, summary: pd.DataFrame, choices: dict[str, list[str]], labels: dict[str, str]) -> Figure:
    """A strip per text: share of its leading posture under every specification, in the colour of the posture that leads there; beneath, what was chosen."""
    first = summary.set_index("article_id")
    shares = pd.DataFrame({a: table[table["article_id"] == a].set_index("specification")[first.loc[a, "value"]] for a in labels})
    order = shares.mean(axis=1).sort_values(ascending=False, kind="stable").index
    rows = [(choice, option) for choice, options in choices.items() for option in options]
    n_units = int(table[table["specification"] == table["specification"].min()]["n_units"].sum())
    figure, axis = _new(
        "Would another analyst find the same?",
        f"Share of units of the posture that leads in the first specification (dashed), under {len(order)} specifications, up to {n_units} units of {len(labels)} articles. Colour: the "
        "posture that leads there; open: none alone. Sorted by the mean of the six shares; beneath, what each specification chose. Counts of choices, no probabilities.",
        0.66 * len(labels) + 0.16 * len(rows) + 1.35, left=0.285, right=0.965, bottom=0.055,
    )  # fmt: skip
    x, height, ticks = np.arange(len(order)), 4.0, {}
    for at, (article, label) in enumerate(reversed(labels.items())):
        base = 0.5 + at * height
        leads = table[table["article_id"] == article].set_index("specification").loc[order, "leads"]
        edges = [COLOURS.get(v, MUTED) for v in leads]
        axis.fill_between([-0.7, len(order) - 0.3], base, base + 3.2, color="#f6f8fa", linewidth=0)
        axis.hlines(base + 3.2 * first.loc[article, "share"], -0.7, len(order) - 0.3, color=MUTED, linewidth=0.7, linestyle="--")
        look = {"color": [COLOURS.get(v, "white") for v in leads], "edgecolor": edges, "linewidth": 0.9, "zorder": 3}
        axis.scatter(x, base + 3.2 * shares.loc[order, article], s=15, clip_on=False, **look)
        for share in (0, 1):
            axis.text(len(order), base + 3.2 * share, f"{100 * share} %", fontsize=6.8, color=MUTED, va="center")
        ticks[base + 1.6] = f"{label}:\n{first.loc[article, 'value']}"
    chosen = table.drop_duplicates("specification").set_index("specification").loc[order]
    for at, (choice, option) in enumerate(rows):
        y = -0.9 - at - 0.4 * list(choices).index(choice)
        axis.scatter(x, np.full(len(x), y), s=5, marker="s", color=np.where(chosen[choice] == option, INK, "#e5e7eb"), linewidth=0)
        ticks[y] = f"{choice}: {option}" if option == choices[choice][0] else option
    axis.set(yticks=list(ticks), ylim=(y - 0.8, 0.5 + len(labels) * height), xlim=(-1, len(order) + 1), xticks=[])
    axis.set_yticklabels(list(ticks.values()), fontsize=8)
    axis.tick_params(axis="y", length=0)
    for side in axis.spines.values():
        side.set_visible(False)
    handles = [mpl.lines.Line2D([], [], marker="o", linestyle="", color=COLOURS[p], label=p) for p in POSTURES]
    figure.legend(handles=handles, loc="lower right", ncols=4, frameon=False, fontsize=8.5, bbox_to_anchor=(0.985, 0.0))
    return figure


@_styled
def interval_coverage(coverage: pd.DataFrame, band: tuple[float, float], level: float = 0.95) -> Figure:
    """Points: coverage of each share's interval in every cell, corrected for both targets and naive, with two Monte Carlo errors either way."""
    cells = list(dict.fromkeys(coverage["cell"]))
    figure, axes = _new(
        "How often do 95 % intervals hold?",
        f"Coverage over {coverage['runs'].min():.0f} runs of {len(cells)} cells, a point for each value in two outlets; lines: two Monte Carlo errors either way. "
        f"Shaded: {band[0]:g} to {band[1]:g}. Open: the tool warned in more than half of the runs. The naive interval of a corpus has no width.",
        0.19 * len(cells) + 1.6, 4, 0.2, left=0.235, right=0.985, bottom=0.04, wspace=0.09,
    )  # fmt: skip
    lowest = np.floor(20 * min(0.85, coverage.loc[coverage["method"] == "difference", "coverage"].min())) / 20
    panels = (("difference", "corpus", COLOURS["analytical"]), ("difference", "outlet", COLOURS["analytical"]), ("naive", "corpus", COLOURS["skeptical"]), ("naive", "outlet", COLOURS["skeptical"]))  # fmt: skip
    for axis, (method, target, colour) in zip(axes, panels, strict=True):
        rows = coverage[(coverage["method"] == method) & (coverage["target"] == target)].dropna(subset="coverage")
        place = (rows["outlet"] - 1) * rows["value"].max() + rows["value"] - 1
        y = len(cells) - 1 - rows["cell"].map(cells.index).astype(int) - 0.6 * (place / max(place.max(), 1) - 0.5)
        axis.axvspan(*band, color="#e5e7eb")
        axis.axvline(level, color=MUTED, linewidth=0.6)
        axis.hlines(
            y,
            rows["coverage"] - 2 * rows["coverage_mc"],
            rows["coverage"] + 2 * rows["coverage_mc"],
            color=colour,
            linewidth=0.6,
            alpha=0.6,
        )
        axis.scatter(
            rows["coverage"], y, s=7, linewidths=0.7, edgecolors=colour, facecolors=np.where(rows["warned"] > 0.5, "white", colour)
        )
        axis.set(yticks=range(len(cells)), ylim=(-0.6, len(cells) - 0.4), xlim=(lowest, 1.005) if method == "difference" else (-0.03, 1.03))
        axis.set_xticks([0.85, level] if method == "difference" else [0, 0.5])
        axis.set_yticklabels(cells[::-1] if axis is axes[0] else [], fontsize=8)
        axis.set_title(f"{'corrected' if method == 'difference' else method}, {target}", fontsize=9.5)
        axis.tick_params(axis="y", length=0)
    return figure


@_styled
def machine_worth(methods: pd.DataFrame, accuracies: dict[str, float]) -> Figure:
    """Lines: width of intervals, and variance of hand codes alone over that of each method, by the machine's accuracy; means over outlets and values of the corpus."""
    own = methods[(methods["target"] == "corpus") & methods["cell"].isin(accuracies)].assign(accuracy=lambda t: t["cell"].map(accuracies))
    figure, axes = _new(
        "What is a better machine worth?",
        "Mean over values and outlets, target corpus, by the share of units that the machine codes right; bars: two Monte Carlo errors either way.",
        3.1, 2, 0.2, left=0.09, right=0.83, bottom=0.15, wspace=0.3,
    )  # fmt: skip
    styles = (
        ("difference", "λ tuned", COLOURS["analytical"], "-"),
        ("difference, lambda 1", "λ = 1", COLOURS["favorable"], "--"),
        ("hand", "hand alone", INK, "-"),
    )
    for axis, (quantity, title) in zip(
        axes, (("width", "width of the interval"), ("gain", "variance of hand codes alone, over its own")), strict=True
    ):
        for method, label, colour, line in styles:
            rows = own[own["method"] == method].sort_values("accuracy")
            error = 2 * rows["gain_mc"] if quantity == "gain" else None
            axis.errorbar(rows["accuracy"], rows[quantity], yerr=error, color=colour, linestyle=line, marker="o", markersize=3, label=label)
        axis.set(title=title, xlabel="accuracy", ylim=(0, None))
        axis.title.set(fontsize=9.5)
        axis.grid(axis="y", color="#e5e7eb")
    axes[-1].legend(loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False, fontsize=8.5)
    return figure
