"""Coded units in, articles to read out: each unit with its codes, its lexicon entries marked in the text, and what else spoke for its code."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count, pairwise

import pandas as pd

from framing.comparison import DOUBT, GROUP, Comparison, evidence_rows, probabilities

SHOWN = 6  # contributions listed with a unit
_LINK = re.compile(r"https?://[^\s\"'<>]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of a unit's text, and what its lexicon entries add (`+`), take away (`-`) or both (`±`); no sign: no entry covers it."""

    text: str
    sign: str = ""
    says: str = ""


@dataclass(frozen=True)
class ReadUnit:
    number: int
    anchor: str
    value: str
    probability: float | None
    doubtful: bool
    voice: str
    speaker: str
    frames: tuple[str, ...]
    pieces: tuple[Piece, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class ReadArticle:
    anchor: str
    group: str
    title: str
    published: str
    url: str
    copied_from: str
    units: tuple[ReadUnit, ...]


def chosen(units: pd.DataFrame, n: int) -> dict[str, list[str]]:
    """Group → ids of the articles to read, n at most: those whose id has the smallest SHA-256, which has to do with nothing they say."""
    by_group = units.drop_duplicates([GROUP, "article_id"]).groupby(GROUP, sort=False)["article_id"]
    return {g: sorted(sorted(ids, key=_drawn)[:n], key=list(ids).index) for g, ids in by_group}


def _drawn(article_id: str) -> str:
    return sha256(article_id.encode("utf-8", "replace")).hexdigest()


def articles(c: Comparison, n: int) -> dict[str, list[ReadArticle]]:
    """Group → its articles to read, in the order of the files."""
    picked = chosen(c.grouped, n)
    own: dict[tuple[str, str], list[dict]] = {(g, a): [] for g, ids in picked.items() for a in ids}
    kept = [key in own for key in zip(c.grouped[GROUP], c.grouped["article_id"], strict=True)]
    for row in c.grouped.assign(**_confidence(c))[kept].to_dict("records"):
        own[row[GROUP], row["article_id"]].append(row)
    number = count(1)
    return {g: [_article(own[g, a], next(number), c) for a in ids] for g, ids in picked.items()}


def _confidence(c: Comparison) -> dict[str, pd.Series]:
    p = None if c.variable in c.multiple else probabilities(c.grouped, c.variable, c.values[c.variable])
    return {} if p is None else {"_p": p.max(axis=1)}


def _article(rows: list[dict], number: int, c: Comparison) -> ReadArticle:
    first = rows[0]
    headline = next((r["text"] for r in rows if r.get("role") == "headline" and r.get("text")), "")
    url = str(first.get("url", ""))
    return ReadArticle(
        anchor=f"a{number}",
        group=first[GROUP],
        title=first.get("title", "") or headline or first["article_id"],
        published=first.get("published", ""),
        url=url if _LINK.fullmatch(url) else "",
        copied_from=first.get("duplicate_of", ""),
        units=tuple(_unit(row, i, f"a{number}-{i}", c) for i, row in enumerate(rows, 1)),
    )


def _unit(row: Mapping, number: int, anchor: str, c: Comparison) -> ReadUnit:
    found = evidence_rows(row.get("evidence", "")) or []
    p = row.get("_p")
    known = p is not None and p == p
    return ReadUnit(
        number=number,
        anchor=anchor,
        value=row[c.variable],
        probability=p if known else None,
        doubtful=p is not None and known and p < DOUBT,
        voice=row.get("voice", ""),
        speaker=row.get("speaker", ""),
        frames=tuple(v for v in row.get("frames", "").split(";") if v),
        pieces=tuple(pieces(row.get("text", ""), found)),
        evidence=tuple(_line(e) for e in found[:SHOWN]),
    )


def pieces(text: str, evidence: Sequence[Mapping]) -> list[Piece]:
    """The text cut where lexicon entries begin and end; entries may overlap. Places are code points; those outside the text are left out.

    Parameters
    ----------
    text : the unit as printed
    evidence : as `comparison.evidence_rows` gives it; an entry may stand in several rows, one for each value it speaks for or against
    """
    spans = [(start, end, e) for e in evidence for start, end in _places(e, len(text))]
    cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    return [_piece(text[a:b], [e for start, end, e in spans if start <= a and b <= end]) for a, b in pairwise(cuts)]


def _places(e: Mapping, length: int) -> list[tuple[int, int]]:
    given = e.get("places")
    whole = [p for p in given if isinstance(p, list) and len(p) == 2 and all(type(x) is int for x in p)] if isinstance(given, list) else []
    return [(start, end) for start, end in whole if 0 <= start < end <= length]


def _piece(text: str, covering: Sequence[Mapping]) -> Piece:
    if not covering:
        return Piece(text)
    signs = {"+" if e["contribution"] > 0 else "-" for e in covering}
    return Piece(text, signs.pop() if len(signs) == 1 else "±", "; ".join(dict.fromkeys(_line(e) for e in covering)))


def _line(e: Mapping) -> str:
    """One contribution in words."""
    name, _, scope = e["feature"].partition("|")
    label = str(e["term"]) if e.get("term") else name
    sign = "−" if e["contribution"] < 0 else "+"  # the true minus is as wide as the plus
    return f"{sign}{abs(e['contribution']):.2f} {e['variable']}={e['value']}: {label}" + (
        f" ({scope})" if scope not in ("", "plain") else ""
    )
