# %% [markdown]
# # How does each text move?
# Units in printed order. With so few units per text no trend is fitted.

# %%
from framing.figures import arcs
from framing.results import SHORT
from framing.show import show_figure, show_table, table

course = table("arc")
first = course.groupby("article_id", sort=False).head(1)
show_figure(
    arcs(course, SHORT),
    "course",
    "Strips of units coloured by posture; the first unit of each text: "
    + "; ".join(f"{SHORT[r.article_id]} {r.posture}" for r in first.itertuples())
    + ".",
    course[["article_id", "position", "role", "posture", "machine"]],
)

# %%
parts = (
    table("headline_body")
    .pivot_table(index=["article_id", "part"], columns="posture", values="n_units", fill_value=0, sort=False)
    .reset_index()
)
show_table(
    parts.assign(article_id=parts["article_id"].map(SHORT)), "Postures of headlines, ledes and headings against those of the body (units)"
)
