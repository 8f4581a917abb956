"""The command line: `framing code`, `explain`, `extract`, `profile`, `lexicon audit`, `agree`."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from framing.codes import POSTURES
from framing.errors import FramingError
from framing.inputs import Refusal, expand, read_articles
from framing.outputs import SCHEMA, SUFFIXES, check_place, check_suffix, json_line, read_about, write_rows
from framing.text import words

if TYPE_CHECKING:
    import pandas as pd

PROFILED = ("posture", "appraisal", "explains", "stance", "voice")
AGREED = ("appraisal", "object", "explains", "frames", "voice")  # what every coder has; posture and others are derived from these


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
    except OSError as e:  # a full disk, a folder that may not be written to
        _say(str(e))
        return 2


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
        ("samples", "constructed articles of invented outlets, to try everything with", "example:\n  framing samples && framing code samples -o codes.csv", _add_samples),
        ("lexicon", "what the lexicon is worth on units you have coded", "example:\n  framing lexicon audit coded.csv -o entries.csv", _add_lexicon),
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
    p.add_argument(
        "--model",
        choices=["fast", "accurate"],
        default="fast",
        help="accurate adds a sentence encoder: slower, needs pip install 'framing[embed]' (default: %(default)s)",
    )
    p.add_argument(
        "--abstain",
        type=_probability,
        default=0.0,
        metavar="P",
        help="leave posture empty where the likeliest has a probability under P (default: %(default)s, code every unit)",
    )
    p.add_argument("--target", metavar="NAME", help="the step stance is coded towards; its wordings in the texts are given with --alias")
    p.add_argument("--alias", action="append", default=[], metavar="WORDING", help="a wording of the step; give as many as the texts use")
    p.add_argument("--no-text", action="store_true", help="leave the text out of the output")
    p.add_argument("--errors", type=Path, metavar="FILE", help="refused inputs as JSON lines")
    p.add_argument("-q", "--quiet", action="store_true", help="no progress")
    p.set_defaults(run=_code)


def _add_explain(p: argparse.ArgumentParser) -> None:
    p.add_argument("codes", type=Path, metavar="CODES", help="output of framing code, with its text")
    p.add_argument("--posture", choices=["skeptical", "favorable", "analytical", "procedural"], help="only units of this posture")
    p.add_argument(
        "--leave-out",
        choices=["clause", "word"],
        help="what each clause or word does for the posture, found by leaving it out: approximate, needs the text",
    )
    p.add_argument("--most", type=_count, default=20, metavar="N", help="units shown (default: %(default)s)")
    p.set_defaults(run=_explain)


def _probability(given: str) -> float:
    try:
        p = float(given)
    except ValueError:
        p = -1.0
    if not 0 <= p < 1:
        raise argparse.ArgumentTypeError(f"{given!r}; allowed are numbers from 0 to under 1")
    return p


def _count(given: str) -> int:
    if not given.isdecimal() or not int(given):
        raise argparse.ArgumentTypeError(f"{given!r}; allowed are whole numbers from 1")
    return int(given)


def _add_extract(p: argparse.ArgumentParser) -> None:
    p.add_argument("inputs", nargs="+", metavar="PAGE")
    p.set_defaults(run=_extract)


def _add_profile(p: argparse.ArgumentParser) -> None:
    p.add_argument("codes", nargs="+", type=Path, metavar="CODES", help="outputs of framing code")
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help="a .csv file (default: a table on standard output)")
    p.add_argument("--by", default="outlet", help="column that names the group (default: %(default)s)")
    p.add_argument("--variable", default="posture", help=f"{', '.join(PROFILED[:-1])} or {PROFILED[-1]} (default: %(default)s)")
    p.add_argument(
        "--prior-shift",
        action="store_true",
        help="posture only: shares estimated from the probabilities by expectation maximisation, for outlets whose shares are far from those in training; where they are near it does harm, see section 5 of the report",
    )
    p.add_argument("--weight", choices=["article", "unit"], default="article", help="what counts the same (default: every %(default)s)")
    p.set_defaults(run=_profile)


def _add_agree(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "codes",
        nargs="+",
        type=Path,
        metavar="CODES",
        help="a file per coder with unit_id, appraisal, object, explains, frames, voice and, if coded, the other variables; posture is derived from appraisal and explains, a column of that name is not read",
    )
    p.set_defaults(run=_agree)


def _add_samples(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "folder", nargs="?", type=Path, default=Path("samples"), metavar="FOLDER", help="where to write them (default: %(default)s)"
    )
    p.set_defaults(run=_samples)


def _add_lexicon(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "what", choices=["audit"], help="precision of each entry on coded units, with its interval, and what dropping it changes"
    )
    p.add_argument("gold", type=Path, metavar="GOLD", help="a table of units with unit_id, text and codes of one variable at least")
    p.add_argument("--lexicon", type=Path, metavar="FILE", help="a lexicon of your own (default: the package's)")
    p.add_argument("--groups", action="store_true", help="by group of entries: coverage and precision")
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help="a .csv file (default: a table on standard output)")
    p.set_defaults(run=_audit)


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

    def __init__(self, quiet: bool, errors: Path | None, on_step: bool = False):
        self.shown = not quiet and sys.stderr.isatty()
        self.errors, self.refused, self.n = errors, [], 0
        self.on_step, self.off_target = on_step, set()

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
            self.errors.write_text("".join(json_line(r._asdict()) + "\n" for r in self.refused), "utf-8")

    def meet(self, row: Mapping) -> None:
        """Notes an article that never names the step."""
        if self.on_step and row["names_step"] == "no":
            self.off_target.add(row["article_id"])

    def status(self) -> int:
        return 1 if self.refused else 0


def _code(a: argparse.Namespace) -> int:
    from framing.coding import columns

    _check_outputs(a)
    progress = _Progress(a.quiet, a.errors, bool(_aliases(a)))
    rows = _coded(a, progress)
    first = next(rows, None)
    if first is None:  # an earlier OUT stands
        _say("nothing could be coded")
        return 2
    rows = chain([first], rows)
    if a.output:
        n = write_rows(rows, a.output, [c for c in columns() if c in first], _about(a))
        if not a.quiet:
            _say(f"{n} units of {progress.n} articles in {a.output}")
    else:
        for row in rows:
            print(json_line(row))
    if progress.off_target:
        _say(f"{len(progress.off_target)} of {progress.n} articles never name the step {a.target!r}: they have no stance (names_step: no)")
    return progress.status()


def _check_outputs(a: argparse.Namespace) -> None:
    if a.output:
        check_suffix(a.output)
    written = [path for path in (a.output, a.errors) if path]
    for path in written:
        check_place(path)
    if len({path.resolve() for path in written}) < len(written):
        raise FramingError(f"--errors {a.errors}: is the output too; give another name")


def _coded(a: argparse.Namespace, progress: _Progress) -> Iterator[dict]:
    from framing.coding import code_articles
    from framing.features import shipped_space
    from framing.model import shipped_model

    tell = (lambda _: None) if a.quiet else _say
    articles = progress.kept(read_articles(_inputs(a, tell), columns=_columns(a), outlet=a.outlet, tell=tell))
    options = {"unit": a.unit, "aliases": _aliases(a), "abstain": a.abstain}
    for row in code_articles(articles, shipped_space(a.model), shipped_model(a.model), **options):
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
    for name in expand(a.inputs):
        if Path(name).resolve() in written:
            tell(f"{name}: left out; this call writes it")
        else:
            yield name


def _about(a: argparse.Namespace) -> dict:
    """Versions, and the options that decide what the codes are."""
    from framing.features import VERSION
    from framing.model import shipped_model

    options = {k: v for k, v in vars(a).items() if k not in ("run", "output", "errors", "quiet")}
    made_by = {
        "framing": version("framing"),
        "schema": SCHEMA,
        "featuriser": VERSION,
        "model": {"name": a.model} | {k: v for k, v in shipped_model(a.model).about.items() if k != "vector_mean"},
    }
    return options | made_by


def _read_codes(path: Path, needed: Sequence[str]) -> "pd.DataFrame":
    """A coded file as a table of text, whatever its kind, with the columns needed and each unit once."""
    import pandas as pd

    readers = {
        ".csv": lambda: pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig"),
        ".jsonl": lambda: pd.read_json(path, lines=True, dtype=False, convert_dates=False),
        ".parquet": lambda: pd.read_parquet(path),
    }
    if not path.is_file():
        raise FramingError(f"{path}: no such file")
    if path.suffix.lower() not in readers:
        raise FramingError(f"{path}: cannot read {path.suffix or 'a file without suffix'}; allowed are {', '.join(SUFFIXES)}")
    try:
        table = readers[path.suffix.lower()]()
    except (ValueError, OSError) as e:
        raise FramingError(f"{path}: not a {path.suffix} file of codes ({e})") from e
    if table.empty:
        raise FramingError(f"{path}: no units in it")
    missing = [c for c in needed if c not in table]
    if missing:
        raise FramingError(f"{path}: no column {missing[0]!r}; the file has {', '.join(map(str, table.columns))}")
    table = table.astype(object).where(table.notna(), "").astype(str)
    _check_once(table, str(path))
    return table


def _check_once(table: "pd.DataFrame", where: str) -> None:
    twice = table["unit_id"][table["unit_id"].duplicated()]
    if len(twice):
        raise FramingError(f"{where}: unit {twice.iloc[0]} stands twice; each may be given once")


def _check_values(table: "pd.DataFrame", variable: str, allowed: Sequence[str], path: Path) -> None:
    wrong = table[~table[variable].isin(allowed)]
    if len(wrong):
        unit, value = wrong["unit_id"].iloc[0], wrong[variable].iloc[0]
        raise FramingError(f"{path}, unit {unit}: {variable} is {value!r}; allowed are {', '.join(allowed)}")


def _explain(a: argparse.Namespace) -> int:
    context = ["article_id", "position", "role"] if a.leave_out else []
    table = _read_codes(a.codes, ["unit_id", "posture", *(f"p_{p}" for p in POSTURES), "voice", "text", "evidence", *context])
    _check_values(table, "posture", (*POSTURES, ""), a.codes)
    shown = table[table["posture"] == a.posture] if a.posture else table
    for row in shown.head(a.most).to_dict("records"):
        try:
            print(_explained(row))
            if a.leave_out:
                print(_omitted(row, table, a))
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise FramingError(f"{a.codes}, unit {row['unit_id']}: not as `framing code` writes it ({e!r})") from e
    return 0


def _explained(row: Mapping[str, str]) -> str:
    likeliest = row["posture"] or max(POSTURES, key=lambda p: float(row[f"p_{p}"]))
    coded = "" if row["posture"] else "abstained, likeliest "
    lines = [f"{row['unit_id']}  {coded}{likeliest} ({float(row['p_' + likeliest]):.2f})  voice: {row['voice']}", f"  {row['text']}"]
    for e in json.loads(row["evidence"]):
        label = e.get("term") or e["feature"]
        scope = f" ({e['feature'].split('|')[1]})" if "|" in e["feature"] else ""
        lines.append(f"    {e['contribution']:+.2f} {e['variable']}={e['value']}  {label}{scope}")
    return "\n".join(lines)


def _omitted(row: Mapping[str, str], table: "pd.DataFrame", a: argparse.Namespace) -> str:
    """Lines of what each clause or word does for a unit's posture."""
    from framing.features import Unit, shipped_space
    from framing.model import shipped_model
    from framing.omission import omissions

    article = [Unit(r["text"], r["role"], int(r["position"])) for r in table[table["article_id"] == row["article_id"]].to_dict("records")]
    at = next(i for i, unit in enumerate(article) if unit.position == int(row["position"]) and unit.text == row["text"])
    name = read_about(a.codes).get("model", {}).get("name", "fast")
    found = omissions(article[:at], article[at], shipped_space(name), shipped_model(name), a.leave_out)
    return "\n".join([f"    left out (approximate, {name} model):", *(f"    {o.change:+.2f}  {o.text}" for o in found)])


def _extract(a: argparse.Namespace) -> int:
    progress = _Progress(True, None)
    for article in progress.kept(read_articles(expand(a.inputs))):
        print(json_line(article))
    if not progress.n:
        _say("no article found")
        return 2
    return progress.status()


def _profile(a: argparse.Namespace) -> int:
    import pandas as pd

    from framing.codes import values

    if a.variable not in PROFILED:
        raise FramingError(f"--variable {a.variable}: allowed are {', '.join(PROFILED)}")
    if a.prior_shift and (a.variable != "posture" or a.weight != "unit"):
        raise FramingError("--prior-shift estimates shares of posture among all units; say --variable posture --weight unit")
    if a.output:
        check_suffix(a.output, (".csv",))
        check_place(a.output)
    allowed = POSTURES if a.variable == "posture" else values()[a.variable]
    table = pd.concat([_counted(path, a, allowed) for path in a.codes], ignore_index=True)
    _check_once(table, ", ".join(map(str, a.codes)))
    found = _shifted(table, a) if a.prior_shift else _shares(table, a, allowed)
    if a.output:
        found.to_csv(a.output, index=False, lineterminator="\n")
    else:
        print(found[["group", "value", "share", "n_units", "n_articles"]].round(3).to_string(index=False))
        method = "under the class shares that make its probabilities likeliest" if a.prior_shift else "as the machine codes them"
        print(f"share: {found['estimand'][0]}, {method}; not corrected for its errors")
    return 0


def _shares(table: "pd.DataFrame", a: argparse.Namespace, allowed: Sequence[str]) -> "pd.DataFrame":
    """The profile of units as coded; without those abstained on, and those of no stance because their article never names the step."""
    import pandas as pd

    from framing.estimate import profile

    coded = table[table[a.variable] != ""]
    if len(coded) < len(table):
        _say(f"{len(table) - len(coded)} of {len(table)} units have no {a.variable} and are left out of the shares counted")
    codes = pd.DataFrame({"unit_id": coded["unit_id"], "variable": a.variable, "value": coded[a.variable]})
    return profile(codes, coded, a.variable, values=allowed, by=a.by, weight=a.weight)


def _shifted(table: "pd.DataFrame", a: argparse.Namespace) -> "pd.DataFrame":
    """The profile with each group's shares estimated from the probabilities of all its units, abstained or not."""
    import pandas as pd

    from framing.shift import shares_under_shift

    trained = _presumed(a.codes)
    try:
        p = table[[f"p_{v}" for v in POSTURES]].astype(float).set_axis(POSTURES, axis=1)
    except (KeyError, ValueError) as e:
        raise FramingError(f"{', '.join(map(str, a.codes))}: --prior-shift needs p_skeptical … as `framing code` writes them ({e})") from e
    estimated = {g: pd.Series(shares_under_shift(own.to_numpy(), trained), POSTURES) for g, own in p.groupby(table[a.by], sort=False)}
    found = _shares(table.assign(posture=p.idxmax(axis=1)), a, POSTURES)
    shares = [estimated[g][v] for g, v in zip(found["group"], found["value"], strict=True)]
    return found.assign(share=shares, method="expectation maximisation over probabilities (Saerens et al. 2002)")


def _presumed(paths: Sequence[Path]) -> list[float]:
    """The posture shares the model of coded files presumes, from their metadata."""
    noted = []
    for path in paths:
        try:
            shares = read_about(path)["model"]["posture_shares"]
            noted.append([float(share) for share in shares])
        except (KeyError, TypeError, ValueError) as e:
            raise FramingError(
                f"{path}: --prior-shift needs the metadata `framing code` writes with it (.meta.json beside a table): {e!r}"
            ) from e
    if any(shares != noted[0] for shares in noted):
        raise FramingError("--prior-shift needs files coded by one model; these are of several")
    return noted[0]


def _counted(path: Path, a: argparse.Namespace, allowed: Sequence[str]) -> "pd.DataFrame":
    """The units of a file that count: those of weight 0 need no code."""
    import pandas as pd

    table = _read_codes(path, ["unit_id", "article_id", "weight", a.by, a.variable])
    weight = pd.to_numeric(table["weight"], errors="coerce")
    if weight.isna().any():
        unit, given = table[weight.isna()][["unit_id", "weight"]].iloc[0]
        raise FramingError(f"{path}, unit {unit}: weight is {given!r}; allowed are numbers")
    counted = table.assign(weight=weight)[weight > 0]
    if counted.empty:
        raise FramingError(f"{path}: no unit in it has a weight above 0")
    if (counted[a.variable] == "").all():
        raise FramingError(f"{path}: no unit in it has a {a.variable}")
    _check_values(counted, a.variable, (*allowed, ""), path)
    return counted


def _samples(a: argparse.Namespace) -> int:
    from framing.samples import ALIASES, STEP, write_samples

    written = write_samples(a.folder)
    _say(f"ten constructed articles of invented outlets in {', '.join(map(str, written))}")
    aliases = " ".join(f"--alias '{alias}'" for alias in ALIASES)
    print(f"framing code {a.folder} --target '{STEP}' {aliases} -o codes.csv")
    return 0


def _audit(a: argparse.Namespace) -> int:
    from framing.audit import audit_entries, audit_groups
    from framing.codes import values
    from framing.estimators import units_of
    from framing.features import FeatureSpace, count_article
    from framing.lexicon import read_lexicon, shipped_lexicon

    if a.output:
        check_suffix(a.output, (".csv",))
        check_place(a.output)
    table = _read_codes(a.gold, ["unit_id", "text"])
    coded = [v for v in values() if v in table]
    if not coded:
        raise FramingError(f"{a.gold}: no column of codes; allowed are {', '.join(values())}")
    for variable in coded:
        cells = table.assign(**{variable: table[variable].str.split(";")}).explode(variable) if variable == "frames" else table
        _check_values(cells, variable, (*values()[variable], "", "-"), a.gold)
    if "position" in table:
        _check_values(table, "position", [p for p in table["position"] if p.isdecimal()], a.gold)
    space = FeatureSpace(read_lexicon(a.lexicon) if a.lexicon else shipped_lexicon(), ())
    counts = [c for article in units_of(table) for c in count_article(article, space)]
    found = (audit_groups if a.groups else audit_entries)(counts, table, space.lexicon)
    if a.output:
        found.to_csv(a.output, index=False, lineterminator="\n")
        _say(f"{len(found)} {'groups' if a.groups else 'entries'} in {a.output}")
    else:
        met = found[found["n"] > 0].sort_values(["variable", "value", "precision", "n"], ascending=[True, True, False, False])
        print(met.round(2).to_string(index=False))
        print(
            f"\n{len(met)} of {len(found)} {'groups' if a.groups else 'entries'} met in {len(table)} units; chance: the value's share of the coded units"
        )
    return 0


def _agree(a: argparse.Namespace) -> int:
    import pandas as pd

    from framing.agreement import agreement_table
    from framing.codes import check_row, to_long, variables

    coders = []
    for path in a.codes:
        table = _read_codes(path, ["unit_id", *AGREED])
        for row in table.to_dict("records"):
            check_row(row, f"{path}, unit {row['unit_id']}")
        coders.append(to_long(table, str(path)))
    shared = [v for v in ("posture", *variables()) if all((codes["variable"] == v).any() for codes in coders)]
    found = agreement_table(pd.concat(coders, ignore_index=True), shared)
    print(f"{found['n_units'].max()} units coded by at least two of {len(coders)} coders; posture is derived from appraisal and explains")
    print(found.pivot(index="variable", columns="measure", values="value").reindex(shared).round(3).to_string(na_rep="(one value only)"))
    alpha = found[found["measure"] == "alpha"][["variable", "value", "low", "high", "low_block", "high_block"]]
    print("\nalpha with 95 % intervals over units and over blocks within articles\n" + alpha.round(3).to_string(index=False))
    return 0
