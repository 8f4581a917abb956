# %% [markdown]
# # Every unit: what stands behind a share?

# %%
from framing.prose import followed_down
from framing.results.names import SHORT
from framing.show import caution, method, say, show_evidence, table

units, first = table("evidence"), table("leading").iloc[0]
text, posture = first["group"], first["value"]
say(
    f"Every share of a text in this report is a count of units, and all {{n_units}} are here to be checked. Choose the text *{SHORT[text]}* and the posture *{posture}*: "
    f"{{evidence_example}} of its {{n_units_{text}}} units stay, the {{share_{text}_{posture}}} % of the section on framing. "
    + followed_down(units, text, posture)
)
say(
    "In the strips each unit is a block, in printed order. Its letter and colour are its posture as adjudicated, and it leads to its row in the table, which leads back. "
    "A row gives the unit's codes and what the posture follows from; where the readings differ, one and the other; what each machine made of it, and how probable it "
    "held that; and the terms of the lexicon that fired. Bold marks where the posture differs. {n_pull_quotes} pull quotes that repeat a unit of the "
    "body count nowhere and are left out."
)
caution(
    "A term shows what the lexicon found, not why a coder coded so; coders saw no lexicon. Of the {n_appraisal} units coded as appraising "
    "{evidence_appraising_with_term} have a term for an appraisal, and so have {evidence_neutral_with_term} of the {evidence_neutral} units coded as not appraising."
    "\n\nNor does a row show that a code is right: that takes the sentence, which belongs to its publisher and is not here. Whoever holds the saved pages can see it: "
    "`framing code <folder> -o codes.csv` codes them, and `framing explain codes.csv` prints every sentence with what each term contributed."
)

# %%
show_evidence(units)
method(
    "The readings are compared as they were before adjudication. They differ on posture in {n_disputed} units, on posture or another of the codes shown in "
    "{evidence_readings_differ}. *A phrase does* means that only part of the sentence explains, which the codebook's rule does not count and its earlier version did. "
    "The posture of {evidence_fast_differs} units is another by the fast machine, of {evidence_accurate_differs} by the accurate one, of {evidence_both_differ} by both."
    "\n\nThe machine looks for every entry of the project's lexicon: {evidence_terms} terms fired, of {evidence_entries} entries. With each stands what it "
    "speaks for, and its scope unless that is plain: negated, conceded, asked, quoted or attributed. Terms stand in the order of the lexicon, each once and without its "
    "place in the sentence; in the order of the text the text could be put together from them."
    "\n\nThe file has a unit's id in its first column: the text and, behind the colon, the number that `framing code` gives the unit too, counted from nought, pull quotes "
    "included. `make CORPUS=<folder>` proves that the tables here come from the saved pages."
)
