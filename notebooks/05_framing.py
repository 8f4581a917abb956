# %% [markdown]
# # How does each text frame it?
# Shares of units, as adjudicated and as the machine codes them. Intervals redraw each unit's code from its coders (or from the machine's probabilities) and cover nothing else: these articles were not drawn at random from anything.

# %%
from framing.figures import frames_by_text, keyness, posture_by_text, stance_by_text
from framing.prose import alt_posture, alt_rows, expectation_verdict, hangs_on_rule, leading_postures, stances, top_frames
from framing.results import SHORT
from framing.show import say, show_figure, show_table, table

profiles = table("profiles")
say(leading_postures(table("leading")))

# %%
postures = profiles[profiles["variable"] == "posture"]
show_figure(
    posture_by_text(profiles, SHORT),
    "posture",
    alt_posture(profiles),
    postures[["coder", "group", "value", "share", "low", "high", "n_units", "n_articles", "estimand"]],
)

# %%
focal = profiles[profiles["variable"] == "posture_focal"].pivot(index="group", columns="value", values="share").reset_index()
show_table(
    focal.assign(group=focal["group"].map(SHORT)),
    "Posture with appraisal of other objects set aside: such a unit counts as analytical if it explains, else as procedural",
)

# %% [markdown]
# ## Were the expectations met?
# They were formed after reading the texts, so they are no predictions. A random matching of four postures to four texts is right in all four once in twenty-four.

# %%
expectations = table("expectations")
say(expectation_verdict(expectations))
show_table(
    expectations.assign(article_id=expectations["article_id"].map(SHORT)),
    "Expected and found; margin over the next posture, the fewest units that would overturn it, and the share of coder redraws in which the expected posture leads alone",
)

# %% [markdown]
# ## What does the rule decide?
# Posture under two other rules: a unit explains when any phrase of it does (the codebook's earlier rule), and appraisal of other objects set aside. Rules were revised after seeing these texts, so a lead that hangs on one of them is weak.

# %%
rules = table("variants")
say(hangs_on_rule(rules))
show_table(rules.assign(article_id=rules["article_id"].map(SHORT)), "Leading posture of each text under three rules, and units by posture")

# %% [markdown]
# ## Stance, frames, words

# %%
stance = table("stance_profiles")
say(stances(stance))
show_figure(
    stance_by_text(stance, SHORT),
    "stance",
    alt_rows("Share of units in favor of the step", stance[stance["value"] == "favor"], "group", "share", percent=True),
    stance[["group", "value", "share", "low", "high", "n_units"]],
)

# %%
frames = table("frame_profiles")
say(top_frames(frames))
most = frames.sort_values(["group", "share"], ascending=[True, False]).groupby("group").head(1)
show_figure(
    frames_by_text(frames, SHORT),
    "frames",
    alt_rows("Share of units with the commonest frame of each text", most, "group", "share", percent=True),
    frames[["group", "value", "share", "low", "high", "n_units"]],
)

# %%
words = table("keyness")
first = words[words["rank"] == 1]
show_figure(
    keyness(words, SHORT),
    "keyness",
    "Lists of ten lemmas per text; first in each: " + "; ".join(f"{SHORT[r.article_id]} {r.lemma}" for r in first.itertuples()) + ".",
    words,
    "Lemmas as the software's dictionary gives them, letters folded; a lemma can stand for a name.",
)
