# %% [markdown]
# # Do coders agree?

# %%
from framing.figures import reliability
from framing.labels import in_percent
from framing.prose import agreement_of_people, alt_rows, weakest_value
from framing.show import caution, method, say, show_figure, show_table, table

say(
    "**One reader is stable; whether people agree is not known.** A language model read every unit twice under the codebook, in sessions that saw nothing of each other; its name and version "
    "are not published. The two readings give the same posture to {stability_posture_raw} % of {stability_n_units} units: the {n_units} counted elsewhere and {n_pull_quotes} pull quotes, which "
    "repeat the body. Their alpha, which counts agreement beyond what chance gives, is {stability_posture} (95 %: {stability_posture_low_over_units} to {stability_posture_high_over_units} over "
    "units, {stability_posture_low} to {stability_posture_high} over blocks of neighbouring units). People who have coded: {n_people}."
)
agreement = table("agreement_stability")
by_value = table("agreement_stability_by_value")
alpha = agreement[agreement["measure"] == "alpha"]
show_figure(
    reliability(agreement, set(by_value.loc[by_value["variable"].str.startswith("frame:") & ~by_value["assessable"], "variable"])),
    "reliability",
    alt_rows("Alpha between two readings by one language model, per variable", alpha, "variable", "value"),
    alpha,
    "{stability_n_firm} of {stability_n_variables} variables reach the customary limit for firm conclusions, {alpha_firm}; for {stability_n_firm_throughout} of them both intervals, "
    "over units and over blocks, lie above it. The limit for tentative ones is {alpha_tentative}.",
)
caution(
    "Two readings by one model share its habits: what it always misreads, it misreads twice, and no figure here shows that. Stability was reported before adjudication and was never a "
    "condition for going on. The codebook was revised after a trial coding of these texts, so stability may be lower on others."
)
method(
    "**Alpha** (Krippendorff 2011), nominal: one less the disagreement found over that expected if codes were dealt out by chance. `AC1` (Gwet 2008) takes chance otherwise and "
    "stays steady where one value is nearly all there is. **Agree**: the share of units with one code. Intervals are percentiles of a bootstrap, drawn anew thousands of times: over units, "
    "and over blocks of neighbouring units within each article (Künsch 1989), as units of one text are not independent. "
    "The texts came in another random order to each reading, without outlet, date, lexicon or machine codes."
)
wide = agreement.pivot(index="variable", columns="measure", values="value").reindex(alpha["variable"]).reset_index()
show_table(
    in_percent(wide[["variable", "alpha", "AC1", "raw"]].rename(columns={"raw": "agree"}), "agree"),
    "Stability of each variable, before adjudication: alpha, AC1, and the share of units on which the two readings agree",
)

# %% [markdown]
# ## Do people agree?

# %%
people = table("agreement_people")
say(agreement_of_people(people))
if len(people):
    show_table(people, "Agreement of people on each variable, with intervals over units and over blocks", fold=True)
    show_table(table("agreement_people_by_value"), "Agreement of people on each value against the rest", fold=True)

# %% [markdown]
# ## Which codes are least alike?

# %%
say(weakest_value(by_value))
show_table(
    by_value[by_value["assessable"]].nsmallest(6, "alpha").drop(columns="assessable"),
    "The six values coded least alike: each against all others. A unit that one reading of two gives the value counts half",
)
show_table(by_value, "All values of the main variables; assessed are those found in ten units or more", fold=True)

# %% [markdown]
# ## What did adjudication change?

# %%
moved = table("adjudication").pivot(index="variable", columns="reading", values="n_moved").reset_index()
say(
    "Where the readings differ, a third session of the model decided by the rules of the codebook; where they agree, their code stands. It changed {n_adjudicated_posture_reading_1} posture "
    "codes of the first reading and {n_adjudicated_posture_reading_2} of the second, and {n_adjudicated} codes over all variables. No posture's share of a text moved by more than "
    "{share_moved_most} percentage points."
)
show_table(
    moved[moved.drop(columns="variable").sum(axis=1) > 0],
    "Codes of each reading that adjudication changed, by variable; the other variables were left as read",
    fold=True,
)

# %% [markdown]
# ## Does a leading posture depend on the reading?

# %%
say(
    "The readings differ on the posture of {n_disputed} of the {n_units} units counted. In {n_leads_unmoved} of {n_texts} texts the leading posture leads whichever reading is taken for each of "
    "them, even the one that is worst for it every time."
)
show_table(
    in_percent(table("disputed").rename(columns={"least_margin": "least lead, units"}), "redraws_leading"),
    "Disputed units of each text; how many recoded units would end the lead; the lead left when every disputed unit takes the reading worst for it; and the share of random choices between the "
    "readings in which the posture leads alone",
)
show_table(
    table("readings"),
    "Units by posture in each reading and as adjudicated; the lead is that of the posture that leads as adjudicated",
    fold=True,
)
caution(
    "This is uncertainty of coding alone. Each source is here with one article, so nothing follows for an outlet, however well its article is coded; and a unit on which both readings err "
    "is not disputed."
)
