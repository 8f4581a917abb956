"""Result tables in, sentences out: what the report says of a result, its numbers left as `{names}`."""

import pandas as pd

from framing.results import EXPECTED, SHORT


def leading_postures(leading: pd.DataFrame) -> str:
    """Which posture leads in each text, by how many units, and how few would overturn it."""
    parts = [
        f"- {SHORT[row.group]}: **{row.value}** ({{share_{row.group}_{row.value}}} %, redrawn {{lead_low_{row.group}}} to {{lead_high_{row.group}}} %, "
        f"ahead by {{lead_units_{row.group}}} of {{n_units_{row.group}}} units; "
        f"{{tip_units_{row.group}}} recoded units would end its lead)"
        for row in leading.itertuples()
    ]
    return "\n".join(["", "", *parts])


def own_or_borrowed() -> str:
    """How much of the appraisal, and of each text, is attributed in print."""
    return (
        "Of the {n_appraisal} units that appraise, {attributed_appraisal} % are attributed in print to a source ({attributed_appraisal_low} to "
        "{attributed_appraisal_high} % when codes are redrawn); {attributed_appraisal_tip} units given to another voice would make it a half. By text, "
        "attributed units of any posture, and how many would have to change sides for neither side to have more: "
        + "; ".join(f"{SHORT[a]} {{attributed_{a}}} % ({{attributed_tip_{a}}})" for a in SHORT)
        + ". For a reprint, unattributed does not mean own."
    )


def stances(profiles: pd.DataFrame) -> str:
    """Share of units for and against the step in each text, its commonest stance, and how few units would overturn that."""
    top = (
        profiles.sort_values(["group", "share", "value"], ascending=[True, False, True])
        .drop_duplicates("group")
        .set_index("group")["value"]
    )
    order = profiles.drop_duplicates("group")["group"]
    parts = [
        f"- {SHORT[g]}: {{stance_{g}_favor}} % of units in favor, {{stance_{g}_against}} % against; commonest: {top[g]} "
        f"(redrawn {{stance_low_{g}}} to {{stance_high_{g}}} %), {{stance_tip_{g}}} recoded units would end that"
        for g in order
    ]
    return "\n".join(["", "", *parts])


def top_frames(profiles: pd.DataFrame) -> str:
    """The commonest frame of each text, and how few units would overturn that."""
    ranked = profiles.sort_values(["group", "share", "value"], ascending=[True, False, True]).groupby("group").head(1).set_index("group")
    parts = [
        f"- {SHORT[g]}: {ranked.loc[g, 'value']} ({{top_frame_share_{g}}} % of units, redrawn {{frame_low_{g}}} to {{frame_high_{g}}} %; recoded units that "
        f"would end its lead: {{frame_tip_{g}}})"
        for g in SHORT
    ]
    return "\n".join(["", "", *parts])


def expectation_verdict(expectations: pd.DataFrame) -> str:
    """How many of the four expectations hold as coded and as the machine codes, and which do not."""
    return (
        f"As coded, {{n_hold_coded}} of {{n_expected}} hold{_missed(expectations, 'holds_coded')}; as the fast coder has it, "
        f"{{n_hold_machine}}{_missed(expectations, 'holds_machine')}, as the accurate one {{n_hold_accurate}}{_missed(expectations, 'holds_accurate')}. "
        "An expectation holds where its posture leads alone; a tie is none. Over all {n_texts} texts the fast coder's leading posture is the coders' in "
        "{n_same_lead}. Fewest recoded units that would overturn each, as coded: "
        + "; ".join(f"{SHORT[a]} {{expectation_tip_coded_{a}}}" for a in expectations["article_id"])
        + ". Redraws that keep it, each unit's code taken from one of the two readings: "
        + "; ".join(f"{SHORT[a]} {{redraws_{a}}} %" for a in expectations["article_id"])
        + ". The codebook was revised after a trial coding of these texts whose outcome was known; what its rules decide is shown below."
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


def carrying_terms(terms: pd.DataFrame) -> str:
    """How many lexicon entries carry the leading posture of each text, and what the fast coder's share is without the one that matters most."""
    led = terms[terms["leads_as_coded"]]
    parts = [
        f"- {SHORT[row.group]} ({row.value}): {{terms_n_{row.group}}} entries, as concentrated as {{terms_effective_{row.group}}} of equal part; the strongest "
        f"carries {{terms_first_{row.group}}} %, entries attested only in these texts {{terms_only_here_{row.group}}} %; the share is "
        f"{{terms_share_{row.group}}} %, without the entry that matters most {{terms_without_{row.group}}} %"
        for row in led.itertuples()
    ]
    silent = [SHORT[a] for a in SHORT if a not in set(led["group"])]
    return "\n".join(["", "", *parts, *([f"- carried by no entry: {', '.join(silent)}"] if silent else [])])


def disputed_units(disputed: pd.DataFrame) -> str:
    """Per text: units that the readings code differently beside those needed to end its lead, and the lead that the least favourable choice leaves."""
    parts = [
        f"- {SHORT[row.article_id]} ({row.leads}): {{n_disputed_{row.article_id}}} of {{n_units_{row.article_id}}} units disputed, "
        f"{{tip_units_{row.article_id}}} needed; least lead {{least_margin_{row.article_id}}}"
        for row in disputed.itertuples()
    ]
    return "\n".join(["", "", *parts])


def masked(masking: pd.DataFrame) -> str:
    """What each method makes of the leading posture's share when half of each text's codes are hidden."""
    naive = masking[masking["leads"] & (masking["method"] == "naive")]
    right = naive[naive["bias"].abs() < 0.005]
    chance = "; ".join(f"the {coder} coder on {_listed(own['group'])}" for coder, own in right.groupby("coder", sort=False))
    lucky = (
        f" They are right within half a point by chance ({chance}), and nothing in the machine's codes says where." if len(right) else ""
    )
    each = {
        coder: f"{{masking_{coder}_difference_rmse_low}} to {{masking_{coder}_difference_rmse_high}} points with the {coder} coder, whose {{masking_n_kept}} "
        f"kept codes are worth {{masking_{coder}_n_effective}} without it"
        for coder in masking["coder"].unique()
    }
    points = " and ".join(f"{{masking_{c}_naive_bias_high}} ({c})" for c in each)
    coverage = " and ".join(f"{{masking_{c}_difference_coverage_low}} to {{masking_{c}_difference_coverage_high}} % ({c})" for c in each)
    width = " and ".join(f"{{masking_{c}_difference_width_low}} to {{masking_{c}_difference_width_high}} points ({c})" for c in each)
    back = " and ".join(f"{{masking_{c}_back_calculation_bias_high}} ({c})" for c in each)
    caught = " and ".join(f"{{masking_{c}_back_calculation_coverage_low}} % ({c})" for c in each)
    em = " and ".join(f"{{masking_{c}_em_bias_high}} ({c})" for c in each)
    return (
        f"- **Machine codes alone** miss the known share by up to {points} percentage points.{lucky}\n"
        "- **Corrected shares** are right on average (within {masking_fast_difference_bias_high} points of the known share over {masking_draws} draws). Their usual "
        "error (root mean square), lowest and highest of the texts: " + "; ".join(each.values()) + "; {masking_fast_hand_rmse_low} to "
        "{masking_fast_hand_rmse_high} points by the kept codes alone.\n"
        f"- Their 95 % intervals hold the known share in {coverage} of draws, {_told(masking)}. They are {width} wide, widest in the shortest text. That is what "
        "the correction does not buy: few units stay few.\n"
        f"- **Back-calculation** presumes that the machine confuses postures alike in every text: it is off by up to {back} points on average, and its intervals hold the "
        f"known share in as few as {caught} of draws. **EM** presumes that each posture is worded as in training: off by up to {em} points."
    )


def _told(masking: pd.DataFrame) -> str:
    """Whether the package warned of the corrected intervals."""
    warned = masking.loc[masking["leads"] & (masking["method"] == "difference"), "warned"]
    if (warned == 1).all():
        return "and the package warned of every one: fewer than ten units of the posture or of the others are kept, which is few for a normal approximation"
    return "and the package warned of " + ("some of them" if (warned > 0).any() else "none of them")


def masked_elsewhere() -> str:
    """The same on development sentences, more of which are coded."""
    return (
        "With more units the same holds more firmly. Of the {n_development} development sentences, in two sources, the codes of {masking_kept_of_source} each were kept. "
        "Over all four postures the corrected intervals hold the known share in {masking_development_fast_difference_coverage_low} to "
        "{masking_development_fast_difference_coverage_high} % of draws (fast) and {masking_development_accurate_difference_coverage_low} to "
        "{masking_development_accurate_difference_coverage_high} % (accurate), those of the kept codes alone in {masking_development_fast_hand_coverage_low} to "
        "{masking_development_fast_hand_coverage_high} %; corrected ones of postures where the package warns of fewer than half in {masking_development_unwarned_low} to "
        "{masking_development_unwarned_high} %. For the commonest posture the "
        "{masking_development_n_kept} kept codes are worth {masking_development_fast_n_effective} codes without a machine if the fast coder helps, and "
        "{masking_development_accurate_n_effective} if the accurate one does. Settings of both coders were chosen on these sentences, so the gain is flattered. "
        "That intervals hold is not: they rest on the random draw alone, whatever the machine says."
    )


def _listed(groups: pd.Series) -> str:
    return " and ".join(SHORT[g] for g in groups)


def alt_masking(masking: pd.DataFrame) -> str:
    """Alt text of the masking figure, from its own numbers."""
    own = masking[masking["leads"]].set_index(["coder", "group", "method"])
    parts = [
        f"{SHORT[g]} {100 * row.share:.0f} % {row.value}, machine alone {100 * own.loc[(c, g, 'naive'), 'estimate']:.0f} %, "
        f"corrected {100 * row.middle_low:.0f} to {100 * row.middle_high:.0f} %"
        for (c, g, m), row in own.iterrows()
        if (c, m) == ("fast", "difference")
    ]
    return (
        "Shares of the leading posture of six texts, known, by machine codes alone, by half of the codes alone, and corrected. Fast coder: "
        + "; ".join(parts)
        + "."
    )


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


def what_survives(summary: pd.DataFrame) -> str:
    """In how many specifications each text's leading posture still leads, and which choice moves its share furthest."""
    parts = [
        f"- {SHORT[row.article_id]}: **{row.value}** leads alone in {{spec_lead_{row.article_id}}} of {{spec_n}} specifications; its share lies between "
        f"{{spec_low_{row.article_id}}} and {{spec_high_{row.article_id}}} %"
        + (f", moved furthest by the choice of {row.moved_by}" if row.moved_by else "")
        for row in summary.itertuples()
    ]
    return "\n".join(["", "", *parts])


def expectations_survive() -> str:
    """In how many specifications each expectation holds, and all of them at once."""
    each = "; ".join(f"{SHORT[a]} ({posture}) in {{spec_keep_{a}}}" for a, posture in EXPECTED.items())
    return f"Of {{spec_n}} specifications the expected posture leads alone: {each}; all four at once in {{spec_keep_all}}."


def alt_specifications(summary: pd.DataFrame) -> str:
    """Alt text of the specification curve, from its own numbers."""
    listed = "; ".join(
        f"{SHORT[row.article_id]} {row.value} in {row.n_leads} of {row.n_specifications}, share {100 * row.low:.0f} to {100 * row.high:.0f} %"
        for row in summary.itertuples()
    )
    return f"A strip of points for each of six texts, one point a specification, above a matrix of the options chosen. The posture of the first specification leads alone: {listed}."


def interval_verdict(off: pd.DataFrame) -> str:
    """Whether corrected intervals hold where they have to."""
    start = (
        "Corrected 95 % intervals were to cover in {intervals_band_low} to {intervals_band_high} of runs, within two Monte Carlo errors, wherever an outlet has "
        "{intervals_articles} articles and a value {intervals_positives} hand-coded units. Of {intervals_due} such coverages {intervals_off} "
    )
    where = f" (in {', '.join(dict.fromkeys(off['cell']))})" if len(off) else ""
    return start + (
        f"{'lies' if len(off) == 1 else 'lie'} outside{where}; they run from {{intervals_lowest}} to {{intervals_highest}}, {{intervals_mean}} on average. "
        "Naive intervals on the same populations: {intervals_naive_outlet} for an outlet, down to {intervals_naive_lowest}; of a corpus they have no width, and hold ({intervals_naive_corpus}) where the machine's share happens to be right."
    )


def failing_intervals(failing: pd.DataFrame) -> str:
    """Whether the tool says so where intervals of corrected shares, or of hand codes alone, fail."""
    of = {"difference": ("of corrected shares", ""), "hand": ("of hand codes alone", "_hand")}
    parts = [
        f"{{intervals_failing{name}}} {what}, the lowest {{intervals_failing{name}_lowest}}; the tool warns beside them in {{intervals_failing{name}_warned}} of runs or more"
        for method, (what, name) in of.items()
        if (failing["method"] == method).any()
    ]
    found = "; ".join(parts) or "none"
    return (
        f"Coverages below the band by more than two Monte Carlo errors, few articles and rare values included: {found}. "
        "In runs in which the tool had nothing to say beside a corrected share, {intervals_quiet} of intervals hold."
    )


def alt_coverage(coverage: pd.DataFrame) -> str:
    """Alt text of the coverage figure, from its own numbers."""
    parts = []
    for (method, target), rows in coverage.groupby(["method", "target"]):
        found = rows["coverage"]
        parts.append(f"{method}, {target}: {found.min():.2f} to {found.max():.2f}, median {found.median():.2f}")
    return f"Coverage of 95 % intervals in {coverage['cell'].nunique()} cells. " + "; ".join(parts) + "."
