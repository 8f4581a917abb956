"""The command line: `framing code`, `explain`, `extract`, `profile`, `agree`."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from framing.errors import FramingError
from framing.inputs import Refusal, expand, read_articles


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns 0 when everything was done, 1 when some inputs were refused, 2 when the call is wrong or nothing could be done."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    try:
        return arguments.run(arguments)
    except FramingError as e:
        _say(str(e))
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _say(message: str) -> None:
    print(f"framing: {message}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="framing", description="Measure how news outlets frame events, in Arabic first.")
    parser.add_argument("--version", action="version", version=f"framing {version('framing')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    raw = argparse.RawDescriptionHelpFormatter
    for name, help_, epilog, add in (
        ("code", "articles in, codes out", "example:\n  framing code pages/*.html news.csv -o codes.parquet\n  cat page.txt | framing code - --outlet 'My outlet'", _add_code),
        ("explain", "units with their codes and what each feature contributed", "example:\n  framing explain codes.csv --posture skeptical --most 5", _add_explain),
        ("extract", "the clean articles of a page or dump, as JSON lines", "example:\n  framing extract page.html", _add_extract),
        ("profile", "shares of a variable's values by outlet", "example:\n  framing profile codes.csv --by outlet -o profiles.csv", _add_profile),
        ("agree", "agreement of coders, with intervals", "example:\n  framing agree first.csv second.csv", _add_agree),
    ):  # fmt: skip
        add(commands.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".", epilog=epilog, formatter_class=raw))
    return parser


def _add_code(p: argparse.ArgumentParser) -> None:
    p.add_argument("inputs", nargs="+", metavar="INPUT", help=".txt .html .csv .tsv .jsonl .parquet, folders, globs, - for standard input")
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
    p.add_argument("--no-text", action="store_true", help="leave the text out of the output")
    p.add_argument("--errors", type=Path, metavar="FILE", help="refused inputs as JSON lines")
    p.add_argument("-q", "--quiet", action="store_true", help="no progress")
    p.set_defaults(run=_code)


def _add_explain(p: argparse.ArgumentParser) -> None:
    p.add_argument("codes", type=Path, metavar="CODES", help="output of framing code, with its text")
    p.add_argument("--posture", choices=["skeptical", "favorable", "analytical", "procedural"], help="only units of this posture")
    p.add_argument("--most", type=int, default=20, metavar="N", help="units shown (default: %(default)s)")
    p.set_defaults(run=_explain)


def _add_extract(p: argparse.ArgumentParser) -> None:
    p.add_argument("inputs", nargs="+", metavar="PAGE")
    p.set_defaults(run=_extract)


def _add_profile(p: argparse.ArgumentParser) -> None:
    p.add_argument("codes", nargs="+", type=Path, metavar="CODES", help="outputs of framing code")
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help="a .csv file (default: a table on standard output)")
    p.add_argument("--by", default="outlet", help="column that names the group (default: %(default)s)")
    p.add_argument("--variable", default="posture", help="posture, appraisal, explains, stance or voice (default: %(default)s)")
    p.add_argument("--weight", choices=["article", "unit"], default="article", help="what counts the same (default: every %(default)s)")
    p.set_defaults(run=_profile)


def _add_agree(p: argparse.ArgumentParser) -> None:
    p.add_argument("codes", nargs="+", type=Path, metavar="CODES", help="a CSV file per coder with unit_id and a column per variable")
    p.set_defaults(run=_agree)


def _columns(a: argparse.Namespace) -> dict[str, str]:
    given = {}
    for pair in a.column:
        role, equals, name = pair.partition("=")
        if not equals:
            raise FramingError(f"--column {pair!r}: write ROLE=NAME, as in --column published=pub_date")
        given[role] = name
    given |= {"text": a.text_column} if a.text_column else {}
    return given | ({"article_id": a.id_column} if a.id_column else {})


class _Progress:
    """A line on standard error that counts articles, on a terminal only; and the refusals met on the way."""

    def __init__(self, quiet: bool, errors: Path | None):
        self.shown = not quiet and sys.stderr.isatty()
        self.errors, self.refused, self.n = errors, [], 0

    def kept(self, articles: Iterator) -> Iterator[dict]:
        for article in articles:
            if isinstance(article, Refusal):
                self.refused.append(article)
                _say(f"{article.name}: {article.reason}")
                continue
            self.n += 1
            if self.shown:
                print(f"\r{self.n} articles", end="", file=sys.stderr, flush=True)
            yield article
        if self.shown:
            print(file=sys.stderr)
        if self.errors:
            self.errors.write_text("".join(json.dumps(r._asdict(), ensure_ascii=False) + "\n" for r in self.refused), "utf-8")

    def status(self) -> int:
        if not self.n:
            _say("nothing could be coded")
            return 2
        return 1 if self.refused else 0


def _code(a: argparse.Namespace) -> int:
    from framing.coding import code_articles, columns
    from framing.features import VERSION, shipped_space
    from framing.model import shipped_model
    from framing.outputs import SCHEMA, check_suffix, json_line, write_rows

    if a.output:
        check_suffix(a.output)
    progress = _Progress(a.quiet, a.errors)
    tell = (lambda _: None) if a.quiet else _say
    articles = progress.kept(read_articles(expand(a.inputs), columns=_columns(a), outlet=a.outlet, tell=tell))
    model = shipped_model()
    rows = code_articles(articles, shipped_space(), model, unit=a.unit)
    kept = [c for c in columns() if not (a.no_text and c == "text")]
    if a.no_text:
        rows = ({k: v for k, v in row.items() if k != "text"} for row in rows)
    about = {
        "framing": version("framing"),
        "schema": SCHEMA,
        "featuriser": VERSION,
        "model": dict(model.about),
        "unit": a.unit,
        "inputs": a.inputs,
    }
    if a.output:
        n = write_rows(rows, a.output, kept, about)
        if not a.quiet:
            _say(f"{n} units of {progress.n} articles in {a.output}")
    else:
        for row in rows:
            print(json_line(row))
    return progress.status()


def _read_codes(path: Path):
    """A coded file as a DataFrame."""
    import pandas as pd

    if not path.is_file():
        raise FramingError(f"{path}: no such file")
    readers = {".csv": lambda p: pd.read_csv(p, keep_default_na=False, encoding="utf-8-sig"), ".parquet": pd.read_parquet}
    readers[".jsonl"] = lambda p: pd.read_json(p, lines=True, dtype=False, convert_dates=False)
    if path.suffix.lower() not in readers:
        raise FramingError(f"{path}: cannot read {path.suffix or 'a file without suffix'}; allowed are {', '.join(sorted(readers))}")
    return readers[path.suffix.lower()](path)


def _need(table, columns: Sequence[str], path: Path) -> None:
    missing = [c for c in columns if c not in table]
    if missing:
        raise FramingError(f"{path}: no column {missing[0]!r}; `framing code` writes it. The file has {', '.join(map(str, table.columns))}")


def _explain(a: argparse.Namespace) -> int:
    table = _read_codes(a.codes)
    _need(table, ["unit_id", "posture", "text", "evidence"], a.codes)
    if a.posture:
        table = table[table["posture"] == a.posture]
    for row in table.head(a.most).to_dict("records"):
        print(f"{row['unit_id']}  {row['posture']} ({row['p_' + row['posture']]:.2f})  voice: {row['voice']}\n  {row['text']}")
        for e in json.loads(row["evidence"]):
            label = e.get("term") or e["feature"]
            scope = f" ({e['feature'].split('|')[1]})" if "|" in e["feature"] else ""
            print(f"    {e['contribution']:+.2f} {e['variable']}={e['value']}  {label}{scope}")
    return 0


def _extract(a: argparse.Namespace) -> int:
    progress = _Progress(True, None)
    for article in progress.kept(read_articles(expand(a.inputs))):
        print(json.dumps(article, ensure_ascii=False))
    return progress.status()


def _profile(a: argparse.Namespace) -> int:
    import pandas as pd

    from framing.codes import POSTURES, values
    from framing.estimate import profile

    tables = [_read_codes(path) for path in a.codes]
    for table, path in zip(tables, a.codes, strict=True):
        _need(table, ["unit_id", "article_id", "weight", a.by, a.variable], path)
    table = pd.concat(tables, ignore_index=True)
    allowed = POSTURES if a.variable == "posture" else values().get(a.variable)
    if not allowed:
        raise FramingError(f"--variable {a.variable}: allowed are posture, appraisal, explains, stance, voice")
    codes = pd.DataFrame({"unit_id": table["unit_id"], "variable": a.variable, "value": table[a.variable]})
    found = profile(codes, table, a.variable, values=allowed, by=a.by, weight=a.weight)
    if a.output:
        found.to_csv(a.output, index=False, lineterminator="\n")
    else:
        print(found[["group", "value", "share", "n_units", "n_articles"]].round(3).to_string(index=False))
        print(f"share: {found['estimand'][0]}, as the machine codes them; not corrected for its errors")
    return 0


def _agree(a: argparse.Namespace) -> int:
    import pandas as pd

    from framing.agreement import agreement_table
    from framing.codes import to_long, variables
    from framing.codes import values as codebook_values

    tables = []
    for path in a.codes:
        table = _read_codes(path).astype(str)
        _need(table, ["unit_id", *codebook_values()], path)
        tables.append(to_long(table, path.stem))
    codes = pd.concat(tables, ignore_index=True)
    found = agreement_table(codes, ["posture", *variables()])
    print(found.pivot(index="variable", columns="measure", values="value").reindex(["posture", *variables()]).round(3).to_string())
    alpha = found[found["measure"] == "alpha"][["variable", "value", "low", "high", "low_block", "high_block"]]
    print("\nalpha with 95 % intervals over units and over blocks within articles\n" + alpha.round(3).to_string(index=False))
    return 0
