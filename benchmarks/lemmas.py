"""Lemmas per second, ours beside peers', on the words of the exemplars: `python benchmarks/lemmas.py`.

Every method first meets each word type once (a working process is warm); then all words are read several times and the fastest round counts.
"""

import json
import time
from collections.abc import Callable
from importlib.resources import files

import simplemma
import snowballstemmer

from framing.clitics import split
from framing.morphology import lemma
from framing.text import words

ROUNDS = 5
REPEATED = 20


def tokens() -> list[tuple[str, str]]:
    """Printed word and folded word of every token of the exemplars, repeated."""
    lines = files("framing.resources").joinpath("exemplars.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    return [(text[w.start : w.end], w.form) for text in texts for w in words(text)] * REPEATED


def rate(method: Callable[[str], object], forms: list[str]) -> float:
    """Words per second of the fastest round."""
    for form in set(forms):
        method(form)
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for form in forms:
            method(form)
        rounds.append(len(forms) / (time.perf_counter() - start))
    return max(rounds)


def main() -> None:
    printed, folded = map(list, zip(*tokens(), strict=True))
    rates = {
        "framing lemma": rate(lemma, folded),
        "framing split": rate(split, printed),
        "simplemma": rate(lambda w: simplemma.lemmatize(w, lang="ar"), printed),
        "Snowball Arabic": rate(snowballstemmer.stemmer("arabic").stemWord, printed),
    }
    print(f"{len(printed)} words, {len(set(printed))} types, one thread")
    for name, per_second in rates.items():
        print(f"{name:16} {per_second / 1e6:8.2f} M words/s   {per_second / rates['Snowball Arabic']:8.1f} x Snowball")


if __name__ == "__main__":
    main()
