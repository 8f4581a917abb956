# %% [markdown]
# # Would another analyst find the same?

# %%
from framing.figures import specification_curve
from framing.labels import OPTIONS, in_words
from framing.prose import alt_specifications, expectations_survive, no_units_left, what_decides, what_survives
from framing.results.names import SHORT
from framing.show import caution, method, say, show_figure, show_table, table

found, choices = table("specifications_summary"), table("specifications_choices")
main, by_rule = found[found["question"] == "main"], table("specifications_by_rule")
say(what_survives(main, by_rule) + " " + expectations_survive())

# %%
curve = table("specifications")
curve = curve[curve["question"] == "main"].drop(columns=["question", "objects", "quotations"])
pooled = choices.set_index("choice").loc[["coder", "rule", "doubt", "headlines"]].reset_index()
show_figure(
    specification_curve(curve, main, pooled, SHORT),
    "specifications",
    alt_specifications(main),
    curve.replace(OPTIONS).rename(columns={"rule": "rule for posture", "doubt": "doubtful units"}),
    "A specification is one way to decide all that had to be decided: who codes, by which rule, what becomes of doubtful units, whether headlines count.",
)
caution(
    "What is counted are decisions. A lead kept in most specifications is not so much the likelier to be true: nobody drew the specifications at random, "
    "and coders with fewer options weigh less. All readings are by one language model, so nothing says here whether people would side with the readings "
    "or with the [machines](#machine). In a text of {n_units_levant} units a lead can turn on {tip_units_levant} of them."
)
method(
    "Every choice and its options were written down in one file, each with a reason, and every possible combination was run: {spec_n_all} specifications, "
    "{spec_n} of them on the main question. Options which differ only in that nobody knows which measures better are counted together; options that answer "
    "another question stand apart (Del Giudice and Gangestad, 2021). There is no joint test of all specifications: it would deal the names of outlets anew to whole "
    "articles, and with one article per outlet there is nothing to deal."
)

# %% [markdown]
# ## Which choice decides?

# %%
say(what_decides(by_rule, curve))
wide = by_rule.assign(
    kept=[f"{k} of {n}" for k, n in zip(by_rule["n_leads"], by_rule["n_specifications"], strict=True)],
    column=by_rule["by"] + ", rule: " + by_rule["rule"].replace(OPTIONS),
)
order = wide.sort_values("by", ascending=False, kind="stable")["column"].unique()
show_table(
    wide.pivot(index=["article_id", "value"], columns="column", values="kept")
    .loc[list(SHORT), order]
    .reset_index()
    .rename(columns={"value": "leads"}),
    "Specifications that keep the posture that leads as coded, by who codes and by which rule. Machines give no codes for two of the rules",
)

# %%
options = table("specifications_by_option")
kept = [f"{k} of {n}" for k, n in zip(options["n_leads"], options["n_specifications"], strict=True)]
options = options.assign(
    kept=kept, choice=options["choice"].map(choices.set_index("choice")["question"]), option=options["option"].replace(OPTIONS)
)
shown = options.pivot(index=["choice", "option"], columns="article_id", values="kept")
shown = shown.loc[options[["choice", "option"]].drop_duplicates().itertuples(index=False, name=None), list(SHORT)].rename(columns=SHORT)
show_table(shown.reset_index(), "Specifications that keep each text's leading posture, by every option", fold=True)
reach = main[["article_id", "value", "share", "low", "median", "high", "moved_by", "moves"]].replace(
    {"moved_by": choices.set_index("choice")["question"]}
)
show_table(
    reach.rename(
        columns={
            "value": "leads",
            "share": "share as coded",
            "low": "lowest",
            "high": "highest",
            "moved_by": "moved furthest by",
            "moves": "by",
        }
    ),
    "Share of the posture that leads as coded over all specifications, and the choice that moves it furthest on average",
    fold=True,
)

# %% [markdown]
# ## Another question, another answer?

# %%
names = {
    "objects: focal only": "appraisal of the step alone",
    "quotations: unattributed only": "unattributed units alone",
    "objects: focal only; quotations: unattributed only": "both at once",
}
others = found[found["question"] != "main"]
others = others.assign(
    question=others["question"].replace(names),
    kept=others["value"] + " in " + others["n_leads"].astype(str) + " of " + others["n_specifications"].astype(str),
)
say(
    "Whether blame of a neighbour counts, and whether a source's words count, are no matters of measuring better or worse: each asks something else of a "
    "text. So these {spec_n_other} specifications are not counted above: {spec_n_focal} for appraisal of the step alone, {spec_n_unattributed} for unattributed units alone, "
    "{spec_n_both} for both. "
    + no_units_left(others)
    + " What articles weigh is no choice here: shares are of one text each, so that weights change nothing."
)
show_table(
    others.pivot(index="article_id", columns="question", values="kept").loc[list(SHORT), list(names.values())].reset_index(),
    "The posture that leads under another question, and in how many of its specifications",
)

# %% [markdown]
# ## What was run, and what was not

# %%
kinds = {"U": "nobody knows which measures better", "N": "another question", "E": "measure the same equally well"}
listed = choices.assign(
    options=choices["options"].map(lambda own: "; ".join(OPTIONS.get(o, o) for o in own.split("; "))), type=choices["type"].replace(kinds)
)
show_table(listed[["question", "options", "type", "reason"]], "The choices, their options, and why each is a choice", fold=True)
left_out = table("specifications_left_out")
show_table(left_out.assign(left_out=left_out["left_out"].map(in_words)), "Combinations left out, and why", fold=True)
