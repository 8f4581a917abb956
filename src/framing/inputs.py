"""Files in, articles out: pages, tables and pipes, one dictionary per article; what cannot be read is named and the rest goes on."""

import csv
import glob
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from framing.errors import FramingError
from framing.read import decode, read_dump, read_html
from framing.text import fold, words

PAGES = (".txt", ".html", ".htm")
TABLES = (".csv", ".tsv", ".jsonl", ".parquet")
GUESSES = {
    "text": ("text", "body", "content", "article", "article_text", "full_text", "نص", "النص", "المتن"),
    "article_id": ("article_id", "id", "story_id", "guid", "المعرف"),
    "outlet": ("outlet", "source", "media_name", "domain", "publisher", "المصدر", "الصحيفة"),
    "published": ("published", "date", "publish_date", "pub_date", "published_at", "التاريخ"),
    "title": ("title", "headline", "العنوان"),
    "url": ("url", "link", "الرابط"),
}
ARABIC_SHARE = 0.3  # of letters: under it a text is refused as not Arabic
csv.field_size_limit(1 << 30)


class Refusal(NamedTuple):
    """An input that was not coded, and why."""

    name: str
    reason: str


def expand(inputs: Sequence[str]) -> list[str]:
    """Files meant by the arguments: folders are searched for known kinds, globs expanded, `-` kept; sorted within each argument."""
    found: list[str] = []
    for given in inputs:
        path = Path(given)
        if given == "-" or path.is_file():
            found.append(given)
        elif path.is_dir():
            inside = sorted(str(p) for p in path.rglob("*") if p.is_file() and p.suffix.lower() in PAGES + TABLES)
            if not inside:
                raise FramingError(f"{given}: the folder holds no {', '.join(PAGES + TABLES)} file")
            found += inside
        else:
            matched = sorted(glob.glob(given, recursive=True))
            if not matched:
                raise FramingError(f"{given}: no such file or folder, and no glob that matches one")
            found += matched
    return list(dict.fromkeys(found))


def read_articles(
    names: Iterable[str],
    *,
    columns: Mapping[str, str] | None = None,
    outlet: str | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[dict | Refusal]:
    """Articles of files, each a dictionary with article_id, outlet, published, title, text and the other columns of its table.

    Parameters
    ----------
    names : file names, `-` for a text on standard input
    columns : role → column of the tables (text, article_id, outlet, published, title, url); others are guessed from their names
    outlet : the outlet of every article, whatever the input says
    tell : is given a line for each guess made
    """
    seen: set[str] = set()
    for name in names:
        try:
            for article in _read_one(name, columns or {}, tell):
                if isinstance(article, Refusal):
                    yield article
                    continue
                if outlet is not None:
                    article["outlet"] = outlet
                yield _checked(article, name, seen)
        except (FramingError, OSError) as e:
            yield Refusal(name, _plain(e))


def _plain(e: Exception) -> str:
    return e.strerror or str(e) if isinstance(e, OSError) else str(e)


def _checked(article: dict, name: str, seen: set[str]) -> dict | Refusal:
    where = article["article_id"]
    text = f"{article['title']}\n{article['text']}"
    if not words(text):
        return Refusal(where, "no text in it")
    letters = [c for c in text if c.isalpha()]
    arabic = sum("\u0600" <= c <= "\u06ff" for c in letters)
    if arabic < ARABIC_SHARE * len(letters):
        return Refusal(where, "not Arabic; the package's coder reads Arabic only")
    if where in seen:
        return Refusal(where, f"the id stands twice (again in {name}); ids must differ")
    seen.add(where)
    return article


def _read_one(name: str, columns: Mapping[str, str], tell: Callable[[str], None]) -> Iterator[dict | Refusal]:
    suffix = Path(name).suffix.lower()
    if name == "-":
        yield from _page_articles("stdin", read_dump(decode(sys.stdin.buffer.read(), "standard input")))
    elif suffix in PAGES:
        page = decode(Path(name).read_bytes(), name)
        yield from _page_articles(Path(name).stem, (read_dump if suffix == ".txt" else read_html)(page), name)
    elif suffix in TABLES:
        yield from _table_articles(name, suffix, columns, tell)
    else:
        yield Refusal(name, f"files of kind {suffix or '(none)'} are not read; allowed are {', '.join(PAGES + TABLES)}")


def _page_articles(stem: str, articles: Sequence, name: str = "standard input") -> Iterator[dict | Refusal]:
    if not articles:
        yield Refusal(name, "no article found on the page (no paragraph of prose that ends like a sentence)")
    for number, a in enumerate(articles, 1):
        article_id = stem if len(articles) == 1 else f"{stem}-{number}"
        yield {"article_id": article_id, "outlet": "", "published": a.published, "title": a.title, "text": a.text}


def _table_articles(name: str, suffix: str, columns: Mapping[str, str], tell: Callable[[str], None]) -> Iterator[dict | Refusal]:
    roles: dict[str, str] | None = None
    for number, row in enumerate(_rows(name, suffix), 1):
        if isinstance(row, Refusal):
            yield row
            continue
        if roles is None:
            roles = _roles(list(row), columns, name)
            tell(f"{name}: " + ", ".join(f"{role} = {column}" for role, column in roles.items()))
        known = {role: _cell(row.get(column)) for role, column in roles.items()}
        rest = {c: v for c, v in row.items() if c is not None and c not in roles.values()}
        article = {
            "article_id": f"{Path(name).stem}-{number}",
            "outlet": "",
            "published": "",
            "title": "",
            **{k: v for k, v in known.items() if v},
        }
        yield {**article, "text": known.get("text", ""), **rest}


def _cell(value) -> str:
    return "" if value is None else str(value)


def _rows(name: str, suffix: str) -> Iterator[dict | Refusal]:
    if suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            for batch in pq.ParquetFile(name).iter_batches():
                yield from batch.to_pylist()
        except pa.ArrowInvalid as e:
            raise FramingError(f"not a Parquet file ({e})") from e
        return
    text = decode(Path(name).read_bytes(), name)
    if suffix == ".jsonl":
        yield from _json_rows(name, text)
    else:
        yield from csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if suffix == ".tsv" else ",")


def _json_rows(name: str, text: str) -> Iterator[dict | Refusal]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as e:
            row = e
        yield row if isinstance(row, dict) else Refusal(f"{name}, line {number}", "not a JSON object")


def _roles(header: list[str], columns: Mapping[str, str], name: str) -> dict[str, str]:
    """Role → column, given ones first, then by name; raises when there is no text."""
    unknown = [c for c in columns.values() if c not in header]
    if unknown:
        raise FramingError(f"no column {unknown[0]!r}; the table has {', '.join(map(str, header))}")
    folded = {fold(str(c)).strip(): c for c in reversed(header)}
    roles = dict(columns)
    for role, names in GUESSES.items():
        found = next((folded[fold(n)] for n in names if fold(n) in folded and folded[fold(n)] not in roles.values()), None)
        if role not in roles and found is not None:
            roles[role] = found
    if "text" not in roles:
        raise FramingError(f"no column of text found among {', '.join(map(str, header))}; name it with --text-column")
    return roles
