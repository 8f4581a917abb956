"""Pages in (dumps, HTML), articles out: title, date and the article's own lines, the furniture that is told by its wording removed."""

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
from framing.errors import FramingError
from framing.pages import Page, parse
from framing.text import HARAKAT, fold, is_ended, sentences, tidy, words

PROSE_WORDS = 12  # a line this long that ends like a sentence is prose; found on constructed dumps, no page sets it
TITLE_WORDS = 4
FEW_TEASERS, MANY_TEASERS = 3, 8  # cards of a front page: no article beside them, or one paragraph without a date
NOTE_WORDS = 30  # no caption, no call to the reader is longer; a paragraph that closes with a quotation is, and lacks a stop too
BULLET = re.compile(r"^[•●▪◦‣⁃■□◆♦*·–—-]\s*")
_DATELINE = re.compile(rf"^(?:(?:[^\W\d_][{HARAKAT}]*){{3,}}[ ،,/]*){{1,3}}[–—-]\s+(?=\S+\s+\S+)")
# An outlet's name and "exclusive": before the first sentence, or alone.
_EXCLUSIVE = re.compile(r"^(?:\S+\s+){1,4}[–—-]\s*خاص(?:\s*[:–—-])?\s+(?=\S+\s+\S+)")
_BARE_EXCLUSIVE = re.compile(r"^(?:\S+\s+){1,4}[–—-]\s*خاص$")
# Three = or # part articles; as many dashes or stars part the sections of one.
_RULE = re.compile(r"^[^\S\n]*(?:[-–—]{5,}|\*{5,}|~{5,}|_{5,}|={3,}|#{3,})[^\S\n]*$|\f", re.M)
# On folded text. Kept here, for what the shipped features were made with is checked by the bytes of furniture.json.
_FOLLOW_US = re.compile(
    r"^(?:تابعوا|تابعونا|لمتابعه|انضموا|اشتركوا)\b.*\b(?:قناتنا|قنواتنا|حسابنا|حساباتنا|صفحتنا|صفحاتنا|"
    r"علي\s+(?:واتساب|تلغرام|تليغرام|تيليغرام|تلجرام|تليجرام|تيليجرام|فيسبوك|تويتر|انستغرام|انستجرام|يوتيوب))\b"
)
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
    """The article of an HTML page: what the page says of it, then the rules for dumps.

    Raises
    ------
    FramingError : the page lists headlines or teasers of articles, and holds none itself.
    """
    found = parse(page)
    articles = _articles(found.lines, found.title)[:1]
    if _is_listing(found, articles):
        raise FramingError("looks like a list of headlines or teasers, not an article; save the pages of the articles themselves")
    dated = {"published": found.published, "date_precision": found.date_precision}
    return [replace(a, outlet=found.outlet, **(dated if found.date_precision == "day" or not a.published else {})) for a in articles]


def _is_listing(page: Page, articles: list[Article]) -> bool:
    """Whether a page is teasers and little else: no article, or one without a date that is a single paragraph, among many teasers."""
    prose = sum(_is_prose(line) for a in articles for line in a.text.splitlines())
    if not articles:
        return page.n_cards >= FEW_TEASERS
    return page.n_cards >= MANY_TEASERS and prose < 2 and not page.published


def read_dump(page: str) -> list[Article]:
    """Articles of a page saved as text, in the order printed; a page without an article gives none.

    Rules are general: a ruled line (-----, =====) or a form feed parts articles where prose stands on both sides; a "read also" line
    begins another article only when the one before it has ended and prose follows; comments, keyword lists, lists of links and copyright lines end an article; the title is the line printed twice or the first line
    of the head that could be one; short unended lines after the last prose are furniture, and so is what only looks like prose: notices
    to the reader, links.
    """
    parts = [[t for line in part.splitlines() if (t := tidy(line))] for part in _RULE.split(page)]
    return [a for lines in _with_prose(parts) for a in _articles(lines)]


def _with_prose(parts: list[list[str]]) -> list[list[str]]:
    """Parts of a page between rules; one without prose, as a title above a rule, is joined to the next, the last to the one before."""
    joined: list[list[str]] = [[]]
    for part in parts:
        joined = [*joined, part] if any(map(_is_story, joined[-1])) else [*joined[:-1], joined[-1] + part]
    tail = len(joined) > 1 and not any(map(_is_story, joined[-1]))
    return [*joined[:-2], joined[-2] + joined[-1]] if tail else joined


def _articles(lines: list[str], title: str = "") -> list[Article]:
    found = [_article(stretch, title) for stretch in _stretches(lines)]
    return [a for a in found if a is not None]


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


def _article(lines: list[str], known_title: str) -> Article | None:
    lines = _before_end(lines)
    first = _first_story(lines)
    if first is None:
        return None
    head, published = _head(lines[:first])
    late = [] if published else _late_bylines(lines[first:])
    title = known_title or _title(head)
    after = [] if known_title else [_key(line) for line in head]  # what precedes a headline that the page does not mark is no lede
    deck = [line for line in head[after.index(_key(title)) if title and after else 0 :] if title and _is_deck(line, title)]
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


def _is_deck(line: str, title: str) -> bool:
    return _key(line) != _key(title) and len(words(line)) >= TITLE_WORDS and not furniture().caption.search(fold(line))


def _is_furniture(line: str) -> bool:
    f, folded, key = furniture(), fold(line), _key(line)
    if not words(line) or key in f.read_also or _buttons().fullmatch(key) or _is_link(line) or _is_footer(line):
        return True
    if folded.startswith((*f.opens, *f.ends_with)) or f.notice.search(folded):
        return True
    if f.captcha.search(folded) and len(words(line)) < PROSE_WORDS:
        return True
    if len(words(line)) <= NOTE_WORDS and _FOLLOW_US.match(folded):
        return True
    if is_ended(line) or len(words(line)) > NOTE_WORDS:
        return False
    return bool(_BARE_EXCLUSIVE.match(line) or f.slug.match(line) or f.caption.search(folded)) or any(t in folded for t in f.contains)


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
    if _EXCLUSIVE.match(line):
        return _EXCLUSIVE.sub("", line)
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
