# %% [markdown]
# # Whom do the texts without an outlet resemble?

# %%
from framing.figures import nearest
from framing.prose import alt_nearest, genres, nearest_profiles
from framing.results.names import SHORT
from framing.show import caution, method, numbers, say, show_figure, show_table, table

near = table("neighbours")
say("Two texts stand without an outlet. By how their units divide over the four postures:" + nearest_profiles(near))

# %%
profiles, limit = table("profiles"), numbers()["nearest_limit"]["value"]
show_figure(
    nearest(profiles, near, limit, SHORT),
    "nearest",
    alt_nearest(near),
    near.replace({"other": SHORT}).rename(columns={"other": "other text"}),
)
caution(
    "This is likeness of profiles and no attribution: it does not say who wrote or published a text. Genre alone could bring it about: "
    + genres(near, table("texts"))
    + ". With one text per outlet nothing tells the manner of an outlet from that of a text."
)
method(
    "Distance is total variation: half the sum of the differences between two texts' shares of the postures, which is the part of units that would need another "
    "posture for the profiles to be the same; zero is the same, one is nothing in common. Beyond {nearest_limit} no text counts as near, and the answer is none. "
    "That limit is a convention and was set by hand. The four texts with an outlet are {nearest_known_least} to {nearest_known_most} from each other, so that none of them is near another. "
    "The nearest was looked for again under every [specification](#specifications) of the main question."
)

# %%
found = table("neighbours_otherwise")
show_table(
    found.assign(nearest=found["nearest"].replace(SHORT)).rename(columns={"n_specifications": "specifications"}),
    "Which text is nearest, or none, in how many specifications",
)
wide = near.pivot(index="article_id", columns="other", values="distance")[[a for a in SHORT if a in set(near["other"])]]
show_table(wide.reset_index().rename(columns=SHORT), "Distance of posture profiles, adjudicated codes", fold=True)
