# %% [markdown]
# # How does each text frame it?
# Shares of units, as adjudicated and as the machine codes them. Intervals take each unit's code at random from one of the two readings (*redrawn*) and cover nothing else: each source is here with one article, which was not drawn at random from anything, so no interval is about an outlet. Adjudicated codes can lie at the edge of them or outside. Where the readings agree they have no width; that is no certainty.

# %%
from framing.figures import frames_by_text, keyness, masked_shares, posture_by_text, stance_by_text
from framing.prose import (
    alt_masking,
    alt_posture,
    alt_rows,
    carrying_terms,
    expectation_verdict,
    hangs_on_rule,
    leading_postures,
    masked,
    masked_elsewhere,
    stances,
    top_frames,
)
from framing.results import SHORT
from framing.show import say, show_figure, show_table, table

profiles = table("profiles")
say(leading_postures(table("leading")))

# %%
postures = profiles[profiles["variable"] == "posture"]
show_figure(
    posture_by_text(profiles, SHORT),
    "posture",
    alt_posture(profiles),
    postures[["coder", "group", "value", "share", "low", "high", "n_units", "n_articles", "estimand"]],
)

# %%
focal = profiles[profiles["variable"] == "posture_focal"].pivot(index="group", columns="value", values="share").reset_index()
show_table(
    focal.assign(group=focal["group"].map(SHORT)),
    "Posture with appraisal of other objects set aside: such a unit counts as analytical if it explains, else as procedural",
)

# %% [markdown]
# ## Were the expectations met?
# They were formed after reading the texts, so they are no predictions. A random matching of four postures to four texts is right in all four once in twenty-four. Other rules are tried below; the share of all specifications that keep each lead is in the section on what another analyst would find.

# %%
expectations = table("expectations")
say(expectation_verdict(expectations))
show_table(
    expectations.assign(article_id=expectations["article_id"].map(SHORT)),
    "Expected and found, as coded and by the fast (machine) and the accurate coder; margin: units of the expected posture less the most of another; tipping: the fewest recoded units that would overturn the finding, to failing or to holding; the share of coder redraws in which the expected posture leads alone",
)

# %% [markdown]
# ## What does the rule decide?
# Posture under two other rules: a unit explains when any phrase of it does (the codebook's earlier rule), and appraisal of other objects set aside. Rules were revised after seeing these texts, so a lead that hangs on one of them is weak.

# %%
rules = table("variants")
say(hangs_on_rule(rules))
show_table(rules.assign(article_id=rules["article_id"].map(SHORT)), "Leading posture of each text under three rules, and units by posture")

# %% [markdown]
# ## Stance, frames, words

# %%
stance = table("stance_profiles")
say(stances(stance))
show_figure(
    stance_by_text(stance, SHORT),
    "stance",
    alt_rows("Share of units in favor of the step", stance[stance["value"] == "favor"], "group", "share", percent=True),
    stance[["group", "value", "share", "low", "high", "n_units"]],
)

# %%
frames = table("frame_profiles")
say(top_frames(frames))
most = frames.sort_values(["group", "share"], ascending=[True, False]).groupby("group").head(1)
show_figure(
    frames_by_text(frames, SHORT),
    "frames",
    alt_rows("Share of units with the commonest frame of each text", most, "group", "share", percent=True),
    frames[["group", "value", "share", "low", "high", "n_units"]],
)

# %%
words = table("keyness")
first = words[words["rank"] == 1]
show_figure(
    keyness(words, SHORT),
    "keyness",
    "Lists of ten lemmas per text; first in each: " + "; ".join(f"{SHORT[r.article_id]} {r.lemma}" for r in first.itertuples()) + ".",
    words,
    "Lemmas as the software's dictionary gives them, letters folded; a lemma can stand for a name.",
)

# %% [markdown]
# ## Does the correction find the known shares?
# The package corrects machine codes by a random sample coded by hand. Here all units have codes, so that it can be tried: the codes of a random half of each text are kept, the others hidden, the shares estimated from what is left, and compared with the share by all codes. The codes are the adjudicated ones of a language model reading the codebook; for this trial they are taken for right. The intervals are about these units and cover which of them were drawn.

# %%
masking = table("masking")
led = masking[masking["leads"]]
say(masked(masking))
show_figure(
    masked_shares(masking, SHORT),
    "masking",
    alt_masking(masking),
    led[["coder", "group", "value", "method", "n_units", "n_kept", "share", "estimate", "middle_low", "middle_high"]],
)

# %%
shown = ["coder", "group", "value", "method", "n_kept", "share", "bias", "bias_mcse", "rmse", "coverage", "coverage_mcse", "width", "warned", "n_effective"]  # fmt: skip
show_table(
    led[shown].assign(group=led["group"].map(SHORT)),
    "The leading posture of each text from half of its codes: bias and root mean squared error of the estimates, coverage and mean width of 95 % intervals, share of them that the package warned of, and how many codes without a machine give the same variance; mcse: Monte Carlo standard error",
    3,
)

# %%
elsewhere = table("masking_development")
say(masked_elsewhere())
show_table(
    elsewhere[shown],
    "The same for all postures of the development sentences, by source; lambda is tuned on the kept codes, or 1",
    3,
)

# %% [markdown]
# ## Which terms carry a text's result?
# The fast coder is linear, so what each lexicon entry adds to a posture can be summed over the units it codes so, and the units coded again without the entry (the word's other features stay). Procedural is what remains where nothing is added; no entry carries it. An entry attested only in these texts may have been collected from them: what it carries is in-sample.

# %%
terms = table("terms")
say("The leading posture of each text, in the fast coder's codes:" + carrying_terms(terms))
show_table(
    terms.drop(columns=["lost", "gained"]).assign(group=terms["group"].map(SHORT)),
    "What carries each posture of each text, in the fast coder's codes: number of entries, effective number (1 / sum of squared parts), part of the five strongest, the strongest and its part, the entry without which the share is least and the share then, and the part of entries attested only in these texts",
)
entries = table("term_entries").merge(terms.loc[terms["leads_as_coded"], ["group", "value"]])
show_table(
    entries.drop(columns=["entry", "n_units", "share"]).assign(group=entries["group"].map(SHORT)),
    "The strongest entries of the leading posture: what the lexicon has them for, units in which they add to the posture, their part, units lost and gained without them, the share then, and whether they are attested only here",
)

# %%
audited = table("development_entries")
say(
    "How far single entries can be trusted is seen on the {n_development} development sentences, by which nothing was pruned: {n_entries_tested} entries stand in at least {least_tested} of them. Each by itself, {n_entries_above_alone} are right above chance and {n_entries_below_alone} below it; after Benjamini and Hochberg's correction for so many tests, {n_entries_above_corrected} and {n_entries_below_corrected}. For the others the sentences are too few to tell."
)
show_table(
    audited.loc[
        audited["verdict_corrected"] != "open",
        ["term", "variable", "value", "n", "right", "precision", "low", "high", "chance", "q", "verdict_corrected"],
    ],
    "Entries above or below chance on the development part, by q < .05 (Fisher's exact test): sentences an entry stands in, those coded with its value, their share with its 95 % interval, the value's share of all sentences",
    3,
)
