"""`framing sample`: coded units in, coding sheets for people out."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from framing.coded import NO_UNIT, check_once, one_scheme, shielded
from framing.codes import POSTURES, codebook
from framing.commands.gold import first_variable, read_units
from framing.commands.shared import count, say
from framing.errors import FramingError
from framing.outputs import check_place, check_suffix, read_about, write_rows
from framing.scheme import Codebook, shipped_scheme

if TYPE_CHECKING:
    import pandas as pd

HELP = "a coding sheet: random units with known probabilities, and the codebook for those who fill it"
EXAMPLE = (
    "framing sample codes.csv -n 200 -o sheet.csv\n"
    "  framing sample codes.csv -n 200 --coders 2 --overlap 0.2 -o tasks.json    # for Label Studio; its export goes to framing agree"
)
SUFFIXES = (".csv", ".json")
OVERLAP = 0.2  # share of the sample that every coder reads, unless another is asked for
BLIND = """coders see no machine codes unless --with-codes: who sees a proposed code tends to take it, and agreement with the machine
comes out too high. Nor do they see whose text it is unless --show-source: article, group and date stay out, strata are
numbered, and letters stand for the article in unit_id; framing agree, estimate and plan know the unit again from CODES.
What the sheets say of the sample (stratum, population, sampled, inclusion) has to stay in them: framing estimate reads it.
Fill one value in each column (several, joined by ;, where the codebook says so, and - for none of them); leave units that
you skip wholly empty. Spreadsheets may save the sheet as they like: semicolons and Windows-1256 are read."""
HOW = """# How to code

Answer every question below for the unit in `text`; `before` and `after` stand beside it in the article, `headline` and `step` (the move
that stance is towards), where a sheet has them, say what that is about: they only help to read it. In a sheet, write one of the
values in each column; where several may hold, join them by `;`, or write `-` for none of them. Leave a unit that you skip wholly empty,
and say why in `note`. A row that is no sentence of the article (a menu, the caption of a picture, a list of links) is coded {nothing},
and its `note` begins with `{no_unit}`. Work alone: do not look at other codes, nor at what software says of these texts.

<div dir="rtl" lang="ar">

أجب عن كل سؤال من الأسئلة أدناه في شأن الوحدة المكتوبة في `text`؛ أما `before` و`after` فما يجاورها في المقال، وأما `headline` فعنوانه،
و`step` إن وُجدت فالخطوة التي يُسأل عن الموقف منها، ولا يُقصد بها كلّها إلا المساعدة على القراءة. اكتب في كل عمود من الجدول قيمة واحدة من القيم كما
هي{latin}؛ وحيث يجوز أكثر من قيمة فافصل بينها بالعلامة `;`، أو اكتب `-` إن لم تنطبق أيّ منها. اترك الوحدة التي تتجاوزها فارغة كلّها، واذكر
السبب في `note`. وما ليس جملة من المقال (قائمة تصفّح أو تعليق على صورة أو روابط) فرمّزه {nothing_ar}، وابدأ `note` بعبارة `{no_unit_ar}`.
اعمل وحدك: لا تطّلع على ترميز غيرك، ولا على ما يقوله أيّ برنامج في هذه النصوص.

</div>

"""
RULES = """<div dir="rtl" lang="ar">

**أهمّ القواعد**

- *الجملة الرئيسة تحسم*: في «مع أنّ كذا، فإنّ كذا» يُرمَّز ما بعد «فإنّ»، ولا يُعدّ مدحٌ أو ذمّ يأتي مجاملةً في ذيل الجملة تقييمًا.
- *الحدث ليس نبرة*: الرفض والمنع والاتهام والاعتقال والهجوم وارتفاع الأسعار، إذا رُويت بلا لفظ يقيّم، فتقييمها `none` مهما كان الخبر قاسيًا، وفي
  العناوين أيضًا. أما ألفاظ مثل الفشل والعجز والانهيار والكارثة فتقيّم.
- *الاقتباس*: التقييم الوارد داخل الاقتباس يُحسب، و`voice` يبيّن لمن هو. فإن وقع التقييم خارج الكلام المنقول فصاحب الصوت من جاء التقييم منه.
- *التعليل*: يكون `explains` `yes` إذا كان بيان الأسباب أو الشروط أو النتائج هو غرض الجملة الرئيسة، لا إذا ورد في ذيلها.

</div>

"""


def overlap(given: str) -> float:
    try:
        share = float(given)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{given!r}; allowed are numbers from 0 to 1")
    return share


def add(p: argparse.ArgumentParser) -> None:
    p.epilog = f"{BLIND}\n\n{p.epilog}"
    p.add_argument("codes", nargs="+", type=Path, metavar="CODES", help="outputs of framing code, with their text")
    p.add_argument("-n", type=count, required=True, metavar="N", help="units in the sample")
    p.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="OUT",
        help="a .csv sheet, or .json tasks for Label Studio with the labelling page in <OUT>.config.xml; the codebook goes to <OUT>.codebook.md",
    )
    p.add_argument("--by", default="outlet", metavar="COLUMN", help="column of the groups to be compared (default: %(default)s)")
    p.add_argument("--per-group", action="store_true", help="-n counts for each group, not in all")
    p.add_argument(
        "--stratify",
        metavar="none|doubt|COLUMN",
        help="strata: none, a column, or doubt: the thirds of each group of which the machine is more and less sure (default: the column of --by)",
    )
    p.add_argument("--variable", help="the one that --stratify doubt is about (default: posture, or the first of your codebook)")
    p.add_argument(
        "--allocate",
        choices=["proportional", "equal"],
        help="units of a stratum: in proportion to its size, or as many in each (default: proportional; with doubt, more where the machine errs more)",
    )
    p.add_argument("--variables", metavar="A,B", help="code these variables only (default: all of the codebook)")
    p.add_argument("--without-copies", action="store_true", help="leave out articles that are copies of others (default: they count)")
    p.add_argument(
        "--neighbours",
        type=int,
        default=1,
        metavar="N",
        help="units before and after shown as context, and the article's headline; 0: neither (default: %(default)s)",
    )
    p.add_argument("--together", action="store_true", help="units of an article stand together (default: all in random order)")
    p.add_argument("--coders", type=count, default=1, metavar="N", help="a sheet each for so many coders: sheet-1.csv, sheet-2.csv …")
    p.add_argument(
        "--overlap",
        type=overlap,
        metavar="SHARE",
        help=f"with --coders: share of the sample that stands in every coder's sheet, for framing agree (default: {OVERLAP})",
    )
    shown = p.add_mutually_exclusive_group()
    shown.add_argument("--blind", action="store_false", dest="with_codes", help="do not show the machine's codes (the default, see below)")
    shown.add_argument("--with-codes", action="store_true", help="show the machine's codes; agreement with it then means little")
    p.add_argument(
        "--show-source",
        action="store_true",
        help="show article, group and date, the names of the strata, and unit ids as they are (default: none of it)",
    )
    p.add_argument("--seed", type=int, default=1, help="of the draw: the same seed gives the same sheet (default: %(default)s)")
    p.set_defaults(run=run, with_codes=False)


def run(a: argparse.Namespace) -> int:
    from framing.sampling import allocate, draw, hidden, numbered, together, with_context, with_headlines

    check_suffix(a.output, SUFFIXES)
    if a.overlap is not None and a.coders == 1:
        raise FramingError(f"--overlap {a.overlap:g}: is of the sheets of several coders; give --coders 2 or more, or leave it out")
    a.overlap = OVERLAP if a.overlap is None else a.overlap
    _check_free([*_sheets(a), *_beside(a).values()])
    if a.neighbours < 0 or a.seed < 0:
        raise FramingError(f"--neighbours {a.neighbours}, --seed {a.seed}: allowed are whole numbers from 0")
    whole = one_scheme(a.codes)
    if a.by in ("posture", *whole.variables):
        raise FramingError(f"--by {a.by}: coders would read the machine's code; allowed are columns of another kind, and --stratify {a.by}")
    scheme = whole.only(v.strip() for v in a.variables.split(",")) if a.variables else whole
    everything = _units(a)
    population = _population(everything, a)
    strata, effort = _strata(population, whole, a)
    sampled = allocate(strata, a.n, effort=effort, groups=population[a.by] if a.per_group else None)
    drawn = draw(population, strata, sampled, seed=a.seed)
    drawn = with_context(together(drawn) if a.together else drawn, everything, a.neighbours)
    drawn = with_headlines(drawn, everything) if a.neighbours else drawn
    of_codes = a.stratify in ("posture", *whole.variables) and not a.with_codes
    shown = numbered(drawn) if of_codes or not a.show_source else drawn  # the names of the strata tell what coders must not see
    _write(shown if a.show_source else hidden(shown), scheme, whole, a)
    articles, n_strata = drawn["article_id"].nunique(), drawn["stratum"].nunique()
    say(f"{len(drawn)} of {len(population)} units, of {articles} articles, from {n_strata} strata, in {', '.join(map(str, _sheets(a)))}")
    say(f"coders read {_beside(a)['codebook']}")
    return 0


def _sheets(a: argparse.Namespace) -> list[Path]:
    """The file of each coder."""
    if a.coders == 1:
        return [a.output]
    return [a.output.with_name(f"{a.output.stem}-{coder}{a.output.suffix}") for coder in range(1, a.coders + 1)]


def _beside(a: argparse.Namespace) -> dict[str, Path]:
    kinds = {"codebook": ".codebook.md"} | ({"config": ".config.xml"} if a.output.suffix.lower() == ".json" else {})
    return {kind: a.output.with_name(a.output.stem + ending) for kind, ending in kinds.items()}


def _check_free(paths: Sequence[Path]) -> None:
    """Raises when a file stands where one is to be written: it may be a sheet that somebody has filled."""
    for path in paths:
        check_place(path)
        if path.exists():
            raise FramingError(f"{path}: exists, and may hold codes; move it away or give another name")


def _units(a: argparse.Namespace) -> "pd.DataFrame":
    """All units of the files, in the order in which they stand there, each with the step it was coded towards."""
    import pandas as pd

    from framing.sampling import STEP

    column = [a.stratify] if a.stratify not in (None, "none", "doubt") else []
    copies = ["duplicate_of"] if a.without_copies else []
    needed = ["unit_id", "article_id", "text", "weight", a.by, *column, *copies]
    tables = [read_units([path], needed).assign(**{STEP: _step(path)}) for path in a.codes]
    table = pd.concat(tables, ignore_index=True).fillna("")
    check_once(table, ", ".join(map(str, a.codes)))
    return table.assign(_place=range(len(table)))


def _step(path: Path) -> str:
    """The step that a file was coded towards, '' for none."""
    about = read_about(path)
    return str(about.get("target") or "") if isinstance(about, Mapping) else ""


def _population(table: "pd.DataFrame", a: argparse.Namespace) -> "pd.DataFrame":
    """The units that can be drawn: those of weight 0 are not."""
    import pandas as pd

    weight = pd.to_numeric(table["weight"], errors="coerce")
    if weight.isna().any():
        unit, given = table.loc[weight.isna(), ["unit_id", "weight"]].iloc[0]
        raise FramingError(f"unit {unit}: weight is {given!r}; allowed are numbers")
    kept = weight > 0
    if a.without_copies:
        kept &= table["duplicate_of"] == ""
    if not kept.any():
        raise FramingError(
            f"{', '.join(map(str, a.codes))}: no unit in it has a weight above 0{' in an article that is no copy' if a.without_copies else ''}"
        )
    return table[kept].reset_index(drop=True)


def _strata(units: "pd.DataFrame", scheme: Codebook, a: argparse.Namespace) -> tuple["pd.Series", "pd.Series | None"]:
    """Stratum of each unit; and, unless the allocation is proportional, what a unit of each weighs in it."""
    import pandas as pd

    from framing.comparison import blank_named
    from framing.sampling import ALL, doubt, spread, thirds

    stratify = a.stratify or a.by
    groups = blank_named(units[a.by], a.by)
    parts = [groups] if a.per_group or stratify in ("doubt", a.by) else []
    if stratify == "doubt":
        doubts = doubt(units, **_doubted(scheme, a.variable))
        parts.append(thirds(doubts, groups))
    elif stratify not in ("none", a.by):
        parts.append(blank_named(units[stratify], stratify))
    strata = parts[0].str.cat(parts[1:], sep=" / ") if parts else pd.Series(ALL, units.index)
    if a.allocate == "equal":
        return strata, 1 / strata.value_counts()
    return strata, spread(doubts, strata) if stratify == "doubt" and a.allocate is None else None


def _doubted(scheme: Codebook, name: str | None) -> dict:
    """The variable whose doubt counts, as `sampling.doubt` takes it."""
    own, name = scheme is not shipped_scheme(), name or first_variable(scheme)
    if name == "posture" and not own:
        return {"name": name, "values": POSTURES}
    if name not in scheme.variables:
        raise FramingError(f"--variable {name}: allowed are {', '.join([*([] if own else ['posture']), *scheme.variables])}")
    v = scheme.variables[name]
    return {"name": name, "values": list(v.values), "multiple": v.multiple, "flag": v.flag}


def _write(drawn: "pd.DataFrame", scheme: Codebook, whole: Codebook, a: argparse.Namespace) -> None:
    import numpy as np

    from framing.sampling import MACHINE, share_out, sheet_rows

    shown = [v for v in (*({"posture"} if whole is shipped_scheme() else ()), *scheme.variables) if v in drawn] if a.with_codes else []
    about_units = ("article_id", a.by, "published") if a.show_source else ()
    rows = sheet_rows(drawn, scheme, about_units, shown)
    own = {} if whole is shipped_scheme() else {"scheme": scheme.data()}
    options = {k: v for k, v in vars(a).items() if k not in ("run", "codes", "output")}
    about = options | {"framing": version("framing"), "codes": list(map(str, a.codes))} | own
    shares = share_out(len(rows), a.coders, a.overlap, np.random.default_rng([a.seed, 1]))  # another stream than the draw's
    for path, share in zip(_sheets(a), shares, strict=True):
        given = [rows[i] for i in share]
        if path.suffix.lower() == ".csv":
            write_rows(map(_shielded(a.by), given), path, given[0], about)
        else:
            _write_tasks(given, scheme, path, MACHINE if a.with_codes else "")
    _write_beside(scheme, whole, _beside(a))


def _shielded(by: str) -> Callable[[Mapping], dict]:
    """What keeps spreadsheets from changing the cells of a row that tell what it is."""
    return lambda row: {k: shielded(v) if k in ("unit_id", "article_id", "stratum", by) else v for k, v in row.items()}


def _write_tasks(rows: Sequence[Mapping], scheme: Codebook, path: Path, machine: str) -> None:
    from framing.labelstudio import tasks

    _put(json.dumps(tasks(rows, scheme, machine), ensure_ascii=False, indent=1) + "\n", path)


def _write_beside(scheme: Codebook, whole: Codebook, paths: Mapping[str, Path]) -> None:
    from framing.labelstudio import config
    from framing.scheme import page

    rules, entire = (RULES, f"\n---\n\n{_sections()}") if whole is shipped_scheme() else ("", "")
    _put(_how(scheme, whole) + rules + page(scheme) + entire, paths["codebook"])
    if "config" in paths:
        _put(config(scheme), paths["config"])


def _how(scheme: Codebook, whole: Codebook) -> str:
    """What coders do, whatever they code."""
    own = whole is not shipped_scheme()
    latin = all(value.isascii() for v in scheme.variables.values() for value in v.values)
    return HOW.format(
        nothing="by the values that claim least" if own else "as one that neither evaluates nor explains (`none`, `no`)",
        nothing_ar="بأقلّ القيم ادّعاءً" if own else "على أنه لا يقيّم ولا يعلّل (`none` و`no`)",
        latin=" بالأحرف اللاتينية" if latin else "",
        no_unit=NO_UNIT[0],
        no_unit_ar=NO_UNIT[1],
    )


def _sections() -> str:
    """The package's codebook as far as coders need it: neither how it came about, nor how its reliability was measured."""
    parts = [s for s in codebook()["sections"] if s["title"] != "Reliability"]
    return "\n\n".join(f"## {s['title']}\n\n{s['text'].strip()}" for s in parts) + "\n"


def _put(text: str, path: Path) -> None:
    """A file that appears only when complete."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(text.encode("utf-8", "replace").decode("utf-8"), "utf-8", newline="\n")
    unfinished.replace(path)
