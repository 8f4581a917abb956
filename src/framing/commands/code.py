"""`framing code`: articles in, codes out."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from framing.commands.shared import Progress, probability, say
from framing.days import month_of
from framing.errors import FramingError
from framing.inputs import expand, read_articles
from framing.outputs import SCHEMA, check_place, check_suffix, json_line, write_rows
from framing.scheme import Codebook
from framing.sources import KINDS
from framing.text import words

if TYPE_CHECKING:
    from framing.features import FeatureSpace
    from framing.model import Model

HELP = "articles in, codes out"
EXAMPLE = "framing code pages/*.html news.csv -o codes.parquet\n  cat page.txt | framing code - --outlet 'My outlet'"


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "inputs", nargs="+", metavar="INPUT", help=f"{' '.join(KINDS)}, each also as .gz or .zst; folders, globs, - for standard input"
    )
    p.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help="where the codes go: .csv, .jsonl or .parquet (default: JSON lines on standard output)",
    )
    p.add_argument("--outlet", help="the outlet of every article")
    p.add_argument("--text-column", metavar="NAME", help="column that holds the text")
    p.add_argument("--id-column", metavar="NAME", help="column that holds the article's id")
    p.add_argument("--column", action="append", default=[], metavar="ROLE=NAME", help="column of any role: title, published, outlet, url …")
    p.add_argument("--unit", choices=["sentence", "text"], default="sentence", help="what is coded (default: %(default)s)")
    p.add_argument(
        "--model",
        default="fast",
        metavar="MODEL",
        help="fast; accurate, which adds a sentence encoder: slower, needs pip install 'framing[embed]'; or a file that `framing train` made (default: %(default)s)",
    )
    p.add_argument(
        "--abstain",
        type=probability,
        default=0.0,
        metavar="P",
        help="leave posture empty where the likeliest has a probability under P (default: %(default)s, code every unit)",
    )
    p.add_argument("--target", metavar="NAME", help="the step stance is coded towards; its wordings in the texts are given with --alias")
    p.add_argument("--alias", action="append", default=[], metavar="WORDING", help="a wording of the step; give as many as the texts use")
    p.add_argument("--no-text", action="store_true", help="leave the text out of the output")
    p.add_argument("--errors", type=Path, metavar="FILE", help="refused inputs as JSON lines")
    p.add_argument("-q", "--quiet", action="store_true", help="no progress")
    p.set_defaults(run=run)


def _columns(a: argparse.Namespace) -> dict[str, str]:
    given = {}
    for pair in a.column:
        role, equals, name = pair.partition("=")
        if not equals:
            raise FramingError(f"--column {pair!r}: write ROLE=NAME, as in --column published=pub_date")
        given[role] = name
    given |= {"text": a.text_column} if a.text_column else {}
    return given | ({"article_id": a.id_column} if a.id_column else {})


def run(a: argparse.Namespace) -> int:
    from framing.coding import columns

    _check_outputs(a)
    coder = _coder(a)
    lacking: Counter[str] = Counter()
    progress = Progress(a.quiet, a.errors, bool(_aliases(a)), data_shown=not a.output and sys.stdout.isatty())
    rows = _coded(a, coder, progress, lacking)
    first = next(rows, None)
    if first is None:  # an earlier OUT stands
        say("nothing could be coded")
        return 2
    rows = chain([first], rows)
    if a.output:
        n = write_rows(rows, a.output, [c for c in columns(coder.codebook) if c in first], _about(a, coder))
        if not a.quiet:
            say(f"{n} units of {progress.n} articles in {a.output}{_told(lacking, '; ')}")
    else:
        for row in rows:
            print(json_line(row))
        if not a.quiet:
            articles, _, rate = progress.summary().partition(", ")
            say(f"{articles}{_told(lacking, ', ')}, {rate}")
    if progress.off_target:
        say(f"{len(progress.off_target)} of {progress.n} articles never name the step {a.target!r}: they have no stance (names_step: no)")
    return progress.status()


def _noted(articles: Iterable[dict], lacking: Counter[str]) -> Iterator[dict]:
    """The articles; those that `framing profile` will find without an outlet, or without a month, are counted."""
    for article in articles:
        lacking["an outlet"] += not article["outlet"].strip()
        lacking["a date"] += not month_of(article["published"])
        yield article


def _told(lacking: Counter[str], before: str) -> str:
    counts = [f"{n} without {what}" for what, n in lacking.items() if n]
    return before + ", ".join(counts) if counts else ""


def _check_outputs(a: argparse.Namespace) -> None:
    if a.output:
        check_suffix(a.output)
    written = [path for path in (a.output, a.errors) if path]
    for path in written:
        check_place(path)
    if len({path.resolve() for path in written}) < len(written):
        raise FramingError(f"--errors {a.errors}: is the output too; give another name")


class Coder(NamedTuple):
    """A model, the features it reads and, if it is of the user's own making, its codebook."""

    space: "FeatureSpace"
    model: "Model"
    codebook: Codebook | None = None


def _coder(a: argparse.Namespace) -> Coder:
    from framing.features import shipped_space
    from framing.model import SHIPPED, shipped_model
    from framing.own import load_own

    if a.model in SHIPPED:
        return Coder(shipped_space(a.model), shipped_model(a.model))
    if not Path(a.model).is_file():
        raise FramingError(f"--model {a.model}: no such file; allowed are {', '.join(SHIPPED)} and files that `framing train` made")
    if a.target is not None:
        raise FramingError("--target: stance towards a named step is coded by the package's models only; leave it out")
    return Coder(*load_own(a.model))


def _coded(a: argparse.Namespace, coder: Coder, progress: Progress, lacking: Counter[str]) -> Iterator[dict]:
    from framing.coding import code_articles
    from framing.copies import mark_copies

    tell = (lambda _: None) if a.quiet else progress.say
    language = coder.codebook.language if coder.codebook else "ar"
    read = read_articles(_inputs(a, tell), columns=_columns(a), outlet=a.outlet, language=language, tell=tell, at=progress.at)
    articles = _noted(progress.kept(read), lacking)
    options = {"unit": a.unit, "aliases": _aliases(a), "abstain": a.abstain, "codebook": coder.codebook}
    for row in code_articles(mark_copies(articles), coder.space, coder.model, **options):
        progress.meet(row)
        yield {k: v for k, v in row.items() if not (a.no_text and k == "text")}


def _aliases(a: argparse.Namespace) -> tuple[str, ...]:
    """Wordings of the step; its name is one."""
    if a.alias and a.target is None:
        raise FramingError("--alias without --target; name the step, as in --target 'الانضمام إلى الاتفاق' --alias 'دخول الاتفاق'")
    given = (a.target, *a.alias) if a.target is not None else ()
    empty = [w for w in given if not words(w)]
    if empty:
        raise FramingError(f"--target, --alias: {empty[0]!r} has no word")
    return given


def _inputs(a: argparse.Namespace, tell: Callable[[str], None]) -> Iterator[str]:
    """Files to read: what this call writes may stand in a folder of inputs from an earlier one."""
    written = {path.resolve() for path in (a.output, a.errors) if path}
    for name in expand(a.inputs, tell):
        if Path(name).resolve() in written:
            tell(f"{name}: left out; this call writes it")
        else:
            yield name


def _about(a: argparse.Namespace, coder: Coder) -> dict:
    """Versions, and the options that decide what the codes are; a codebook of the user's own with its variables."""
    from framing.features import VERSION

    options = {k: v for k, v in vars(a).items() if k not in ("run", "output", "errors", "quiet")}
    made_by = {
        "framing": version("framing"),
        "schema": SCHEMA,
        "featuriser": VERSION,
        "model": {"name": a.model} | {k: v for k, v in coder.model.about.items() if k not in ("vector_mean", "own")},
    }
    return options | made_by | ({} if coder.codebook is None else {"scheme": coder.codebook.data()})
