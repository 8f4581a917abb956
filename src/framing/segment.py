"""Articles in, units out: one row per sentence or headline as printed, with its role in the article."""

from collections import Counter
from typing import TYPE_CHECKING

from framing.errors import FramingError
from framing.morphology import lemma
from framing.read import BULLET
from framing.text import fold, is_ended, sentences, tidy, words

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
_RESUMES = tuple(fold(t) for t in ("لذلك", "لكن", "وبحسب", "بحسب", "وفقا", "في المقابل", "من جهة", "إلا أن", "غير أن", "كما", "ورغم"))
FUNCTION_WORDS = frozenset(
    fold(w)
    for w in "في من على إلى عن أن إن ما لا لم لن قد هو هي هذا هذه ذلك تلك التي الذي الذين كان كانت كما بما مما أو ثم بل مع بعد قبل بين حتى عند كل غير أي".split()
)


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
    FramingError : a column is missing or an article_id stands twice.
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
    units += _deck(lines) if units else []
    in_list = False
    for i, line in enumerate(lines[len(units) - 1 if units else 0 :], len(units) - 1 if units else 0):
        in_list = _continues_list(lines, i, in_list)
        units += _line_units(line, last=i == len(lines) - 1, in_list=in_list)
    return _mark_pull_quotes(units)


def _check(articles: "pd.DataFrame") -> None:
    missing = {"article_id", "text"} - set(articles.columns)
    if missing:
        raise FramingError(f"articles: no column {sorted(missing)}; the table has {list(articles.columns)}")
    twice = articles["article_id"][articles["article_id"].duplicated()]
    if len(twice):
        raise FramingError(f"articles: article_id {twice.iloc[0]!r} stands more than once; ids must differ")


def _deck(lines: list[str]) -> list[tuple[str, str]]:
    """Lines between a title and the first prose: the lede."""
    deck = []
    for line in lines:
        if is_ended(line) or len(lines) == len(deck) + 1:
            break
        deck.append(("lede", BULLET.sub("", line)))
    return deck


def _continues_list(lines: list[str], i: int, in_list: bool) -> bool:
    """Whether line i is an item of a list: it follows a line ended by a colon, or another item, and is one sentence that does not resume."""
    line, before = lines[i], lines[i - 1] if i else ""
    if BULLET.match(line):
        return True
    item = is_ended(line) and len(words(line)) <= BULLET_WORDS and len(sentences(line)) == 1 and not line.startswith(("“", '"', "«"))
    return item and (before.endswith(":") or (in_list and not fold(line).startswith(_RESUMES)))


def _line_units(line: str, last: bool, in_list: bool) -> list[tuple[str, str]]:
    if line[0] in _PULL_MARKS:
        return [("pull_quote", BULLET.sub("", line))]
    if BULLET.match(line):
        return [("bullet", BULLET.sub("", line))]
    n = len(words(line))
    if not is_ended(line) and not last and n <= HEADLINE_WORDS and not line.endswith(tuple('"”»')):
        return [("heading" if n <= HEADING_WORDS else "headline", line)]
    parts = sentences(line)
    role = "bullet" if in_list else "body"
    units = [(role, part) for part in parts]
    if len(parts) > 1 and not is_ended(parts[-1]) and len(words(parts[-1])) <= GLUED_WORDS and not parts[-1].endswith(tuple('"”»')):
        units[-1] = ("heading", parts[-1])
    return units


def _content(text: str) -> Counter:
    return Counter(lemma(w.form) for w in words(text) if w.form not in FUNCTION_WORDS and len(w.form) > 1)


def _mark_pull_quotes(units: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Unended lines that repeat a unit of the body become pull quotes; a marked line that repeats none becomes a headline."""
    bodies = [_content(text) for _, text in units if is_ended(text)]
    marked = []
    for i, (role, text) in enumerate(units):
        if i and not is_ended(text) and role != "bullet":
            own = _content(text)
            repeats = own.total() >= 5 and any((own & body).total() >= PULLED * own.total() for body in bodies)
            role = "pull_quote" if repeats else ("headline" if role == "pull_quote" else role)
        marked.append((role, text))
    return marked
