# %% [markdown]
# # In brief
# Five questions were fixed before this coding. An earlier trial coding, under another version of the codebook, had been counted before the codebook was revised (see its changelog). Texts: *Levant*, *Al Jazeera op-ed* and *Hashtag* as named in print, *Al-Arab style* presumed from style, *second article* a further text found whole on the Al Jazeera page, *unnamed outlet* a text that names none. Every answer is about these texts alone: one text stands for one source, and outlet, genre, author, date and event change together.

# %%
from framing.prose import hangs_on_rule, leading_postures, own_or_borrowed, stances, top_frames
from framing.show import answer, table

answer(
    "**Which posture leads in each text?** "
    + leading_postures(table("leading"))
    + "\n\nRedrawn: the middle 95 % of shares when each unit's code is taken at random from one of two readings by one reader. That is all these intervals cover. Other readings of the units named would end a lead; another article by the same outlet was not looked at. "
    + hangs_on_rule(table("variants"))
)

# %%
answer(
    "**Own appraisal or borrowed?** "
    + own_or_borrowed()
    + "\n\nThe interval covers which of the two readings is taken and nothing else. A reading that gives the unmarked sentences of a reported passage to its source would move these shares, in these texts and in no others."
)

# %%
answer(
    "**For or against the step?** "
    + stances(table("stance_profiles"))
    + "\n\nStance counts whoever holds it, the text or a source it quotes. Intervals cover which of the two readings is taken. Units against the step are too few to assess how stable that value is. The stability of this code is alpha {stability_stance} (blocks: {stability_stance_low} to {stability_stance_high})."
)

# %%
answer(
    "**Which frame is commonest?** "
    + top_frames(table("frame_profiles"))
    + "\n\nA unit can hold several frames or none; recoding one may take the first frame from it and give it the next. Intervals cover which of the two readings is taken. Frames with few positives are not assessable; see the section on coders."
)

# %%
answer(
    "**Does the machine agree with the coders?** Macro-F1 of posture is {machine_fast_macro_f1} (resampled units: {machine_fast_low} to {machine_fast_high}) for the fast coder, "
    "trained on none of these texts, and {machine_accurate_macro_f1} ({machine_accurate_low} to {machine_accurate_high}) for the accurate one; without the lexicon entries found only in them {machine_fast_without_macro_f1} and {machine_accurate_without_macro_f1}. The lexicon alone: {machine_lexicon_macro_f1}, without those entries {machine_lexicon_without_macro_f1}. {machine_tfidf_macro_f1} for TF-IDF with logistic regression, {machine_majority_macro_f1} for always the commonest posture."
    "\n\nBeyond chance, machine and coders agree at alpha {machine_alpha_fast_posture} (fast) and {machine_alpha_accurate_posture} (accurate) on posture, {machine_alpha_fast_voice} and {machine_alpha_accurate_voice} on voice, {machine_alpha_fast_stance} and {machine_alpha_accurate_stance} on stance. That is too little to use machine codes of a single text without hand codes beside them."
    "\n\nIntervals cover which of these units were counted, not other texts. The codes compared with are a language model's: against its first or second reading instead of the adjudicated codes macro-F1 is {machine_fast_readings_min} to {machine_fast_readings_max} (fast) and {machine_accurate_readings_min} to {machine_accurate_readings_max} (accurate). People who read the units otherwise would overturn these scores, and none have coded them yet."
)
