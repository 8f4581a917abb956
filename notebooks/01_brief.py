# %% [markdown]
# # In brief

# %%
import pandas as pd

from framing.brief import (
    appraisal,
    borrowing,
    how_sure,
    lowest_to_highest,
    machines,
    mostly,
    moved_by_rule,
    other_steps,
    stances,
    standing,
    texts_by_value,
)
from framing.figures import overview
from framing.overview import ENGLISH, alt_overview, overview_answer, overview_rows
from framing.show import answer, numbers, say, show_figure, show_table, table

first = table("overturning")
leads = first[first["answer"] == "lead"]
look = overview_rows(table("profiles"), table("stance_profiles"), table("frame_profiles"), table("attributed_profiles"))
specifications = table("specifications_summary").query("question == 'main'").rename(columns={"article_id": "group"})
moved = moved_by_rule(table("variants"), "explains_by_any_phrase")
say(
    "Six Arabic texts on Syria joining the coalition against ISIS, {n_before_event} of them from the months before it was announced. Which posture leads in each: do they doubt, approve, "
    f"explain, or plainly report? **Found:** {overview_answer(look, ENGLISH)} (The second article stands whole, its source not named, on the page of the Al Jazeera op-ed; the unnamed "
    "outlet is a text that names none; the origin of the text in Al-Arab style is presumed from its style.)"
    f"\n\n**How sure:** {how_sure(table('variants'), specifications)} "
    "**On what:** one text per source, {n_units} units (sentences, headlines, headings, bullet points), coded twice and adjudicated by a language model that read a codebook, and by the "
    "machine; by people: {n_people}."
    "\n\nThe five questions were fixed before the coding. The codebook was not: it was revised after an earlier trial coding of these texts had been counted "
    f"([what changed](#scheme-4)), and by its rule before that another posture leads in {moved}. Every answer is about these texts alone."
)

# %%
show_figure(overview(look, ENGLISH, int(numbers()["n_people"]["value"])), "overview", alt_overview(look), look)
show_table(
    pd.DataFrame(
        [
            ("unit", "one sentence, headline, heading or bullet point as printed"),
            ("posture", "what a unit does: skeptical (it faults), favorable (it praises), analytical (it explains, or praises and faults), procedural (it reports)"),
            ("leads", "is the posture of more units of a text than any other"),
            ("attributed", "said in print to be the words of somebody other than the author"),
            ("stance", "for or against the step that a text is about, whoever holds it"),
            ("frame", "a matter that a unit makes its own, such as security; a unit can have several or none"),
            ("range of the two readings", "each unit's code is drawn from one of its two readings, 2000 times: the middle 95 % of the shares"),
            ("recoded", "the fewest units that, coded otherwise, would leave no single first"),
            ("accurate and fast machine", "the project's own coders, trained on other sentences: one with a sentence encoder, one with word features"),
            ("macro-F1", "how well a machine finds the adjudicated postures, each posture counting the same: 1 is perfect"),
            ("alpha", "agreement beyond chance: 1 is perfect, 0 is chance"),
        ],
        columns=["word", "meaning"],
    ),
    "Words used here",
    fold=True,
)  # fmt: skip

# %%
answer(
    "Which posture leads in each text?",
    f"{texts_by_value(leads)}. The lead is {lowest_to_highest(leads, 'margin_units', 'lead_units')} units wide. In full: [How does each text frame it?](#framing)",
    data=standing(leads, "leading posture"),
    caption="The leading posture of each text",
    sure="The range of the two readings: the middle 95 % of shares when each unit's code is drawn from one of two readings by one language model. The "
    "share beside it is counted after adjudication, and can lie at the edge of this range or outside it. Other readers are not covered, nor other articles by the same source.",
    overturn="The few units of the last column; or other choices of analysis: of {spec_n} specifications the lead stands in "
    + lowest_to_highest(specifications, "n_leads", "spec_lead")
    + " ([Would another analyst find the same?](#specifications)).",
)  # fmt: skip

# %%
counted = appraisal(table("posture_by_text_and_attribution"), table("attributed_profiles"), first[first["answer"] == "attributed"])
answer(
    "Attributed or unattributed appraisal?",
    f"{mostly(counted)} in print: of {{n_appraisal}} units that praise or fault, {{attributed_appraisal}} % are attributed to a source (by the readings {{attributed_appraisal_low}} to "
    f"{{attributed_appraisal_high}} %), {{attributed_appraisal_named}} % if only a source named in the unit itself counts. "
    f"More is attributed than not in {borrowing(counted)}. In full: [Attributed or not?](#voices)",
    data=counted,
    caption="Appraising units by attribution, and the attributed share of all units of each text",
    sure="Which of the two readings is taken, for what a unit's posture is and for whose words it is; where they agree, the range has no width. "
    "Whether a source carries over from an earlier unit is a rule, and no range covers it.",
    overturn="{attributed_appraisal_tip} of these units given to another voice would make it a half. In a reprint, unattributed does not mean own.",
)

# %%
stance = first[first["answer"] == "stance"]
answer(
    "For or against the step?",
    f"{texts_by_value(stance)}. That is the commonest stance towards [the step that the text is about](#texts), the joining{other_steps(table('texts'))}. In full: [How does each text frame it?](#framing)",
    data=stances(table("stance_profiles"), stance),
    caption="Stance towards the step, of each text",
    sure="Which of the two readings is taken. The stance is that of the text or of anyone it quotes; the readings agree at alpha {stability_stance} (95 %: "
    "{stability_stance_low_over_units} to {stability_stance_high_over_units} over units, {stability_stance_low} to {stability_stance_high} over blocks of neighbouring units).",
    overturn=f"{lowest_to_highest(stance, 'tipping_units', 'stance_tip')} units coded otherwise would end what is commonest. Units against are too few to say how stably they are coded ([Do coders agree?](#coders)).",
)

# %%
frame = first[first["answer"] == "frame"]
answer(
    "Which frame is commonest?",
    f"{texts_by_value(frame)}. In full: [How does each text frame it?](#framing)",
    data=standing(frame, "commonest frame"),
    caption="The commonest frame of each text",
    sure="Which of the two readings is taken. Frames that few units have are not assessable ([Do coders agree?](#coders)).",
    overturn=f"{lowest_to_highest(frame, 'tipping_units', 'frame_tip')} units coded otherwise: a unit can lose one frame and gain the next. A first place that hangs on a single unit says little.",
)

# %%
answer(
    "Does the machine agree with the coders?",
    "In part, and too little to trust its codes of a single text without hand codes beside them: macro-F1 of posture is {machine_accurate_macro_f1} for the accurate machine and "
    "{machine_fast_macro_f1} for the fast one, {machine_polarity_macro_f1} for words of praise and blame alone. In full: [Does the machine agree with the coders?](#machine)",
    data=machines(table("machine"), table("machine_alpha")),
    caption="Machines and baselines against the adjudicated codes",
    sure="Which of these units were counted, not other texts. Neither machine was trained on them, but lexicon and codebook were written after reading them; without lexicon entries found only here: {machine_accurate_without_macro_f1} and {machine_fast_without_macro_f1}.",
    overturn="People who read the units otherwise: the codes compared with are a language model's. Against one of its two readings alone the lowest scores are {machine_accurate_readings_min} and {machine_fast_readings_min}.",
)
