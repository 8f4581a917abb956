# %% [markdown]
# # How to repeat it
# `make` rebuilds everything on this page from a bare clone: the result tables from `data/`, the figures, the notebooks, the page. `make CORPUS=<folder>` first proves that the tables in `data/study/` are those the page dumps give. Every random draw has a fixed seed.

# %%
import hashlib
from importlib.metadata import version
from pathlib import Path

import pandas as pd

import framing
from framing.show import show_table

packages = ["framing", "numpy", "scipy", "pandas", "scikit-learn", "matplotlib", "simplemma", "nbconvert"]
show_table(pd.DataFrame([(p, version(p)) for p in packages], columns=["package", "version"]), "Versions that made this page")

# %%
folders = [Path(name) for name in ("data/study", "data/codings", "data/news", "data/news/codings", "data/simulation")]
package = Path(framing.__file__).parent
inputs = {str(p): p for folder in folders for p in sorted(folder.glob("*")) if p.is_file()}
inputs |= {str(p.relative_to(package.parent)): p for p in sorted((package / "resources").glob("*.*"))}
checksums = [(name, hashlib.sha256(p.read_bytes()).hexdigest()) for name, p in inputs.items()]
show_table(
    pd.DataFrame(checksums, columns=["file", "sha256"]),
    "Checksums of the inputs: data, and the package's lexicon, exemplars, codebook and model",
)

# %%
sources = pd.DataFrame(
    [
        ("timeline", "01_texts", "texts.csv"),
        ("reliability", "03_coders", "agreement_stability.csv"),
        ("machine", "04_machine", "machine.csv"),
        ("confusion", "04_machine", "machine_confusion.csv"),
        ("calibration", "04_machine", "machine_calibration.csv"),
        ("learning", "04_machine", "learning_curve.csv"),
        ("posture", "05_framing", "profiles.csv"),
        ("stance", "05_framing", "stance_profiles.csv"),
        ("frames", "05_framing", "frame_profiles.csv"),
        ("keyness", "05_framing", "keyness.csv"),
        ("masking", "05_framing", "masking.csv"),
        ("attribution", "06_voices", "posture_by_text_and_attribution.csv"),
        ("course", "07_course", "arc.csv"),
        ("specifications", "08_specifications", "specifications.csv"),
        ("coverage", "11_intervals", "intervals_coverage.csv"),
        ("worth", "11_intervals", "intervals_methods.csv"),
    ],
    columns=["figure", "notebook", "table in report/results"],
)
show_table(sources, "Figure, notebook, data")

# %% [markdown]
# Cite as given in `CITATION.cff`. Tables: `report/results/`; numbers named in the text: `report/results/numbers.json`; executed notebooks: `report/notebooks/`.
