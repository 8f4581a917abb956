"""Result tables in, sentences out: what the report says of a result, its numbers left as `{names}`."""

from html import escape
from typing import Any

import pandas as pd

from framing.evidence import read_terms
from framing.labels import listed, setting, spelled, texts_listed, variable_label
from framing.results.names import EVENT, SHORT
from framing.results.specifications import least_kept


def leads_of_texts(leads: pd.DataFrame) -> str:
    """Which posture leads in which texts, the narrowest and the widest lead, and how often the machines find the same."""
    alone = leads[leads["margin_units"] > 0]
    ends = [
        f"{SHORT[a]}'s, by {{lead_units_{a}}} of {{n_units_{a}}} units: {{tip_units_{a}}} recoded ones would end it"
        for a in alone.set_index("article_id")["margin_units"].sort_values(kind="stable").index[[0, -1]]
    ]
    tied = texts_listed(leads.loc[leads["margin_units"] == 0, "article_id"])
    return (
        f"{_by_value(alone['coded'], alone['article_id'], '{{share_{a}_{v}}} %')}. "
        + (f"No posture leads alone in {tied}. " if tied else "")
        + f"The narrowest lead is {ends[0]}; the widest is {ends[1]}. The fast coder has the same posture alone in the lead in {{n_same_lead}} of {{n_texts}} texts, "
        "the accurate coder in {n_same_lead_accurate}."
    )


def _by_value(found: pd.Series, texts: pd.Series, number: str) -> str:
    """Values with the texts they are found in: `**a** in one (1 %) and two (2 %); **b** in three (3 %)`; `number` has the text's id at {a}, the value at {v}."""
    named = pd.Series([f"{SHORT[a]} ({number.format(a=a, v=v)})" for a, v in zip(texts, found, strict=True)])
    return "; ".join(f"**{v}** in {listed(own)}" for v, own in named.groupby(found.to_numpy(), sort=False))


def expectation_verdict(expectations: pd.DataFrame) -> str:
    """How many of the four expectations hold as coded and as the machine codes, which do not, and which hangs on least."""
    held = expectations[expectations["holds_coded"]].sort_values("tipping_units", kind="stable")["article_id"]
    fewest = expectations.sort_values("specifications_leading", kind="stable")["article_id"].iloc[0]
    return (
        f"As coded, {{n_hold_coded}} of {{n_expected}} hold{_missed(expectations, 'holds_coded')}; as the fast coder has it, "
        f"{{n_hold_machine}}{_missed(expectations, 'holds_machine')}, as the accurate one {{n_hold_accurate}}{_missed(expectations, 'holds_accurate')}. "
        + "".join(
            f"The weakest that holds as coded is that of {SHORT[a]}, which {{expectation_tip_coded_{a}}} recoded units would overturn. "
            for a in held[:1]
        )
        + f"The one that fewest specifications keep is that of {SHORT[fewest]}, {{spec_keep_{fewest}}} of {{spec_n}}."
    )


def verdicts(expectations: pd.DataFrame) -> pd.DataFrame:
    """Expectations as a table to be read down: a column a text, a row a check."""
    rows: dict[str, list[str]] = {"check": ["expected to lead", "as coded", "by the fast coder", "by the accurate coder", "ahead as coded, units", "fewest recoded units that would turn the verdict", "redraws that keep it", "specifications that keep it"]}  # fmt: skip
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
    leads = variants.pivot(index="article_id", columns="rule", values="leads").replace("tie", "a tie")
    parts = [
        f"{SHORT[a]} ({leads.loc[a, 'rule_2_1']}) becomes {leads.loc[a, rule]} when {wording}"
        for rule, wording in UNDER.items()
        for a in SHORT
        if rule in leads and leads.loc[a, rule] != leads.loc[a, "rule_2_1"]
    ]
    return ("The lead hangs on the rule: " + "; ".join(parts) + ".") if parts else "No text's leading posture changes under these rules."


def explanation_first(variants: pd.DataFrame) -> str:
    """What sentences that appraise with reasons count as, and which leads another order of asking would change."""
    leads = variants.pivot(index="article_id", columns="rule", values="leads").replace("tie", "no posture alone")
    moved = leads[leads["rule_2_1"] != leads["explanation_first"]]["explanation_first"].reindex(SHORT).dropna()
    each = "; ".join(f"{texts_listed(own.index)} would be led by {lead}" for lead, own in moved.groupby(moved, sort=False))
    return (
        "a sentence that blames with reasons counts as skeptical and one that praises with reasons as favorable; with explanation asked for first, "
        + (each or "every lead would stay")
    )


def machines_apart(leads: pd.DataFrame, by_class: pd.DataFrame) -> str:
    """For each machine coder: the texts in which another posture leads, or none, and how much of those texts' leading postures it finds anywhere."""
    known, parts = set(zip(by_class["coder"], by_class["value"], strict=True)), []
    for coder in ("fast", "accurate"):
        other = leads[leads[coder] != leads["coded"]]
        found = listed(f"{{machine_{coder}_{v}_recall}} % of {v} units" for v in dict.fromkeys(other["coded"]) if (coder, v) in known)
        if found:
            parts.append(
                f"The {coder} coder parts from the readings in {texts_listed(other['article_id'])}: of the postures that lead there it [finds](#machine) {found}."
            )
    return " ".join(parts)


def edge_of_range(shares: pd.DataFrame, name: str) -> str:
    """How many shares lie at an end of the range of the two readings, and which outside. shares: group, value, share, low, high; name: of the numbers."""
    outside = shares[(shares["share"] < shares["low"] - 1e-9) | (shares["share"] > shares["high"] + 1e-9)]
    each = listed(f"{SHORT[row.group]} in {row.value}" for row in outside.itertuples())
    return (
        "The share is after adjudication and can lie at an end of the range of the two readings or outside it: "
        f"{{edge_{name}}} of {{ranged_{name}}} shares with a range do ({f'outside: {each}' if each else 'none outside'})."
    )


def commonest_stance(profiles: pd.DataFrame) -> str:
    """Which stance is commonest in which texts, and which texts hold both sides."""
    shares = profiles.pivot(index="group", columns="value", values="share").loc[profiles["group"].unique()]
    both = texts_listed(shares.index[(shares["favor"] > 0) & (shares["against"] > 0)])
    none = texts_listed(shares.index[shares["neutral"] == 1])
    return (
        f"{_commonest(shares, 'stance', '{{stance_{a}_{v}}} %')} "
        + (f"Both sides are heard only in {both}. " if both else "No text holds both sides. ")
        + (f"No unit of {none} takes a side." if none else "")
    )


def commonest_frame(profiles: pd.DataFrame) -> str:
    """Which frame is commonest in which texts."""
    shares = profiles.pivot(index="group", columns="value", values="share").loc[profiles["group"].unique()]
    return _commonest(shares, "frame", "{{top_frame_share_{a}}} % of units")


def _commonest(shares: pd.DataFrame, what: str, number: str) -> str:
    """Which value is commonest in which texts, and the texts in which several are. shares: (texts, values)."""
    top, alone = shares.idxmax(axis=1), shares.eq(shares.max(axis=1), axis=0).sum(axis=1) == 1
    tied = texts_listed(shares.index[~alone])
    found = f"The commonest {what} is {_by_value(top[alone], pd.Series(top.index[alone]), number)}."
    return found + (f" No {what} is commonest alone in {tied}." if tied else "")


def first_words(words: pd.DataFrame) -> str:
    """The lemma ranked first in each text, as it is spelled, and in English."""
    first = words[words["rank"] == 1]
    each = [(SHORT[r.article_id], *spelled(r.lemma)) for r in first.itertuples()]
    words_of = ", ".join(
        f'{text} <bdi lang="ar">{escape(lemma)}</bdi>' + (f" ({escape(gloss)})" if gloss else "") for text, lemma, gloss in each
    )
    return f"The word that sets a text apart most: {words_of}."


def whose_words(appraisal: pd.DataFrame) -> str:
    """How much of the appraisal is attributed in each text, and how much of it rests on sources that the unit itself does not name."""
    appraised = appraisal[appraisal["n_appraisal"] > 0]
    borrowed = (appraised["named"] + appraised["carried"]) / appraised["n_appraisal"]
    carried = (borrowed > 0.5) & (appraised["named"] / appraised["n_appraisal"] <= 0.5)
    sides = (("more than half in", borrowed > 0.5), ("exactly half in", borrowed == 0.5), ("fewer in", borrowed < 0.5))
    parts = [f"{start} {_counted(appraised.loc[where, 'article_id'], 'borrowed')}" for start, where in sides if where.any()]
    silent = texts_listed(appraisal.loc[appraisal["n_appraisal"] == 0, "article_id"])
    return (
        "Of the {n_appraisal} units that appraise, {n_borrowed_appraisal} ({attributed_appraisal} %) are attributed in print to a source"
        + (f": {'; '.join(parts)}. " if parts else ". ")
        + "If only a source named in the unit itself counts, {attributed_appraisal_named} % are"
        + (f", and no longer more than half in {_counted(appraised.loc[carried, 'article_id'], 'named')}." if carried.any() else ".")
        + (f" No unit of {silent} appraises." if silent else "")
    )


def _counted(texts: pd.Series, source: str) -> str:
    """Texts with their appraising units that have such a source, of all that appraise."""
    return listed(f"{SHORT[a]} ({{n_{source}_{a}}} of {{n_appraisal_{a}}})" for a in texts)


def moves(heads: pd.DataFrame, halves: pd.DataFrame) -> str:
    """Whether headlines have the posture that leads the body, and what the two halves of the texts that change most have."""
    other = heads[(heads["headline"] != "") & (heads["headline"] != heads["body_leads"])]
    apart = halves[halves["orders_as_far"] < 0.05]
    clear = apart["orders_as_far"] < 0.05 / len(halves)
    changes = [
        f"In {SHORT[row.article_id]} the halves differ more than in all but {{half_orders_{row.article_id}}} % of random orders of the same units: {row.moved} "
        f"units go from {{half_first_{row.article_id}}} in the first half to {{half_second_{row.article_id}}} in the second."
        for row in apart[clear].itertuples()
    ]
    by_chance = listed(f"{SHORT[a]}'s {{half_orders_{a}}} %" for a in apart.loc[~clear, "article_id"])
    changes += [f"{by_chance} is what one of {{n_texts}} texts may show by chance."] * bool(by_chance)
    exceptions = [f"{SHORT[row.article_id]} ({row.headline} over a {row.body_leads} body)" for row in other.itertuples()]
    return (
        "Of the {n_headlined} texts that have a headline, it has the posture that leads the body in {n_headline_as_body}"
        + (f"; not in {listed(exceptions)}" if exceptions else "")
        + ". "
        + (" ".join(changes) if changes else "In no text do the two halves differ more than in one of twenty random orders of its units.")
        + (" The other texts do not move as clearly." if clear.any() and len(apart) < len(halves) else "")
    )


def later_headlines(course: pd.DataFrame) -> str:
    """Texts with a second headline further down, and where it stands."""
    headlines = course[course["role"] == "headline"]
    later = dict.fromkeys(headlines.loc[headlines.duplicated("article_id"), "article_id"])
    each = listed(f"{SHORT[a]} (unit {{later_headline_{a}}})" for a in later)
    return f"A second headline in {each} opens another part; it stands among the headings here." if each else ""


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
    silent = texts_listed(a for a in SHORT if a not in set(led["group"]))
    return (
        f"One entry matters most in {SHORT[most]}: without it the fast coder's share of the leading posture is {{terms_without_{most}}} instead of "
        f"{{terms_share_{most}}} %."
        + (f" The leading posture of {silent} is carried by no entry: none speaks for procedural, which is what is left." if silent else "")
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
        + (f"Too rare to assess: {listed(map(_value, rare.to_dict('records')))}. " if len(rare) else "")
        + (f"Found by no reading: {listed(map(_value, unused.to_dict('records')))}." if len(unused) else "")
    )


def _value(row: pd.Series | dict) -> str:
    """A value with its variable in words: `voice: expert`."""
    return variable_label(row["variable"]) if row["variable"].startswith("frame:") else f"{variable_label(row['variable'])}: {row['value']}"


def sentiment_verdict(tones: pd.DataFrame) -> str:
    """Whether the coders find more than a polarity lexicon does: in the four postures, and in tone alone."""
    wide = [c for c, own in tones[tones["other"] == "polarity lexicon"].groupby("coder", sort=False) if (own["low"] <= 0).all()]
    alone = (
        f"In tone alone, with analytical and procedural taken together, there is no sure gain for {listed(f'the {c}' for c in wide)}: macro-F1 {{machine_tone_polarity}} for the polarity "
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


OURS = {"fast coder": "fast", "accurate coder": "accurate"}  # our two coders, as numbers name them
COMPARED = {**OURS, "lexicon alone": "lexicon", "TF-IDF + logistic regression": "tfidf"}
FAMILIES = {"lex": "the lexicon", "lemma": "lemmas", "cue": "cues", "shape": "the shape of the sentence"}


def machine_agrees(machine: pd.DataFrame, aim: float) -> str:
    """Whether both coders find the posture: as well as was aimed at, better than always saying the commonest one, or neither."""
    scores = machine.set_index("coder")
    ours, dull = scores.loc[list(OURS)], scores.loc["majority of the training material", "macro_f1"]
    return "Yes, as well as was aimed at" if (ours["macro_f1"] >= aim).all() else "In part" if (ours["low"] > dull).all() else "Hardly"


def beyond_chance(pairs: pd.DataFrame) -> str:
    """Which methods each coder exceeds by more than chance in the units explains, and from which it is not told apart."""
    parts = []
    for coder, name in OURS.items():
        own = pairs[(pairs["coder"] == coder) & pairs["other"].isin(COMPARED) & (pairs["other"] != coder)]
        sides = (("ahead of", own["low"] > 0), ("not told apart from", (own["low"] <= 0) & (own["high"] >= 0)), ("behind", own["high"] < 0))
        told = [f"{start} {listed(_difference(name, o) for o in own.loc[where, 'other'])}" for start, where in sides if where.any()]
        parts.append(f"The {coder} is {', '.join(told)}.")
    return " ".join(parts)


def _difference(name: str, other: str) -> str:
    number = f"machine_{name}_over_{COMPARED[other]}"
    return f"{'' if other.startswith('TF-IDF') else 'the '}{other} ({{{number}}}; {{{number}_low}} to {{{number}_high}})"


def without_study_entries(pairs: pd.DataFrame) -> str:
    """Whether either coder scores otherwise without the lexicon entries that only these texts have."""
    own = pairs.set_index(["coder", "other"])
    rows = {coder: own.loc[(coder, f"{name}, without entries attested only here")] for coder, name in OURS.items()}
    moved = [f"the {coder}" for coder, row in rows.items() if row["low"] > 0 or row["high"] < 0]
    told = f"more than chance explains for {listed(moved)}" if moved else "for neither a difference that could be told from chance"
    return f"The fast coder then has {{machine_fast_without_macro_f1}} and the accurate one {{machine_accurate_without_macro_f1}}, {told}."


def knows_its_doubt(calibration: pd.DataFrame) -> str:
    """Whether each coder is right as often as its probabilities say, in every group of units."""
    held = calibration["confidence"].between(calibration["low"], calibration["high"]).groupby(calibration["coder"], sort=False).all()
    verdict = ", ".join(f"the {coder} coder {'as far as so few units can tell' if ok else 'not throughout'}" for coder, ok in held.items())
    groups = listed(f"{{machine_{coder}_groups_held}} of {{machine_{coder}_groups}} groups of units ({coder})" for coder in held.index)
    return f"**{verdict[0].upper()}{verdict[1:]}.** The probability given lies within the 95 % interval of the share right in {groups}."


def scores_elsewhere(here: pd.DataFrame, sealed: pd.DataFrame) -> str:
    """How each coder does on the sealed sentences beside these texts: alike where the score lies within the interval it has here."""
    own, there = here.set_index("coder"), sealed.set_index("coder")["macro_f1"]
    verdict = {coder: _beside(there[coder], own.loc[coder]) for coder in OURS}
    told = ", ".join(f"the {coder} {how}" for coder, how in verdict.items())
    said = told if len(set(verdict.values())) > 1 else f"both {next(iter(verdict.values()))}"
    numbers = "; ".join(
        f"macro-F1 of the {coder} is {{sealed_{c}_macro_f1}} ({{sealed_{c}_low}} to {{sealed_{c}_high}}) instead of {{machine_{c}_macro_f1}}, and "
        f"{{sealed_{c}_right}} % of units are right instead of {{machine_{c}_right}} %"
        for coder, c in OURS.items()
    )
    return f"**{said[0].upper()}{said[1:]}**, if a score within the interval it has on these texts counts as the same: {numbers}."


def _beside(score: float, here: pd.Series) -> str:
    return "less well" if score < here["low"] else "better" if score > here["high"] else "about as well"


def clear_of(scores: pd.DataFrame) -> str:
    """Above whose interval that of the accurate coder lies wholly, and above whose it does not."""
    others = scores[(scores["coder"] != "accurate coder") & ~scores["coder"].str.startswith("majority")]
    clear = others["high"] < scores.set_index("coder").loc["accurate coder", "low"]
    above, rest = (listed(f"“{c}”" for c in others.loc[where, "coder"]) for where in (clear, ~clear))
    excepted = f", not above that of {rest}" if rest else ""
    return f"The interval of the accurate coder lies wholly above that of {above or 'no other method'}{excepted}."


def carries_most(ablation: pd.DataFrame) -> str:
    """Without which family of features the fast coder loses most, on these texts and on the development sentences."""
    own = ablation[ablation["features"] != "all"]
    worst = own.loc[own.groupby("set")["change"].idxmin()].set_index("set")["features"].str.removeprefix("without ").map(FAMILIES)
    if worst["study"] == worst["development"]:
        return f"Most is carried by {worst['study']}"
    return f"Most is carried by {worst['study']} on these texts, by {worst['development']} on the development sentences"


def shift_brings_nearer(shares: pd.DataFrame) -> str:
    """Of how many rows prior shift brings the shares nearer than counting."""
    nearer = shares["shift"] < shares["counted"]
    return f"prior shift brings {'all' if nearer.all() else 'some' if nearer.any() else 'none'} of them nearer"


def masked(masking: pd.DataFrame) -> str:
    """What machine codes alone, and corrected ones, make of the leading posture's share when half of each text's codes are hidden."""
    return (
        "Machine codes alone miss the known share by up to {masking_fast_naive_bias_high} points (fast coder) and {masking_accurate_naive_bias_high} (accurate). Corrected by "
        "half of the codes, the fast coder's shares are right on average, within {masking_fast_difference_bias_high} points, and their 95 % intervals hold the known share in "
        "{masking_fast_difference_coverage_low} to {masking_fast_difference_coverage_high} % of draws. But they are {masking_fast_difference_width_low} to "
        f"{{masking_fast_difference_width_high}} points wide, {_told(masking)}: few units stay few."
    )


def right_by_chance(masking: pd.DataFrame) -> str:
    """Where machine codes alone happen to be right."""
    naive = masking[masking["leads"] & (masking["method"] == "naive")]
    right = naive[naive["bias"].abs() < 0.005]
    where = "; ".join(f"the {coder} coder on {texts_listed(own['group'])}" for coder, own in right.groupby("coder", sort=False))
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


def before_the_event(texts: pd.DataFrame) -> str:
    """The texts that came out before the month of the event."""
    return texts_listed(texts.loc[texts["published"].str[:7] < EVENT, "article_id"]) or "none of them"


def alt_timeline(texts: pd.DataFrame) -> str:
    """Alt text of the timeline, from its own numbers."""
    shown = "; ".join(f"{SHORT[r.article_id]}, {r.genre}, {r.published}, {r.n_units} units" for r in texts.itertuples())
    return f"Timeline of six texts in order of date, the month of the announcement, {EVENT}, shaded. {shown}."


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
    shown = "; ".join(
        f"{SHORT[g]} {100 * shares['adjudicated', g, top[g]]:.0f} % {top[g]} (fast coder {100 * shares['fast coder', g, top[g]]:.0f}, accurate "
        f"{100 * shares['accurate coder', g, top[g]]:.0f})"
        for g in SHORT
    )
    return f"Bars of posture shares in six texts as coded, with signs for what each machine coder finds. Leading as coded: {shown}."


def alt_variants(variants: pd.DataFrame) -> str:
    """Alt text of the figure of rules, from its own numbers."""
    first = variants[variants["rule"] == next(iter(VARIANTS))].set_index("article_id")["leads"]
    shown = ", ".join(f"{SHORT[a]} {first[a]}" for a in SHORT)
    return f"Stacked bars of units by posture, {len(VARIANTS)} rules for each of six texts. Under the codebook's rule: {shown}. {hangs_on_rule(variants)}"


def alt_frames(profiles: pd.DataFrame) -> str:
    """Alt text of the heat map of frames, from its own numbers: the commonest of each text."""
    top = profiles[profiles["share"] == profiles.groupby("group")["share"].transform("max")]
    commonest = "; ".join(
        f"{SHORT[g]} {listed(own['value'])} {100 * own['share'].max():.0f} %" for g, own in top.groupby("group", sort=False)
    )
    return f"Heat map of the share of units in which each of {profiles['value'].nunique()} frames is present in six texts. Commonest: {commonest}."


def alt_sources(stated: pd.DataFrame) -> str:
    """Alt text of the figure of postures by source, from its own numbers: units of each text by whether a source is named."""
    n = stated.pivot_table(index="article_id", columns="source", values="n_units", aggfunc="sum", fill_value=0, sort=False)
    n = n.reindex(columns=["none", "named", "carried"], fill_value=0)
    shown = "; ".join(f"{SHORT[row.Index]} {row.none:.0f}, {row.named:.0f}, {row.carried:.0f}" for row in n.itertuples())
    return f"Stacked bars of units by posture, in three panels. Units with no source named, named in the unit, carried over from the passage: {shown}."


def alt_arcs(course: pd.DataFrame) -> str:
    """Alt text of the figure of each text's course: its postures in order, by their first letters."""
    shown = "; ".join(f"{SHORT[a]} {''.join(p[0] for p in own['posture'])}" for a, own in course.groupby("article_id", sort=False))
    return f"Strips of units in printed order by posture, as coded and by both machine coders. As coded, by first letters: {shown}."


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


RULE_USED = {
    "explanation by any phrase": "any phrase explains",
    "explanation before appraisal": "explanation comes before appraisal",
    "refusal and consent evaluate": "refusal and consent appraise",
}
RULES = {
    "explanation by any phrase": "Letting any phrase explain",
    "explanation before appraisal": "Counting explanation before appraisal",
    "refusal and consent evaluate": "Counting reported refusal and consent as appraisal",
}
FIRM = 0.8  # of the specifications: from there on a lead is called firm


def what_survives(summary: pd.DataFrame, by_rule: pd.DataFrame) -> str:
    """Which leading postures still lead in most specifications, which of them under one rule never, and which hang on the decisions."""
    ranked = summary.sort_values("n_leads", ascending=False, kind="stable").set_index("article_id", drop=False)
    never = _never_kept(by_rule)
    firm, lost = ranked["n_leads"] >= FIRM * ranked["n_specifications"], ranked["article_id"].isin(never.index)
    each = {a: f"{SHORT[a]} (**{v}**, {{spec_lead_{a}}} of {{spec_n}})" for a, v in zip(ranked["article_id"], ranked["value"], strict=True)}
    parts = [
        f"These leads {said}: {', '.join(each[a] for a in own)}."
        for said, own in (
            ("survive nearly every way to decide", ranked.index[firm & ~lost]),
            ("hang on the decisions", ranked.index[~firm]),
        )
        if len(own)
    ]
    at = int((firm & ~lost).any())
    parts[at:at] = [f"{each[a]} keeps its lead in most, and yet in none where {never[a]}." for a in ranked.index[firm & lost]]
    return " ".join(parts)


def _never_kept(by_rule: pd.DataFrame) -> pd.Series:
    """For each text whose lead falls in every specification of a rule: that rule in words, and that only readings have it where machines do not."""
    counted = by_rule.groupby(["article_id", "rule"], sort=False)["n_leads"].sum().reset_index()
    lost = counted[counted["n_leads"] == 0].drop_duplicates("article_id").set_index("article_id")["rule"]
    of_machines = set(by_rule.loc[by_rule["by"] == "machines", "rule"])
    only = ", a rule that can be tried with readings alone, so that the count flatters the lead"
    return pd.Series({a: RULE_USED.get(rule, rule) + ("" if rule in of_machines else only) for a, rule in lost.items()}, dtype=str)


def what_decides(by_rule: pd.DataFrame, curve: pd.DataFrame) -> str:
    """Where readers code, which rule ends which leads; and how the machines keep them. curve: every specification of the main question."""
    lost, parts = least_kept(by_rule), []
    for rule, own in lost.groupby("rule", sort=False):
        each = [
            f"{SHORT[row.article_id]} its lead in "
            + ("none" if row.n_leads == 0 else f"{{spec_rule_n_leads_{row.article_id}}}")
            + f" of {{spec_rule_n_specifications_{row.article_id}}}"
            + ("" if row.n_leads == 0 else _in_main_case(curve, row))
            for row in own.itertuples()
        ]
        parts.append(f"- {RULES.get(rule, rule)} leaves {'; '.join(each)}")
    kept = [SHORT[a] for a in by_rule["article_id"].unique() if a not in set(lost["article_id"])]
    if kept:
        parts.append(f"- No rule takes the lead of {', '.join(kept)}")
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


def _in_main_case(curve: pd.DataFrame, lost: Any) -> str:
    """Whether a lead that a rule takes in places stands by the adjudicated codes with headlines counted, the case of the section on framing."""
    case = {"coder": "adjudicated", "headlines": "counted", "doubt": "likeliest value", "rule": lost.rule, "article_id": lost.article_id}
    own = curve[(curve[list(case)] == pd.Series(case)).all(axis=1)]
    if own.empty:
        return ""
    stands = "kept" if (own["leads"] == lost.value).all() else "lost"
    return f" ({stands} with adjudicated codes and headlines counted, as in [the section on framing](#framing))"


def no_units_left(others: pd.DataFrame) -> str:
    """Texts that some specifications of another question leave without a unit."""
    fewer = others["n_specifications"] < others.groupby("question")["n_specifications"].transform("max")
    texts = texts_listed(dict.fromkeys(others.loc[fewer, "article_id"]))
    return f"A specification that leaves a text no unit is not counted for it, so that {texts} can have fewer." if texts else ""


def expectations_survive() -> str:
    """In how many specifications all expectations hold at once."""
    return "All {n_expected} [expectations](#framing) hold together in {spec_keep_all} of {spec_n}."


def alt_specifications(summary: pd.DataFrame) -> str:
    """Alt text of the specification curve, from its own numbers."""
    shown = "; ".join(
        f"{SHORT[row.article_id]} {row.value} in {row.n_leads} of {row.n_specifications}, share {100 * row.low:.0f} to {100 * row.high:.0f} %"
        for row in summary.itertuples()
    )
    return f"A strip of marks for each of six texts, one mark a specification, above lines that show the options chosen. The posture that leads as coded leads alone: {shown}."


def interval_verdict(off: pd.DataFrame, lowest: float, least: float) -> str:
    """Whether corrected intervals hold where they have to. lowest: of their coverages; least: what is called right."""
    where = f" (in {', '.join(setting(cell) for cell in dict.fromkeys(off['cell']))})" if len(off) else ""
    by_chance = ", which is within simulation error" if lowest < least and off.empty else ""
    return (
        "Where an outlet has {intervals_articles} articles and a value {intervals_positives} hand-coded units, the 95 % intervals of corrected shares are to hold the known "
        "share in {intervals_band_low} to {intervals_band_high} of runs. Of {intervals_due} such coverages {intervals_off} "
        f"{'lies' if len(off) == 1 else 'lie'} outside by more than chance{where}; on average they hold in {{intervals_mean}}, at the least in "
        f"{{intervals_lowest}}{by_chance}. "
        "Machine codes merely counted, with an interval as if they were right, hold in {intervals_naive_outlet} on average and in as few as {intervals_naive_lowest}."
    )


def failing_intervals(failing: pd.DataFrame) -> str:
    """How many intervals of corrected shares, and of hand codes alone, are too narrow, and whether the tool says so."""
    of = {"difference": ("corrected shares", ""), "hand": ("hand codes alone", "_hand")}
    parts = []
    for method, (what, name) in of.items():
        own = failing[failing["method"] == method]
        if len(own):
            warned = f"{{intervals_failing{name}_warned}} % of runs"
            told = f"of each in {warned} or more" if own["warned"].min() > 0.5 else f"of one of them in only {warned}"
            worst = f"the worst holds in {{intervals_failing{name}_lowest}} of runs"
            parts.append(f"{{intervals_failing{name}}} of {what} ({worst}; the tool warned {told})")
    found = f"Some intervals are too narrow, and listed below: {listed(parts)}." if parts else "No interval is too narrow."
    return found + " In runs in which the tool had nothing to say beside a corrected share, {intervals_quiet} of intervals hold."


def alt_coverage(coverage: pd.DataFrame) -> str:
    """Alt text of the coverage figure, from the numbers of its three panels."""
    panels = {
        ("difference", "corpus"): "corrected shares of these articles",
        ("difference", "outlet"): "corrected shares of the outlet",
        ("naive", "outlet"): "machine codes counted, of the outlet",
    }
    shown = {panels[panel]: rows["coverage"] for panel, rows in coverage.groupby(["method", "target"]) if panel in panels}
    parts = [f"{name}: {found.min():.2f} to {found.max():.2f}, median {found.median():.2f}" for name, found in shown.items()]
    return f"Coverage of 95 % intervals by simulated study, {coverage['cell'].nunique()} of them. {'; '.join(parts)}."


def followed_down(evidence: pd.DataFrame, text: str, value: str) -> str:
    """One unit of a text's posture, the first that has a lexicon term for an appraisal: from its codes to the terms that fired."""
    own = evidence[(evidence["article_id"] == text) & (evidence["posture"] == value)]
    unit = next((u for u in own.itertuples() if "|appraisal=" in u.terms), own.iloc[0])
    fired = [
        f'<bdi lang="ar">{escape(t.term)}</bdi> ({t.points_to.removeprefix("appraisal=")}{"" if t.scope == "plain" else f", {t.scope}"})'
        for t in read_terms(unit.terms)
        if t.points_to.startswith("appraisal=")
    ]
    return (
        f"One of them, a {unit.role}: appraisal *{unit.appraisal}*, explains *{unit.explains}*, so *{unit.posture}* by the codebook's rule. "
        f"{'The readings differ (' + unit.differences + ')' if unit.differences else 'The two readings agree on it'}; "
        f"the fast machine codes it *{unit.fast}*, the accurate one *{unit.accurate}*. Appraising terms of the lexicon that fired in it: "
        f"{', '.join(fired) or 'none'}."
    )
