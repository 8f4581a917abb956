# %% [markdown]
# # What can it not say?
# - Outlet, genre, author, source, date and event coincide completely here. An opinion piece is not a newsroom, a relayed report is not its relayer.
# - Posture joins tone and mode of discourse in one choice. The primitives are published so that readers can take them apart.
# - The codebook, the lexicon and the expectations were written after reading these texts; on them they are in-sample.
# - All codes of these units come from one language model reading the codebook, or from the machine coder. No person has coded them yet. Stability of one reader is not validity.
# - Nothing is claimed about an outlet beyond its one text, and nothing about whether a text is true or fair.
#
# ## Model card
# **What it is.** Linear models over a lexicon, lemmas, cues and shape (fast), with the scores of a tuned sentence encoder beside them (accurate), one per variable, trained on sentences written by the project and real sentences of WikiNews and UD_Arabic-PUD, all coded by a language model reading the codebook. **What it is for.** Describing how texts frame a step, with hand codes beside it. **What it is not for.** Ranking outlets, verdicts on bias or truth, decisions about people. **Known to fail.** See the section on the machine: which postures it confuses stands in the section on the machine. Failure named by a noun in a headline, achievement denied ("failed to achieve"), stance, and rare frames are often missed.

# %%
from framing.show import say, show_table, table

show_table(table("machine_by_class"), "How well it finds each posture in the study's units, none of which trained it")
say(
    "On these {n_units} units macro-F1 is {machine_fast_macro_f1} for the fast coder and {machine_accurate_macro_f1} for the accurate one, expected calibration error {machine_fast_ece} and {machine_accurate_ece}."
)
