# %% [markdown]
# # What can it not say?

# %%
from framing.prose import explanation_first, hard_postures
from framing.show import say, show_table, table

say(
    "It cannot say how an outlet frames, why a text differs from another, or what people would have coded. It describes {n_texts} texts, one per source, through "
    "one codebook, as a language model and a machine read it; coded by people: {n_people}."
)
say(
    "- **One text per outlet.** Outlet, genre, author, source, date and event coincide completely; an opinion piece is not a newsroom, and a relayed report is not its "
    "relayer. *So* a difference between two texts is never one between two outlets, and no cause can be named. *Lifted by* more articles of each outlet on the same event, "
    "of several genres; the [intervals](#intervals) call for {intervals_articles} or so.\n"
    "- **No person has coded.** The two readings are by one language model; that they agree is [stability](#coders), not validity. Its name and version are not published. "
    "*So* an error that both make shows nowhere here, and nobody can repeat the readings with the same model. *Lifted by* people: `make packet CORPUS=<folder>` makes sheets and instructions for them, `make packet-import` takes them back, and a table of their agreement then appears by itself.\n"
    "- **In-sample.** The codebook, the lexicon and the [expectations](#framing) were written after reading these texts. *So* that the expectations hold is no "
    "confirmation, and the lexicon fits these texts better than others. *Lifted by* texts that nobody had seen, coded by the codebook as it stands.\n"
    "- **Posture joins two things**, tone and mode of discourse, in one choice. *So* " + explanation_first(table("variants")) + " (the "
    "[rule](#specifications) decides). *Lifted by* reading the two primitives by themselves: appraisal and explanation stand beside posture in every table of codes.\n"
    "- **Small texts.** The shortest has {n_units_levant} units, the longest {n_units_aljazeera}. *So* few recoded units end a lead; how few stands beside each. *Lifted by* nothing: these are the texts.\n"
    "- **Intervals cover the coding alone**, each unit's code redrawn from two readings. *So* they do not say what other articles of an outlet would show. *Lifted by* a sample of articles, for which [corrected shares](#framing) have intervals that were [tried](#intervals).\n"
    "- **Nothing about truth or fairness.** A favourable text can be accurate and a skeptical one unfair, or the other way round; the codes do not look. *Lifted by* other methods than this."
)

# %% [markdown]
# ## Model card

# %%
by_class = table("machine_by_class")
say(
    "<dl><dt>What it is</dt><dd>Two coders, each a linear model per variable of the codebook. The fast one sees a lexicon, lemmas, cues and the shape of a unit; the accurate one sees "
    "the scores of a tuned sentence encoder besides.</dd>"
    "<dt>Trained on</dt><dd>{n_training_exemplars} sentences invented by the project, {n_training_wikinews} of WikiNews and {n_training_pud} of UD_Arabic-PUD, all coded by a language "
    "model reading the codebook. None of the texts of this study.</dd>"
    "<dt>For</dt><dd>Describing how Arabic news texts frame a step, with hand codes of a random sample beside it that correct its shares.</dd>"
    "<dt>Not for</dt><dd>Ranking outlets; verdicts on bias or truth; decisions about people; a single unit taken by itself; shares without hand codes where errors matter.</dd>"
    "<dt>How good on this study</dt><dd>Macro-F1 of posture {machine_fast_macro_f1} (fast) and {machine_accurate_macro_f1} (accurate) on {n_units} units; "
    "on {n_sealed} sealed sentences of others {sealed_fast_macro_f1} and {sealed_accurate_macro_f1}.</dd>"
    "<dt>Calibration</dt><dd>Its probabilities are off by {machine_fast_ece} (fast) and {machine_accurate_ece} (accurate) on average: expected calibration error, zero at best.</dd>"
    "<dt>Known to fail</dt><dd>"
    + hard_postures(by_class)
    + " Failure named by a noun in a headline, achievement denied (“failed to achieve”), stance and rare frames are often missed. Which posture it "
    'takes for which stands in <a href="#machine">the section on the machine</a>.</dd>'
    "<dt>What it must not be made to say</dt><dd>That one outlet is better, fairer or more truthful than another. No table of this project ranks outlets.</dd></dl>"
)
show_table(
    by_class.rename(columns={"value": "posture", "n": "units", "f1": "F1"}),
    "How well each coder finds each posture in the study's units, none of which trained it. Precision: right among those it names; recall: found among those there are; F1: their harmonic mean",
)
