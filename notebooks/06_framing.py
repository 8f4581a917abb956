# %% [markdown]
# # How does each text frame it?

# %%
from framing.figures import frames_by_text, keyness, masked_shares, posture_by_text, stance_by_text, variants
from framing.labels import in_percent, spelled
from framing.prose import (
    VARIANTS,
    alt_frames,
    alt_masking,
    alt_posture,
    alt_rows,
    alt_variants,
    carrying_terms,
    commonest_frame,
    commonest_stance,
    edge_of_range,
    expectation_verdict,
    first_words,
    hangs_on_rule,
    leads_of_texts,
    machines_apart,
    masked,
    masked_elsewhere,
    masked_methods,
    right_by_chance,
    verdicts,
)
from framing.results.names import SHORT
from framing.show import caution, method, say, show_figure, show_table, table

leads = table("leads")
say("As coded, the leading posture is " + leads_of_texts(leads))

# %% [markdown]
# ## Which posture leads?

# %%
profiles = table("profiles").replace({"coder": {"machine": "fast coder", "accurate machine": "accurate coder"}})
postures = profiles[profiles["variable"] == "posture"]
show_figure(
    posture_by_text(postures, SHORT),
    "posture",
    alt_posture(postures),
    postures[["coder", "group", "value", "share", "low", "high", "n_units", "n_articles", "estimand"]],
    edge_of_range(postures[postures["coder"] == "adjudicated"], "postures"),
)
caution(
    "One article stands for each source and was not drawn at random from anything: neither shares nor intervals are about an outlet. A line without width means that "
    "two readings by one language model agree, not that the code is certain. Where the machine's signs lie away from the bar, machine codes alone would have told another story."
)
say(machines_apart(leads, table("machine_by_class")))
found = leads[["article_id", "coded", "share", "low", "high", "n_units", "margin_units", "tipping_units", "fast", "accurate"]]
show_table(
    in_percent(
        found.rename(
            columns={
                "coded": "leads as coded",
                "low": "range of the two readings from",
                "high": "range to",
                "fast": "by the fast coder",
                "accurate": "by the accurate coder",
            }
        ),
        "share",
        "range of the two readings from",
        "range to",
    ),
    "The posture that leads in each text, with its share of units, and the one that leads alone by each machine coder",
)
method(
    "Shares are of the units of a text, headlines and headings included, pull quotes not. As coded: adjudicated from two readings of the codebook by a language model. Intervals "
    "take each unit's code at random from one of the two readings and give the middle 95 % of the shares; they cover nothing else. Where the readings differ adjudication takes one "
    "side, and where they differ in few units the share comes to lie at an end of its range. A lead ends by the fewest recoded units when each moves from the leading posture to the next."
)

# %% [markdown]
# ## Were the expectations met?

# %%
expectations = table("expectations")
say(
    "There are {n_expected} expectations, formed after reading: one for each text whose outlet is printed or presumed, of the posture that would lead in it. "
    + expectation_verdict(expectations)
)
show_table(
    verdicts(expectations),
    "Each expectation, check by check; in brackets how many units would have to be recoded for the machine's verdict to turn; a tie fails",
)
caution(
    "The expectations were formed after reading the texts: they are no predictions, and meeting them confirms nothing. A random matching of four postures to four texts is right in "
    "all four once in {n_matchings}. Al-Arab style has its name from its style, by which its outlet is presumed, so that its expectation is partly circular. "
    "The codebook, too, was revised after a trial coding of these texts whose outcome was known. Redraws choose between two readings by one model, and shares of specifications count choices: neither is a probability that an expectation is true."
)

# %% [markdown]
# ## What does the rule decide?

# %%
rules = table("variants")
say("The leads of {n_leads_by_any_rule} of {n_texts} texts stand under all {n_rules} rules. " + hangs_on_rule(rules))
show_figure(variants(rules, SHORT, VARIANTS), "variants", alt_variants(rules), rules.assign(rule=rules["rule"].map(VARIANTS)))
caution(
    "A lead that hangs on a rule is a fact about the rule as much as about the text. Which rule is right is not settled by counting: posture joins tone and mode of discourse in one "
    "choice, and asking for tone first is the codebook's decision. The primitives are published so that readers can decide otherwise."
)
method(
    "Appraisal and explanation are coded apart, and posture follows by rule. By the codebook, any appraisal decides first, and a unit explains if its main clause does. *Any phrase "
    "explains*: so does a trailing phrase (the codebook's earlier rule). *Explanation before appraisal*: a unit that explains is analytical whatever it appraises. *Refusal and consent "
    "appraise*: reporting that someone rejects or welcomes the step counts as appraisal. *Focal objects only*: appraisal of anything but the step, its actor or its outcome is set aside."
)

# %% [markdown]
# ## Stance: for or against?

# %%
stance = table("stance_profiles")
say(commonest_stance(stance))
show_figure(
    stance_by_text(stance, SHORT),
    "stance",
    alt_rows("Share of units in favor of the step", stance[stance["value"] == "favor"], "group", "share", percent=True)
    + alt_rows(" Against it", stance[stance["value"] == "against"], "group", "share", percent=True),
    stance[["group", "value", "share", "low", "high", "n_units"]],
)
caution("Stance counts whoever holds it: a report that an official welcomes the step is in favor, whatever the text thinks of it.")

# %% [markdown]
# ## Frames: what is it about?

# %%
frames = table("frame_profiles")
say(commonest_frame(frames))
show_figure(
    frames_by_text(frames, SHORT),
    "frames",
    alt_frames(frames),
    frames[["group", "value", "share", "low", "high", "n_units"]],
    edge_of_range(frames, "frames"),
)
caution(
    "The frames are eight matters that a sentence can be about, not Entman's functions of a frame. Frames with few positives are too rare for their stability to be assessed; "
    "the section on coders names them."
)

# %% [markdown]
# ## Words: what sets it apart?

# %%
words = table("keyness").merge(table("texts")[["article_id", "n_units"]])
words[["lemma, spelled", "in English"]] = words["lemma"].map(spelled).tolist()
first = words[words["rank"] == 1]
say(first_words(words))
show_figure(
    keyness(words, SHORT),
    "keyness",
    "Lists of ten lemmas per text; first in each: "
    + "; ".join(f"{SHORT[r.article_id]} {spelled(r.lemma)[0]}" for r in first.itertuples())
    + ".",
    words,
    "Lemmas as the software's dictionary gives them, which errs at times; those without English are such, or have several meanings. A lemma can stand for a name.",
)
caution("Ranks of words say what a text is about and not how it judges; with so few words, no rank is far from the next.")
method(
    "Log-odds of a lemma in one text against the other five, with the lemma counts of the training material as prior (Monroe, Colaresi and Quinn 2008); function words, numbers and "
    "lemmas of one or two letters left out. Only the order is read from it."
)

# %% [markdown]
# ## Does the correction find the known shares?

# %%
masking = table("masking")
led = masking[masking["leads"]]
say(
    "The package can correct the shares of machine codes by a sample of hand codes. To try that, a random half of each text's codes is kept as the sample and the other half hidden. "
    + masked(masking)
    + " Intervals are not cut at none and all, so that one can be wider than the whole scale."
)
show_figure(
    masked_shares(masking, SHORT),
    "masking",
    alt_masking(masking),
    led[["coder", "group", "value", "method", "n_units", "n_kept", "share", "estimate", "middle_low", "middle_high"]],
)
caution(
    right_by_chance(masking)
    + " The known shares are by codes of a language model, taken for right in this trial. The intervals are about these units and "
    "cover which of them were drawn, nothing else."
)

# %%
method(
    "The shares are estimated from the kept codes by each of the package's methods and compared with those by all codes, for {masking_draws} random halves. "
    "Corrected shares are not held between none and all, so that they stay right on average.\n\n"
    + masked_methods(masking)
    + "\n\n"
    + masked_elsewhere()
)
elsewhere = table("masking_development")
shown = "coder group value method n_kept share bias bias_mcse rmse coverage coverage_mcse width warned n_effective".split()
show_table(
    led[shown],
    "The leading posture of each text from half of its codes, by method: errors of estimates, coverage and mean width of intervals",
    3,
)
show_table(
    elsewhere[shown], "The same for all postures of the development sentences, by source; lambda is tuned on the kept codes, or 1", 3
)

# %% [markdown]
# ## Which terms carry a result?

# %%
terms = table("terms")
say(carrying_terms(terms))
led_terms = terms.loc[
    terms["leads_as_coded"], "group value n_entries effective first carries only_here share decisive share_without".split()
]
show_table(
    in_percent(
        led_terms.rename(columns={"only_here": "part of entries found only in these texts"}),
        "carries",
        "part of entries found only in these texts",
        "share",
        "share_without",
    ),
    "The lexicon entries behind each leading posture in the fast coder's codes. Parts are of the sum of what entries add to it; share: of units",
)
caution(
    "This is about the fast coder's codes, not the adjudicated ones, which rest on reading and on no list. An entry attested only in these texts may have been collected from them: what "
    "it carries is in-sample."
)

# %%
method(
    "The fast coder is linear, so what each entry adds to a posture can be summed over the units it codes so, and the units coded again without the entry (the word's other features "
    "stay); the entry that matters most is the one without which the share falls furthest. The effective number of entries is as many of equal part as would be as concentrated: one over "
    "the sum of squared parts. How far single entries can be trusted is seen on the {n_development} development sentences, by which nothing was pruned: {n_entries_tested} entries stand in at least "
    "{least_tested} of them; {n_entries_above_alone} are right above chance and {n_entries_below_alone} below it, and after Benjamini and Hochberg's correction for so many tests "
    "{n_entries_above_corrected} and {n_entries_below_corrected}. For the others the sentences are too few to tell."
)
show_table(
    terms.drop(columns=["lost", "gained", "leads_as_coded"]), "What carries each posture of each text in the fast coder's codes", fold=True
)
entries = table("term_entries").merge(terms.loc[terms["leads_as_coded"], ["group", "value"]])
show_table(
    entries.drop(columns=["entry", "n_units", "share"]).rename(columns={"units": "units it adds to"}),
    "The strongest entries of each leading posture",
    fold=True,
)
audited = table("development_entries")
audited = audited.loc[
    audited["verdict_corrected"] != "open", "term variable value n right precision low high chance q verdict_corrected".split()
].rename(columns={"n": "sentences", "right": "of its value", "precision": "share", "chance": "of all sentences"})
show_table(audited, "Entries above or below chance on the development sentences, by q < .05 (Fisher's exact test)", 3, fold=True)
