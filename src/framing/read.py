"""Pages in (dumps of saved pages, HTML), articles out: title, date and the article's own lines, the page's furniture removed."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from framing.dates import find_date
from framing.errors import FramingError
from framing.text import fold, is_ended, tidy, words

PROSE_WORDS = 12  # a line this long that ends like a sentence is prose; found on constructed dumps, no page sets it
TITLE_WORDS = 4
BULLET = re.compile(r"^[•●▪◦‣⁃■□◆♦*·–—-]\s*")
_DATELINE = re.compile(r"^(?:[^\W\d_]{3,}[ ،,/]*){1,3}[–—-]\s+(?=\S+\s+\S+)")


@dataclass(frozen=True)
class Article:
    """An article as read from a page: `text` holds its lines, the title not among them; what the page does not print is ''."""

    title: str
    text: str
    published: str = ""
    date_precision: str = ""


@dataclass(frozen=True)
class Furniture:
    """Folded wording of what pages print around their articles."""

    read_also: frozenset
    ends: frozenset
    ends_with: tuple
    finished: tuple
    lines: frozenset
    contains: tuple
    footer_words: tuple
    byline_words: tuple
    captcha: re.Pattern
    caption: re.Pattern
    slug: re.Pattern
    advert: str


@cache
def furniture() -> Furniture:
    raw = json.loads(files("framing.resources").joinpath("furniture.json").read_text("utf-8"))
    keys = {name: [_key(t) for t in raw[name]] for name in ("read_also", "ends", "lines")}
    texts = {name: tuple(fold(t) for t in raw[name]) for name in ("ends_with", "finished", "contains", "footer_words", "byline_words")}
    patterns = {name: re.compile(raw[name]) for name in ("captcha", "caption", "slug")}
    return Furniture(**{k: frozenset(v) for k, v in keys.items()}, **texts, **patterns, advert=raw["advert"])


def decode(raw: bytes, name: str = "input") -> str:
    """Text of a page in UTF-8 (with or without mark), UTF-16 or an Arabic code page.

    Raises
    ------
    FramingError : the bytes are not text in an encoding that can be told.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=["cp1256", "iso8859_6", "utf_16_le", "utf_16_be"]).best()
    if best is None:
        raise FramingError(f"{name}: cannot tell the encoding; save it as UTF-8 or Windows-1256")
    return str(best)


def read_page(path: Path) -> list[Article]:
    """Articles of one saved page (.html, .htm, or a text dump of one)."""
    page = decode(path.read_bytes(), str(path))
    return read_html(page) if path.suffix.lower() in (".html", ".htm") else read_dump(page)


def read_html(page: str) -> list[Article]:
    """The article of an HTML page: main text, title and date by trafilatura, then the rules for dumps."""
    import trafilatura

    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    if found is None or not found.text:
        return []
    lines = [tidy(found.title or ""), *(found.text.splitlines())]
    date = found.date or ""
    precision = date and ("year" if date.endswith("-01-01") else "day")  # 1 January is what is given when only the year is known
    return [a if a.published else Article(a.title, a.text, date, precision) for a in read_dump("\n".join(lines))[:1]]


def read_dump(page: str) -> list[Article]:
    """Articles of a page saved as text, in the order printed; a page without an article gives none.

    Rules are general: a "read also" line begins another article only when the one before it has ended and prose follows;
    comments, keyword lists, lists of links and copyright lines end an article; the title is the line printed twice or the first line
    of the head that could be one; short unended lines after the last prose are furniture.
    """
    lines = [t for line in page.splitlines() if (t := tidy(line))]
    articles = [_article(stretch) for stretch in _stretches(lines)]
    return [a for a in articles if a is not None]


def _key(line: str) -> str:
    return fold(BULLET.sub("", line)).strip(" .:!؟?…-–|").strip()


def _is_prose(line: str) -> bool:
    return len(words(line)) >= PROSE_WORDS and is_ended(line)


def _stretches(lines: list[str]) -> list[list[str]]:
    """The page cut before each further article: at a "read also" line after an article that has ended, if prose follows."""
    f, cuts, finished = furniture(), [0], False
    for i, line in enumerate(lines):
        folded = fold(line)
        finished = finished or any(folded.startswith(t) or t in folded for t in f.finished)
        if _key(line) in f.read_also and finished and any(_is_prose(rest) for rest in lines[i + 1 :]):
            cuts.append(i + 1)
            finished = False
    return [lines[a:b] for a, b in zip(cuts, [*cuts[1:], len(lines)], strict=True)]


def _article(lines: list[str]) -> Article | None:
    lines = _before_end(lines)
    printed = Counter(_key(line) for line in lines)
    first = next((i for i, line in enumerate(lines) if _is_prose(line) and printed[_key(line)] == 1), None)
    if first is None:
        return None
    head, published = _head(lines[:first])
    title = _title(head)
    deck = [line for line in head if title and _key(line) != _key(title) and _is_deck(line, head, title)]
    adverts = any(_key(line) == _key(furniture().advert) for line in lines)
    body = [_without_advert(line) if adverts else line for line in lines[first:] if not _is_furniture(line)]
    body = _without_tail([line for line in body if not title or _key(line) != _key(title)])
    body = [_DATELINE.sub("", line) if i < 3 and _is_prose(line) else line for i, line in enumerate(body)]
    date, precision = (published, "day") if published else ("", "")
    return Article(BULLET.sub("", title), "\n".join([*deck, *body]), date, precision)


def _before_end(lines: list[str]) -> list[str]:
    """The lines up to the first that ends an article; an end printed before any prose is a menu entry."""
    f, seen = furniture(), False
    for i, line in enumerate(lines):
        seen = seen or _is_prose(line)
        if seen and (_key(line) in f.ends or fold(line).startswith(f.ends_with)):
            return lines[:i]
    return lines


def _head(lines: list[str]) -> tuple[list[str], str]:
    """Lines before the first prose that may be title or deck, and the date printed among them."""
    head, published = [], ""
    for line in lines:
        dated = find_date(line)
        if dated and _is_byline(dated[1]):
            published = published or dated[0]
        elif not _is_furniture(line):
            head.append(line)
    return head, published


def _is_byline(rest: str) -> bool:
    for phrase in furniture().byline_words:
        rest = rest.replace(phrase, " ")
    return len(words(rest)) <= 3


def _title(head: list[str]) -> str:
    keys = [_key(line) for line in head]
    able = [line for line in head if len(words(line)) >= TITLE_WORDS]
    repeated = [line for line in able if keys.count(_key(line)) > 1]
    return (repeated or able or [""])[0]


def _is_deck(line: str, head: list[str], title: str) -> bool:
    after_title = [_key(x) for x in head].index(_key(title)) < head.index(line)
    return after_title and len(words(line)) >= TITLE_WORDS and not furniture().caption.search(fold(line))


def _is_furniture(line: str) -> bool:
    f, folded, key = furniture(), fold(line), _key(line)
    if key in f.lines or key in f.read_also or not words(line) or any(t in folded for t in f.contains):
        return True
    if any(folded.startswith(t) for t in f.read_also) and not _is_prose(line):
        return True
    if sum(t in folded for t in f.footer_words) >= 3 or (f.captcha.search(folded) and len(words(line)) < PROSE_WORDS):
        return True
    return not is_ended(line) and bool(f.slug.match(line) or f.caption.search(folded))


def _without_advert(line: str) -> str:
    """The line without an advert mark glued before its first word, which must be a verb in the imperfect: إعلان can begin a sentence."""
    from framing.morphology import is_imperfect

    first, _, rest = line.partition(" ")
    return rest if fold(first) == fold(furniture().advert) and rest and is_imperfect(rest.split()[0]) else line


def _without_tail(lines: list[str]) -> list[str]:
    """The lines up to the last that is a sentence or a list item."""
    last = max((i for i, line in enumerate(lines) if is_ended(line) or len(words(line)) >= PROSE_WORDS), default=-1)
    return lines[: last + 1]
