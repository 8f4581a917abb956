"""Dumps in, a coding packet for people out; and a filled sheet in, a coder's file in `data/codings/` out."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from framing.codebook import page
from framing.codes import values
from framing.codings import check_codings, read_coding
from framing.errors import FramingError, reported
from framing.read import Article, read_page
from framing.segment import segment
from framing.study import ARTICLE_COLUMNS, UNIT_COLUMNS
from framing.tables import read_csv, write_csv

HOW = """# How to code

1. Read `codebook.md` whole.
2. Open `sheet.csv` in a spreadsheet. Every row is a unit; the units of a text stand in printed order, the texts in random order. `focal_step` names the step.
3. Fill every coded column with one of its allowed values (below); `frames` holds any number, joined by `;`, or nothing.
4. Work alone. Do not look at other codes, at the report or at what the software says of these texts.
5. Save as CSV (UTF-8) and send the sheet back. `make packet-import SHEET=<file> CODER=<name>` checks it and puts the codes, without the text, into `data/codings/`.

The packet holds the articles' text. Keep it to yourself and delete it afterwards.

"""


def make(corpus: Path, out: Path, seed: int, folder: Path = Path("data/study")) -> None:
    """Writes `sheet.csv`, `codebook.md`, `how_to_code.md` and `key.csv` into `out`.

    Raises
    ------
    FramingError : a dump is missing, or gives another number of articles than the articles table has.
    """
    known = read_csv(folder / "articles.csv", ARTICLE_COLUMNS)
    found = [article for dump in known["dump"].unique() for article in _articles(corpus / dump)]
    if len(found) != len(known):
        raise FramingError(f"{corpus}: {len(found)} articles found; {folder / 'articles.csv'} has {len(known)}")
    articles = pd.DataFrame([{"article_id": i, "title": a.title, "text": a.text} for i, a in zip(known["article_id"], found, strict=True)])
    units = segment(articles).merge(known[["article_id", "focal_step"]], on="article_id")
    order = {a: i for i, a in enumerate(np.random.default_rng(seed).permutation(known["article_id"]))}
    units = units.sort_values(["article_id", "position"], key=lambda c: c.map(order) if c.name == "article_id" else c)
    sheet = units[["unit_id", "n_words", "n_chars", "role", "focal_step", "text"]].assign(**dict.fromkeys(values(), ""))
    sheet["unit_id"] = [f"text{order[u.rsplit(':', 1)[0]] + 1}:{u.rsplit(':', 1)[1]}" for u in sheet["unit_id"]]
    out.mkdir(parents=True, exist_ok=True)
    sheet.to_csv(out / "sheet.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    write_csv(pd.DataFrame([(f"text{i + 1}", a) for a, i in order.items()], columns=["text", "article_id"]), out / "key.csv")
    (out / "codebook.md").write_text(page(), "utf-8")
    allowed = "\n".join(f"- `{name}`: {', '.join(listed)}" for name, listed in values().items())
    (out / "how_to_code.md").write_text(HOW + allowed + "\n\n`key.csv` stays with whoever sends the packet out.\n", "utf-8")


def take(sheet: Path, coder: str, key: Path, data: Path = Path("data")) -> Path:
    """Checks a filled sheet and writes its codes to `data/codings/<coder>.csv`, without the text.

    Raises
    ------
    FramingError : a column or unit is missing, a unit changed, a code is not allowed, or the coder's file exists already.
    """
    out = data / "codings" / f"{coder}.csv"
    if out.exists():
        raise FramingError(f"{out} exists; choose another name for the coder")
    filled = read_coding(sheet)
    filled["unit_id"] = _named(filled["unit_id"], key, sheet)
    units = read_csv(data / "study" / "units.csv", UNIT_COLUMNS, n_words=int, n_chars=int)
    missing = set(units["unit_id"]) - set(filled["unit_id"])
    if missing:
        raise FramingError(f"{sheet}: unit {sorted(missing)[0]} is missing ({len(missing)} in all); send the whole sheet back")
    check_codings(filled, units, sheet)
    table = units[["unit_id"]].merge(filled, on="unit_id")
    write_csv(table[["unit_id", "n_words", "n_chars", *values()]], out)
    return out


def _articles(path: Path) -> list[Article]:
    if not path.is_file():
        raise FramingError(f"{path}: no such dump")
    return read_page(path)


def _named(sheet_ids: pd.Series, key: Path, sheet: Path) -> list[str]:
    """Unit ids with the article's name in place of the sheet's text number."""
    articles = dict(read_csv(key, ["text", "article_id"])[["text", "article_id"]].itertuples(index=False))
    named = []
    for unit in sheet_ids:
        text, _, position = unit.rpartition(":")
        if text not in articles:
            raise FramingError(f"{sheet}: unit {unit!r} is of no text in {key}; it has {', '.join(articles)}")
        named.append(f"{articles[text]}:{position}")
    return named


def _run(a: argparse.Namespace) -> None:
    if a.command == "make":
        make(a.corpus, a.out, a.seed)
        print(f"packet in {a.out}: send sheet.csv, codebook.md and how_to_code.md; keep key.csv", file=sys.stderr)
    else:
        written = take(a.sheet, a.coder, a.key)
        print(f"codes in {written}; describe the coder in data/codings/coders.toml, then run make", file=sys.stderr)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m framing.packet", description="A coding packet for people, and its way back.")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("make")
    build.add_argument("corpus", type=Path)
    build.add_argument("--out", type=Path, default=Path("build/packet"))
    build.add_argument("--seed", type=int, default=1)
    back = commands.add_parser("import")
    back.add_argument("sheet", type=Path)
    back.add_argument("coder")
    back.add_argument("--key", type=Path, default=Path("build/packet/key.csv"))
    a = parser.parse_args(argv)
    return reported(_run, a)


if __name__ == "__main__":
    sys.exit(main())
