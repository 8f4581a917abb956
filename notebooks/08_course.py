# %% [markdown]
# # How does each text move?

# %%
from framing.figures import arcs
from framing.labels import in_percent
from framing.prose import alt_arcs, later_headlines, moves
from framing.results.names import SHORT
from framing.show import caution, method, say, show_figure, show_table, table

heads, halves = table("heads"), table("halves")
say(moves(heads, halves))

# %%
course = table("arc")
show_figure(
    arcs(course, SHORT),
    "course",
    alt_arcs(course),
    course[["article_id", "position", "role", "attributed", "posture", "machine", "accurate"]].rename(
        columns={"posture": "as coded", "machine": "fast coder", "accurate": "accurate coder"}
    ),
)
caution(
    "No trend is fitted. The longest text has {n_units_longest} units, and neighbouring sentences are coded alike because they are about one matter: a curve through so few would be drawn by the "
    "eye, not by the data."
)

# %%
show_table(heads.fillna(""), "Posture of each text's headline, lede and headings, in order, and the posture that leads the other units")
say(later_headlines(course))
show_table(
    in_percent(halves[["article_id", "n_units", "first_leads", "second_leads", "moved", "distance", "orders_as_far"]], "orders_as_far"),
    "First half of the units against the second: the posture that leads each, the one whose share changes most, total variation distance of the postures, and the share of random orders with halves as far apart",
)
method(
    "Units are in printed order; with an odd number the middle one belongs to the second half. The distance is the total variation between the posture shares of the halves: the part of units that would "
    "have to change posture for the two to be alike. It is compared with that of {n_orders} random orders of the same units. Each text is coded in full, so this asks only whether postures gather in "
    "one half, not what another text would do."
)
parts = table("headline_body").pivot_table(index=["article_id", "part"], columns="posture", values="n_units", fill_value=0, sort=False)
show_table(parts.reset_index(), "Units by posture: headlines, ledes and headings against the body", fold=True)
show_table(
    halves.drop(columns=["first_leads", "second_leads", "moved", "distance", "orders_as_far"]), "Units by posture in each half", fold=True
)
