"""Sentences per second of the two coders and a peer, one thread: `python benchmarks/coders.py` rewrites benchmarks/coders.csv.

The exemplars' articles are coded from text to codes; every coder first codes a part of them (a working process is warm), the fastest of several rounds counts.
"""

import csv
import time
from collections.abc import Callable
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer

from framing.coding import code_articles
from framing.features import shipped_space
from framing.model import shipped_model
from framing.training import read_exemplars

ROUNDS = 3
N_ARTICLES = {"fast": 400, "accurate": 40, "CountVectorizer": 400}  # the last articles: passages of several sentences
OUT = Path(__file__).parent / "coders.csv"


def articles(n: int) -> list[dict]:
    table = read_exemplars()
    grouped = table.groupby("article_id", sort=False)["text"].agg("\n".join).tail(n)
    return [{"article_id": a, "text": text} for a, text in grouped.items()]


def seconds(work: Callable[[], object]) -> float:
    work()
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        rounds.append(time.perf_counter() - start)
    return min(rounds)


def main() -> None:
    rates = {}
    for name in ("fast", "accurate"):
        given = articles(N_ARTICLES[name])
        n = sum(1 for _ in code_articles(given, shipped_space(name), shipped_model(name)))
        rates[name] = n / seconds(lambda g=given, name=name: list(code_articles(g, shipped_space(name), shipped_model(name))))
    sentences = [line for a in articles(N_ARTICLES["CountVectorizer"]) for line in a["text"].split("\n")]
    vectorizer = CountVectorizer().fit(sentences)
    rates["CountVectorizer"] = len(sentences) / seconds(lambda: vectorizer.transform(sentences))
    rows = [(name, f"{rate:.0f}", f"{rate / rates['CountVectorizer']:.4f}") for name, rate in rates.items()]
    with OUT.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([("coder", "sentences_per_second", "times_CountVectorizer"), *rows])
    print(OUT.read_text("utf-8"), end="")


if __name__ == "__main__":
    main()
