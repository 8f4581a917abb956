"""Files in, articles out: pages, documents, tables and pipes, one dictionary per article; what cannot be read is named and the rest goes on."""

import csv
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from framing.decoding import decode, lost, mend
from framing.errors import FramingError
from framing.identification import foreign_language, is_arabic_script
from framing.read import read_dump, read_html
from framing.roles import as_article, cell, check_header, check_roles, check_titles, roles
from framing.rows import Refusal, peeked, read_table
from framing.sources import DOCUMENTS, TABLES, check_kind, contents, expand, identifiers, kind, size
from framing.text import words

__all__ = ["Refusal", "beside", "expand", "read_articles"]
Tell = Callable[[str], None]
_MARKUP = r"(?is)<(script|style)\b.*?</\1>|<[^>]*>"


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
    language: str | None = "ar",
    tell: Tell = lambda _: None,
    at: Callable[[float], None] = lambda _: None,
) -> Iterator[dict | Refusal]:
    """Articles of files, each a dictionary with article_id, outlet, published, title, text and the other columns of its table.

    Parameters
    ----------
    names : file names, `-` for a text on standard input
    columns : role → column of the tables (text, article_id, outlet, published, title, url); others are guessed from their names
    outlet : the outlet of every article, whatever the input says
    language : `ar` refuses articles in other languages, by name; None, or another language, refuses none
    tell : is given a line for each guess made, and for each file whose text was misread and put right
    at : is given the share of the input read with each article, by bytes of files and rows of tables

    Articles without an id of their own have that of their file: its name without suffix, with suffix and folders where other inputs are
    called the same, and a number where a file holds several.

    Raises
    ------
    FramingError : a role that does not exist; at the call, before anything is read.
    """
    check_roles(columns or {})
    return _articles(names, columns or {}, outlet, language, tell, at)


def _articles(
    names: Iterable[str], columns: Mapping[str, str], outlet: str | None, language: str | None, tell: Tell, at: Callable[[float], None]
) -> Iterator[dict | Refusal]:
    names, before = list(names), 0
    ids = _Ids(tell)
    known_as, sizes = identifiers(names), [size(name) for name in names]
    whole = max(1, sum(sizes))
    for name, n_bytes in zip(names, sizes, strict=True):
        shown = "standard input" if name == "-" else name
        ids.open(shown, known_as[name])
        try:
            for article, share in _read_one(name, shown, known_as[name], columns, tell):
                at((before + share * n_bytes) / whole)
                if isinstance(article, Refusal):
                    yield article
                    continue
                if outlet is not None:
                    article["outlet"] = outlet
                yield _checked(article, shown, ids, language)
        except (FramingError, OSError, csv.Error) as e:
            yield Refusal(shown, _plain(e).removeprefix(f"{shown}: "))
        before += n_bytes


def _plain(e: Exception) -> str:
    return e.strerror or str(e) if isinstance(e, OSError) else str(e)


class _Ids:
    """Ids given so far. One that an earlier input had is written with its file before it: exports are often numbered from 1 each."""

    def __init__(self, tell: Tell):
        self.tell, self.given = tell, set[str]()
        self.name, self.prefix, self.inside, self.told = "", "", set[str](), False

    def open(self, name: str, prefix: str) -> None:
        """Begins another input."""
        self.name, self.prefix, self.inside, self.told = name, prefix, set(), False

    def distinct(self, article_id: str) -> str | None:
        """The id under which an article is known; None where the same input had it before."""
        known = article_id if article_id not in self.given or article_id in self.inside else f"{self.prefix}-{article_id}"
        if article_id in self.inside or known in self.given:
            return None
        if known != article_id and not self.told:
            self.tell(f"{self.name}: ids that another input has too are written {known!r} and so on")
            self.told = True
        self.inside.add(article_id)
        self.given.add(known)
        return known


def _checked(article: dict, name: str, ids: _Ids, language: str | None) -> dict | Refusal:
    where = article["article_id"]
    if reason := _flaw(f"{article['title']}\n{article['text']}", language):
        return Refusal(f"{name}, article {where}", reason)
    known = ids.distinct(where)
    return (
        Refusal(f"{name}, article {where}", "the id stands twice; ids must differ") if known is None else {**article, "article_id": known}
    )


def _flaw(text: str, language: str | None) -> str:
    """Why a text cannot be coded; '' if it can."""
    if damage := lost(text):
        return damage
    if not any(words(line) for line in text.splitlines()):
        return "no text in it"
    if language != "ar":
        return ""
    if not is_arabic_script(text):
        return "not Arabic; the package's coder reads Arabic only"
    foreign = foreign_language(text)
    return f"{foreign}, by its words; the package's coder reads Arabic only" if foreign else ""


def _read_one(name: str, shown: str, article_id: str, columns: Mapping[str, str], tell: Tell) -> Iterator[tuple[dict | Refusal, float]]:
    """Articles of a file, each with the share of it that has been read."""
    if name == "-":
        yield from _numbered(shown, article_id, _page(sys.stdin.buffer.read(), shown, None, tell))
        return
    check_kind(name)
    if kind(name) in TABLES:
        yield from _table_articles(name, article_id, columns, tell)
    elif kind(name) in DOCUMENTS:
        from framing.documents import read_docx

        yield from _numbered(shown, article_id, read_docx(contents(name)))
    else:
        yield from _numbered(shown, article_id, _page(contents(name), shown, kind(name) != ".txt", tell))


def _page(raw: bytes, shown: str, is_html: bool | None, tell: Tell) -> Sequence:
    """Articles of a page, dump or export; None: whether it is HTML, its first letter says."""
    from framing.documents import factiva_lines, read_export

    page, misread = mend(decode(raw, shown))
    if misread:
        tell(f"{shown}: text was {misread}; mended")
    is_html = page.lstrip().startswith("<") if is_html is None else is_html
    if reason := lost(re.sub(_MARKUP, " ", page) if is_html else page):
        raise FramingError(reason)
    if not is_html and _is_table(page):
        raise FramingError("a table, its cells parted by tabs as spreadsheets write 'Unicode Text'; rename it to end in .tsv")
    lines = factiva_lines(page) if is_html else page.splitlines()
    exported = read_export(lines) if lines is not None else None
    return exported if exported is not None else (read_html if is_html else read_dump)(page)


def _is_table(page: str) -> bool:
    """Whether a text is a table: a header that names text or titles, and at least two lines more of as many cells."""
    header, *rest = [line.rstrip("\r") for line in page.lstrip("\ufeff").split("\n")]
    cells = header.split("\t")
    return (
        len(cells) > 1 and bool({"text", "title"} & set(roles(cells, {}))) and sum(line.count("\t") == len(cells) - 1 for line in rest) >= 2
    )


def _numbered(shown: str, article_id: str, articles: Sequence) -> Iterator[tuple[dict | Refusal, float]]:
    if not articles:
        raise FramingError("no article found on the page (no paragraph of prose that ends like a sentence)")
    for number, a in enumerate(articles, 1):
        own_id = article_id if len(articles) == 1 else f"{article_id}-{number}"
        yield Refusal(f"{shown}, article {own_id}", a) if isinstance(a, str) else _page_article(own_id, a), number / len(articles)


def _page_article(article_id: str, a) -> dict:
    return {"article_id": article_id, "outlet": a.outlet, "published": a.published, "title": a.title, "text": a.text}


def _table_articles(name: str, article_id: str, columns: Mapping[str, str], tell: Tell) -> Iterator[tuple[dict | Refusal, float]]:
    table = read_table(name, tell)
    if table.columns:
        check_header(table.columns, columns)
    if table.columns and "text" not in roles(table.columns, columns):
        first, table = peeked(table)
        check_titles(table.columns, columns, first)
        tell(f"{name}: no column of text; its titles are coded as headlines")
    told, number = set(), 0
    for number, (row, share) in enumerate(table.rows, 1):
        if isinstance(row, Refusal):
            yield row, share
            continue
        found = roles(list(row), columns)
        line = f"{name}: " + ", ".join(f"{role} = {column}" for role, column in found.items())
        if found and line not in told:
            tell(line)
            told.add(line)
        yield _table_article(row, found, article_id if table.single else f"{article_id}-{number}"), share
    if not number:
        raise FramingError("the table has no rows")


def _table_article(row: Mapping, found: Mapping[str, str], numbered: str) -> dict:
    """An article, and what the row holds besides: columns without a role, and cells that do not stand in the article as printed."""
    article = as_article(row, found)
    article["article_id"] = article["article_id"] or numbered
    as_printed = {column for role, column in found.items() if article[role] == cell(row.get(column)) or role == "article_id"}
    return beside(article, {c: v for c, v in row.items() if c not in as_printed})
