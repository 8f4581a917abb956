# %% [markdown]
# # What was studied?

# %%
from framing.figures import timeline
from framing.prose import alt_timeline, before_the_event
from framing.results.names import SHORT
from framing.show import caution, method, say, show_figure, show_table, table

texts = table("texts")
by_date = texts.sort_values("published", kind="stable")
say(
    "{n_texts} articles, one from each source, on Syria's government joining the international coalition against ISIS, announced in November 2025, or on a step towards it. They come out of "
    f"{{n_dumps}} saved pages. {{n_before_event}} of them ({before_the_event(texts)}) are from earlier months of that year, the others from that month. Together they hold {{n_units}} units."
)

# %%
dates = by_date[["article_id", "published", "date_precision", "genre", "n_units", "focal_step"]]
show_figure(timeline(by_date, SHORT), "timeline", alt_timeline(by_date), dates)
caution(
    "One text stands for one source. Outlet, genre, author, date and step change together from text to text, so no difference between two texts can be laid to one of them. "
    "An opinion piece is not a newsroom, a reprint is not its first publisher, and a presumed origin is not a printed one."
)

# %%
show_table(texts[["article_id", "focal_step"]], "The step that each text is about, towards which its stance is coded", fold=False)
show_table(texts[["article_id", "published", "genre", "n_units", "n_words"]], "Each text: date as printed, genre, units and words")
origin = texts[["article_id", "publisher_printed"]].replace({"publisher_printed": {"": "nothing"}})
origin["presumed to come from; why"] = texts["origin_presumed"] + "; " + texts["basis"]
show_table(origin, "Where each text comes from: what is printed as its publisher, what is presumed, and why")

# %%
roles = ["headline", "lede", "heading", "body", "bullet", "pull_quote"]
show_table(texts[["article_id", *roles]], "Units of each text by their place on the page", fold=True)
method(
    "The saved pages were read by general rules that are tested on constructed pages; none was written for one page. A unit is a sentence, headline, heading or bullet point as printed. "
    "{n_pull_quotes} pull quotes that repeat the body have weight zero: they are coded, {stability_n_units} units with them, but count in no "
    "share. A careful count by hand found nearly as many units; `data/README.md` says where it differs, and why. The articles belong to their publishers and are not in the repository: it ships codes, counts of features without word order, and for each text its "
    "headline's first words, its source and the checksums of the page and of the text (`data/study/articles.csv`)."
)

# %% [markdown]
# ## What else stands on the saved pages
# None of this is a unit:
#
# - menus, and dates and bylines glued together
# - share buttons, and advert marks glued to sentences
# - section headings glued to the ends of paragraphs (cut off, and kept as units of their own)
# - captions, keyword lists and lists of links
# - newsletter calls, a cookie notice and a captcha
#
# On one page a whole article by another source follows after "read also". It is the text called *second article* here.
