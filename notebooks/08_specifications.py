# %% [markdown]
# # Would another analyst find the same?
# Who codes, whether headlines count, what becomes of doubtful units, which rule gives posture: each was decided once, and could have been decided otherwise. Here every combination is run. What is counted are decisions: a share of specifications is no probability, and coders with fewer options weigh less.

# %%
from framing.figures import specification_curve
from framing.prose import alt_specifications, expectations_survive, what_survives
from framing.results import SHORT
from framing.show import say, show_figure, show_table, table

found = table("specifications_summary")
main = found[found["question"] == "main"]
say(expectations_survive() + what_survives(main))

# %%
curve = table("specifications")
curve = curve[curve["question"] == "main"]
choices = table("specifications_choices")
pooled = {row.choice: row.options.split("; ") for row in choices[choices["type"] != "N"].itertuples()}
show_figure(specification_curve(curve, main, pooled, SHORT), "specifications", alt_specifications(main), curve)

# %% [markdown]
# ## Which choice decides?
# Specifications in which the posture of the first specification leads alone, by what was chosen. A text whose lead stands or falls with one row hangs on that choice. Where explanation comes before appraisal, blame and praise that give reasons count as analysis. Coders are counted together since no person has coded these units, so that nothing says which of them comes nearest; how far the machines are from the readings stands in the section on the machine.

# %%
options = table("specifications_by_option")
options = options.assign(
    text=options["article_id"].map(SHORT),
    kept=[f"{k} of {n}" for k, n in zip(options["n_leads"], options["n_specifications"], strict=True)],
)
wide = options.pivot(index=["choice", "option"], columns="text", values="kept").loc[
    options[["choice", "option"]].drop_duplicates().itertuples(index=False, name=None)
]
show_table(wide[list(SHORT.values())].reset_index(), "Specifications that keep each text's leading posture, by option")

# %% [markdown]
# ## Other questions
# Options of type N (Del Giudice & Gangestad 2021) answer another question: appraisal of the step alone, or what the text says in its own name. Their specifications stand apart and are not counted with those above.

# %%
others = found[found["question"] != "main"]
show_table(
    others.assign(article_id=others["article_id"].map(SHORT))[
        ["question", "article_id", "value", "share", "n_leads", "n_specifications", "low", "high"]
    ],
    "What leads under each other question, and in how many of its specifications",
)

# %% [markdown]
# ## What was not run
# There is no joint test of the curve: it deals the names of outlets anew to whole articles, and with one article per outlet nothing could be dealt. An option that gives what another gives is left out; so the weight of units is moot, since each text is one article. Other combinations are not possible, for the reasons below.

# %%
show_table(choices, "Choices: type E equivalent, U uncertain which is better, N not equivalent")
show_table(table("specifications_left_out"), "Left out")
