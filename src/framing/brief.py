"""Result tables in, the answers in brief out: a clause and a small table each, numbers of prose left as `{names}`."""

import pandas as pd

from framing.codes import POSTURES, frames, values
from framing.results.names import SHORT

TIE = "no single one"
ORDER = (*POSTURES, *values()["stance"], *frames(), TIE)
RANGE = "{}\u2060–\u2060{}"  # word joiners: a range is not broken over two lines
APPRAISING = ["skeptical", "favorable"]
MACHINES = {  # rows of `machine`, as they are called here, and the coder of `machine_alpha`
    "accurate coder": ("accurate coder", "accurate"),
    "fast coder": ("fast coder", "fast"),
    "lexicon alone": ("lexicon alone", ""),
    "TF-IDF + logistic regression": ("word counts alone", ""),
    "polarity lexicon": ("words of praise and blame alone", ""),
    "majority of the training material": ("always the commonest posture", ""),
}


def texts_by_value(first: pd.DataFrame) -> str:
    """Which value comes first in which texts."""
    by_value = first.groupby(_alone(first))["group"].agg(list)
    said = ", ".join(f"**{v}** in {_listed(by_value[v])}" for v in sorted(by_value.index, key=ORDER.index))
    return f"**{said[2].upper()}{said[3:]}"


def lowest_to_highest(rows: pd.DataFrame, column: str, name: str) -> str:
    """The lowest and the highest of a column as numbers by name, each with its text; `name` is that of the numbers without the text's."""
    by_text = rows.set_index("group")[column]
    low, high = by_text.idxmin(), by_text.idxmax()
    return f"{{{name}_{low}}} ({SHORT[low]}) to {{{name}_{high}}} ({SHORT[high]})"


def standing(first: pd.DataFrame, heading: str) -> pd.DataFrame:
    """A row per text: the value that comes first, its share with the interval, how far ahead it is, and the recoded units that would end that."""
    return pd.DataFrame(
        {
            "article_id": first["group"],
            heading: _alone(first),
            "share %": _percent(first["share"]),
            "redrawn %": _span(first),
            "units": first["n_units"].astype(int),
            "ahead by units": first["margin_units"].astype(int),
            "recoded to end it": first["tipping_units"].astype(int),
        }
    )


def stances(profiles: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """The standing of the commonest stance, beside the shares for and against the step."""
    table = standing(first, "commonest stance").drop(columns="ahead by units")
    shares = profiles.pivot(index="group", columns="value", values="share").loc[table["article_id"]]
    for place, (heading, stance) in enumerate((("for %", "favor"), ("against %", "against")), 4):
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
            "all units: attributed %": list(_percent(all_units["share"])),
            "redrawn %": list(_span(all_units)),
            "recoded to even out": list(first["tipping_units"].astype(int)),
        }
    )


def borrowing(table: pd.DataFrame) -> str:
    """The texts whose appraisal is attributed for the larger part, from the table that `appraisal` gives."""
    most = table.loc[table["appraise, attributed"] > table["appraise, unattributed"], "article_id"].tolist()
    return _listed(most) if most else "no text"


def moved_by_rule(variants: pd.DataFrame, rule: str) -> str:
    """The texts whose leading posture is another one under another rule."""
    leads = variants.pivot(index="article_id", columns="rule", values="leads")
    moved = [a for a in SHORT if leads.loc[a, rule] != leads.loc[a, "rule_2_1"]]
    return _listed(moved) if moved else "no text"


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


def _listed(texts: list[str]) -> str:
    named = [SHORT[a] for a in texts]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
