"""Result tables in, sentences out: what the report says of a result, its numbers left as `{names}`."""

import pandas as pd

from framing.evidence import read_terms
from framing.labels import setting, variable_label
from framing.results.choices import least_kept
from framing.results.names import EVENT, SHORT


def leads_of_texts(leads: pd.DataFrame) -> str:
    """Which posture leads in which texts, the narrowest and the widest lead, and how often the machines find the same."""
    alone = leads[leads["margin_units"] > 0]
    ends = [
        f"{SHORT[a]}'s, by {{lead_units_{a}}} of {{n_units_{a}}} units: {{tip_units_{a}}} recoded ones would end it"
        for a in alone.set_index("article_id")["margin_units"].sort_values(kind="stable").index[[0, -1]]
    ]
    tied = [SHORT[a] for a in leads.loc[leads["margin_units"] == 0, "article_id"]]
    return (
        f"{_by_value(alone['coded'], alone['article_id'], '{{share_{a}_{v}}} %')}. "
        + (f"No posture leads alone in {_and(tied)}. " if tied else "")
        + f"The narrowest lead is {ends[0]}; the widest is {ends[1]}. The fast coder has the same posture alone in the lead in {{n_same_lead}} of {{n_texts}} texts, "
        "the accurate coder in {n_same_lead_accurate}."
    )


def _by_value(found: pd.Series, texts: pd.Series, number: str) -> str:
    """Values with the texts they are found in: `**a** in one (1 %) and two (2 %); **b** in three (3 %)`; `number` has the text's id at {a}, the value at {v}."""
    named = pd.Series([f"{SHORT[a]} ({number.format(a=a, v=v)})" for a, v in zip(texts, found, strict=True)])
    return "; ".join(f"**{v}** in {_and(list(own))}" for v, own in named.groupby(found.to_numpy(), sort=False))


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def expectation_verdict(expectations: pd.DataFrame) -> str:
    """How many of the four expectations hold as coded and as the machine codes, which do not, and which hangs on least."""
    weakest = expectations.sort_values("tipping_units", kind="stable")["article_id"].iloc[0]
    fewest = expectations.sort_values("specifications_leading", kind="stable")["article_id"].iloc[0]
    return (
        f"As coded, {{n_hold_coded}} of {{n_expected}} hold{_missed(expectations, 'holds_coded')}; as the fast coder has it, "
        f"{{n_hold_machine}}{_missed(expectations, 'holds_machine')}, as the accurate one {{n_hold_accurate}}{_missed(expectations, 'holds_accurate')}. "
        f"The weakest as coded is that of {SHORT[weakest]}, which {{expectation_tip_coded_{weakest}}} recoded units would overturn; the one that fewest "
        f"specifications keep is that of {SHORT[fewest]}, {{spec_keep_{fewest}}} of {{spec_n}}."
    )


def verdicts(expectations: pd.DataFrame) -> pd.DataFrame:
    """Expectations as a table to be read down: a column a text, a row a check."""
    rows: dict[str, list[str]] = {"check": ["expected to lead", "as coded", "by the fast coder", "by the accurate coder", "ahead as coded, units", "fewest recoded units that would overturn it", "redraws that keep it", "specifications that keep it"]}  # fmt: skip
    for row in expectations.to_dict("records"):
        found = [
            f"{'holds' if row[f'holds_{coder}'] else 'fails'}: {row[coder]}"
            + (f" ({row[f'{coder}_tipping_units']})" if coder != "coded" else "")
            for coder in ("coded", "machine", "accurate")
        ]
        shares = [f"{100 * row[c]:.0f} %" for c in ("redraws_leading", "specifications_leading")]
        rows[SHORT[row["article_id"]]] = [row["expected"], *found, str(row["margin_units"]), str(row["tipping_units"]), *shares]
    return pd.DataFrame(rows)


def _missed(expectations: pd.DataFrame, column: str) -> str:
    failing = [SHORT[a] for a in expectations.loc[~expectations[column], "article_id"]]
    return f" (not: {', '.join(failing)})" if failing else ""


def hard_postures(by_class: pd.DataFrame) -> str:
    """Which posture each coder finds least often."""
    least = by_class.loc[by_class.groupby("coder", sort=False)["recall"].idxmin()]
    return "Found least often: " + "; ".join(f"{row.value} by the {row.coder} coder" for row in least.itertuples()) + "."


VARIANTS = {
    "rule_2_1": "the codebook's rule",
    "explains_by_any_phrase": "any phrase explains",
    "explanation_first": "explanation before appraisal",
    "refusal_and_consent": "refusal and consent appraise",
    "focal_objects_only": "focal objects only",
}
UNDER = {
    "explains_by_any_phrase": "any phrase counts as explanation",
    "explanation_first": "explanation is asked for before appraisal",
    "refusal_and_consent": "a reported refusal or consent counts as appraisal",
    "focal_objects_only": "appraisal of other objects is set aside",
}


def hangs_on_rule(variants: pd.DataFrame) -> str:
    """Which texts have another leading posture under another rule."""
    leads = variants.pivot(index="article_id", columns="rule", values="leads")
    parts = [
        f"{SHORT[a]} ({leads.loc[a, 'rule_2_1']}) becomes {leads.loc[a, rule]} when {wording}"
        for rule, wording in UNDER.items()
        for a in SHORT
        if rule in leads and leads.loc[a, rule] != leads.loc[a, "rule_2_1"]
    ]
    return ("The lead hangs on the rule: " + "; ".join(parts) + ".") if parts else "No text's leading posture changes under these rules."


def commonest_stance(profiles: pd.DataFrame) -> str:
    """Which stance is commonest in which texts, and which texts hold both sides."""
    shares = profiles.pivot(index="group", columns="value", values="share").loc[profiles["group"].unique()]
    top = shares.idxmax(axis=1)
    both = [SHORT[g] for g in shares.index if shares.loc[g, "favor"] > 0 and shares.loc[g, "against"] > 0]
    none = [SHORT[g] for g in shares.index if shares.loc[g, "neutral"] == 1]
    return (
        f"The commonest stance is {_by_value(top, pd.Series(top.index), '{{stance_{a}_{v}}} %')}. "
        + (f"Both sides are heard only in {_and(both)}. " if both else "No text holds both sides. ")
        + (f"No unit of {_and(none)} takes a side." if none else "")
    )


def commonest_frame(profiles: pd.DataFrame) -> str:
    """Which frame is commonest in which texts."""
    top = profiles.sort_values(["share", "value"], ascending=[False, True]).drop_duplicates("group").set_index("group")["value"]
    top = top.loc[profiles["group"].unique()]
    return f"The commonest frame is {_by_value(top, pd.Series(top.index), '{{top_frame_share_{a}}} % of units')}."


def first_words(words: pd.DataFrame) -> str:
    """The lemma ranked first in each text."""
    first = words[words["rank"] == 1]
    listed = ", ".join(f'{SHORT[r.article_id]} <bdi lang="ar">{r.lemma}</bdi>' for r in first.itertuples())
    return f"The word that sets a text apart most: {listed}."


def whose_words(appraisal: pd.DataFrame) -> str:
    """How much of the appraisal is borrowed in each text."""
    appraised = appraisal[appraisal["n_appraisal"] > 0]
    borrowed = (appraised["named"] + appraised["carried"]) / appraised["n_appraisal"]
    sides = (("More than half of it is in", borrowed > 0.5), ("just half in", borrowed == 0.5), ("less in", borrowed < 0.5))
    parts = [
        f"{start} {_and([f'{SHORT[a]} ({{n_borrowed_{a}}} of {{n_appraisal_{a}}})' for a in appraised.loc[where, 'article_id']])}"
        for start, where in sides
        if where.any()
    ]
    silent = [SHORT[a] for a in appraisal.loc[appraisal["n_appraisal"] == 0, "article_id"]]
    return (
        "Of the {n_appraisal} units that appraise, {n_borrowed_appraisal} are borrowed: print attributes them to a source. "
        + "; ".join(parts)
        + "."
        + (f" No unit of {_and(silent)} appraises." if silent else "")
    )


def moves(heads: pd.DataFrame, halves: pd.DataFrame) -> str:
    """Whether headlines have the posture that leads the body, and what the two halves of the texts that change most have."""
    other = heads[(heads["headline"] != "") & (heads["headline"] != heads["body_leads"])]
    apart = halves[halves["orders_as_far"] < 0.05]
    changes = [
        f"In {SHORT[row.article_id]} the halves differ more than in all but {{half_orders_{row.article_id}}} % of random orders of the same units: {row.moved} "
        f"units go from {{half_first_{row.article_id}}} in the first half to {{half_second_{row.article_id}}} in the second."
        for row in apart.itertuples()
    ]
    exceptions = [f"{SHORT[row.article_id]} ({row.headline} over a {row.body_leads} body)" for row in other.itertuples()]
    return (
        "Of the {n_headlined} texts that have a headline, it has the posture that leads the body in {n_headline_as_body}"
        + (f"; not in {_and(exceptions)}" if exceptions else "")
        + ". "
        + (" ".join(changes) if changes else "In no text do the two halves differ more than in one of twenty random orders of its units.")
        + (" The other texts do not move as clearly." if 0 < len(apart) < len(halves) else "")
    )


def nearest_profiles(neighbours: pd.DataFrame) -> str:
    """The nearest of the four profiles to each text without an outlet, or none, and how many specifications find the same."""
    parts = []
    for row in neighbours[neighbours["nearest"]].itertuples():
        t, other = row.article_id, SHORT[row.other]
        found = (
            f"nearest to **{other}**, at a distance of"
            if row.near_enough
            else f"**none** is within {{nearest_limit}}; the nearest is {other}, at"
        )
        parts.append(f"- {SHORT[t]}: {found} {{nearest_distance_{t}}}; the same in {{nearest_kept_{t}}} of {{spec_n}} specifications")
    return "\n".join(["", "", *parts])


def genres(neighbours: pd.DataFrame, texts: pd.DataFrame) -> str:
    """Genre of each text without an outlet and of the nearest to it."""
    of = texts.set_index("article_id")["genre"]
    parts = [
        f"the {SHORT[row.article_id]} and {SHORT[row.other]} are "
        + (f"of one genre ({of[row.other]})" if of[row.article_id] == of[row.other] else f"of two ({of[row.article_id]}, {of[row.other]})")
        for row in neighbours[neighbours["nearest"]].itertuples()
    ]
    return "; ".join(parts)


def alt_nearest(neighbours: pd.DataFrame) -> str:
    """Alt text of the likeness figure, from its own numbers."""
    parts = [
        f"{SHORT[text]}: "
        + ", ".join(f"{SHORT[row.other]} {row.distance:.2f}" for row in own.sort_values("distance", kind="stable").itertuples())
        for text, own in neighbours.groupby("article_id", sort=False)
    ]
    return (
        "Posture profiles as stacked bars, each text without an outlet above the four others in order of distance. "
        + "; ".join(parts)
        + "."
    )


def carrying_terms(terms: pd.DataFrame) -> str:
    """Of which text's leading posture one lexicon entry carries most, and which texts' is carried by none."""
    led = terms[terms["leads_as_coded"]]
    most = led.loc[(led["share"] - led["share_without"]).idxmax(), "group"]
    silent = [SHORT[a] for a in SHORT if a not in set(led["group"])]
    return (
        f"One entry matters most in {SHORT[most]}: without it the fast coder's share of the leading posture is {{terms_without_{most}}} instead of "
        f"{{terms_share_{most}}} %."
        + (f" The leading posture of {_and(silent)} is carried by no entry: procedural is what is left." if silent else "")
    )


def agreement_of_people(people: pd.DataFrame) -> str:
    """How far people agree, or that none have coded and how their files would join."""
    if people.empty:
        return (
            "**Agreement of people: not known.** People who have coded these units: {n_people}. Two are needed, on the same units. `make packet` makes the sheet, the codebook and the "
            "instructions; `make packet-import` checks a filled sheet and puts it beside the readings, and the next build shows a table of people's agreement here."
        )
    return (
        "**Agreement of people.** {n_people} people have coded, {people_n_units} units twice or more: alpha of posture is {people_posture} (95 %: {people_posture_low} to "
        "{people_posture_high}). They agree on the posture of {people_posture_raw} % of units."
    )


def weakest_value(by_value: pd.DataFrame) -> str:
    """Which value is coded least alike of those found often enough, which are too rare, and which nobody found."""
    weakest = by_value[by_value["assessable"]].nsmallest(1, "alpha").iloc[0]
    rare = by_value[~by_value["assessable"] & (by_value["n_positives"] > 0)]
    unused = by_value[by_value["n_positives"] == 0]
    return (
        f"Least alike of the {{stability_n_assessed}} values found in {{least_positives}} units or more is **{_value(weakest)}**: {{stability_weakest}} ({{stability_weakest_low}} to "
        "{stability_weakest_high}). "
        + (f"Too rare to assess: {_and([_value(row) for row in rare.to_dict('records')])}. " if len(rare) else "")
        + (f"Found by no reading: {_and([_value(row) for row in unused.to_dict('records')])}." if len(unused) else "")
    )


def _value(row: pd.Series | dict) -> str:
    """A value with its variable in words: `voice: expert`."""
    return variable_label(row["variable"]) if row["variable"].startswith("frame:") else f"{variable_label(row['variable'])}: {row['value']}"


def sentiment_verdict(tones: pd.DataFrame) -> str:
    """Whether the coders find more than a polarity lexicon does: in the four postures, and in tone alone."""
    wide = [c for c, own in tones[tones["other"] == "polarity lexicon"].groupby("coder", sort=False) if (own["low"] <= 0).all()]
    alone = (
        f"In tone alone, with analytical and procedural taken together, there is no sure gain for {_and([f'the {c}' for c in wide])}: macro-F1 {{machine_tone_polarity}} for the polarity "
        "lexicon, {machine_tone_fast} for the fast coder and {machine_tone_accurate} for the accurate one. What the coders add is telling explanation from plain report, which polarity cannot "
        "name at all."
        if wide
        else "In tone alone both coders find more too: {machine_tone_fast} and {machine_tone_accurate} against {machine_tone_polarity}."
    )
    return (
        "**Over four postures, yes**: macro-F1 of a plain polarity lexicon is {machine_polarity_macro_f1}; the fast coder has {machine_fast_over_polarity} more "
        "({machine_fast_over_polarity_low} to {machine_fast_over_polarity_high}), the accurate coder {machine_accurate_over_polarity} "
        "({machine_accurate_over_polarity_low} to {machine_accurate_over_polarity_high}). " + alone
    )


def commonest_errors(by_class: pd.DataFrame, confusions: dict[str, pd.DataFrame]) -> str:
    """Which posture each coder misses most, which it gives too often, and its commonest confusion."""
    return "\n".join(["", "", *(_errors_of(coder, by_class[by_class["coder"] == coder], table) for coder, table in confusions.items())])


def _errors_of(coder: str, own: pd.DataFrame, confusion: pd.DataFrame) -> str:
    counts = confusion.set_index("reference")
    missed = own.set_index("value")["recall"].idxmin()
    excess = (counts.sum() - counts.sum(axis=1)).idxmax()
    truth, called = counts.mask(pd.DataFrame({c: counts.index == c for c in counts}, index=counts.index)).stack().idxmax()
    return (
        f"- The **{coder} coder** misses {missed} units most: it finds {{machine_{coder}_{missed}_recall}} % of {{machine_n_{missed}}}. It calls too many units {excess} "
        f"({{machine_{coder}_called_{excess}}}, of which {{machine_{coder}_{excess}_precision}} % are; there are {{machine_n_{excess}}}). Its commonest error: {truth} units called {called} "
        f"({{machine_{coder}_most_confused}})."
    )


def masked(masking: pd.DataFrame) -> str:
    """What machine codes alone, and corrected ones, make of the leading posture's share when half of each text's codes are hidden."""
    return (
        "Machine codes alone miss the known share by up to {masking_fast_naive_bias_high} points (fast coder) and {masking_accurate_naive_bias_high} (accurate). Corrected by "
        "half of the codes, the shares are right on average, within {masking_fast_difference_bias_high} points, and their 95 % intervals hold the known share in "
        "{masking_fast_difference_coverage_low} to {masking_fast_difference_coverage_high} % of draws. But they are {masking_fast_difference_width_low} to "
        f"{{masking_fast_difference_width_high}} points wide, {_told(masking)}: few units stay few."
    )


def right_by_chance(masking: pd.DataFrame) -> str:
    """Where machine codes alone happen to be right."""
    naive = masking[masking["leads"] & (masking["method"] == "naive")]
    right = naive[naive["bias"].abs() < 0.005]
    where = "; ".join(f"the {coder} coder on {_listed(own['group'])}" for coder, own in right.groupby("coder", sort=False))
    return f"Machine codes alone are right within half a point by chance ({where}), and nothing in them says where." if len(right) else ""


def masked_methods(masking: pd.DataFrame) -> str:
    """Usual errors of the corrected shares, what they save, and how far the other corrections are off, for each coder."""
    return "\n".join(
        f"- With the {c} coder the usual error (root mean square) of corrected shares is {{masking_{c}_difference_rmse_low}} to {{masking_{c}_difference_rmse_high}} points; "
        f"the {{masking_n_kept}} kept codes are worth {{masking_{c}_n_effective}} without it. Back-calculation is off by up to {{masking_{c}_back_calculation_bias_high}} points on "
        f"average, and its intervals hold in as few as {{masking_{c}_back_calculation_coverage_low}} % of draws; EM is off by up to {{masking_{c}_em_bias_high}} points."
        for c in masking["coder"].unique()
    )


def _told(masking: pd.DataFrame) -> str:
    """Whether the package warned of the corrected intervals."""
    warned = masking.loc[masking["leads"] & (masking["method"] == "difference"), "warned"]
    return "and the package warned of " + ("every one" if (warned == 1).all() else "some of them" if (warned > 0).any() else "none of them")


def masked_elsewhere() -> str:
    """The same on development sentences, more of which are coded."""
    return (
        "With more units the same holds more firmly: of the {n_development} development sentences, in two sources, the codes of {masking_kept_of_source} each were kept, and "
        "corrected intervals held the known share of each posture in {masking_development_fast_difference_coverage_low} to "
        "{masking_development_fast_difference_coverage_high} % of draws (fast) and {masking_development_accurate_difference_coverage_low} to "
        "{masking_development_accurate_difference_coverage_high} % (accurate). For the commonest posture the {masking_development_n_kept} kept codes are worth "
        "{masking_development_fast_n_effective} with the fast coder and {masking_development_accurate_n_effective} with the accurate one. Settings of both were chosen on "
        "these sentences, so that gain is flattered; that intervals hold is not, for they rest on the random draw alone."
    )


def _listed(groups: pd.Series) -> str:
    return " and ".join(SHORT[g] for g in groups)


def before_the_event(texts: pd.DataFrame) -> str:
    """The texts that came out before the month of the event."""
    return _listed(texts.loc[texts["published"].str[:7] < EVENT, "article_id"])


def alt_timeline(texts: pd.DataFrame) -> str:
    """Alt text of the timeline, from its own numbers."""
    listed = "; ".join(f"{SHORT[r.article_id]}, {r.genre}, {r.published}, {r.n_units} units" for r in texts.itertuples())
    return f"Timeline of six texts in order of date, the month of the announcement, {EVENT}, shaded. {listed}."


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
    own = profiles[profiles["variable"] == "posture"]
    shares = own.set_index(["coder", "group", "value"])["share"]
    coded = own[own["coder"] == "adjudicated"].sort_values(["share", "value"], ascending=[False, True])
    top = coded.drop_duplicates("group").set_index("group")["value"]
    listed = "; ".join(
        f"{SHORT[g]} {100 * shares['adjudicated', g, top[g]]:.0f} % {top[g]} (fast coder {100 * shares['fast coder', g, top[g]]:.0f}, accurate "
        f"{100 * shares['accurate coder', g, top[g]]:.0f})"
        for g in SHORT
    )
    return f"Bars of posture shares in six texts as coded, with signs for what each machine coder finds. Leading as coded: {listed}."


def alt_variants(variants: pd.DataFrame) -> str:
    """Alt text of the figure of rules, from its own numbers."""
    first = variants[variants["rule"] == next(iter(VARIANTS))].set_index("article_id")["leads"]
    listed = ", ".join(f"{SHORT[a]} {first[a]}" for a in SHORT)
    return f"Stacked bars of units by posture, {len(VARIANTS)} rules for each of six texts. Under the codebook's rule: {listed}. {hangs_on_rule(variants)}"


def alt_frames(profiles: pd.DataFrame) -> str:
    """Alt text of the heat map of frames, from its own numbers: the commonest of each text."""
    rows = profiles.sort_values(["share", "value"], ascending=[False, True]).drop_duplicates("group").set_index("group")
    listed = "; ".join(f"{SHORT[g]} {rows.loc[g, 'value']} {100 * rows.loc[g, 'share']:.0f} %" for g in profiles["group"].unique())
    return f"Heat map of the share of units in which each of {profiles['value'].nunique()} frames is present in six texts. Commonest: {listed}."


def alt_sources(stated: pd.DataFrame) -> str:
    """Alt text of the figure of postures by source, from its own numbers: units of each text by whether a source is named."""
    n = stated.pivot_table(index="article_id", columns="source", values="n_units", aggfunc="sum", fill_value=0, sort=False)
    n = n.reindex(columns=["none", "named", "carried"], fill_value=0)
    listed = "; ".join(f"{SHORT[row.Index]} {row.none:.0f}, {row.named:.0f}, {row.carried:.0f}" for row in n.itertuples())
    return f"Stacked bars of units by posture, in three panels. Units with no source named, named in the unit, carried over from the passage: {listed}."


def alt_arcs(course: pd.DataFrame) -> str:
    """Alt text of the figure of each text's course: its postures in order, by their first letters."""
    listed = "; ".join(f"{SHORT[a]} {''.join(p[0] for p in own['posture'])}" for a, own in course.groupby("article_id", sort=False))
    return f"Strips of units in printed order by posture, as coded and by both machine coders. As coded, by first letters: {listed}."


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


RULES = {
    "explanation by any phrase": "Letting any phrase explain",
    "explanation before appraisal": "Counting explanation before appraisal",
    "refusal and consent evaluate": "Counting reported refusal and consent as appraisal",
}
FIRM = 0.8  # of the specifications: from there on a lead is called firm


def what_survives(summary: pd.DataFrame) -> str:
    """Which leading postures still lead in most specifications, and which hang on the decisions."""
    ranked = summary.sort_values("n_leads", ascending=False, kind="stable")
    firm = ranked["n_leads"] >= FIRM * ranked["n_specifications"]
    parts = []
    for said, own in (("survive nearly every way to decide", ranked[firm]), ("hang on the decisions", ranked[~firm])):
        if len(own):
            each = ", ".join(
                f"{SHORT[row.article_id]} (**{row.value}**, {{spec_lead_{row.article_id}}} of {{spec_n}})" for row in own.itertuples()
            )
            parts.append(f"These leads {said}: {each}.")
    return " ".join(parts)


def what_decides(by_rule: pd.DataFrame) -> str:
    """Where readers code, which rule ends which leads; and how the machines keep them."""
    lost = least_kept(by_rule)
    parts = []
    for rule, own in lost.groupby("rule", sort=False):
        each = ", ".join(f"{SHORT[a]} ({{spec_rule_n_leads_{a}}} of {{spec_rule_n_specifications_{a}}} keep it)" for a in own["article_id"])
        parts.append(f"- {RULES.get(rule, rule)} costs the lead of {each}")
    kept = [SHORT[a] for a in by_rule["article_id"].unique() if a not in set(lost["article_id"])]
    if kept:
        parts.append(f"- No rule costs the lead of {', '.join(kept)}")
    machines = ", ".join(f"{SHORT[a]} {{spec_machines_{a}}}" for a in by_rule["article_id"].unique())
    own_rule = by_rule[(by_rule["by"] == "readers") & (by_rule["rule"] == "codebook")]
    stands = "every lead stands under the codebook's own rule" + (" and some fall under others" if len(lost) else "")
    return (
        "Where readings are counted ({spec_n_readers} specifications), "
        + (stands if (own_rule["n_leads"] == own_rule["n_specifications"]).all() else "leads fall under these rules")
        + ":\n\n"
        + "\n".join(parts)
        + f"\n\nWhere machines code ({{spec_n_machines}} specifications), the same leads are kept in: {machines}."
    )


def expectations_survive() -> str:
    """In how many specifications all expectations hold at once."""
    return "All {n_expected} [expectations](#framing) hold together in {spec_keep_all} of {spec_n}."


def alt_specifications(summary: pd.DataFrame) -> str:
    """Alt text of the specification curve, from its own numbers."""
    listed = "; ".join(
        f"{SHORT[row.article_id]} {row.value} in {row.n_leads} of {row.n_specifications}, share {100 * row.low:.0f} to {100 * row.high:.0f} %"
        for row in summary.itertuples()
    )
    return f"A strip of marks for each of six texts, one mark a specification, above lines that show the options chosen. The posture that leads as coded leads alone: {listed}."


def interval_verdict(off: pd.DataFrame) -> str:
    """Whether corrected intervals hold where they have to."""
    where = f" (in {', '.join(setting(cell) for cell in dict.fromkeys(off['cell']))})" if len(off) else ""
    return (
        "Where an outlet has {intervals_articles} articles and a value {intervals_positives} hand-coded units, the 95 % intervals of corrected shares are to hold the known "
        "share in {intervals_band_low} to {intervals_band_high} of runs. Of {intervals_due} such coverages {intervals_off} "
        f"{'lies' if len(off) == 1 else 'lie'} outside by more than chance{where}; on average they hold in {{intervals_mean}}, at the least in {{intervals_lowest}}. "
        "Machine codes merely counted, with an interval as if they were right, hold in {intervals_naive_outlet} on average and in as few as {intervals_naive_lowest}."
    )


def failing_intervals(failing: pd.DataFrame) -> str:
    """Whether the tool says so where intervals of corrected shares, or of hand codes alone, fail."""
    of = {"difference": ("of corrected shares", ""), "hand": ("of hand codes alone", "_hand")}
    parts = [
        f"{{intervals_failing{name}}} {what}, the lowest {{intervals_failing{name}_lowest}}, each with a warning beside it in {{intervals_failing{name}_warned}} of runs at least"
        for method, (what, name) in of.items()
        if (failing["method"] == method).any()
    ]
    found = "; ".join(parts) or "none"
    return (
        f"Intervals do fail where articles are few or values rare: coverages below what is called right are {found}. "
        "In runs in which the tool had nothing to say beside a corrected share, {intervals_quiet} of intervals hold."
    )


def alt_coverage(coverage: pd.DataFrame) -> str:
    """Alt text of the coverage figure, from its own numbers."""
    parts = []
    for (method, target), rows in coverage.groupby(["method", "target"]):
        found = rows["coverage"]
        parts.append(f"{method}, {target}: {found.min():.2f} to {found.max():.2f}, median {found.median():.2f}")
    return f"Coverage of 95 % intervals in {coverage['cell'].nunique()} cells. " + "; ".join(parts) + "."


def followed_down(evidence: pd.DataFrame, text: str, value: str) -> str:
    """One unit of a text's posture, the first that has a lexicon term for an appraisal: from its codes to the terms that fired."""
    own = evidence[(evidence["article_id"] == text) & (evidence["posture"] == value)]
    unit = next((u for u in own.itertuples() if "|appraisal=" in u.terms), own.iloc[0])
    fired = [
        f'<bdi lang="ar">{t.term}</bdi> ({t.points_to.removeprefix("appraisal=")}{"" if t.scope == "plain" else f", {t.scope}"})'
        for t in read_terms(unit.terms)
        if t.points_to.startswith("appraisal=")
    ]
    return (
        f"One of them, a {unit.role}: appraisal *{unit.appraisal}*, explains *{unit.explains}*, so *{unit.posture}* by the codebook's rule. "
        f"{'The readings differ (' + unit.differences + ')' if unit.differences else 'The two readings agree on it'}; "
        f"the fast machine codes it *{unit.fast}*, the accurate one *{unit.accurate}*. Appraising terms of the lexicon that fired in it: "
        f"{', '.join(fired) or 'none'}."
    )
