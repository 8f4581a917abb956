# %% [markdown]
# # Does the machine agree with the coders?

# %%
import pandas as pd

from framing.figures import calibration_curve, confusion_matrix, learning, machine_scores
from framing.labels import SETS, in_percent
from framing.prose import alt_counts, alt_rows, commonest_errors, sentiment_verdict
from framing.show import caution, method, numbers, say, show_figure, show_table, table

known = {name: number["value"] for name, number in numbers().items()}
say(
    "**In part.** The fast coder gives {machine_fast_right} % of {n_units} units the posture that the coders gave them, the accurate coder {machine_accurate_right} %; giving every unit the "
    "commonest posture of the training material would be right in {machine_majority_right} %. Neither coder ever saw these texts. Macro-F1, which averages how well each of the four postures is "
    "found, a rare one like a common one, is {machine_fast_macro_f1} ({machine_fast_low} to {machine_fast_high}) and {machine_accurate_macro_f1} ({machine_accurate_low} to "
    "{machine_accurate_high}). The project aimed at {aim_posture}."
)
machine = table("machine")
show_figure(
    machine_scores(machine, int(known["n_units"]), int(known["n_texts"]), known["aim_posture"]),
    "machine",
    alt_rows("Macro-F1 of posture", machine, "coder", "macro_f1"),
    machine,
    "Over the same resampled units the accurate coder exceeds TF-IDF with logistic regression by {machine_accurate_over_tfidf} ({machine_accurate_over_tfidf_low} to "
    "{machine_accurate_over_tfidf_high}), the fast coder exceeds it by {machine_fast_over_tfidf} ({machine_fast_over_tfidf_low} to {machine_fast_over_tfidf_high}). The accurate coder is ahead of the "
    "fast one by {machine_accurate_over_fast} ({machine_accurate_over_fast_low} to {machine_accurate_over_fast_high}) and of the lexicon alone by {machine_accurate_over_lexicon} "
    "({machine_accurate_over_lexicon_low} to {machine_accurate_over_lexicon_high}); where an interval holds nought, the lead may be chance.",
)
caution(
    "The codes it is measured against are a language model's, adjudicated, not people's: this is agreement with that reader. The lexicon was drafted by authors who knew these texts, which "
    "flatters every method that uses it: without the {n_study_entries} entries that occur here and in no training sentence, the lexicon alone falls from {machine_lexicon_macro_f1} to "
    "{machine_lexicon_without_macro_f1}. The two coders stay where they were ({machine_fast_without_macro_f1} and {machine_accurate_without_macro_f1}). Intervals are over units of six texts; "
    "of other texts they say nothing."
)
method(
    "**The coders.** Two ship. The *fast* one is linear in lexicon entries and their scope, cues, lemmas and the shape of a sentence. The *accurate* one adds the scores of a sentence encoder "
    "whose upper layers were tuned on the same sentences. Both learnt from {n_training_exemplars} sentences invented for the project and {n_training_wikinews} of WikiNews and {n_training_pud} of "
    "UD_Arabic-PUD, coded by the same procedure, and from nothing of these articles.\n\n"
    "**Their parts.** The *lexicon alone* adds up the weights of the entries found; the *classifier alone* is the fast coder without the lexicon; the *encoder's heads alone* are the accurate one "
    "without counts. **Other methods**: logistic regression on TF-IDF weights of lemmas, trained on the same sentences; a *polarity lexicon* that calls a unit favorable, skeptical or procedural by "
    "praise and blame; the *majority*, always the commonest posture of training.\n\n"
    "**The F-measure** of a posture is the harmonic mean of precision (how many units so called are so) and recall (how many of those that are so are called so); macro-F1 is its mean over the four. "
    "Intervals are percentiles over resampled units; differences are taken over the same resamples (Berg-Kirkpatrick, Burkett and Klein 2012)."
)

# %%
say(
    "Of the {n_aims} aims set for the coders when the project was designed, the fast coder reaches {n_aims_met_fast} and the accurate one {n_aims_met_accurate}."
)
show_table(table("aims"), "What was aimed at, and what each coder reaches. Aims are no tests: nothing was kept or dropped for them")
experiment = table("machine_experiment")
say(
    "*An experiment, never shipped.* With the coded units of the other page dumps added to training, one dump left out at a time, the fast coder's macro-F1 is {machine_experiment_macro_f1}, a "
    "change of {machine_experiment_more} ({machine_experiment_more_low} to {machine_experiment_more_high}): no gain that can be told from chance."
)
show_table(
    in_percent(machine[["coder", "kind", "macro_f1", "low", "high", "accuracy"]].rename(columns={"accuracy": "right"}), "right"),
    "Macro-F1 of posture with its 95 % interval, and the share of units coded right",
    fold=True,
)
pairs = table("machine_pairs")
show_table(
    pairs[~pairs["other"].str.contains("without")],
    "By how much the macro-F1 of each coder exceeds that of another, over the same resampled units",
    fold=True,
)
show_table(
    table("machine_without").rename(columns={"without": "without them"}),
    "Every score with and without the lexicon entries attested only in these texts",
    fold=True,
)
show_table(table("study_entries").drop(columns="entry"), "The lexicon entries attested only in these texts", fold=True)
show_table(experiment, "The fast coder with the units of the other dumps in training, and as it ships", 3, fold=True)

# %% [markdown]
# ## Is it more than sentiment?

# %%
say(sentiment_verdict(table("machine_tone_pairs")))
show_table(
    table("machine_tone").rename(columns={"tone": "tone alone"}),
    "Against a polarity lexicon: macro-F1 of tone alone (favorable, skeptical or neither) with its interval, and F1 of each posture. The polarity lexicon uses our own entries of praise and blame",
)

# %% [markdown]
# ## Where does it err?

# %%
confusions = {"fast": table("machine_confusion"), "accurate": table("machine_confusion_accurate")}
by_class = table("machine_by_class")
called = pd.concat([t.melt("reference", var_name="called", value_name="units").assign(coder=c) for c, t in confusions.items()])
called = called.rename(columns={"reference": "adjudicated"})
say("What each coder misses, gives too often and confuses:" + commonest_errors(by_class, confusions))
show_figure(
    confusion_matrix(confusions),
    "confusion",
    alt_counts("Units by coder, adjudicated posture and what the coder calls them", called, ["coder", "adjudicated", "called"], "units"),
    called[["coder", "adjudicated", "called", "units"]],
)
show_table(
    in_percent(by_class.rename(columns={"value": "posture", "n": "units"}), "precision", "recall"),
    "Precision (of units so called, how many are so) and recall (of units that are so, how many are so called) of each posture, and F1, which weighs both",
)

# %%
say(
    "**Other variables.** Whether a sentence is attributed at all is found with an F-measure of {machine_attributed_score} (fast) and {machine_accurate_attributed_score} (accurate). Stance towards the "
    "step each article is about is hardly found: its alpha with the coders is {machine_alpha_fast_stance} and {machine_alpha_accurate_stance}, where nought is chance."
)
show_table(
    table("machine_variables").rename(columns={"possible": "most possible"}),
    "Scores of the other variables: macro-F1 over values; micro-F1 of all frames, each frame of each unit counting alike; F1 of being attributed. Values that no unit of these texts has count nought, which limits what is possible",
)
show_table(
    table("machine_alpha").rename(columns={"value": "alpha"}),
    "Alpha of machine and adjudicated codes for each variable; near nought the machine does no better than chance",
    fold=True,
)

# %% [markdown]
# ## Does it know its doubt?

# %%
calibration = table("machine_calibration")
say(
    "**By and large.** Leave uncoded what has a probability under {sure}, and the accurate coder is right in {machine_accurate_right_sure} % of the {machine_accurate_coded_sure} % of units that are left, "
    "instead of {machine_accurate_right} % of all; the fast coder in {machine_fast_right_sure} % of {machine_fast_coded_sure} % (`framing code --abstain`). **Shares of a text are another matter**: "
    "counted from machine codes they are off by {machine_fast_shares_off_least} to {machine_fast_shares_off_most} % of its units (fast), and {machine_accurate_shares_off_least} to "
    "{machine_accurate_shares_off_most} % (accurate). Estimating them anew for each text from the probabilities (`--prior-shift`) brings them nearer in {machine_fast_shift_helps} and "
    "{machine_accurate_shift_helps} of {n_texts} texts and further off in the others: with few units no correction. A coded sample is one."
)
show_figure(
    calibration_curve(calibration, {c: known[f"machine_{c}_ece"] for c in ("fast", "accurate")}),
    "calibration",
    alt_rows(
        "Share right by probability given",
        calibration.assign(p=calibration["coder"] + " coder, " + calibration["confidence"].round(2).astype(str)),
        "p",
        "accuracy",
    ),
    calibration,
    "The calibration error is the mean distance from the dashed line, each unit counting alike: {machine_fast_ece} and {machine_accurate_ece} here, {development_fast_ece} and "
    "{development_accurate_ece} on the development sentences.",
)
caution(
    "Doubt is no map of error: of a wrong and a right unit drawn at random the wrong one has the lower probability in {machine_fast_foreseen} % (fast) and {machine_accurate_foreseen} % (accurate) of "
    "cases; a coin's throw would give one in two. A point of the figure rests on as few units as stand beside it."
)
show_table(
    in_percent(
        table("machine_abstention").rename(columns={"threshold": "probability from", "coverage": "units coded", "accuracy": "right"}),
        "units coded",
        "right",
    ),
    "On these texts: what is left, and how right, when units under a probability are left uncoded",
)
show_table(
    in_percent(
        table("development_abstention").rename(columns={"threshold": "probability from", "coverage": "units coded", "accuracy": "right"}),
        "units coded",
        "right",
    ),
    "The same on the development sentences",
    fold=True,
)
shares = {"counted": "codes counted", "mean": "mean probabilities", "shift": "under prior shift"}
show_table(
    in_percent(table("machine_shares").rename(columns=shares), *shares.values()),
    "How far the posture shares of each text are off: the part of units that would have to change posture, by codes counted, by mean probabilities and by shares under prior shift",
    fold=True,
)
show_table(
    in_percent(table("development_shares").rename(columns=shares), *shares.values()),
    "The same for each source of the development sentences, whose shares are near those of training: there prior shift does harm",
    fold=True,
)
show_table(
    table("development_certainty"),
    "Calibration error on the development sentences, and what foresees an error there (area under the curve; one half is chance): units full of words never seen in training are not coded worse",
    fold=True,
)
show_table(
    table("development_calibration").drop(columns="bin").rename(columns={"accuracy": "share right", "n": "units"}),
    "Calibration on the development sentences: share right by probability given, with Wilson intervals",
    fold=True,
)

# %% [markdown]
# ## How well on other real sentences?

# %%
sealed = table("sealed_machine")
say(
    "**Less well.** A third of the documents of WikiNews and UD_Arabic-PUD was sealed before any coder was scored and opened once, for this release. On its {n_sealed} sentences macro-F1 of posture "
    "is {sealed_fast_macro_f1} for the fast coder ({sealed_fast_low} to {sealed_fast_high}) and {sealed_accurate_macro_f1} for the accurate one ({sealed_accurate_low} to {sealed_accurate_high}); "
    "{sealed_lexicon_macro_f1} for the lexicon alone, {sealed_tfidf_macro_f1} for TF-IDF with logistic regression, {sealed_polarity_macro_f1} for the polarity lexicon. There the accurate coder is "
    "ahead of all of them beyond what chance in the units would explain."
)
show_table(
    in_percent(sealed[["coder", "macro_f1", "low", "high", "accuracy"]].rename(columns={"accuracy": "right"}), "right"),
    "The sealed sentences: macro-F1 of posture with its 95 % interval, and the share coded right",
)
caution(
    "Most of these sentences report or describe, so a coder that calls all of them procedural is right in {sealed_majority_right} % of cases, with a macro-F1 of "
    "{sealed_majority_macro_f1}. They stand without their article and their codes are of one language model. Settings of the coders were chosen on the development sentences, so scores there are "
    "flattered; nothing was chosen on the sealed ones. The log of openings is `data/news/openings.csv`."
)

# %%
development = table("development_machine")
show_table(table("sealed_variables"), "The other variables on the sealed sentences, with 95 % intervals over sentences", fold=True)
show_table(
    in_percent(development[["coder", "macro_f1", "low", "high", "accuracy"]].rename(columns={"accuracy": "right"}), "right"),
    "The development sentences, on which settings were chosen: macro-F1 of posture and the share coded right",
    fold=True,
)
show_table(
    in_percent(table("development_by_class").rename(columns={"value": "posture", "n": "units"}), "precision", "recall"),
    "Precision and recall of each posture on the development sentences",
    fold=True,
)
show_table(table("development_variables"), "The other variables on the development sentences", fold=True)
show_table(
    table("development_stability").query("measure == 'alpha'").drop(columns=["measure", "n_coders"]).rename(columns={"value": "alpha"}),
    "Alpha between two readings of the development sentences by one language model, with intervals over units and over blocks: stability again",
    fold=True,
)

# %% [markdown]
# ## What does it learn from, and what does it read with?

# %%
curve = table("development_learning_curve")
say(
    "**The lexicon carries most.** Without it the fast coder's macro-F1 changes by {ablation_study_lex} on these texts and by {ablation_development_lex} on the development sentences; without lemmas by "
    "{ablation_study_lemma} and {ablation_development_lemma}. **It reads Arabic well**: {language_stems} % of words get the stem that annotators gave ({language_stems_other} % by the best other tool "
    "at hand), words of one lemma are brought together with an F-measure of {language_lemmas} % ({language_lemmas_other} %). **Cost**: {speed_fast} sentences a second on one thread for the fast coder, "
    "{speed_accurate} for the accurate one."
)
show_figure(
    learning(curve),
    "learning",
    alt_rows(
        "Macro-F1 of the fast coder by training sentences",
        curve.assign(n=curve["curve"] + ", " + curve["set"] + " " + curve["n_sentences"].astype(int).astype(str)),
        "n",
        "macro_f1",
    ),
    curve,
    "More invented sentences no longer help on real ones; real sentences do. The last doubling of these brings the development sentences from {learning_development_half} to "
    "{learning_development_all}, these texts from {learning_study_half} to {learning_study_all}.",
)
method(
    "Coders of the learning curve and of the table of features are refitted without calibration, so that *everything* differs a little from the fast coder. *Features*: lexicon entries with "
    "their scope, lemmas, cues (negation, quotation, questions, reporting) and shape (length, punctuation). Stems, lemmas, sentence boundaries and speakers are measured on files of "
    "others that do not ship; tools whose licence keeps them out of the environment are quoted. Speed is measured by `benchmarks/coders.py`, from text to codes, the fastest of several rounds; plain "
    "counting is a vectoriser that splits the same sentences into words."
)

# %%
ablation = table("development_ablation").pivot(index="features", columns="set", values="change").rename(columns=SETS).reset_index()
show_table(ablation[ablation["features"] != "all"], "What the fast coder's macro-F1 changes by without each family of features")
show_table(table("speed"), "Cost of each coder, and of plain counting of words, on one thread", 4, fold=True)
language = table("development_language")
show_table(
    language[language["figure"] == "measured"].drop(columns="figure"),
    "Our tools and others' on the same files, with 95 % intervals over words, paragraphs or sentences",
    fold=True,
)
show_table(
    language.loc[language["figure"] == "quoted", ["measure", "method", "score"]], "Figures of other tools on these files, quoted", fold=True
)
lexicon = table("development_lexicon")
show_table(
    in_percent(
        lexicon[lexicon["n_entries"] >= 10]
        .drop(columns=["low", "high"])
        .rename(columns={"group": "entries of", "coverage": "units reached", "n": "units with one"}),
        "units reached",
        "precision",
        "chance",
    ),
    "Groups of the lexicon on the development sentences. Reached: share of the units coded with the value in which an entry of the group stands. Precision: share of units with such an entry that are "
    "coded so; chance: the value's share of all units",
    fold=True,
)
