"""Articles in, units out: one row per sentence or headline as printed, with its role in the article."""

import re
from collections import Counter
from typing import TYPE_CHECKING

from framing.errors import FramingError
from framing.morphology import FUNCTION_WORDS, lemma
from framing.read import BULLET
from framing.text import CLOSERS, fold, is_ended, sentences, tidy, words

if TYPE_CHECKING:
    import pandas as pd

ROLES = ("headline", "lede", "heading", "body", "bullet", "pull_quote")
COLUMNS = ["unit_id", "article_id", "position", "role", "weight", "n_words", "n_chars", "text"]
HEADING_WORDS = 9  # an unended line up to this long is a heading, a longer one a headline inside the text
HEADLINE_WORDS = 24  # an unended line longer than this is prose that lost its stop
GLUED_WORDS = 5  # an unended rest up to this long at the end of a paragraph is the next section's heading
BULLET_WORDS = 40
PULLED = 0.8  # share of content lemmas a pull quote has in common with a unit of the body (codebook, section 0)
_PULL_MARKS = "♦◆"
_STOPPED = re.compile(rf"(?<![.…])\.[{re.escape(CLOSERS)}\s]*$")  # a full stop, not the dots that trail off within a headline
_QUOTES = tuple('"”»')
_RESUMES = tuple(fold(t) for t in ("لذلك", "لكن", "وبحسب", "بحسب", "وفقا", "في المقابل", "من جهة", "إلا أن", "غير أن", "كما", "ورغم"))


def segment(articles: "pd.DataFrame") -> "pd.DataFrame":
    """Units of articles, in order.

    Parameters
    ----------
    articles : DataFrame with article_id, text and, if known, title (one row per article; lines of text are its paragraphs)

    Returns
    -------
    DataFrame, one row per unit
        unit_id (article_id:position), article_id, position (from 0), role, weight (0 for a pull quote, else 1), n_words, n_chars
        (code points), text as printed with single spaces.

    Raises
    ------
    FramingError : a column or a text is missing, or an article_id stands twice.
    """
    import pandas as pd

    _check(articles)
    titles = articles["title"] if "title" in articles else [""] * len(articles)
    rows = []
    for article_id, title, body in zip(articles["article_id"], titles, articles["text"], strict=True):
        rows += unit_rows(article_id, article_units(title if isinstance(title, str) else "", body))
    return pd.DataFrame(rows, columns=COLUMNS)


def unit_rows(article_id: str, units: list[tuple[str, str]]) -> list[dict]:
    """Rows of the units table for one article's (role, text) units."""
    return [
        {
            "unit_id": f"{article_id}:{position}",
            "article_id": article_id,
            "position": position,
            "role": role,
            "weight": int(role != "pull_quote"),
            "n_words": len(words(text)),
            "n_chars": len(text),
            "text": text,
        }
        for position, (role, text) in enumerate(units)
    ]


def article_units(title: str, text: str) -> list[tuple[str, str]]:
    """(role, text) of each unit of one article."""
    lines = [t for line in text.splitlines() if (t := tidy(line))]
    units = [("headline", tidy(title))] if words(title) else []
    deck = _deck(lines) if units else []
    units += deck
    in_list = False
    for i in range(len(deck), len(lines)):
        in_list = _continues_list(lines, i, in_list)
        units += _line_units(lines[i], last=i == len(lines) - 1, in_list=in_list)
    return _mark_pull_quotes(units)


def _check(articles: "pd.DataFrame") -> None:
    missing = {"article_id", "text"} - set(articles.columns)
    if missing:
        raise FramingError(f"articles: no column {sorted(missing)}; the table has {list(articles.columns)}")
    twice = articles["article_id"][articles["article_id"].duplicated()]
    if len(twice):
        raise FramingError(f"articles: article_id {twice.iloc[0]!r} stands more than once; ids must differ")
    empty = [i for i, text in zip(articles["article_id"], articles["text"], strict=True) if not isinstance(text, str)]
    if empty:
        raise FramingError(f"articles: article_id {empty[0]!r} has no text; an article without text is a row with the text ''")


def _deck(lines: list[str]) -> list[tuple[str, str]]:
    """Lines between a title and the first prose: the lede."""
    deck: list[tuple[str, str]] = []
    for line in lines:
        if not _is_deck(line) or len(lines) == len(deck) + 1:
            break
        deck.append(("lede", BULLET.sub("", line)))
    return deck


def _is_deck(line: str) -> bool:
    """Whether a line may stand between title and prose: a headline, or a marked item, which may be longer."""
    return not is_ended(line) and len(words(line)) <= BULLET_WORDS if BULLET.match(line) else _is_headline(line)


def _is_headline(line: str) -> bool:
    """Whether a line is short, closes neither a sentence nor a quotation, and holds no sentence that a full stop ends."""
    if is_ended(line) or len(words(line)) > HEADLINE_WORDS:
        return False
    return not (line.endswith(_QUOTES) or any(_STOPPED.search(part) for part in sentences(line)))


def _continues_list(lines: list[str], i: int, in_list: bool) -> bool:
    """Whether line i is an unmarked item of a list: it follows a line ended by a colon, or such an item, and is one sentence that does not
    resume. A marked item tells itself, and ends where its marks end."""
    line, before = lines[i], lines[i - 1] if i else ""
    if BULLET.match(line):
        return False
    item = is_ended(line) and len(words(line)) <= BULLET_WORDS and len(sentences(line)) == 1 and not line.startswith(("“", '"', "«"))
    return item and (before.endswith(":") or (in_list and not fold(line).startswith(_RESUMES)))


def _line_units(line: str, last: bool, in_list: bool) -> list[tuple[str, str]]:
    if line[0] in _PULL_MARKS:
        return [("pull_quote", BULLET.sub("", line))]
    if BULLET.match(line):
        return [("bullet", BULLET.sub("", line))]
    if _is_headline(line) and not last:
        return [("heading" if len(words(line)) <= HEADING_WORDS else "headline", line)]
    parts = sentences(line)
    role = "bullet" if in_list else "body"
    units = [(role, part) for part in parts]
    if len(parts) > 1 and not is_ended(parts[-1]) and len(words(parts[-1])) <= GLUED_WORDS and not parts[-1].endswith(_QUOTES):
        units[-1] = ("heading", parts[-1])
    return units


def _content(text: str) -> Counter:
    return Counter(lemma(w.form) for w in words(text) if w.form not in FUNCTION_WORDS and len(w.form) > 1)


def _mark_pull_quotes(units: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Lines marked or unended that repeat a unit of the body become pull quotes; a marked line that repeats none is a headline or body."""
    bodies = [_content(text) for role, text in units if is_ended(text) and role != "pull_quote"]
    marked = []
    for i, (role, text) in enumerate(units):
        if role == "pull_quote" or (i and not is_ended(text) and role != "bullet"):
            own = _content(text)
            repeats = own.total() >= 5 and any((own & body).total() >= PULLED * own.total() for body in bodies)
            unmarked = ("body" if is_ended(text) else "headline") if role == "pull_quote" else role
            role = "pull_quote" if repeats else unmarked
        marked.append((role, text))
    return marked
