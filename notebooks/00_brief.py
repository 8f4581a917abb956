# %% [markdown]
# # In brief
# Five questions were fixed before the codes were counted. Every answer is about these texts alone: one text stands for one source, and outlet, genre, author, date and event change together.

# %%
from framing.prose import leading_postures, own_or_borrowed, stances, top_frames
from framing.show import answer, table

answer(
    "**Which posture leads in each text?** "
    + leading_postures(table("leading"))
    + "\n\nIntervals cover who coded, not which articles were chosen. A different reading of the units named would overturn it; another article by the same outlet was not looked at."
)

# %%
answer(
    "**Own appraisal or borrowed?** "
    + own_or_borrowed(table("posture_by_attribution"))
    + "\n\nA reading that gives the unmarked sentences of a reported passage to its source would move these shares."
)

# %%
answer(
    "**For or against the step?** "
    + stances(table("stance_profiles"))
    + "\n\nStance counts whoever holds it, the text or a source it quotes. The stability of this code is alpha {stability_stance} (blocks: {stability_stance_low} to {stability_stance_high})."
)

# %%
answer(
    "**Which frame is commonest?** "
    + top_frames(table("frame_profiles"))
    + "\n\nA unit can hold several frames or none. Frames with few positives are not assessable; see the section on coders."
)

# %%
answer(
    "**Does the machine agree with the coders?** Macro-F1 of posture is {machine_shipped_macro_f1} (resampled units: {machine_shipped_low} to {machine_shipped_high}) for the shipped coder, "
    "which saw none of these texts; {machine_lexicon_macro_f1} for the lexicon alone, {machine_tfidf_macro_f1} for TF-IDF with logistic regression, {machine_majority_macro_f1} for always the commonest posture."
    "\n\nAt this level machine codes of a single text describe it roughly; shares from them need correction by hand codes."
)
