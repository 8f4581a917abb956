"""Pages in (dumps of saved pages, HTML), articles out: title, date and the article's own lines, the page's furniture removed."""

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from framing.dates import find_date
from framing.decoding import decode
from framing.text import HARAKAT, fold, is_ended, sentences, tidy, words

PROSE_WORDS = 12  # a line this long that ends like a sentence is prose; found on constructed dumps, no page sets it
TITLE_WORDS = 4
NOTE_WORDS = 30  # no caption, no call to the reader is longer; a paragraph that closes with a quotation is, and lacks a stop too
BULLET = re.compile(r"^[•●▪◦‣⁃■□◆♦*·–—-]\s*")
_DATELINE = re.compile(rf"^(?:(?:[^\W\d_][{HARAKAT}]*){{3,}}[ ،,/]*){{1,3}}[–—-]\s+(?=\S+\s+\S+)")
_DASH = re.compile(r"(?<=\s)[–—-](?=\s)")
_SETS_OFF = re.compile(r"\s*[:|–—-]")


@dataclass(frozen=True)
class Article:
    """An article as read from a page: `text` holds its lines, the title not among them; what the page does not print is ''."""

    title: str
    text: str
    published: str = ""
    date_precision: str = ""
    outlet: str = ""


@dataclass(frozen=True)
class Furniture:
    """Folded wording of what pages print around their articles."""

    read_also: frozenset
    ends: frozenset
    ends_with: tuple
    finished: tuple
    lines: frozenset
    opens: tuple
    contains: tuple
    footer_words: tuple
    byline_words: tuple
    notice: re.Pattern
    captcha: re.Pattern
    caption: re.Pattern
    slug: re.Pattern
    advert: str


@cache
def furniture() -> Furniture:
    raw = json.loads(files("framing.resources").joinpath("furniture.json").read_text("utf-8"))
    keys: dict[str, Any] = {name: frozenset(_key(t) for t in raw[name]) for name in ("read_also", "ends", "lines")}
    named = ("ends_with", "finished", "opens", "contains", "footer_words", "byline_words")
    texts: dict[str, Any] = {name: tuple(fold(t) for t in raw[name]) for name in named}
    patterns: dict[str, Any] = {name: re.compile(raw[name]) for name in ("notice", "captcha", "caption", "slug")}
    return Furniture(**keys, **texts, **patterns, advert=raw["advert"])


@cache
def _buttons() -> re.Pattern:
    """A line of furniture phrases and nothing else: share buttons run together."""
    return re.compile(rf"(?:{_any_of(furniture().lines)})(?:[\s|/·،-]+(?:{_any_of(furniture().lines)}))*")


@cache
def _byline_words() -> re.Pattern:
    return re.compile(rf"(?<!\w)(?:{_any_of(furniture().byline_words)})(?!\w)")


def _any_of(phrases) -> str:
    return "|".join(map(re.escape, sorted(phrases, key=lambda t: (-len(t), t))))


def read_page(path: Path) -> list[Article]:
    """Articles of one saved page (.html, .htm, or a text dump of one)."""
    page = decode(path.read_bytes(), str(path))
    return read_html(page) if path.suffix.lower() in (".html", ".htm") else read_dump(page)


def read_html(page: str) -> list[Article]:
    """The article of an HTML page: main text, title and date by trafilatura, then the rules for dumps."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    if found is None or not found.text:
        return []
    title = tidy(found.title or "")  # the page says what its title is, however short
    paragraphs = found.text.splitlines()
    lines = [title, *(paragraphs if len(paragraphs) > 1 else _blocks(page) or paragraphs)]
    articles = read_dump("\n".join(lines))[:1]
    return [replace(a, title=a.title or title, outlet=found.sitename or "", **_dated(a, found.date or "")) for a in articles]


def _blocks(page: str) -> list[str]:
    """Text of a page's headings, paragraphs and list items: for short pages, whose text the extractor gives in one piece."""
    from lxml import html

    # bytes: lxml refuses text that declares an encoding, as XHTML does
    tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for part in tree.xpath("//script|//style|//nav|//header|//footer|//aside|//form|//noscript"):
        part.drop_tree()
    return [t for e in tree.xpath("//h1|//h2|//h3|//p|//li|//blockquote[not(p)]") if (t := tidy(e.text_content()))]


def _dated(article: Article, date: str) -> dict[str, str]:
    """The date an article prints, or the page's; 1 January is what a page is given when only the year is known."""
    if article.published or not date:
        return {"published": article.published, "date_precision": article.date_precision}
    return {"published": date, "date_precision": "year" if date.endswith("-01-01") else "day"}


def read_dump(page: str) -> list[Article]:
    """Articles of a page saved as text, in the order printed; a page without an article gives none.

    Rules are general: a "read also" line begins another article only when the one before it has ended and prose follows;
    comments, keyword lists, lists of links and copyright lines end an article; the title is the line printed twice or the first line
    of the head that could be one; short unended lines after the last prose are furniture, and so is what only looks like prose: notices
    to the reader, links.
    """
    lines = [t for line in page.splitlines() if (t := tidy(line))]
    articles = [_article(stretch) for stretch in _stretches(lines)]
    return [a for a in articles if a is not None]


def _key(line: str) -> str:
    return fold(BULLET.sub("", line)).strip(" .:!؟?…-–|").strip()


def _is_prose(line: str) -> bool:
    return len(words(line)) >= PROSE_WORDS and is_ended(line)


def _is_story(line: str) -> bool:
    """Whether a line is prose of an article: a notice to the reader may be as long."""
    return _is_prose(line) and not _is_furniture(line)


def _stretches(lines: list[str]) -> list[list[str]]:
    """The page cut before each further article: at a "read also" line after an article that has ended, if prose follows."""
    f, cuts, finished = furniture(), [0], False
    for i, line in enumerate(lines):
        finished = finished or fold(line).startswith(f.finished)
        if _key(line) in f.read_also and finished and any(_is_story(rest) for rest in lines[i + 1 :]):
            cuts.append(i + 1)
            finished = False
    return [lines[a:b] for a, b in zip(cuts, [*cuts[1:], len(lines)], strict=True)]


def _article(lines: list[str]) -> Article | None:
    lines = _before_end(lines)
    first = _first_story(lines)
    if first is None:
        return None
    head, published = _head(lines[:first])
    late = [] if published else _late_bylines(lines[first:])
    title = _title(head)
    deck = [line for line in head if title and _key(line) != _key(title) and _is_deck(line, head, title)]
    adverts = any(_key(line) == _key(furniture().advert) for line in lines)
    body = _body([line for line in lines[first:] if line not in late], title, adverts)
    published = published or (_byline_date(late[0]) if late else "")
    return Article(BULLET.sub("", title), "\n".join([*deck, *body]), published, "day" if published else "")


def _first_story(lines: list[str]) -> int | None:
    """Where the article's prose begins: a line printed twice is its title, however long, and so may be a question before a date."""
    printed = Counter(_key(line) for line in lines)
    able = [i for i, line in enumerate(lines) if _is_story(line) and printed[_key(line)] == 1]
    return next((i for i in able if not _is_asked_title(lines[i : i + 2])), None)


def _body(lines: list[str], title: str, adverts: bool) -> list[str]:
    """The article's own lines from its first prose on."""
    kept = [_without_advert(line) if adverts else line for line in _without_links(lines) if not _is_furniture(line)]
    kept = _without_tail([line for line in kept if not title or _key(line) != _key(title)])
    return [_without_dateline(line) if i < 3 and _is_prose(line) else line for i, line in enumerate(kept)]


def _before_end(lines: list[str]) -> list[str]:
    """The lines up to the first that ends an article; an end printed before any prose is a menu entry."""
    f, seen = furniture(), False
    for i, line in enumerate(lines):
        seen = seen or _is_story(line)
        if seen and (_key(line) in f.ends or fold(line).startswith(f.ends_with)):
            return lines[:i]
    return lines


def _head(lines: list[str]) -> tuple[list[str], str]:
    """Lines before the first prose that may be title or deck, and the date printed among them."""
    head, published = [], ""
    for line in lines:
        if dated := _byline_date(line):
            published = published or dated
        elif not _is_furniture(line):
            head.append(line)
    return head, published


def _byline_date(line: str) -> str:
    """The first date of a line that says little besides: who wrote, when it was changed; '' of any other line."""
    published, rest = find_date(line) or ("", line)
    while further := find_date(rest):
        rest = further[1]
    return published if len(words(_byline_words().sub(" ", rest))) <= 3 else ""


def _late_bylines(body: list[str]) -> list[str]:
    """Date lines between the first prose, then a summary, and the second; none if dates stand later too, as those of a chronology do."""
    dated = [i for i, line in enumerate(body) if not is_ended(line) and _byline_date(line)]
    second = next((i for i, line in enumerate(body) if i and _is_story(line)), 0)
    return [body[i] for i in dated] if dated and dated[-1] < second else []


def _is_asked_title(lines: list[str]) -> bool:
    """Whether the first of two lines is a question as long as prose, and the second its date: a headline."""
    return len(lines) == 2 and lines[0].endswith(("؟", "?")) and len(sentences(lines[0])) == 1 and bool(_byline_date(lines[1]))


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
    if not words(line) or key in f.read_also or _buttons().fullmatch(key) or _is_link(line) or _is_footer(line):
        return True
    if folded.startswith((*f.opens, *f.ends_with)) or f.notice.search(folded):
        return True
    if f.captcha.search(folded) and len(words(line)) < PROSE_WORDS:
        return True
    if is_ended(line) or len(words(line)) > NOTE_WORDS:
        return False
    return bool(f.slug.match(line) or f.caption.search(folded)) or any(t in folded for t in f.contains)


def _is_footer(line: str) -> bool:
    folded = fold(line)
    return sum(t in folded for t in furniture().footer_words) >= 3 and not _is_prose(line)


def _is_link(line: str) -> bool:
    """Whether a line is "read also" with its link, which may be a question as long as prose."""
    folded = fold(BULLET.sub("", line))
    rests = [folded[len(t) :] for t in furniture().read_also if folded.startswith(t)]
    return any(_SETS_OFF.match(rest) or not _is_prose(line) for rest in rests)


def _without_links(body: list[str]) -> list[str]:
    """The lines without the headline that follows a "read also" line of its own."""
    read_also = furniture().read_also
    return [line for before, line in zip(["", *body[:-1]], body, strict=True) if _key(before) not in read_also or not _is_headline(line)]


def _is_headline(line: str) -> bool:
    """Whether a line may be the headline a link shows: as long as a title, at least, and no statement."""
    return len(words(line)) >= TITLE_WORDS and (not is_ended(line) or (line.endswith(("؟", "?")) and not _is_prose(line)))


def _without_dateline(line: str) -> str:
    """The line without the place before its first dash; dashes that come in pairs are brackets, and the words before them no place."""
    return _DATELINE.sub("", line) if len(_DASH.findall(line)) % 2 else line


def _without_advert(line: str) -> str:
    """The line without an advert mark glued before its first word, which must be a verb in the imperfect: إعلان can begin a sentence."""
    from framing.morphology import is_imperfect

    first, _, rest = line.partition(" ")
    return rest if fold(first) == fold(furniture().advert) and rest and is_imperfect(rest.split()[0]) else line


def _without_tail(lines: list[str]) -> list[str]:
    """The lines up to the last that is a sentence or a list item."""
    last = max((i for i, line in enumerate(lines) if is_ended(line) or len(words(line)) >= PROSE_WORDS), default=-1)
    return lines[: last + 1]
