"""Result tables in, the study at one look out: a row per text, and the words in which a figure and its alt text say it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from framing.codes import POSTURES, frames, values
from framing.estimate import leading
from framing.labels import listed
from framing.results.names import SHORT

MACHINE = "accurate machine"  # the coder of `profiles` set beside the codes
TIE = "tie"


@dataclass(frozen=True)
class OverviewWords:
    """What the overview says in one language; `{names}` are filled from its rows."""

    direction: str
    title: str
    leads: str  # which texts a posture leads, {plain} and {texts}; the first of them
    also: str  # the others
    between: str
    percent: str
    end: str
    listed: Callable[[Iterable[str]], str]  # names in a row
    subtitle: str
    columns: tuple[str, ...]  # over the text, shares, lead, machine, attributed, stance, frame
    units: str
    margin: str
    same: str  # under the machine's posture, where it is the coders' and where it is not
    other: str
    sides: str  # share for and against the step
    source: str
    alt: str
    alt_text: str
    plain: Mapping[str, str]  # a posture in the answer
    meant: Mapping[str, str]  # a posture, and what it means
    labels: Mapping[str, str]  # names of texts, postures, frames, and of a tie


ENGLISH = OverviewWords(
    direction="ltr",
    title="How did six Arabic texts frame Syria joining the coalition against ISIS?",
    leads="{plain} leads in {texts}",
    also="{plain} in {texts}",
    between=", ",
    percent="{} %",
    end=".",
    listed=listed,
    subtitle="Bars: share of a text's units (sentences, headlines, headings, bullet points) in each posture, {n_units} units of {n_texts} articles. Coded twice by a language model reading a "
    "codebook, then adjudicated; people who coded: {n_people}. One text per source: no claim about an outlet. Machine: the project's own coder, trained on none of these texts. "
    "Second article: found whole on the page of the op-ed, its source not named. Al-Arab style: origin presumed from the style.",
    columns=("text", "its units by posture, in percent, in the order above", "leading posture,\nits margin", "leading by\nthe machine", "units\nattributed", "stance: points\nfor − against", "commonest\nframe"),
    units="{n} units",
    margin="by {margin} of {n} units",
    same="✓ as coded",
    other="✗ coded otherwise",
    sides="{in_favor} for, {against} against",
    source="framing, codebook {version}. Numbers: report/results (profiles, stance_profiles, frame_profiles, attributed_profiles).",
    alt="Overview of {n_texts} texts, {n_units} units. ",
    alt_text="{text}: {shares}; leading {leads}, ahead by {margin} of {n} units, machine {machine}; attributed {attributed} %; stance {in_favor} % for, {against} % against; "
    "commonest frame {frame}, {frame_share} %",
    plain={"skeptical": "doubt", "favorable": "approval", "analytical": "explanation", "procedural": "plain report", TIE: "no one posture"},
    meant={
        "skeptical": "skeptical: doubts or blames",
        "favorable": "favorable: approves",
        "analytical": "analytical: explains or weighs",
        "procedural": "procedural: tells who did what",
    },
    labels={**SHORT, **{v: v for v in (*POSTURES, *frames(), *values()["stance"], TIE)}},
)  # fmt: skip


def overview_rows(profiles: pd.DataFrame, stances: pd.DataFrame, frame_shares: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """One row per text, in the order of the report.

    Returns
    -------
    DataFrame: article_id, n_units, a share for each posture as coded, leads (or "tie"), margin_units, machine_leads (the same of the accurate coder),
    machine_agrees, attributed, in_favor, against (shares of units), commonest_frame (several where they tie), frame_share
    """
    coded = _wide(profiles[(profiles["variable"] == "posture") & (profiles["coder"] == "adjudicated")])
    rows = coded[list(POSTURES)].copy()
    rows.insert(0, "n_units", stances.drop_duplicates("group").set_index("group")["n_units"].astype(int))
    for name, coder in (("leads", "adjudicated"), ("machine_leads", MACHINE)):
        lead = leading(profiles[(profiles["variable"] == "posture") & (profiles["coder"] == coder)]).set_index("group")
        rows[name] = lead["value"].where(lead["margin_units"] > 0, TIE)
        if name == "leads":
            rows["margin_units"] = lead["margin_units"].astype(int)
    rows["machine_agrees"] = rows["leads"] == rows["machine_leads"]
    rows["attributed"] = _wide(attributions)["yes"]
    rows[["in_favor", "against"]] = _wide(stances)[["favor", "against"]]
    present = _wide(frame_shares)[list(frames())]
    rows["commonest_frame"] = [", ".join(f for f in present if own[f] == own.max()) for _, own in present.loc[rows.index].iterrows()]
    rows["frame_share"] = present.max(axis=1)
    return rows.loc[[a for a in SHORT if a in rows.index]].rename_axis("article_id").reset_index()


def _wide(profiles: pd.DataFrame) -> pd.DataFrame:
    return profiles.pivot(index="group", columns="value", values="share")


def overview_answer(rows: pd.DataFrame, words: OverviewWords) -> str:
    """The answer in plain words: which texts each posture leads."""
    texts = rows.groupby("leads")["article_id"].agg(list)
    parts = [
        (words.also if at else words.leads).format(plain=words.plain[p], texts=words.listed(words.labels[a] for a in texts[p]))
        for at, p in enumerate(p for p in (*POSTURES, TIE) if p in texts)
    ]
    said = words.between.join(parts) + words.end
    return said[0].upper() + said[1:]


def alt_overview(rows: pd.DataFrame, words: OverviewWords = ENGLISH) -> str:
    """Alt text of the overview, from its own numbers."""
    name = words.labels
    listed = [
        words.alt_text.format(
            text=name[row["article_id"]],
            shares=words.between.join(f"{name[p]} {words.percent.format(f'{100 * row[p]:.0f}')}" for p in POSTURES),
            leads=name[row["leads"]],
            machine=name[row["machine_leads"]],
            margin=row["margin_units"],
            n=row["n_units"],
            frame=named_frames(row["commonest_frame"], words),
            **{c: f"{100 * row[c]:.0f}" for c in ("attributed", "in_favor", "against", "frame_share")},
        )
        for row in rows.to_dict("records")
    ]
    return words.alt.format(n_texts=len(rows), n_units=rows["n_units"].sum()) + overview_answer(rows, words) + " " + ". ".join(listed) + "."


def named_frames(listed: str, words: OverviewWords) -> str:
    return words.between.join(words.labels[f] for f in listed.split(", "))
