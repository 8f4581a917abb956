"""Result tables in, sentences out: what the report says of a result, its numbers left as `{names}`."""

import pandas as pd

from framing.results import SHORT


def leading_postures(leading: pd.DataFrame) -> str:
    """Which posture leads in each text, by how many units, and how few would overturn it."""
    parts = [
        f"- {SHORT[row.group]}: **{row.value}** ({{share_{row.group}_{row.value}}} %, ahead by {{lead_units_{row.group}}} of {{n_units_{row.group}}} units; "
        f"{{tip_units_{row.group}}} recoded units would end its lead)"
        for row in leading.itertuples()
    ]
    return "\n".join(["", "", *parts])


def own_or_borrowed() -> str:
    """How much of the appraisal, and of each text, is attributed in print."""
    return (
        "Of the {n_appraisal} units that appraise, {attributed_appraisal} % are attributed in print to a source. By text, attributed units of any posture: "
        + "; ".join(f"{SHORT[a]} {{attributed_{a}}} %" for a in SHORT)
        + ". For a reprint, unattributed does not mean own."
    )


def stances(profiles: pd.DataFrame) -> str:
    """Share of units for and against the step in each text."""
    order = profiles.drop_duplicates("group")["group"]
    parts = [f"- {SHORT[g]}: {{stance_{g}_favor}} % of units in favor, {{stance_{g}_against}} % against" for g in order]
    return "\n".join(["", "", *parts])


def top_frames(profiles: pd.DataFrame) -> str:
    """The commonest frame of each text."""
    ranked = profiles.sort_values(["group", "share", "value"], ascending=[True, False, True]).groupby("group").head(1).set_index("group")
    return "; ".join(f"{SHORT[g]}: {ranked.loc[g, 'value']} ({{top_frame_share_{g}}} % of units)" for g in SHORT) + "."


def expectation_verdict(expectations: pd.DataFrame) -> str:
    """How many of the four expectations hold as coded and as the machine codes, and which do not."""
    return (
        f"As coded, {{n_hold_coded}} of {{n_expected}} hold{_missed(expectations, 'holds_coded')}; as the shipped coder has it, "
        f"{{n_hold_machine}}{_missed(expectations, 'holds_machine')}. Over all {{n_texts}} texts the machine's leading posture is the coders' in "
        "{n_same_lead}. The codebook was revised after a trial coding of these texts whose outcome was known; what its rules decide is shown below."
    )


def _missed(expectations: pd.DataFrame, column: str) -> str:
    failing = [SHORT[a] for a in expectations.loc[~expectations[column], "article_id"]]
    return f" (not: {', '.join(failing)})" if failing else ""


def hangs_on_rule(variants: pd.DataFrame) -> str:
    """Which texts have another leading posture under another rule."""
    leads = variants.pivot(index="article_id", columns="rule", values="leads")
    parts = [
        f"{SHORT[a]} ({leads.loc[a, 'rule_2_1']}) becomes {leads.loc[a, rule]} when {wording}"
        for rule, wording in (
            ("explains_by_any_phrase", "any phrase counts as explanation"),
            ("focal_objects_only", "appraisal of other objects is set aside"),
        )
        for a in SHORT
        if leads.loc[a, rule] != leads.loc[a, "rule_2_1"]
    ]
    return ("The lead hangs on the rule: " + "; ".join(parts) + ".") if parts else "No text's leading posture changes under these rules."


def nearest_profiles(neighbours: pd.DataFrame) -> str:
    """The nearest of the four profiles to each text without an outlet, or none."""
    parts = []
    for row in neighbours[neighbours["nearest"]].itertuples():
        if row.near_enough:
            parts.append(f"{SHORT[row.article_id]}: nearest to {SHORT[row.other]} (distance {{nearest_distance_{row.article_id}}})")
        else:
            parts.append(
                f"{SHORT[row.article_id]}: none within {{nearest_limit}} (nearest {SHORT[row.other]}, {{nearest_distance_{row.article_id}}})"
            )
    return "; ".join(parts) + "."


def alt_posture(profiles: pd.DataFrame) -> str:
    """Alt text of the posture figure, from its own numbers."""
    own = profiles[(profiles["variable"] == "posture") & (profiles["coder"] == "adjudicated")]
    top = own.sort_values(["share", "value"], ascending=[False, True]).groupby("group").head(1).set_index("group")
    listed = "; ".join(f"{SHORT[g]} {100 * top.loc[g, 'share']:.0f} % {top.loc[g, 'value']}" for g in SHORT)
    return f"Bar chart of posture shares in six texts, as coded and as the machine codes them. Leading as coded: {listed}."


def alt_rows(start: str, data: pd.DataFrame, label: str, value: str, percent: bool = False) -> str:
    """Alt text that lists one number per row."""
    shown = "; ".join(
        f"{SHORT.get(row[label], row[label])} {100 * row[value]:.0f} %"
        if percent
        else f"{SHORT.get(row[label], row[label])} {row[value]:.2f}"
        for row in data.to_dict("records")
    )
    return f"{start}: {shown}."


def alt_counts(start: str, data: pd.DataFrame, columns: list[str], n: str) -> str:
    """Alt text that lists a count per group."""
    shown = "; ".join(f"{', '.join(str(SHORT.get(row[c], row[c])) for c in columns)} {row[n]:.0f}" for row in data.to_dict("records"))
    return f"{start}: {shown}."
