"""`framing profile`: codes in, shares by outlet out, as a table or as a page that compares outlets."""

import argparse
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.blinding import unhidden
from framing.coded import DESIGN, check_once, check_values, no_units, one_scheme, read_codes, scheme_of, values_of
from framing.codes import POSTURES
from framing.commands.gold import agreed, check_unseen, first_variable, read_sheets
from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import check_place, check_suffix, read_about
from framing.scheme import Codebook, shipped_scheme

if TYPE_CHECKING:
    import pandas as pd

    from framing.comparison import Comparison


HELP = "shares of a variable's values by outlet; as .html, a page that compares outlets"
EXAMPLE = "framing profile codes.csv --by outlet -o profiles.csv\n  framing profile codes.csv --by outlet,month -o page.html"
PROFILED = ("posture", "appraisal", "explains", "stance", "voice", "frames")
READ = 12


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument("codes", nargs="+", type=Path, metavar="CODES", help="outputs of framing code")
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help="a .csv or .html file (default: a table on standard output)")
    p.add_argument(
        "--by",
        default="outlet",
        metavar="COLUMN[,COLUMN]",
        help="columns that name the group; month is taken from published (default: %(default)s)",
    )
    p.add_argument("--variable", help=f"{', '.join(PROFILED[:-1])} or {PROFILED[-1]}, or one of your own codebook (default: its first)")
    p.add_argument(
        "--prior-shift",
        action="store_true",
        help="posture only, not for .html: shares estimated from the probabilities by expectation maximisation, for outlets whose shares are far from those in training; where they are near it does harm, see section 5 of the report",
    )
    p.add_argument("--weight", choices=["article", "unit"], default="article", help="what counts the same (default: every %(default)s)")
    p.add_argument("--compare", choices=["study"], help="put the study's six texts beside, coded by the same model; posture only")
    p.add_argument("--without-copies", action="store_true", help="leave out articles marked as copies of others (duplicate_of)")
    p.add_argument(
        "--specifications",
        nargs="?",
        const="",
        metavar="FILE",
        help="what another analyst would find: shares under every combination of choices (coder, headlines, doubtful units, rules …), the package's or those a .toml file declares; files that code the same units are coders, the first of them the main one; not for .html",
    )
    p.add_argument(
        "--gold",
        nargs="+",
        type=Path,
        metavar="SHEET",
        help="filled sheets of framing sample, for .html: corrected shares, and verdicts on the machine that rest on them",
    )
    p.add_argument("--title", default="", help="title of the page")
    p.add_argument(
        "--read", type=_number, default=READ, metavar="N", help="articles of each group to read on the page; 0: none (default: %(default)s)"
    )
    p.set_defaults(run=run)


def _number(given: str) -> int:
    if not given.isdecimal():
        raise argparse.ArgumentTypeError(f"{given!r}; allowed are whole numbers from 0")
    return int(given)


def run(a: argparse.Namespace) -> int:
    _check(a)
    if a.specifications is not None:
        return _specified(a)
    c = _comparison(a)
    if _is_page(a):
        from framing.comparison import plural
        from framing.page import page

        _write(a.output, page(c, title=a.title, read=a.read, sources=[path.name for path in a.codes], **_judged(c, a)))
        say(f"{plural(len(c.groups), 'group')}, {plural(c.n_articles, 'article')}, {plural(len(c.units), 'unit')} in {a.output}")
        return 0
    found = _shifted(c, a) if a.prior_shift else _shares(c)
    if a.output:
        _write(a.output, found.to_csv(index=False, lineterminator="\n"))
        return 0
    print(found[["group", "value", "share", "n_units", "n_articles"]].round(3).to_string(index=False))
    method = "under the class shares that make its probabilities likeliest" if a.prior_shift else "as the machine codes them"
    print(f"share: {found['estimand'][0]}, {method}; not corrected for its errors")
    return 0


def _check(a: argparse.Namespace) -> None:
    """Raises when the call is wrong, before anything is read."""
    if a.output:
        check_suffix(a.output, (".csv", ".html"))
        check_place(a.output)
        if a.prior_shift and _is_page(a):
            raise FramingError(f"{a.output}: --prior-shift gives a table; write a .csv file")
    if a.prior_shift and a.compare:
        raise FramingError("--prior-shift with --compare study: the study's shares are counted, not estimated; leave one out")
    if a.gold and not _is_page(a):
        raise FramingError("--gold: goes with a page (-o page.html); for a table of corrected shares use framing estimate")
    if a.specifications is not None:
        _check_specified(a)


def _check_specified(a: argparse.Namespace) -> None:
    """Raises when --specifications stands beside what it cannot be combined with."""
    beside = {"--prior-shift": a.prior_shift, "--compare": a.compare, "a page": _is_page(a)}
    for name in (name for name, there in beside.items() if there):
        raise FramingError(f"--specifications with {name}: it gives a table of its own; leave one out")
    if a.weight != "article":
        raise FramingError(
            "--specifications with --weight: what counts the same is one of its choices; put the main one first in a file of your own"
        )
    if a.specifications and Path(a.specifications).suffix.lower() != ".toml":
        raise FramingError(f"--specifications {a.specifications}: allowed is a .toml file; name coded files before --specifications")


def _is_page(a: argparse.Namespace) -> bool:
    return a.output is not None and a.output.suffix.lower() == ".html"


def _write(path: Path, text: str) -> None:
    """Writes a file that appears only when complete."""
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        whole = Path(folder, "whole")
        whole.write_text(text, "utf-8", newline="")
        os.replace(whole, path)


def _comparison(a: argparse.Namespace) -> "Comparison":
    """The units of all files with what the call asks of them."""
    import pandas as pd

    from framing.comparison import Comparison, is_copy

    codebook, by = _codebook(a.codes), _columns(a.by)
    allowed = _profiled(a.codes[0], codebook)
    variable = a.variable or first_variable(codebook)
    if variable not in allowed:
        raise FramingError(f"--variable {variable}: allowed are {', '.join(allowed)}")
    if a.prior_shift and (variable != "posture" or a.weight != "unit"):
        raise FramingError("--prior-shift estimates shares of posture among all units; say --variable posture --weight unit")
    multiple = frozenset(v.name for v in codebook.variables.values() if v.multiple)
    abouts = tuple(_about(path) for path in a.codes)
    others = (v for v in allowed if v != variable and (v != "stance" or codebook != shipped_scheme() or _on_step(abouts)))
    asked = [variable, *others] if _is_page(a) else [variable]
    files = [_counted(path, by, variable, {v: allowed[v] for v in asked}, multiple) for path in a.codes]
    table = pd.concat(files, ignore_index=True).fillna("")
    check_once(table, ", ".join(map(str, a.codes)))
    if a.without_copies:
        table = _without_copies(table, is_copy(table))
    _report_uncoded(table, variable, variable in multiple or a.prior_shift)
    return Comparison(
        table,
        by,
        variable,
        {v: allowed[v] for v in asked if all(v in file for file in files)},
        multiple,
        a.weight,
        abouts,
        codebook.language,
        _study(abouts, variable, codebook) if a.compare else None,
    )


def _codebook(paths: Sequence[Path]) -> Codebook:
    """The codebook all files were coded by."""
    for path in paths:
        _about(path)
    found = [scheme_of(path) for path in paths]
    for path, other in zip(paths, found, strict=True):
        if other != found[0]:
            raise FramingError(
                f"{path}: coded by another codebook ({other.title or 'untitled'} {other.version}) than {paths[0]}; profile them apart"
            )
    return found[0]


def _about(path: Path) -> Mapping:
    """What made a file, whatever stands in the metadata beside it."""
    if not path.is_file():
        return {}
    try:
        noted = read_about(path)
    except (ValueError, OSError) as e:
        if isinstance(e, FramingError) or path.suffix.lower() == ".parquet":
            return {}  # reading the table says what is wrong with it
        raise FramingError(
            f"{path}.meta.json: not as `framing code` writes it ({e}); remove it, or put the one that was written with the file"
        ) from e
    if not isinstance(noted, Mapping):
        raise FramingError(f"{path}.meta.json: a {type(noted).__name__}; allowed is an object as `framing code` writes it")
    return noted


def _on_step(abouts: Sequence[Mapping]) -> bool:
    """Whether all files were coded towards a named step; without one nothing says what their stance is towards."""
    return all(about.get("target") for about in abouts)


def _columns(by: str) -> tuple[str, ...]:
    columns = tuple(dict.fromkeys(part.strip() for part in by.split(",")))
    if not all(columns):
        raise FramingError(f"--by {by!r}: an empty name; write columns with a comma between, as in --by outlet,month")
    return columns


def _profiled(path: Path, codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Variables that can be profiled and their values."""
    found = values_of(path) if path.is_file() else {"posture": POSTURES}
    return {v: found[v] for v in PROFILED if v in found} if codebook == shipped_scheme() else dict(found)


def _counted(
    path: Path, by: Sequence[str], variable: str, allowed: Mapping[str, Sequence[str]], multiple: frozenset[str]
) -> "pd.DataFrame":
    """The units of a file that count (those of weight 0 need no code): cells as text, weight as a number, codes among those allowed."""
    import pandas as pd

    table = read_codes(path, ["unit_id", "article_id", "weight", variable, *(c for c in by if c != "month")])
    if "month" in by and not {"published", "month"} & set(table):
        raise FramingError(f"{path}: no column 'month', and no 'published' to take it from; the file has {', '.join(map(str, table))}")
    weight = pd.to_numeric(table["weight"], errors="coerce")
    if weight.isna().any():
        unit, given = table[weight.isna()][["unit_id", "weight"]].iloc[0]
        raise FramingError(f"{path}, unit {unit}: weight is {given!r}; allowed are numbers")
    counted = table.assign(weight=weight)[weight > 0]
    if counted.empty:
        raise FramingError(f"{path}: no unit in it has a weight above 0")
    if variable not in multiple and (counted[variable] == "").all():
        raise FramingError(f"{path}: no unit in it has a {variable}")
    for name in (v for v in allowed if v in counted):
        given = _parted(counted, name) if name in multiple else counted
        check_values(given, name, (*allowed[name], ""), path)
    return counted


def _parted(table: "pd.DataFrame", variable: str) -> "pd.DataFrame":
    """A row for each of a unit's several values."""
    return table[["unit_id", variable]].assign(**{variable: table[variable].str.split(";")}).explode(variable)


def _without_copies(table: "pd.DataFrame", copied: "pd.Series") -> "pd.DataFrame":
    if copied.all():
        raise FramingError("--without-copies: every article is marked as a copy (duplicate_of); nothing is left to count")
    n = table[copied]["article_id"].nunique()
    say(f"{n} of {table['article_id'].nunique()} articles are copies (duplicate_of) and are left out")
    return table[~copied].reset_index(drop=True)


def _report_uncoded(table: "pd.DataFrame", variable: str, counted: bool) -> None:
    """Says how many units are without a code: abstained on, or of no stance because their article never names the step."""
    n = 0 if counted else int((table[variable] == "").sum())
    if n == len(table):
        raise FramingError(f"no unit left has a {variable}; nothing can be counted")
    if n:
        say(f"{n} of {len(table)} units have no {variable} and are left out of the shares counted")


def _study(abouts: Sequence[Mapping], variable: str, codebook: Codebook) -> "pd.DataFrame":
    """The study's shares by the model that coded the files."""
    from framing.comparison import model_of, study_shares

    if variable != "posture" or codebook != shipped_scheme():
        raise FramingError(f"--compare study with --variable {variable}: the study's shares are of posture by the package's codebook")
    names = {str(model_of(about).get("name", "unknown")) for about in abouts}
    if len(names) > 1 or not names <= {"fast", "accurate"}:
        raise FramingError(
            f"--compare study: the files were coded by {', '.join(sorted(names))}; allowed is one of fast and accurate, as the metadata beside a file names it"
        )
    return study_shares(names.pop())


def _judged(c: "Comparison", a: argparse.Namespace) -> dict:
    """Verdicts on the groups, and their corrected shares where there are hand codes; of a variable with several values a unit neither."""
    from framing.comparison import GROUP
    from framing.correction import corrected_shares
    from framing.verdict import verdicts

    if c.variable in c.multiple:
        if a.gold:
            raise FramingError(
                f"--gold with --variable {c.variable}: a unit may have several values; correct them one by one (framing estimate)"
            )
        return {}
    scheme = _codebook(a.codes)
    options: dict = {"scheme": scheme, "by": GROUP, "weight": c.weight}
    if not a.gold:
        return {"verdicts": verdicts(c.grouped, None, c.variable, **options)}
    gold = read_sheets(a.gold, c.units, c.variable, scheme)
    check_unseen(a.codes, c.units, gold, c.variable, scheme)
    corrected = corrected_shares(c.grouped, gold, c.variable, **options, methods=["difference"])
    return {
        "verdicts": verdicts(c.grouped, gold, c.variable, **options),
        "corrected": corrected,
        "agreed": agreed(gold, c.variable, scheme)[0],
    }


def _specified(a: argparse.Namespace) -> int:
    """Shares under every specification: what survives to standard output, all of them to -o."""
    from framing.commands.survival import survival
    from framing.comparison import is_copy, plural
    from framing.specifications import curve, read_choices, results

    choices = read_choices(a.specifications or None)
    c, coders, of = _coders(a)
    found = curve(coders, choices, c.variable, c.values[c.variable], scheme=one_scheme(a.codes), multiple=c.variable in c.multiple)
    for told in found.told:
        say(told)
    if a.output:
        _write(a.output, results(found).to_csv(index=False, lineterminator="\n"))
        say(f"{plural(len(found.specifications), 'specification')} of {plural(len(found.groups), 'group')} in {a.output}")
    print(survival(found, has_copies=any(is_copy(table).any() for table in coders.values()), of=of))
    return 0


def _coders(a: argparse.Namespace) -> tuple["Comparison", dict[str, "pd.DataFrame"], str]:
    """What is compared, the units of each coder with their group, and which these are where they are not all.

    Files that share units are coders of these, others the parts of one corpus.
    """
    from framing.comparison import group_names

    scheme = one_scheme(a.codes)
    others = [read_codes(path, ["unit_id"], scheme=scheme, tell=say) for path in a.codes[1:]]
    c = _comparison(argparse.Namespace(**vars(a) | {"codes": a.codes[:1]}))
    others = [own.assign(unit_id=unhidden(own["unit_id"], c.units["unit_id"])) for own in others]
    every = [unit for table in (c.units, *others) for unit in table["unit_id"]]
    if len(set(every)) == len(every):
        c = _comparison(a)
        return c, {a.codes[0].stem: c.units.assign(group=group_names(c.units, c.by))}, ""
    names = [path.stem for path in a.codes]
    names = names if len(set(names)) == len(names) else [str(path) for path in a.codes]
    first = c.units.assign(group=group_names(c.units, c.by))
    beside = dict(zip(names[1:], others, strict=True))
    shared, of = _shared(first, beside, names[0])
    return c, _beside(first[first["unit_id"].isin(shared)].reset_index(drop=True), beside, names[0], scheme), of


def _shared(first: "pd.DataFrame", others: Mapping[str, "pd.DataFrame"], name: str) -> tuple[set[str], str]:
    """The units that all coders have, without rows that one of them notes as none; and a line on which these are, where they are not all."""
    every, names = set(first["unit_id"]), ", ".join([name, *others])
    coded = every.intersection(*(own["unit_id"] for own in others.values()))
    none = coded & {unit for own in others.values() for unit in own.loc[no_units(own), "unit_id"]}
    if not coded - none:
        raise FramingError(f"--specifications: no unit was coded by all of {names}; give coders of the same units")
    if len(coded) == len(every) and not none:
        return coded, ""
    if len(coded) < len(every):
        say(f"{len(every) - len(coded)} of {len(every)} units were not coded by all of {names} and are left out")
    if none:
        say(
            f"{len(none)} of {len(coded)} are noted as no units and are left out: {', '.join(sorted(none)[:5])}{' …' if len(none) > 5 else ''}"
        )
    said = f"shares are of the {len(coded) - len(none)} of {len(every)} units that {names} all coded"
    drawn = {sheet: own for sheet, own in others.items() if set(DESIGN) <= set(own)}
    for sheet, own in drawn.items():
        _check_equal(first, own, coded, sheet)
    said += ", drawn at random; an article counts by its drawn units" if drawn else ""
    return coded - none, said + (f"; {len(none)} noted as no units left out" if none else "")


def _check_equal(first: "pd.DataFrame", sheet: "pd.DataFrame", shared: set[str], name: str) -> None:
    """Raises where units of one group had different chances to be drawn into a sheet: shares of them are not the group's."""
    import pandas as pd

    own = sheet[sheet["unit_id"].isin(shared)]
    group = own["unit_id"].map(first.set_index("unit_id")["group"]).to_numpy()
    design = own[["population", "sampled"]].apply(pd.to_numeric, errors="coerce").assign(group=group, stratum=own["stratum"])
    if _is_proportional(design.drop_duplicates("stratum")):
        return
    for named, strata in design.drop_duplicates(["group", "stratum"]).groupby("group", sort=False):
        if not _is_proportional(strata):
            drawn = ", ".join(f"{n:g} of {size:g}" for n, size in zip(strata["sampled"], strata["population"], strict=True))
            raise FramingError(
                f"{name}: units of {named} had unequal chances to be drawn into it ({drawn}), so that shares of them are not the group's; draw with equal "
                "chances (framing sample without --stratify doubt and --allocate equal), or leave it out here and correct shares with it (framing estimate)"
            )


def _is_proportional(strata: "pd.DataFrame") -> bool:
    """Whether as many units were drawn from each stratum as proportional allocation gives it, whichever of two strata of one size has the odd unit."""
    from framing.sampling import apportion

    size, drawn = strata["population"], strata["sampled"]
    if len(strata) == 1 or strata[["population", "sampled"]].isna().any(axis=None):
        return len(strata) == 1
    try:
        expected = apportion(size.astype(int), size, int(drawn.sum()))
    except FramingError:  # a design that cannot be
        return False
    return sorted(zip(size, expected, strict=True)) == sorted(zip(size, drawn, strict=True))


def _beside(units: "pd.DataFrame", others: Mapping[str, "pd.DataFrame"], name: str, scheme: Codebook) -> dict[str, "pd.DataFrame"]:
    """The tables of all coders; what the first file says of these units beside codes goes for the others too."""
    from framing.indicators import given

    codes = {*scheme.variables, "posture", "speaker", "evidence", "unlike"}
    facts = units[[c for c in units if c not in codes and not c.startswith("p_")]]
    coders = {name: units}
    for other, own in others.items():
        own = own.assign(posture=given(own, "posture", scheme, hand=True)) if _codes_primitives(own, scheme) else own
        coders[other] = facts.merge(own[["unit_id", *(c for c in own if c not in facts)]], on="unit_id")
    return coders


def _codes_primitives(table: "pd.DataFrame", scheme: Codebook) -> bool:
    """Whether a person coded what posture follows from; a machine's posture is its own."""
    return scheme == shipped_scheme() and {"appraisal", "explains"} <= set(table) and "p_skeptical" not in table


def _shares(c: "Comparison") -> "pd.DataFrame":
    """The profile as a table, groups named by all columns of --by."""
    import pandas as pd

    from framing.comparison import GROUP, group_names, shares
    from framing.estimate import ESTIMANDS, PROFILE_COLUMNS

    multiple = c.variable in c.multiple
    named = c.grouped.assign(**{GROUP: group_names(c.grouped, c.by)})
    found = shares(named, c.variable, c.values[c.variable], multiple=multiple, weight=c.weight)
    if c.compared is None:
        return found
    beside = c.compared.assign(low=float("nan"), high=float("nan"), estimand=ESTIMANDS[c.weight], method="as coded")
    return pd.concat([found, beside[PROFILE_COLUMNS]], ignore_index=True)


def _shifted(c: "Comparison", a: argparse.Namespace) -> "pd.DataFrame":
    """The profile with each group's shares estimated from the probabilities of all its units, abstained or not."""
    import numpy as np
    import pandas as pd

    from framing.comparison import Comparison, group_names
    from framing.shift import shares_under_shift

    trained = _presumed(a.codes)
    try:
        p = c.grouped[[f"p_{v}" for v in POSTURES]].astype(float).set_axis(POSTURES, axis=1)
    except (KeyError, ValueError) as e:
        raise FramingError(f"{', '.join(map(str, a.codes))}: --prior-shift needs p_skeptical … as `framing code` writes them ({e})") from e
    groups = group_names(c.grouped, c.by)
    estimated = {g: pd.Series(shares_under_shift(own.to_numpy(), np.array(trained)), POSTURES) for g, own in p.groupby(groups, sort=False)}
    found = _shares(Comparison(c.grouped.assign(posture=p.idxmax(axis=1)), c.by, "posture", c.values, weight=c.weight))
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
