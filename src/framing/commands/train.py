"""`framing train`: the coder for a codebook of the user's own."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import check_place, check_suffix

if TYPE_CHECKING:
    import pandas as pd

    from framing.scheme import Codebook

HELP = "the coder for your own codebook, topic or language"
EXAMPLE = (
    "framing train coded.csv --codebook codebook.toml --lexicon terms.csv -o own.zip && framing code news.csv --model own.zip -o codes.csv"
)


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "exemplars",
        nargs="+",
        type=Path,
        metavar="EXEMPLARS",
        help=".csv .jsonl or .parquet with a column text and one for each variable of the codebook, several values joined by ;; a filled sheet of `framing sample` is one",
    )
    p.add_argument(
        "--codebook",
        type=Path,
        required=True,
        metavar="FILE",
        help="your codebook, a TOML file: variables with their values, and the language",
    )
    p.add_argument(
        "--lexicon",
        type=Path,
        metavar="FILE",
        help="terms that point to values: a .csv file with term, variable, value and, if you like, weight and match",
    )
    p.add_argument(
        "--group",
        default="article_id",
        metavar="COLUMN",
        help="exemplars of one group are never parted between training and test (default: %(default)s)",
    )
    p.add_argument("--embed", action="store_true", help="adds a sentence encoder: needs pip install 'framing[embed]'")
    p.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL", help="a .zip file, which `framing code --model` takes")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    from framing.fitting import too_few, train
    from framing.lexicon import read_lexicon
    from framing.model import save_model
    from framing.scheme import read_scheme

    check_suffix(a.output, (".zip",))
    check_place(a.output)
    codebook = read_scheme(a.codebook)
    lexicon = read_lexicon(a.lexicon, codebook) if a.lexicon else None
    model, scores = train(_exemplars(a, codebook), codebook, lexicon, embed=a.embed)
    beside = a.output.with_name(f".{a.output.name}.part")
    save_model(model, beside)
    beside.replace(a.output)
    print("By folds that had not seen the exemplar; a row without a value is the mean over values (macro-F1)")
    print(scores.round(2).to_string(index=False, na_rep="–"))
    rare = too_few(scores)
    if len(rare):
        named = ", ".join(f"{v.variable}={v.value} ({v.n})" for v in rare.itertuples())
        say(f"fewer than ten exemplars of {named}: what the model makes of these cannot be assessed; code more of them")
    say(f"a model for {len(codebook.variables)} variables from {model.about['trained_on']['exemplars']} exemplars in {a.output}")
    return 0


def _exemplars(a: argparse.Namespace, codebook: "Codebook") -> "pd.DataFrame":
    """The coded rows of all files: a row without any code is no exemplar."""
    import pandas as pd

    from framing.coded import read_codes

    table = pd.concat([read_codes(path, ["text"], scheme=codebook, tell=say) for path in a.exemplars], ignore_index=True).fillna("")
    if a.group != "article_id" and a.group not in table:
        raise FramingError(f"--group {a.group}: no such column; the exemplars have {', '.join(table.columns)}")
    single = [name for name, v in codebook.variables.items() if name in table and not v.multiple]
    given = table[single].ne("").any(axis=1) if single else table["text"].ne("")  # an empty cell of several values says: none of them
    if (~given).any():
        say(f"{(~given).sum()} of {len(table)} rows have no code and are left out")
    return _placed(table[given].reset_index(drop=True), a.group)[
        ["text", "article_id", "position", "role", *(v for v in codebook.variables if v in table)]
    ]


def _placed(table: "pd.DataFrame", group: str) -> "pd.DataFrame":
    """The exemplars with their place: one that names no article stands alone, one without a position is no opening sentence."""
    alone = [f"exemplar {n}" for n in range(1, len(table) + 1)]
    article = table[group].where(table[group] != "", alone) if group in table else alone
    position = [int(p) if p.isdecimal() else 1 for p in table.get("position", [""] * len(table))]
    role = [r or "body" for r in table.get("role", ["body"] * len(table))]
    return table.assign(article_id=article, position=position, role=role)
