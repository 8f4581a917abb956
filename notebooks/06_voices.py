# %% [markdown]
# # Attributed or not?
# Whose words carry a unit is coded apart from what they say. For a text that relays or reprints another, unattributed does not mean own.

# %%
from framing.figures import attribution
from framing.prose import alt_counts, own_or_borrowed
from framing.results import SHORT
from framing.show import say, show_figure, show_table, table

say(own_or_borrowed())

# %%
counts = table("posture_by_text_and_attribution")
show_figure(
    attribution(counts, SHORT),
    "attribution",
    alt_counts("Units by text, attributed or not, and posture", counts, ["article_id", "attributed", "posture"], "n_units"),
    counts,
)

# %%
voices = table("voice_by_text")
show_table(
    voices.assign(article_id=voices["article_id"].map(SHORT)),
    "Voices by text, marked in the unit (explicit) or carried over from the passage (inherited)",
)
