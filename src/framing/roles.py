"""Names of a table's columns in, the role of each out: text, id, outlet, date, title, link; and the cells of a role as articles hold them."""

import json
import re
from collections.abc import Mapping, Sequence

from framing.days import Dated, iso_day
from framing.errors import FramingError
from framing.text import fold, words

# Names as exports print them, the likelier first: of two columns for a role, the one named earlier here is taken. Case, hamza, spaces,
# dots, hyphens and underscores do not matter.
GUESSES = {
    "text": (
        "text", "body", "content", "article", "article_text", "full_text", "main_text", "plain_text", "raw_text", "body_text", "article_body",
        "article_content", "news_text", "news_body", "news_content", "contents", "full_content", "full_contents", "story_text", "post_content",
        "النص الكامل", "نص", "النص", "نص المقال", "نص الخبر", "نص المادة", "المتن", "متن", "متن الخبر", "متن المقال", "المحتوى", "محتوى",
        "محتوى الخبر", "محتوى المقال", "تفاصيل الخبر", "المقال", "الخبر", "المادة", "story", "hit_sentence",
        "description", "summary", "abstract", "snippet", "excerpt", "الملخص", "ملخص", "الوصف",
    ),
    "article_id": (
        "article_id", "id", "story_id", "stories_id", "guid", "uuid", "doc_id", "document_id", "news_id", "post_id", "item_id", "uri",
        "المعرف", "معرف", "معرف المقال", "معرف الخبر", "رقم المقال", "رقم الخبر", "الرقم", "رقم", "الرقم التسلسلي", "التسلسل", "م",
    ),
    "outlet": (
        "outlet", "outlet_name", "source_name", "source", "media_name", "domain", "publisher", "publication", "publication_name", "newspaper",
        "media_outlet", "site_name", "website", "channel", "source_domain", "source_hostname", "hostname",
        "اسم المصدر", "المصدر", "مصدر", "مصدر الخبر", "اسم الصحيفة", "الصحيفة", "صحيفة", "اسم الجريدة", "الجريدة", "جريدة", "اسم القناة",
        "القناة", "الوسيلة", "الوسيلة الإعلامية", "وسيلة الإعلام", "المؤسسة الإعلامية", "الوكالة", "الناشر", "اسم الموقع", "الموقع",
        "الموقع الإلكتروني", "media_url",
    ),
    "published": (
        "published", "date", "publish_date", "pub_date", "published_at", "publication_date", "date_publish", "date_published",
        "publishing_date", "published_date", "datetime", "date_time", "post_date", "seendate",
        "تاريخ النشر", "التاريخ", "تاريخ", "تاريخ الخبر", "تاريخ المقال", "تاريخ الإصدار", "وقت النشر", "created_at", "timestamp", "indexed_date",
    ),
    "title": (
        "title", "headline", "head_line", "heading", "article_title", "news_title", "post_title", "story_title",
        "العنوان", "عنوان", "عنوان المقال", "عنوان الخبر", "عنوان المادة", "العنوان الرئيسي", "العنوان الرئيس",
    ),
    "url": (
        "url", "link", "article_url", "news_url", "story_url", "web_url", "source_url", "permalink", "document_identifier", "href",
        "الرابط", "رابط", "رابط المقال", "رابط الخبر", "رابط المصدر",
    ),
}  # fmt: skip
TEXT_WORDS = 40  # a cell as long is no title: its column may be the text, under a name not known here
_ADDRESS = r"(?i)(?:https?:)?//(?:www\.)?|www\."


def check_roles(columns: Mapping[str, str]) -> None:
    unknown = [role for role in columns if role not in GUESSES]
    if unknown:
        raise FramingError(f"no role {unknown[0]!r}; allowed are {', '.join(GUESSES)}")


def roles(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Role → column, given ones first, then by name."""
    named = {_key(c): c for c in reversed(header)}
    found = dict(columns)
    for role, names in GUESSES.items():
        guess = next((named[_key(n)] for n in names if _key(n) in named and named[_key(n)] not in found.values()), None)
        if role not in found and guess is not None:
            found[role] = guess
    return found


def _key(name: str) -> str:
    return "".join(c for c in fold(name) if c.isalnum())


def check_header(header: Sequence[str], columns: Mapping[str, str]) -> None:
    """Raises when a table has none of the given names, or neither text nor titles; its single rows may leave some out."""
    unknown = [c for c in columns.values() if c not in header]
    if unknown:
        raise FramingError(f"no column {unknown[0]!r}; the table has {', '.join(header)}")
    if not {"text", "title"} & set(roles(header, columns)):
        raise FramingError(f"no column of text found among {', '.join(header)}; name it with --text-column")


def check_titles(header: Sequence[str], columns: Mapping[str, str], first: Sequence[Mapping]) -> None:
    """Raises when a table that seems to have titles only holds long cells in its first rows: text, under a name not known here."""
    others = [c for c in header if c not in roles(header, columns).values()]
    long = [c for c in others if any(len(words(cell(row.get(c)))) >= TEXT_WORDS for row in first)]
    if long:
        raise FramingError(f"no column of text found among {', '.join(header)}; name it with --text-column, as {long[0]!r}")


def as_article(row: Mapping, found: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row that have a role; dates in ISO where that is certain, outlets that are an address as the site's name.

    A row that knows the dates of its whole table (`Dated`) has them read as these show.
    """
    article = dict.fromkeys(("article_id", "outlet", "published", "title", "text"), "")
    article |= {role: cell(row.get(column)) for role, column in found.items()}
    printed = article["published"]
    day = row.dates.day(found["published"], printed) if printed and isinstance(row, Dated) else iso_day(printed)
    return article | {"outlet": _site(article["outlet"]), "published": day or printed}


def cell(value) -> str:
    """A cell as text: lists have a line for each part, and of what holds a name, as a source in JSON does, the name is taken."""
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, list):
        return "\n".join(map(cell, value))
    if isinstance(value, dict):
        named = next((value[k] for k in ("name", "title", "text") if value.get(k)), None)
        return cell(named) if named is not None else json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _site(outlet: str) -> str:
    """An outlet; of one given as an address, the name of the site."""
    return re.sub(_ADDRESS, "", outlet.strip(), count=1).partition("/")[0] if re.match(_ADDRESS, outlet.strip()) else outlet
