# %% [markdown]
# # By what scheme?
# Coders record primitives; posture follows from them by rule. The whole codebook is in `data/codebook.md`; this is its core, read from the same file that the software uses.

# %%
import pandas as pd

from framing.codes import codebook
from framing.show import show_table

book = codebook()
rows = [
    (name, v["question"], value, text) for name, v in book["variables"].items() if name != "frames" for value, text in v["values"].items()
]
show_table(pd.DataFrame(rows, columns=["variable", "question", "value", "given when"]), "Variables and their values")

# %%
rule = pd.DataFrame(
    [
        ("against", "any", "skeptical"),
        ("for", "any", "favorable"),
        ("both", "any", "analytical"),
        ("none", "yes", "analytical"),
        ("none", "no", "procedural"),
    ],
    columns=["appraisal", "explains", "posture"],
)
show_table(rule, "Posture follows by rule")

# %%
frames = book["variables"]["frames"]
show_table(
    pd.DataFrame(
        [(f, t, frames["kin"][f]) for f, t in frames["values"].items()],
        columns=["frame", "present when the sentence makes this its matter", "nearest published code"],
    ),
    "Frames; kin names the nearest published code, not an equivalent one",
)

# %%
changes = pd.DataFrame(book["changelog"])
changes["after_seeing_study_units"] = changes["after_seeing_study_units"].astype(bool)
show_table(changes, "Changelog. Rules written after seeing the study's units are in-sample for them")

# %% [markdown]
# This version was written after reading the study's texts. On them, agreement, accuracy and the expectations are in-sample for the codebook.
