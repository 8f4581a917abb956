# %% [markdown]
# # What was studied?
# Five saved pages on one event: the Syrian government's joining of the international coalition against ISIS, announced in November 2025, and the steps before it. Six articles come out of them.
#
# The articles belong to their publishers and are not in the repository. It ships records, codes and features that have lost word order.

# %%
from framing.figures import timeline
from framing.results import SHORT
from framing.show import say, show_figure, show_table, table

texts = table("texts")
say(
    "{n_texts} texts in {n_dumps} page dumps hold {n_units} units (sentences, headlines, headings); {n_pull_quotes} pull quotes that repeat the body are kept with weight zero."
)

# %%
dates = texts[["article_id", "published", "date_precision"]]
alt = "Timeline of the six texts: " + "; ".join(f"{SHORT[r.article_id]} {r.published}" for r in dates.itertuples()) + "."
show_figure(timeline(texts, SHORT), "timeline", alt, dates)

# %%
named = texts.assign(text=texts["article_id"].map(SHORT))
show_table(
    named[["text", "outlet", "publisher_printed", "origin_presumed", "basis", "genre", "published"]],
    "Where each text comes from: what is printed, what is presumed, and why",
)

# %%
show_table(
    named[["text", "focal_step", "n_units", "n_pull_quotes", "n_words", "headline", "lede", "heading", "body", "bullet", "pull_quote"]],
    "The focal step of each text, and its units by role",
)

# %% [markdown]
# What the pages hold besides: menus, dates and bylines glued together, share buttons, advert marks glued to sentences, section headings glued to the ends of paragraphs, captions, newsletter calls, a cookie notice, a captcha, keyword lists and lists of links; on one page a whole second article by another source follows the first after "read also". None of it is a unit. The rules that remove it are general and are tested on constructed pages.
