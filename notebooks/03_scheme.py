# %% [markdown]
# # By what scheme?

# %%
import pandas as pd

from framing.codes import codebook
from framing.show import caution, method, say, show_table
from framing.worked import examples, rules

book = codebook()
section = {s["id"]: s["text"] for s in book["sections"]}
question = {name: v["question"] for name, v in book["variables"].items()}
values = {name: pd.DataFrame(v["values"].items(), columns=["code", "given when"]) for name, v in book["variables"].items()}
say(
    "Readers never choose a posture. Of each unit they record whether its wording **appraises**, **what** it appraises, and whether its main point **explains**; "
    "posture follows by rule. Stance, frames and voice are recorded beside it. One codebook file holds all of this; this section, the coders' page "
    "(`data/codebook.md`) and the software are made from it. The Arabic examples are about invented everyday matters. They were written for this page, and whoever read the units did not see them."
)
lines = examples("posture")
lines.loc[lines["appraisal"] != "none", "explains"] = "either"
show_table(lines[["appraisal", "explains", "posture"]], "Posture follows by rule from appraisal and explanation")
show_table(lines[["posture", "sentence", "gloss", "why"]], "Examples: a sentence for each line of the rule", fold=True)
caution(
    "Posture joins tone and mode in one choice: a sentence that faults and explains is skeptical and nothing else. What it is made of is published, so that readers can take it apart. "
    + book["in_sample"]
    + " No unit of the six texts is such; of all figures here only those of the [sealed sentences](#machine) are."
)
method(section["unit"].partition("\n\n")[2])  # its first paragraph, what a unit is, stands in section 2

# %% [markdown]
# ## What posture is made of

# %%
say("**Appraisal.** " + question["appraisal"])
show_table(values["appraisal"], "Codes of appraisal")
say("**Explains.** " + question["explains"])
show_table(values["explains"], "Codes of explains")
show_table(values["explains_any"], "Explains any: " + question["explains_any"], fold=True)
say("**Object.** " + question["object"])
show_table(values["object"], "Codes of object")
show_table(
    examples("object")[["object", "sentence", "gloss", "why", "posture"]], "Examples: appraisal of one object and of another", fold=True
)

# %% [markdown]
# ## The rules of posture, with examples
# The rules as the codebook states them; under each, sentences with their codes and what decides.

# %%
shown = examples("rule")
for name, rule in rules().items():
    say(f"**{name}**{rule.removeprefix(name)}")
    own = shown.loc[shown["name"] == name, ["posture", "sentence", "gloss", "why", "appraisal", "explains"]]
    show_table(own, f"Examples: {name[0].lower()}{name[1:]}", fold=True)

# %% [markdown]
# ## What is recorded beside posture

# %%
say("**Stance.** " + question["stance"])
show_table(values["stance"], "Codes of stance")
show_table(values["stance_holder"], "Stance holder: " + question["stance_holder"], fold=True)
method(section["stance"])

# %%
say("**Frames.** " + question["frames"])
show_table(values["frames"], "Codes of frames")
show_table(
    examples("frame")[["name", "sentence", "gloss", "why"]].rename(columns={"name": "frame"}),
    "Examples: a sentence for each frame",
    fold=True,
)
kin = pd.DataFrame(book["variables"]["frames"]["kin"].items(), columns=["frame", "nearest published code"])
show_table(kin, "The published code nearest to each frame: kin, not the same", fold=True)

# %%
say("**Voice.** " + question["voice"])
show_table(values["voice"], "Codes of voice")
show_table(examples("voice")[["voice", "sentence", "gloss", "why"]], "Examples: a sentence for each voice", fold=True)
show_table(values["voice_basis"], "Voice basis: " + question["voice_basis"], fold=True)
method(section["voice"])

# %% [markdown]
# ## What changed, and what was known by then

# %%
changes = pd.DataFrame(book["changelog"]).astype({"after_seeing_study_units": bool})
changes["what changed"] = changes["text"].str.replace("`", "")
changes["version"] += ", " + changes["date"]
show_table(
    changes[["version", "after_seeing_study_units", "what changed"]],
    "Versions of the codebook; rules made after seeing the study's units are in-sample for them",
)
