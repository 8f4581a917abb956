# %% [markdown]
# # Attributed or not?

# %%
from framing.figures import attribution
from framing.prose import alt_sources, whose_words
from framing.results.names import SHORT
from framing.show import caution, method, say, show_figure, show_table, table

appraisal = table("appraisal_by_source")
say(whose_words(appraisal))

# %%
stated = table("posture_by_source")
print_names = {"none": "no source named", "named": "named in the unit", "carried": "carried over"}
counts = stated.assign(source=stated["source"].map(print_names))
show_figure(
    attribution(stated, SHORT),
    "attribution",
    alt_sources(stated),
    counts,
)
caution(
    "Unattributed is not the outlet's own. One text credits agencies, one relays another outlet, one was printed whole on another's page and one stands at a republisher: in a "
    "reprint the unmarked sentences are the source's as well. And attribution says nothing of distance: a text chooses whom it quotes."
)

# %%
show_table(
    appraisal.rename(columns=print_names),
    "Units that appraise (skeptical or favorable), by whether print names a source",
)
method(
    "Voice is coded apart from posture: whose words carry the main clause, or the appraisal where that lies elsewhere. A unit without a source in print is coded *author*. Of the {n_attributed} attributed "
    "units {n_carried} name no source themselves: they stand, unmarked, inside a reported passage, and the source is carried over until the text resumes. If "
    "each unit's code is taken at random from one of the two readings, the share of appraising units that are attributed lies between {attributed_appraisal_low} and {attributed_appraisal_high} %."
)
voices = table("voice_by_text")
show_table(voices, "All voices by text, stated in the unit (explicit) or carried over from the passage (inherited)")
