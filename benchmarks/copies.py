"""Near copies found and articles taken for copies wrongly, by strength of edit: `python benchmarks/copies.py` rewrites benchmarks/copies.csv.

Every row is a stream of its own: the exemplars' articles (passages; single sentences by topic), then edited copies of them or articles that
are none. Edits are by rule, with a seed. A copy is found when it is marked with its own article; any other mark is wrong. The first rows are
as the package has it; in those after them one setting differs, and the copies of all edits, or all that are none, are put together.
"""

import csv
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from framing import copies
from framing.copies import mark_copies
from framing.samples import samples
from framing.training import read_exemplars

OUT = Path(__file__).parent / "copies.csv"
SEED = 0
SENTENCES = 6  # an exemplar article has so many at least
HEADER = ("setting", "edit", "strength", "articles", "copies", "found", "wrong", "recall", "precision")
AGENCIES = ("وكالة الأنباء الرسمية", "الوكالة", "مراسلنا", "وكالات")
RESPELT = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "«": '"', "»": '"', "،": ","})
BULLETIN = (
    "افتتحت سوق الصرف تعاملات {} على سعر {} دنانير للشراء و{} للبيع، بتغير قدره {} في المئة عن إقفال اليوم السابق.",
    "وسجلت العملة الثانية {} للشراء و{} للبيع، بينما بقي الهامش بين السوقين عند {} في المئة.",
    "وبلغ سعر غرام الذهب من عيار {} نحو {} ديناراً، وسعر الأونصة {} ديناراً في محال الصاغة بالعاصمة.",
    "وقالت نقابة الصرافين في نشرتها اليومية إن حجم التداول وصل إلى {} مليون دينار حتى الساعة {} ظهراً.",
    "وتصدر النشرة كل يوم عمل، وتبقى الأسعار استرشادية لا تلزم أحداً من المتعاملين في السوق.",
)
RECEPTION = (
    "استقبل وزير {} اليوم في مكتبه سفير {} والوفد المرافق، وبحث معه العلاقات الثنائية وسبل تعزيزها في مجال {} بما يخدم مصلحة البلدين.",
    "وأكد الوزير خلال اللقاء حرص الحكومة على {}، وعلى تذليل العقبات أمام مشاريع {} المشتركة.",
    "من جهته أعرب السفير عن تقدير بلاده لدور {}، وعن استعدادها لتقديم الدعم اللازم في {}.",
    "وحضر اللقاء معاون الوزير ومدير {} وعدد من المعنيين في الوزارة.",
)
OF_RECEPTIONS = (
    *("الزراعة", "النقل", "الصحة", "التعليم", "الطاقة", "السياحة", "الري", "الصناعة", "الثقافة", "البيئة"),
    *("إعادة تأهيل السكك", "تدريب الممرضين", "حماية الغابات", "ترميم المتاحف", "توسيع الميناء", "مكافحة التصحر"),
)

Article = list[str]  # of sentences


def originals() -> list[Article]:
    table = read_exemplars()
    alone = table["article_id"] == table["exemplar_id"]
    by_article = table.assign(article=table["article_id"].where(~alone, table["topic"])).groupby("article", sort=False)["text"].agg(list)
    return [a for a in by_article if len(a) >= SENTENCES]


def surface(article: Article, strength: float, r: random.Random) -> Article:
    """A dateline, the name of the agency, other spelling and quotation marks."""
    lead = f"{r.choice(AGENCIES)} – العاصمة، {r.randint(1, 28)} من الشهر الجاري. {article[0]}"
    return [s.translate(RESPELT) for s in (lead, *article[1:])]


def drop(article: Article, strength: float, r: random.Random) -> Article:
    kept = sorted(r.sample(range(len(article)), max(1, round(len(article) * (1 - strength)))))
    return [article[i] for i in kept]


def cut_tail(article: Article, strength: float, r: random.Random) -> Article:
    return article[: max(1, round(len(article) * (1 - strength)))]


def swap_words(article: Article, strength: float, r: random.Random) -> Article:
    return [" ".join(r.choice(VOCABULARY) if r.random() < strength else w for w in s.split()) for s in article]


def add(article: Article, strength: float, r: random.Random) -> Article:
    """The outlet's own lead and tail make `strength` of the result."""
    n = round(len(article) * strength / (1 - strength))
    own = r.sample(STRANGE, n)
    return own[: n // 2] + article + own[n // 2 :]


def reorder(article: Article, strength: float, r: random.Random) -> Article:
    return r.sample(article, len(article))


def all_edits(article: Article, strength: float, r: random.Random) -> Article:
    return add(swap_words(drop(article, strength, r), strength / 3, r), strength / 2, r)


def shared_quotes(article: Article, strength: float, r: random.Random) -> Article:
    """Another article that has `strength` of its sentences from this one, as two reports of one press conference."""
    n = max(1, round(len(article) * strength))
    return r.sample(article, n) + r.sample(STRANGE, len(article) - n)


def taken_in(article: Article, strength: float, r: random.Random) -> Article:
    """An article of its own, of which the whole dispatch is `strength`."""
    return add(article, 1 - strength, r)


def bulletin(article: Article, strength: float, r: random.Random) -> Article:
    """The same form with other figures."""
    return [line.format(*(f"{r.uniform(1, 90):.2f}" for _ in range(line.count("{}")))) for line in BULLETIN]


def reception(article: Article, strength: float, r: random.Random) -> Article:
    """The same form about another guest and another matter: eight of some seventy words differ, or more."""
    return [line.format(*(r.choice(OF_RECEPTIONS) for _ in range(line.count("{}")))) for line in RECEPTION]


def other(article: Article, strength: float, r: random.Random) -> Article:
    return r.sample(STRANGE, len(article))


EDITS: tuple[tuple[Callable[[Article, float, random.Random], Article], tuple[float, ...]], ...] = (
    (surface, (0,)),
    (reorder, (0,)),
    (drop, (0.2, 0.4, 0.6, 0.8)),
    (cut_tail, (0.25, 0.5, 0.75)),
    (swap_words, (0.05, 0.1, 0.2, 0.3)),
    (add, (0.2, 0.4, 0.6)),
    (all_edits, (0.1, 0.3, 0.5)),
)
NO_COPIES = ((other, (0,)), (shared_quotes, (0.1, 0.2, 0.3)), (taken_in, (0.2,)), (bulletin, (0,)))
BETWEEN = ((shared_quotes, (0.4, 0.5)), (reception, (0,)))  # nobody can say, or words alone cannot; in no row of all together

SETTINGS = (
    ("SHINGLE", (2, 4)),
    ("CONTAINED", (0.3, 0.5)),
    ("KEPT", (32, 64, 256)),
    ("INDEXED", (8, 64)),
    ("LONGER", (2, 5)),
    ("FIGURES", (1000,)),
)


def material() -> tuple[list[Article], list[str]]:
    """Articles to edit, one exemplar article long and three, and sentences of others for what an outlet adds."""
    every = originals()
    strange = [s for a in every[::4] for s in a]
    rest = [a for i, a in enumerate(every) if i % 4]
    long = [[s for a in rest[i + 1 : i + 4] for s in a] for i in range(0, len(rest) - 1, 4)]
    return rest[::4] + long, strange


ARTICLES, STRANGE = material()
VOCABULARY = [w for s in STRANGE for w in s.split()]


def as_article(name: str, sentences: Article) -> dict[str, str]:
    return {"article_id": name, "title": "", "text": "\n".join(sentences)}


def stream(edit: Callable, strength: float) -> Iterator[dict[str, str]]:
    r = random.Random(SEED)
    for i, a in enumerate(ARTICLES):
        yield as_article(f"{i}", a)
    for i, a in enumerate(ARTICLES):
        yield as_article(f"{i}:edited", edit(a, strength, r))


def measure(edit: Callable, strength: float, is_copy: bool) -> tuple[int, int, int, int]:
    """Articles, copies among them, those found, and wrong marks."""
    marks = {a["article_id"]: a["duplicate_of"] for a in mark_copies(stream(edit, strength)) if a["duplicate_of"]}
    found = sum(is_copy and name == f"{first}:edited" for name, first in marks.items())
    return 2 * len(ARTICLES), len(ARTICLES) * is_copy, found, len(marks) - found


def measure_samples() -> tuple[int, int, int, int]:
    marks = {a["article_id"]: a["duplicate_of"] for a in mark_copies(samples()) if a["duplicate_of"]}
    found = int(marks.get("s07") == "s06")
    return len(samples()), 1, found, len(marks) - found


def row(setting: str, edit: str, strength: float | str, counts: tuple[int, int, int, int]) -> tuple:
    _, copies, found, wrong = counts
    recall = f"{found / copies:.3f}" if copies else ""
    precision = f"{found / (found + wrong):.3f}" if found else ""
    return setting, edit, strength, *counts, recall, precision


def as_shipped() -> Iterator[tuple]:
    for is_copy, edits in ((True, EDITS), (False, NO_COPIES + BETWEEN)):
        yield from (row("shipped", e.__name__, s, measure(e, s, is_copy)) for e, strengths in edits for s in strengths)
    yield row("shipped", "samples", "", measure_samples())
    yield from together("shipped")


def together(setting: str) -> Iterator[tuple]:
    for is_copy, edits in ((True, EDITS), (False, NO_COPIES)):
        counts = [measure(e, s, is_copy) for e, strengths in edits for s in strengths]
        yield row(setting, "all copies" if is_copy else "all others", "", tuple(map(sum, zip(*counts, strict=True))))


def varied() -> Iterator[tuple]:
    for name, others in SETTINGS:
        shipped = getattr(copies, name)
        for value in others:
            setattr(copies, name, value)
            yield from together(f"{name} = {value}")
        setattr(copies, name, shipped)


def milliseconds() -> float:
    """For one article of the mean length here, among twice so many."""
    given = list(stream(all_edits, 0.3))
    rounds = []
    for _ in range(5):
        start = time.process_time()
        list(mark_copies(given))
        rounds.append(time.process_time() - start)
    return 1000 * min(rounds) / len(given)


def main() -> None:
    with OUT.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([HEADER, *as_shipped(), *varied()])
    print(OUT.read_text("utf-8"), end="")
    print(f"{milliseconds():.2f} ms an article")


if __name__ == "__main__":
    main()
