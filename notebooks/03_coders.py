# %% [markdown]
# # Do coders agree?
# Two readings by one language model measure that model's stability, not agreement between people. No person has coded these units yet; a packet for human coders can be made with `make packet`, and a returned file joins this section by itself.

# %%
from framing.figures import reliability
from framing.prose import alt_rows, disputed_units
from framing.results import SHORT
from framing.show import say, show_figure, show_table, table

agreement = table("agreement_stability")
alpha = agreement[agreement["measure"] == "alpha"]
say(
    "Alpha of posture between the two readings is {stability_posture} (blocks within articles: {stability_posture_low} to {stability_posture_high}); of appraisal {stability_appraisal}, explanation {stability_explains}, stance {stability_stance}, voice {stability_voice}."
)

# %%
by_value = table("agreement_stability_by_value")
too_rare = set(by_value.loc[by_value["variable"].str.startswith("frame:") & ~by_value["assessable"], "variable"])
show_figure(reliability(agreement, too_rare), "reliability", alt_rows("Alpha per variable", alpha, "variable", "value"), alpha)

# %%
wide = agreement.pivot(index="variable", columns="measure", values="value").reset_index()
show_table(wide, "Stability of the readings before adjudication: Krippendorff's alpha, Gwet's AC1, raw agreement")

# %%
show_table(by_value, "Alpha of each value against the rest; with fewer than ten positives a value is not assessable")

# %%
moved = table("adjudication")
show_table(moved[moved["n_moved"] > 0], "Codes that adjudication changed, by reading and variable")

# %%
say(
    "Adjudication changed {n_adjudicated_posture} posture codes, both readings taken together. Stability is reported before it and was never a condition for going on. People who have coded: {n_people}."
)

# %% [markdown]
# ## Does a leading posture depend on the reading?
# A unit is disputed when the two readings give it another posture. Beside the disputed units of a text stand those that would have to be coded otherwise to end the lead its adjudicated codes give; and the lead that is left when every disputed unit takes the reading that is worst for it. This is coding uncertainty only. Each source is here with one article, so nothing follows for an outlet, however well its article is coded.

# %%
disputed = table("disputed")
say(
    "The readings differ on the posture of {n_disputed} of {n_units} units. In {n_leads_unmoved} of {n_texts} texts no choice between the two readings ends the lead; adjudication moved no share of a text by more than {share_moved_most} percentage points."
    + disputed_units(disputed)
)
show_table(
    disputed.assign(article_id=disputed["article_id"].map(SHORT)),
    "Units disputed, units needed to end the lead, the least lead over every choice between the readings, and the share of random choices in which the posture leads alone",
)

# %%
readings = table("readings")
show_table(
    readings.assign(article_id=readings["article_id"].map(SHORT)),
    "Units by posture in each reading and as adjudicated; margin: units of the posture that leads as adjudicated, less the most of another",
)
