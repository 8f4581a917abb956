"""Result tables in, the answers in brief out: a clause and a small table each, numbers of prose left as `{names}`."""

import pandas as pd

from framing.codes import POSTURES, frames, values
from framing.labels import listed, texts_listed
from framing.results.names import SHORT

TIE = "no single one"
ORDER = (*POSTURES, *values()["stance"], *frames(), TIE)
OF_READINGS = "range of the two readings, %"
RANGE = "{}\u2060–\u2060{}"  # word joiners: a range is not broken over two lines
APPRAISING = ["skeptical", "favorable"]
MACHINES = {  # rows of `machine`, as they are called here, and the coder of `machine_alpha`
    "accurate coder": ("accurate machine", "accurate"),
    "fast coder": ("fast machine", "fast"),
    "lexicon alone": ("lexicon alone", ""),
    "TF-IDF + logistic regression": ("word counts alone", ""),
    "polarity lexicon": ("words of praise and blame alone", ""),
    "majority of the training material": ("always the commonest posture", ""),
}


def texts_by_value(first: pd.DataFrame) -> str:
    """Which value comes first in which texts."""
    by_value = first.groupby(_alone(first))["group"].agg(list)
    said = ", ".join(f"**{v}** in {texts_listed(by_value[v])}" for v in sorted(by_value.index, key=ORDER.index))
    return f"**{said[2].upper()}{said[3:]}"


def lowest_to_highest(rows: pd.DataFrame, column: str, name: str) -> str:
    """The lowest and the highest of a column as numbers by name, each with its texts; `name` is that of the numbers without the text's."""
    by_text = rows.set_index("group")[column]
    ends = (by_text.index[by_text == end] for end in (by_text.min(), by_text.max()))
    return " to ".join(f"{{{name}_{texts[0]}}} ({texts_listed(texts)})" for texts in ends)


def standing(first: pd.DataFrame, heading: str) -> pd.DataFrame:
    """A row per text: the value that comes first, its share with the interval, how far ahead it is, and the recoded units that would end that."""
    return pd.DataFrame(
        {
            "article_id": first["group"],
            heading: _alone(first),
            "share, %": _percent(first["share"]),
            OF_READINGS: _span(first),
            "units": first["n_units"].astype(int),
            "ahead by units": first["margin_units"].astype(int),
            "recoded to end it": first["tipping_units"].astype(int),
        }
    )


def stances(profiles: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """The standing of the commonest stance, beside the shares for and against the step."""
    table = standing(first, "commonest stance").drop(columns="ahead by units")
    shares = profiles.pivot(index="group", columns="value", values="share").loc[table["article_id"]]
    for place, (heading, stance) in enumerate((("for, %", "favor"), ("against, %", "against")), 4):
        table.insert(place, heading, _percent(shares[stance]).to_numpy())
    return table


def appraisal(counted: pd.DataFrame, attributed: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """A row per text: its appraising units by whether they are attributed, and the attributed share of all its units."""
    own = counted[counted["posture"].isin(APPRAISING)]
    units = own.pivot_table(index="article_id", columns="attributed", values="n_units", aggfunc="sum", fill_value=0)
    units = units.reindex(index=first["group"], columns=["no", "yes"], fill_value=0).astype(int)
    all_units = attributed[attributed["value"] == "yes"].set_index("group").loc[first["group"]]
    return pd.DataFrame(
        {
            "article_id": list(first["group"]),
            "appraise, unattributed": list(units["no"]),
            "appraise, attributed": list(units["yes"]),
            "all units: attributed, %": list(_percent(all_units["share"])),
            f"all units: {OF_READINGS}": list(_span(all_units)),
            "all units: recoded to reach one half": list(first["tipping_units"].astype(int)),
        }
    )


def borrowing(table: pd.DataFrame) -> str:
    """The texts whose appraisal is attributed for the larger part, from the table that `appraisal` gives."""
    most = table.loc[table["appraise, attributed"] > table["appraise, unattributed"], "article_id"].tolist()
    return texts_listed(most) or "no text"


def mostly(table: pd.DataFrame) -> str:
    """Whether appraisal is attributed for the larger part in all texts together, from the same table."""
    yes, no = table["appraise, attributed"].sum(), table["appraise, unattributed"].sum()
    return "Mostly attributed" if yes > no else "Mostly unattributed" if no > yes else "Half attributed, half not"


def other_steps(texts: pd.DataFrame) -> str:
    """The steps that are not the joining itself, each with its text; nothing where there are none."""
    steps = texts.set_index("article_id")["focal_step"]
    said = listed(f"for {SHORT[a]}: {steps[a]}" for a in SHORT if a in steps and "joining" not in steps[a])
    return f" (but {said})" if said else ""


def how_sure(variants: pd.DataFrame, specifications: pd.DataFrame) -> str:
    """What becomes of the leads by both readings, under other rules, in the specifications and by the accurate machine."""
    found = variants.groupby("article_id")["leads"].nunique()
    moved, kept = texts_listed(a for a in SHORT if found.get(a, 1) > 1), specifications.set_index("group")["n_leads"]
    fewest = [a for a in SHORT if kept.get(a) == kept.min()]
    doubtful = bool(moved) or kept.min() < specifications["n_specifications"].max() / 2
    return (
        ("not very. " if doubtful else "as far as these checks go. ")
        + "{n_leads_unmoved} of {n_texts} leads hold whichever of the two readings is taken for each unit, but one model made both. Under {n_rules_other} other rules, "
        + "by which posture would follow otherwise from the same codes, "
        + (f"only {{n_leads_by_any_rule}} of {{n_texts}} stand (not {moved})" if moved else "all stand")
        + f"; of {{spec_n}} ways to analyse, the lead of {texts_listed(fewest)} stands in {{spec_lead_{fewest[0]}}}; the more accurate of the project's machines finds the same "
        + "lead in {n_same_lead_accurate} of them."
    )


def moved_by_rule(variants: pd.DataFrame, rule: str) -> str:
    """The texts whose leading posture is another one under another rule."""
    leads = variants.pivot(index="article_id", columns="rule", values="leads")
    moved = [a for a in SHORT if leads.loc[a, rule] != leads.loc[a, "rule_2_1"]]
    return texts_listed(moved) or "no text"


def machines(scores: pd.DataFrame, alphas: pd.DataFrame) -> pd.DataFrame:
    """A row per machine or baseline: macro-F1 of posture with its interval, and agreement beyond chance on three variables."""
    alpha = alphas.set_index(["coder", "variable"])["value"]
    rows = []
    for row in scores.set_index("coder").loc[list(MACHINES)].itertuples():
        name, coder = MACHINES[row.Index]
        beyond = [alpha.get((coder, v), float("nan")) for v in ("posture", "voice", "stance")]
        rows.append((name, row.macro_f1, RANGE.format(f"{row.low:.2f}", f"{row.high:.2f}"), *beyond))
    return pd.DataFrame(rows, columns=["coder", "macro-F1, posture", "95 %", "alpha, posture", "alpha, voice", "alpha, stance"])


def _alone(first: pd.DataFrame) -> pd.Series:
    return first["value"].where(first["margin_units"] > 0, TIE)


def _percent(share: pd.Series) -> pd.Series:
    return (100 * share).round().astype(int)


def _span(rows: pd.DataFrame) -> list[str]:
    return [RANGE.format(f"{100 * low:.0f}", f"{100 * high:.0f}") for low, high in zip(rows["low"], rows["high"], strict=True)]
