# %% [markdown]
# # Whom do the texts without an outlet resemble?
# The nearest of the four posture profiles, by total variation, with "none" allowed. This is likeness of profiles, not attribution of authorship: genre alone could bring it about.

# %%
from framing.prose import nearest_profiles
from framing.results import SHORT
from framing.show import say, show_table, table

near = table("neighbours")
say(nearest_profiles(near) + " No text counts as near beyond a distance of {nearest_limit}.")

# %%
wide = near.pivot(index="article_id", columns="other", values="distance").reset_index()
show_table(
    wide.assign(article_id=wide["article_id"].map(SHORT)).rename(columns=SHORT),
    "Distance of posture profiles (0 the same, 1 nothing in common)",
)
