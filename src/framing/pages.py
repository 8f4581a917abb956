"""An HTML page in, what it says of its article out: title, date, outlet and lines, without the menus and cards around it."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

from framing.dates import find_date
from framing.days import iso_day
from framing.text import fold, tidy, words

CARD_WORDS = 60  # a teaser with its lead is shorter, an article's section longer
HEADING_WORDS = 8  # a box with no more words, its cards gone, is their heading
ALIKE = 3  # as many neighbours make a list of cards
NEAR_AFTER, NEAR_BEFORE = 15, 3  # pieces of text between the title and the printed date: author, section, counters; above it only mastheads
DATE_WORDS = 6  # a byline says this much beside its date: weekday, hour, "published on", a name
_PUBLISHED = ("article:published_time", "og:article:published_time", "datePublished")
_DATED = ("date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate", "publish-date", "parsely-pub-date", "sailthru.date")
_AROUND = "//nav|//aside[not(.//blockquote)]|//footer|//header|//form|//dialog|//*[@role='dialog' or @role='navigation' or @role='banner']"
_NO_TEXT = "//script|//style|//noscript|//template|//iframe|//svg|//select|//button"
_HEADING = "(self::h2 or self::h3 or self::h4 or self::h5 or self::h6)"
_LINK = "a[@href and not(starts-with(@href, '#') and string-length(@href) > 1)]"  # a live page's posts link to themselves
_LINKED_HEADING = f".//{_LINK}//*[{_HEADING}] | .//*[{_HEADING}]//{_LINK} | self::{_LINK}//*[{_HEADING}]"
_TIMES = "//time[not(contains(@class, 'updated') or @itemprop='dateModified') or contains(@class, 'published')]/@datetime"
_NAMES = re.compile(
    r"(?i)(?:^|\s)(?:(?:related|recommend|most-?(?:read|view|popular)|more-?(?:news|stories|articles)|also-?read|read-?(?:also|more)|see-?also|"
    r"trending|popular|latest-?(?:news|posts|articles)|comment|newsletter|subscri|share|social|sharing|breadcrumb|cookie|consent|sidebar|"
    r"today|masthead|ticker|breaking)[\w-]*|\w+-related|\w+-sidebar)(?=\s|$)"
)
_RELATED = (
    "ذات صلة", "موضوعات ذات صلة", "موضوعات متعلقة", "مقالات متعلقة", "مواضيع مشابهة", "أخبار مشابهة", "الأكثر مشاهدة", "الأكثر تداولا", "الأكثر شعبية",
    "آخر الأخبار", "أحدث الأخبار", "قد يهمك", "قد يهمك أيضا", "أخبار أخرى", "مقالات أخرى", "المزيد", "التفاصيل", "اخترنا لكم", "اخترنا لك",
    "related", "related articles", "read also", "most read",
)  # fmt: skip
_PARTS = re.compile(r"\s+[|–—•»-]\s+|\s*::\s*|\s+:\s+|\s*\|\s*")
_BREAK = "\ue000"  # stands for a blank line that an old page prints as <br><br>; the extractor would lose it
_CHANGED = ("اخر تحديث", "تحديث", "تم التحديث", "عدل", "updated", "modified")


class Page(NamedTuple):
    """What an HTML page says of its article; '' or nothing where it does not say. `n_cards`: the teasers of others that were left out."""

    title: str
    lines: list[str]
    published: str
    date_precision: str
    outlet: str
    n_cards: int


def parse(page: str) -> Page:
    """The article's title, lines, date and outlet.

    What surrounds it is taken out before the main text is looked for: navigation, parts named for related news, comments and the like, and
    cards, which are neighbours of one kind that each lead to another article. Dates are what the page states as its day of publication, in
    its markup, near its title or in its address, and never guessed: `date_precision` is day, month or year.
    """
    from lxml import etree, html

    try:
        # bytes: lxml refuses text that declares an encoding, as XHTML does
        tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
    except etree.ParserError:
        return Page("", [], "", "", "", 0)
    stated = list(_linked_data(tree))
    outlet = _meta(tree, "og:site_name", "application-name") or _publisher(stated)
    _drop(tree.xpath(_NO_TEXT))
    title, outlet = _title(tree, outlet)
    own = _title_elements(tree, title)
    n_cards = _without_surroundings(tree, own)
    published, precision = _published(tree, stated, title)
    return Page(title, _lines(tree, stated), published, precision, outlet or _domain(tree), n_cards)


# What the page states


def _meta(tree, *names: str) -> str:
    stated = {
        (e.get("property") or e.get("name") or e.get("itemprop") or "").lower(): e.get("content") for e in reversed(list(tree.iter("meta")))
    }
    return next((tidy(value) for name in names if (value := stated.get(name.lower()))), "")


def _linked_data(tree) -> Iterator[dict]:
    """The objects of the page's JSON-LD that are articles."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            waiting: list[Any] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            inner = value.get("@graph") if isinstance(value, dict) else value
            waiting += inner if isinstance(inner, list) else []
            if isinstance(value, dict) and (value.get("datePublished") or value.get("articleBody")):
                yield value


def _publisher(stated: Iterable[dict]) -> str:
    named = [d["publisher"].get("name") for d in stated if isinstance(d.get("publisher"), dict)]
    return next((tidy(n) for n in named if isinstance(n, str)), "")


def _key(text: str) -> str:
    return " ".join(w.form for w in words(text))


def _text(element) -> str:
    return tidy(element.text_content())


def _title(tree, outlet: str) -> tuple[str, str]:
    """The headline, and the outlet where it stands beside the headline in <title> and as a logo on the page.

    The heading that <title> or og:title holds is the headline as printed; else the part of these that the page prints by itself.
    """
    named = [t for t in (_meta(tree, "og:title"), tidy(tree.findtext(".//head/title") or tree.findtext(".//title") or "")) if t]
    held = _held(tree.iter("h1"), named, outlet) or _held(tree.iter("h2", "h3"), named, outlet)
    logos = {_key(e.get("alt")) for e in tree.iter("img") if e.get("alt")}
    parted = [[p for p in _PARTS.split(n) if p.strip()] for n in named]
    outlet = outlet or next((tidy(p) for parts in parted for p in parts[1:] + parts[:1] if len(parts) > 1 and _key(p) in logos), "")
    if held and (longest := max(held, key=len)) and _key(longest) not in logos:
        return longest, outlet
    printed = {_key(t) for t in tree.body.itertext()} if tree.find("body") is not None else set()
    for whole in named:
        if headline := _headline(whole, {_key(outlet), _key(_domain(tree))} - {""}, printed):
            return headline, outlet
    return next((h for e in tree.iter("h1") if (h := _text(e))), ""), outlet


def _held(headings: Iterable, named: list[str], outlet: str) -> list[str]:
    """Headings that make up most of <title> or og:title, and are not the outlet's name."""
    texts = [h for e in headings if (h := _text(e)) and _key(h) != _key(outlet)]
    return [h for h in texts if any(_key(h) in _key(n) and _is_most(h, n) for n in named)]


def _is_most(part: str, whole: str) -> bool:
    return 2 * len(words(part)) >= len(words(whole))


def _headline(whole: str, sites: set[str], printed: set[str]) -> str:
    """A title without the name of the site at either end; without a name known, the larger part of it that the page prints by itself."""
    marks = [(0, 0), *(m.span() for m in _PARTS.finditer(whole)), (len(whole), len(whole))]
    spans = [(a[1], b[0]) for i, a in enumerate(marks) for b in marks[i + 1 :]]
    stretches = sorted((tidy(whole[a:b]) for a, b in spans), key=len, reverse=True)
    ends = [tidy(whole[a[1] : b[0]]) for a, b in pairwise(marks)]
    if len(ends) > 1 and _key(ends[-1]) in sites:
        return tidy(whole[: marks[-2][0]])
    if len(ends) > 1 and _key(ends[0]) in sites:
        return tidy(whole[marks[1][1] :])
    return next((s for s in stretches if _key(s) in printed and _is_most(s, whole)), whole)


def _address(tree) -> str:
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    return canonical or _meta(tree, "og:url")


def _domain(tree) -> str:
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", _address(tree)).partition("/")[0]


# What surrounds the article


def _title_elements(tree, title: str) -> list:
    """The elements that print the headline and are no links."""
    able = ((e, _text(e)) for e in tree.xpath("//body//*[not(ancestor-or-self::a)]"))
    return [e for e, text in able if title and len(text) <= 2 * len(title) and _key(text) == _key(title)]


def _drop(elements: Iterable) -> None:
    for e in elements:
        if e.getparent() is not None:
            e.drop_tree()


def _without_surroundings(tree, own: list) -> int:
    """Takes out what is not the article; the number of cards among it."""
    protected = {a for e in own for a in (e, *e.iterancestors())} | {tree, *tree.iter("body", "h1")}

    def drop(elements: Iterable) -> None:
        _drop(e for e in elements if e not in protected)

    cards = [e for parent in tree.iter() for e in _cards(parent) if not protected & {e, *e.iter("h1")}]
    boxes = [e.getparent() for e in cards]
    drop(cards)
    drop(e for e in boxes if len(words(e.text_content())) <= HEADING_WORDS)  # what is left of them is their heading
    whole = _unlinked(tree)
    drop(e for e in tree.xpath(_AROUND) if 2 * _unlinked(e) < whole)
    named = [e for e in tree.xpath("//body//*[@class or @id or @aria-label]") if _is_named_so(e)]
    drop(e for e in named if 2 * _unlinked(e) < whole or "comment" in e.get("class", "") + e.get("id", ""))
    drop(e for e in tree.xpath("//body//*[.//a or self::a]") if _is_pointer(e))
    drop(e for e in tree.xpath("//ul|//ol") if not _unlinked(e))
    drop(e for e in map(_headed, tree.xpath(f"//*[{_HEADING} or self::strong or self::b or self::summary]")) if e is not None)
    return len(cards)


def _cards(parent) -> list:
    """Children of an element that are a list of cards: alike, at least three, each a link to another article with little beside it."""
    found = []
    for tag in {c.tag for c in parent if c.tag in ("article", "li", "div", "section", "tr", "td", "dd", "figure", "a")}:
        alike = [c for c in parent if c.tag == tag]
        cards = [c for c in alike if _is_card(c)]
        found += cards if len(cards) >= ALIKE or tag == "article" else []
    return found


def _is_card(element) -> bool:
    if element.tag != "a" and element.find(".//a") is None:
        return False
    n = len(element.text_content().split())
    if not 0 < n <= CARD_WORDS:
        return False
    if element.xpath(_LINKED_HEADING):
        return True
    if element.xpath(f".//*[{_HEADING}]") and any(_key(_text(a)) in _headings() for a in element.iter("a")):
        return True
    return element.tag != "a" and 2 * _unlinked(element) < n


def _unlinked(element) -> int:
    """Words of an element that are no link."""
    return sum(len(t.split()) for t in element.xpath(".//text()[not(ancestor::a)]"))


def _is_named_so(element) -> bool:
    name = " ".join(filter(None, (element.get("class"), element.get("id"))))
    return bool(_NAMES.search(name)) or _key(element.get("aria-label") or "") in _headings()


def _is_pointer(element) -> bool:
    """Whether an element is "you may like: ..." with its link."""
    label, colon, _ = _text(element).partition(":")
    return bool(colon) and _key(label) in _headings() and len(words(_text(element))) <= CARD_WORDS


def _headed(heading):
    """What a heading such as "related" stands over, or the heading alone where that holds prose too; None of another heading."""
    if _key(heading.text_content()) not in _headings():
        return None
    parent = heading.getparent()
    return parent if parent is not None and _unlinked(parent) <= CARD_WORDS else heading


@cache
def _headings() -> frozenset:
    raw = json.loads(files("framing.resources").joinpath("furniture.json").read_text("utf-8"))
    return frozenset(_key(t) for t in (*raw["read_also"], *raw["ends"], *_RELATED))


# Lines


def _lines(tree, stated: Iterable[dict]) -> list[str]:
    """The article's paragraphs, headings and list items by trafilatura; by their marks where it gives a short page in one piece."""
    import trafilatura

    for figure in tree.xpath("//figure[.//blockquote]"):
        figure.drop_tag()
    for br in tree.xpath("//br[following-sibling::node()[not(self::text()[not(normalize-space())])][1][self::br]]"):
        br.tail = _BREAK + (br.tail or "")
    found: Any = trafilatura.bare_extraction(tree, with_metadata=False, include_comments=False, include_tables=False)
    text = found.text if found is not None and found.text else ""
    lines = [t for line in re.split(rf"[\n{_BREAK}]", text) if (t := tidy(line))]
    lines = lines if len(lines) > 1 else _blocks(tree) or lines
    body = next((d["articleBody"] for d in stated if isinstance(d.get("articleBody"), str)), "")
    is_lost = len(words(" ".join(lines))) < len(words(body)) / 2
    return [t for line in body.splitlines() if (t := tidy(line))] if is_lost else lines


def _blocks(tree) -> list[str]:
    parts = [e for e in tree.xpath("//h1|//h2|//h3|//p|//li|//blockquote[not(p)]") if _unlinked(e)]
    return [t for e in parts for line in e.text_content().split(_BREAK) if (t := tidy(line))]


# The date


def _published(tree, stated: Iterable[dict], title: str) -> tuple[str, str]:
    """The day of publication, and how exact it is: as marked, as printed near the title, as in the address."""
    marked = [_meta(tree, *_PUBLISHED), *(d.get("datePublished") for d in stated), *tree.xpath(_TIMES), _meta(tree, *_DATED)]
    dates = [_exact(m) for m in marked if isinstance(m, str)]
    dates += [(_printed_date(tree, title), "day"), _address_date(_address(tree))]
    known = [d for d in dates if d[0]]
    return next((d for d in known if d[1] == "day"), known[0] if known else ("", ""))


def _exact(stated: str) -> tuple[str, str]:
    """A stated date with its precision."""
    if day := iso_day(stated):
        return day, "day"
    m = re.fullmatch(r"((?:19|20)\d\d)(-(?:0[1-9]|1[0-2]))?", stated.strip())
    return ("", "") if m is None else (m[0], "month" if m[2] else "year")


def _printed_date(tree, title: str) -> str:
    """The date of a byline: short, next after the headline, or right above it; when it was changed counts only where nothing else is printed."""
    pieces = ["", *(t for e in tree.iter("body") for piece in e.itertext() if (t := tidy(piece)))]
    at = [i for i, piece in enumerate(pieces) if _key(piece) == _key(title)]
    near = [pieces[j - 1 : j + 1] for i in at for j in (*range(i + 1, i + 1 + NEAR_AFTER), *range(i - 1, max(0, i - 1 - NEAR_BEFORE), -1))]
    dated = [(_is_change(pair), day) for pair in near if len(pair) == 2 and (day := _byline_day(pair[1]))]
    return min(dated, key=lambda d: d[0])[1] if dated else ""


def _byline_day(piece: str) -> str:
    found = find_date(piece) or (iso_day(piece), piece)
    return found[0] if len(words(found[1])) <= DATE_WORDS else ""


def _is_change(pair: list[str]) -> bool:
    return fold(pair[1]).startswith(_CHANGED) or fold(pair[0]).strip(" :").endswith(_CHANGED)


def _address_date(address: str) -> tuple[str, str]:
    """The date in an address: /2025/04/11/name gives a day; /2025/04/11/ a month, for the last number may count articles."""
    m = re.search(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(?:(\d\d?)/(?=[^/?#]))?", address)
    if m is None:
        return "", ""
    day = iso_day(f"{m[1]}-{m[2]}-{m[3]}") if m[3] else ""
    return (day, "day") if day else (f"{m[1]}-{int(m[2]):02d}", "month")
