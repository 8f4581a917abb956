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
    """Files meant by the arguments: globs are expanded, folders searched for known kinds, `-` kept; sorted within each argument."""
    found: list[str] = []
    for given in inputs:
        matched = [given] if given == "-" or Path(given).exists() else glob.glob(given, recursive=True)
        if not matched:
            raise FramingError(f"{given}: no such file or folder, and no glob that matches one")
        inside = [name for match in matched for name in _inside(match)]
        if not inside:
            raise FramingError(f"{given}: the folder holds no {', '.join(PAGES + TABLES)} file")
        found += sorted(inside)
    return list(dict.fromkeys(found))


def _inside(name: str) -> list[str]:
    """The file itself, or those of known kinds in a folder."""
    if not Path(name).is_dir():
        return [name]
    return [str(p) for p in Path(name).rglob("*") if p.is_file() and p.suffix.lower() in PAGES + TABLES]


def beside(own: Mapping, others: Mapping) -> dict:
    """A row of its own columns and then the others; another of the same name is kept as `input_<name>`."""
    row = dict(own)
    for name, value in others.items():
        while name in row:
            name = f"input_{name}"
        row[name] = value
    return row


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

    Raises
    ------
    FramingError : a role that does not exist; at the call, before anything is read.
    """
    unknown = [role for role in columns or {} if role not in GUESSES]
    if unknown:
        raise FramingError(f"no role {unknown[0]!r}; allowed are {', '.join(GUESSES)}")
    return _articles(names, columns or {}, outlet, tell)


def _articles(
    names: Iterable[str], columns: Mapping[str, str], outlet: str | None, tell: Callable[[str], None]
) -> Iterator[dict | Refusal]:
    seen: set[str] = set()
    for name in names:
        shown = "standard input" if name == "-" else name
        try:
            for article in _read_one(name, shown, columns, tell):
                if isinstance(article, Refusal):
                    yield article
                    continue
                if outlet is not None:
                    article["outlet"] = outlet
                yield _checked(article, shown, seen)
        except (FramingError, OSError, csv.Error) as e:
            yield Refusal(shown, _plain(e).removeprefix(f"{shown}: "))


def _plain(e: Exception) -> str:
    return e.strerror or str(e) if isinstance(e, OSError) else str(e)


def _checked(article: dict, name: str, seen: set[str]) -> dict | Refusal:
    where = article["article_id"]
    shown = f"{name}, article {where}"
    text = f"{article['title']}\n{article['text']}"
    if not words(text):
        return Refusal(shown, "no text in it")
    letters = [c for c in fold(text) if c.isalpha()]  # folded: presentation forms are Arabic too
    arabic = sum("\u0600" <= c <= "\u06ff" for c in letters)
    if arabic < max(1, ARABIC_SHARE * len(letters)):
        return Refusal(shown, "not Arabic; the package's coder reads Arabic only")
    if where in seen:
        return Refusal(shown, "the id stands twice; ids must differ")
    seen.add(where)
    return article


def _read_one(name: str, shown: str, columns: Mapping[str, str], tell: Callable[[str], None]) -> Iterator[dict | Refusal]:
    suffix = Path(name).suffix.lower()
    if name == "-":
        page = decode(sys.stdin.buffer.read(), shown)
        yield from _page_articles("stdin", (read_html if page.lstrip().startswith("<") else read_dump)(page))
    elif suffix in PAGES:
        page = decode(Path(name).read_bytes(), name)
        yield from _page_articles(Path(name).stem, (read_dump if suffix == ".txt" else read_html)(page))
    elif suffix in TABLES:
        yield from _table_articles(name, suffix, columns, tell)
    else:
        raise FramingError(f"files of kind {suffix or '(none)'} are not read; allowed are {', '.join(PAGES + TABLES)}")


def _page_articles(stem: str, articles: Sequence) -> Iterator[dict]:
    if not articles:
        raise FramingError("no article found on the page (no paragraph of prose that ends like a sentence)")
    for number, a in enumerate(articles, 1):
        article_id = stem if len(articles) == 1 else f"{stem}-{number}"
        yield {"article_id": article_id, "outlet": a.outlet, "published": a.published, "title": a.title, "text": a.text}


def _table_articles(name: str, suffix: str, columns: Mapping[str, str], tell: Callable[[str], None]) -> Iterator[dict | Refusal]:
    rows, told, number = _rows(name, suffix), set(), 0
    _check_header(next(rows), columns)
    for number, row in enumerate(rows, 1):
        if isinstance(row, Refusal):
            yield row
            continue
        roles = _roles(list(row), columns)
        line = f"{name}: " + ", ".join(f"{role} = {column}" for role, column in roles.items())
        if roles and line not in told:
            tell(line)
            told.add(line)
        yield _table_article(row, roles, f"{Path(name).stem}-{number}")
    if not number:
        raise FramingError("the table has no rows")


def _table_article(row: Mapping, roles: Mapping[str, str], numbered: str) -> dict:
    blank = dict.fromkeys(("article_id", "outlet", "published", "title", "text"), "")
    article = blank | {role: _cell(row.get(column)) for role, column in roles.items()}
    article["article_id"] = article["article_id"] or numbered
    return beside(article, {c: v for c, v in row.items() if c not in roles.values()})


def _cell(value) -> str:
    return "" if value is None else str(value)


def _rows(name: str, suffix: str) -> Iterator[list[str] | dict | Refusal]:
    """The columns of a table, then its rows."""
    if suffix == ".parquet":
        yield from _parquet_rows(name)
    elif suffix == ".jsonl":
        yield from _json_rows(name, decode(Path(name).read_bytes(), name))
    else:
        yield from _delimited_rows(name, decode(Path(name).read_bytes(), name), "\t" if suffix == ".tsv" else ",")


def _parquet_rows(name: str) -> Iterator[list[str] | dict]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(name)
        yield table.schema_arrow.names
        for batch in table.iter_batches():
            yield from batch.to_pylist()
    except pa.ArrowException as e:
        raise FramingError(f"not a Parquet file ({e})") from e


def _json_rows(name: str, text: str) -> Iterator[list[str] | dict | Refusal]:
    """A line may leave out what it has no value for, so the columns are those of all lines."""
    rows = [_json_row(line, f"{name}, line {number}") for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    yield list(dict.fromkeys(column for row in rows if isinstance(row, dict) for column in row))
    yield from rows


def _json_row(line: str, where: str) -> dict | Refusal:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    return row if isinstance(row, dict) else Refusal(where, "not a JSON object")


def _delimited_rows(name: str, text: str, usual: str) -> Iterator[list[str] | dict | Refusal]:
    header = text.partition("\n")[0]
    delimiter = max(usual + ",;\t", key=header.count)  # spreadsheets of many countries write semicolons
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    yield list(rows.fieldnames or [])
    for number, row in enumerate(rows, 1):
        beyond = row.pop(None, ())
        yield Refusal(f"{name}, row {number}", "more cells than the table has columns") if any(beyond) else row


def _check_header(header: Sequence[str], columns: Mapping[str, str]) -> None:
    """Raises when a table that has columns has none of the given names, or no text; its single rows may leave some out."""
    unknown = [c for c in columns.values() if c not in header]
    if header and unknown:
        raise FramingError(f"no column {unknown[0]!r}; the table has {', '.join(header)}")
    if header and "text" not in _roles(header, columns):
        raise FramingError(f"no column of text found among {', '.join(header)}; name it with --text-column")


def _roles(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Role → column, given ones first, then by name."""
    folded = {fold(c).strip(): c for c in reversed(header)}
    roles = dict(columns)
    for role, names in GUESSES.items():
        found = next((folded[fold(n)] for n in names if fold(n) in folded and folded[fold(n)] not in roles.values()), None)
        if role not in roles and found is not None:
            roles[role] = found
    return roles
