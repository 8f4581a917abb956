# %% [markdown]
# # Does the machine agree with the coders?

# %%
import pandas as pd

from framing.figures import calibration_curve, confusion_matrix, learning, machine_scores
from framing.labels import SETS, in_percent
from framing.prose import (
    alt_counts,
    alt_rows,
    beyond_chance,
    carries_most,
    clear_of,
    commonest_errors,
    knows_its_doubt,
    machine_agrees,
    scores_elsewhere,
    sentiment_verdict,
    shift_brings_nearer,
    without_study_entries,
)
from framing.show import caution, method, numbers, say, show_figure, show_table, table

known = {name: number["value"] for name, number in numbers().items()}
machine, pairs = table("machine"), table("machine_pairs")
say(
    f"**{machine_agrees(machine, known['aim_posture'])}.** The machine is two programs, a *fast coder* and an *accurate coder*. The fast one gives {{machine_fast_right}} % of {{n_units}} units "
    "the posture of the [adjudicated readings](#coders), the accurate one {machine_accurate_right} %; giving every unit the commonest posture of the training material would be right in "
    "{machine_majority_right} %. Macro-F1, which averages how well each of the four postures is found, a rare one like a common one, is {machine_fast_macro_f1} ({machine_fast_low} to "
    "{machine_fast_high}) and {machine_accurate_macro_f1} ({machine_accurate_low} to {machine_accurate_high}). The project aimed at {aim_posture}.\n\n"
    "Neither ever saw these texts. They learnt from {n_training_exemplars} sentences invented for the project and from real ones of WikiNews ({n_training_wikinews}) and of UD_Arabic-PUD "
    "({n_training_pud}). Of the documents of these two sources that were kept out of training, some served to choose settings (the *development sentences*, {n_development}) and the others were "
    "*sealed* until the end ({n_sealed}). A language model coded all of them under this codebook, as one did these texts. The models are not named, so take them for the same one: habits "
    "common to the codes the machine learnt from and those it is measured against raise the agreement."
)
show_figure(
    machine_scores(machine, int(known["n_units"]), int(known["n_texts"]), known["aim_posture"]),
    "machine",
    alt_rows("Macro-F1 of posture", machine, "coder", "macro_f1"),
    machine,
    f"{beyond_chance(pairs)} In brackets the difference of macro-F1 and its 95 % interval over the same resampled units.",
)
caution(
    "This is agreement with a language model's readings, not with people. The lexicon was drafted by authors who knew these texts, which flatters every method that uses it. Without the "
    "{n_study_entries} entries that occur here and in no training sentence, macro-F1 of the lexicon alone is {machine_lexicon_without_macro_f1} instead of {machine_lexicon_macro_f1}. "
    f"{without_study_entries(pairs)} Intervals are over units of these texts; of other texts they say nothing."
)
method(
    "**The coders.** The *fast* one is linear in lexicon entries and their scope, cues, lemmas and the shape of a sentence. The *accurate* one adds the scores of a sentence encoder whose upper "
    "layers were tuned on the same sentences. One reading coded the invented sentences; WikiNews and UD_Arabic-PUD were read twice and adjudicated, as these texts were, and were split "
    "by document: no document has sentences in two parts.\n\n"
    "**Posture** is no choice of its own for the machine either. Each coder gives probabilities to appraisal and to explanation, and those of the four postures are reckoned from them: skeptical "
    "has that of *against*, favorable that of *for*; that of *none* is divided between analytical and procedural by the probability of an explanation, and *both* goes to analytical. The "
    "likeliest posture is taken.\n\n"
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
    "change of {machine_experiment_more} ({machine_experiment_more_low} to {machine_experiment_more_high}; an interval that holds nought is no gain that can be told from chance)."
)
show_table(
    in_percent(machine[["coder", "kind", "macro_f1", "low", "high", "accuracy"]].rename(columns={"accuracy": "right"}), "right"),
    "Macro-F1 of posture with its 95 % interval, and the share of units coded right",
    fold=True,
)
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
    "**Other variables.** Whether a sentence is attributed at all is found with an F-measure of {machine_attributed_score} (fast) and {machine_accurate_attributed_score} (accurate). Alpha of machine "
    "and readings for the stance towards the step each article is about is {machine_alpha_fast_stance} and {machine_alpha_accurate_stance}, where nought is chance. Macro-F1 of appraisal is "
    "{machine_appraisal_score} and {machine_accurate_appraisal_score}; a value that no unit has counts nought, so that at most {machine_appraisal_possible} is possible here. Posture is reckoned "
    "from the probabilities of appraisal and explanation, not from the values chosen, so its score can lie above that of appraisal."
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
    f"{knows_its_doubt(calibration)} "
    "Leave uncoded what has a probability under {sure}, and the accurate coder is right in {machine_accurate_right_sure} % of the {machine_accurate_coded_sure} % of units that are left, "
    "instead of {machine_accurate_right} % of all; the fast coder in {machine_fast_right_sure} % of {machine_fast_coded_sure} % (`framing code --abstain`). **Shares of a text**, "
    "counted from machine codes, are off by {machine_fast_shares_off_least} to {machine_fast_shares_off_most} % of its units (fast), and {machine_accurate_shares_off_least} to "
    "{machine_accurate_shares_off_most} % (accurate). Estimating them anew for each text from the probabilities (`--prior-shift`) brings them nearer in {machine_fast_shift_helps} and "
    "{machine_accurate_shift_helps} of {n_texts} texts. A share is corrected by a sample of hand codes: the section on [framing](#framing) tries it."
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
    f"The same for each source of the development sentences, whose shares are near those of training: {shift_brings_nearer(table('development_shares'))}",
    fold=True,
)
show_table(
    table("development_certainty"),
    "Calibration error on the development sentences, and what foresees an error there (area under the curve; one half is chance, and less for unknown words means that units full of words never seen in training are coded better, not worse)",
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
    f"{scores_elsewhere(machine, sealed)}\n\nThese are the {{n_sealed}} sealed sentences: a third of the documents of WikiNews and UD_Arabic-PUD, set aside before any coder was scored and opened "
    "once, for this release. There macro-F1 is {sealed_lexicon_macro_f1} for the lexicon alone, {sealed_tfidf_macro_f1} for TF-IDF with logistic regression and {sealed_polarity_macro_f1} for the "
    f"polarity lexicon. {clear_of(sealed)}"
)
show_table(
    in_percent(sealed[["coder", "macro_f1", "low", "high", "accuracy"]].rename(columns={"accuracy": "right"}), "right"),
    "The sealed sentences: macro-F1 of posture with its 95 % interval, and the share coded right",
)
caution(
    "Most of these sentences report or describe, so calling all of them procedural is right in {sealed_majority_right} % of cases, with a macro-F1 of "
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
    f"**{carries_most(table('development_ablation'))}.** Without the lexicon the fast coder's macro-F1 changes by {{ablation_study_lex}} on these texts and by {{ablation_development_lex}} on the "
    "development sentences; without lemmas by {ablation_study_lemma} and {ablation_development_lemma}. **How it reads Arabic**: {language_stems} % of words get the stem that annotators gave ({language_stems_other} % by the best other tool "
    "at hand), words of one lemma are brought together with an F-measure of {language_lemmas} % ({language_lemmas_other} %). **Cost**: {speed_fast} sentences a second on one thread for the fast coder, "
    "{speed_accurate} for the accurate one."
)
show_figure(
    learning(curve, int(known["n_units"]), int(known["n_texts"]), int(known["n_development"])),
    "learning",
    alt_rows(
        "Macro-F1 of the fast coder by training sentences",
        curve.assign(n=curve["curve"] + ", " + curve["set"] + " " + curve["n_sentences"].astype(int).astype(str)),
        "n",
        "macro_f1",
    ),
    curve,
    "All invented sentences instead of the smallest part bring the development sentences from {learning_development_part} to {learning_development_invented}, these texts from "
    "{learning_study_part} to {learning_study_invented}; the last doubling of the real ones brings them from {learning_development_half} to {learning_development_all} and from "
    "{learning_study_half} to {learning_study_all}. The coder of the curve is refitted without calibration, so its end is not quite the fast coder's {development_fast_macro_f1} and "
    "{machine_fast_macro_f1}.",
)
method(
    "The coders of the table of features are refitted without calibration too. *Features*: lexicon entries with "
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
