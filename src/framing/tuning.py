"""Coded sentences in, the sentence encoder tuned to the codebook out: `python -m framing.tuning <folder of the published files>` (the `tune` extra, an hour).

Only the biases and layer norms of the encoder's upper layers are tuned, together with a linear head per variable: its matrices stay as published, and what is tuned
fits in a small file laid over the published weights when they are loaded.

References
----------
Ben Zaken, Goldberg & Ravfogel (2022), BitFit: Simple parameter-efficient fine-tuning for transformer-based masked language models.
Wang et al. (2024), Multilingual E5 text embeddings: a technical report.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pandas as pd

from framing.embedding import DIMENSIONS, TUNED, save_tuned
from framing.errors import reported
from framing.estimators import class_weights, coded_targets, targets
from framing.news import News, news_units
from framing.training import read_exemplars, training_codes
from framing.vectors import write_heads
from framing.weights import Weights, read_weights

LAYERS, HEADS, EPS = 12, 12, 1e-12
FIRST = 6  # layers below stay as they are, so that their output is computed once
NAMES = ("q.b", "k.b", "v.b", "ao.b", "aln.w", "aln.b", "fi.b", "fo.b", "oln.w", "oln.b")
MATRICES = {"q": DIMENSIONS, "k": DIMENSIONS, "v": DIMENSIONS, "ao": DIMENSIONS, "fi": DIMENSIONS, "fo": 4 * DIMENSIONS}
LENGTHS = (16, 24, 32, 40, 48, 64, 80, 104, 144, 208, 320, 512)  # batches are padded to one of these, each compiled once
BATCH, EPOCHS, RATE, HEAD_RATE, DROPOUT, WARM = 32, 5, 3e-3, 2e-3, 0.1, 20  # chosen on training documents
SHARPNESS = 10.0  # of a vector of length 1 before the heads
WEIGHT = {
    "appraisal": 1.0,
    "explains": 1.0,
    "object": 0.3,
    "stance": 0.5,
    "attributed": 0.5,
    "speaker_kind": 0.3,
}  # in the loss; frames 0.25 each
FOLDS = 3


class Material(NamedTuple):
    """Sentences as the output of the layers that stay, and their codes: variable → (units,) value numbers (-1: not coded) and weights."""

    hidden: list[np.ndarray]
    codes: dict[str, tuple[np.ndarray, np.ndarray]]


def tokens(text: str, weights: Weights) -> list[int]:
    """Numbers of the pieces a sentence is read as: the likeliest sequence of pieces (unigram language model), with begin and end."""
    text = "".join(weights.replaced.get(ord(c), c) for c in f"query: {text}")
    text = "\u2581" + "\u2581".join(part for part in text.split(" ") if part)
    best, back = [0.0] + [-np.inf] * len(text), [(0, 0)] * (len(text) + 1)
    for i in range(len(text)):
        for j in range(i + 1, min(len(text), i + weights.longest) + 1):
            piece = weights.pieces.get(text[i:j])
            score = best[i] + (weights.scores[piece] if piece is not None else weights.unknown_score if j == i + 1 else -np.inf)
            if score > best[j]:
                best[j], back[j] = score, (i, weights.unknown if piece is None else piece)
    found, at = [], len(text)
    while at:
        at, piece = back[at]
        found.append(piece)
    return [weights.begin, *found[::-1][: LENGTHS[-1] - 2], weights.end]


def _normed(x, scale, shift):
    centred = x - x.mean(-1, keepdims=True)
    return centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + EPS) * scale + shift


def _layers(fixed: dict, tuned: dict, x, mask, first: int, last: int, key=None):
    """Hidden states (batch, tokens, dimensions) through layers first to last (excluded), with dropout if a key is given."""
    batch, length, width = x.shape
    away = (1 - mask)[:, None, None, :] * -1e9

    def split(y):
        return y.reshape(batch, length, HEADS, width // HEADS).transpose(0, 2, 1, 3)

    def dropped(y, n):
        if key is None:
            return y
        return y * jax.random.bernoulli(jax.random.fold_in(key, n), 1 - DROPOUT, y.shape) / (1 - DROPOUT)

    for n in range(first, last):
        t, m = {k: tuned[f"l{n}.{k}"] for k in NAMES}, {k: fixed[f"l{n}.{k}.w"] for k in MATRICES}
        q, k, v = (split(x @ m[name] + t[f"{name}.b"]) for name in "qkv")
        attended = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(width // HEADS) + away, -1) @ v
        attended = attended.transpose(0, 2, 1, 3).reshape(batch, length, width) @ m["ao"] + t["ao.b"]
        x = _normed(x + dropped(attended, 2 * n), t["aln.w"], t["aln.b"])
        wide = jax.nn.gelu(x @ m["fi"] + t["fi.b"], approximate=False) @ m["fo"] + t["fo.b"]
        x = _normed(x + dropped(wide, 2 * n + 1), t["oln.w"], t["oln.b"])
    return x


def _pooled(x, mask):
    mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    return mean / jnp.linalg.norm(mean, axis=1, keepdims=True)


def _scores(p: dict, fixed: dict, x, mask, mean, key=None) -> dict:
    vectors = (_pooled(_layers(fixed, p["tuned"], x, mask, FIRST, LAYERS, key), mask) - mean) * SHARPNESS
    return {v: vectors @ h["w"] + h["b"] for v, h in p["heads"].items()}


def _loss(p: dict, fixed: dict, x, mask, codes: dict, mean, key):
    total = 0.0
    for variable, z in _scores(p, fixed, x, mask, mean, key).items():
        value, weight = codes[variable]
        z = jnp.hstack([jnp.zeros_like(z), z]) if z.shape[1] == 1 else z
        likely = jax.nn.log_softmax(z)[jnp.arange(len(value)), jnp.maximum(value, 0)]
        total -= WEIGHT.get(variable, 0.25) * (likely * weight).sum() / len(value)
    return total


class Tuner:
    """An encoder whose upper layers can be tuned on sentences."""

    def __init__(self, weights: Weights):
        self.weights = weights
        self.lower = {f"l{n}.{k}.w": weights.matrix(f"l{n}.{k}.w", width) for n in range(FIRST) for k, width in MATRICES.items()}
        self.upper = {f"l{n}.{k}.w": weights.matrix(f"l{n}.{k}.w", width) for n in range(FIRST, LAYERS) for k, width in MATRICES.items()}
        self.published = {f"l{n}.{k}": weights.floats(f"l{n}.{k}") for n in range(LAYERS) for k in NAMES}
        self._vectors = jax.jit(lambda tuned, fixed, x, mask: _pooled(_layers(fixed, tuned, x, mask, FIRST, LAYERS), mask))
        self._step = jax.jit(jax.value_and_grad(_loss))

    def hidden(self, texts: Sequence[str]) -> list[np.ndarray]:
        """What the layers that stay make of each text: (tokens, dimensions)."""
        word, position = self.weights.matrix("emb.word", DIMENSIONS).T, self.weights.floats("emb.pos").reshape(-1, DIMENSIONS)
        position = position + self.weights.floats("emb.type").reshape(-1, DIMENSIONS)[0]
        scale, shift = self.weights.floats("emb.ln.w"), self.weights.floats("emb.ln.b")
        below = jax.jit(lambda fixed, tuned, x, mask: _layers(fixed, tuned, _normed(x, scale, shift), mask, 0, FIRST))
        embedded = [word[ids] + position[: len(ids)] for ids in (tokens(t, self.weights) for t in texts)]
        out: list = [None] * len(texts)
        for at in _by_length([len(e) for e in embedded], np.random.default_rng(0)):
            x, mask = _padded([embedded[i] for i in at])
            for i, h in zip(at, np.asarray(below(self.lower, self.published, x, mask)), strict=False):
                out[i] = h[: len(embedded[i])].astype("f2")
        return out

    def vectors(self, tuned: dict, hidden: Sequence[np.ndarray]) -> np.ndarray:
        out = np.zeros((len(hidden), DIMENSIONS), "f4")
        for at in _by_length([len(h) for h in hidden], np.random.default_rng(0)):
            out[at] = np.asarray(self._vectors(tuned, self.upper, *_padded([hidden[i] for i in at])))[: len(at)]
        return out

    def tune(self, material: Material, rows: np.ndarray, seed: int = 0) -> dict:
        """Biases, layer norms and heads fitted on rows of the material: {"tuned", "heads"}, the mean vector folded into the heads' intercepts."""
        rng, key = np.random.default_rng(seed), jax.random.PRNGKey(seed)
        upper = {k: v for k, v in self.published.items() if int(k[1:].split(".")[0]) >= FIRST}
        mean = self.vectors(upper, [material.hidden[i] for i in rows[:: max(1, len(rows) // 500)]]).mean(axis=0)
        p: dict[str, dict] = {"tuned": upper, "heads": {v: _empty_head(len(c)) for v, c in targets().items()}}
        first, second = (jax.tree.map(np.zeros_like, p) for _ in range(2))
        steps = EPOCHS * -(-len(rows) // BATCH)
        for step, at in enumerate(at for _ in range(EPOCHS) for at in _by_length([len(material.hidden[i]) for i in rows], rng)):
            x, mask = _padded([material.hidden[i] for i in rows[at]])
            codes = {v: _filled(value[rows[at]], weight[rows[at]]) for v, (value, weight) in material.codes.items()}
            loss, gradient = self._step(p, self.upper, x, mask, codes, mean, jax.random.fold_in(key, step))
            p, first, second = _adam(p, first, second, gradient, step, min(1, (step + 1) / WARM) * max(0.0, 1 - step / steps))
            if step % 50 == 0:
                print(f"step {step} of {steps}, loss {loss:.3f}", file=sys.stderr, flush=True)
        folded: dict[str, dict] = {v: {"w": h["w"] * SHARPNESS, "b": h["b"] - mean @ h["w"] * SHARPNESS} for v, h in p["heads"].items()}
        return jax.tree.map(np.asarray, {"tuned": p["tuned"], "heads": folded})


def _empty_head(k: int) -> dict:
    width = 1 if k == 2 else k
    return {"w": np.zeros((DIMENSIONS, width), "f4"), "b": np.zeros(width, "f4")}


@jax.jit
def _adam(p, first, second, gradient, step, rate):
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
    second = jax.tree.map(lambda s, g: 0.99 * s + 0.01 * g * g, second, gradient)

    def moved(base):
        return lambda w, m, s: w - base * rate * (m / (1 - 0.9 ** (step + 1))) / (jnp.sqrt(s / (1 - 0.99 ** (step + 1))) + 1e-8)

    rates = {"tuned": RATE, "heads": HEAD_RATE}
    return {part: jax.tree.map(moved(r), p[part], first[part], second[part]) for part, r in rates.items()}, first, second


def _by_length(lengths: Sequence[int], rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Numbers of the sentences of each batch, those of like length together, batches in random order."""
    order = np.argsort(np.asarray(lengths) * np.exp(rng.normal(0, 0.15, len(lengths))), kind="stable")
    batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    return (batches[i] for i in rng.permutation(len(batches)))


def _padded(rows: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """(BATCH, length, dimensions) and their mask; rows that are wanting repeat the first."""
    length = next(n for n in LENGTHS if n >= max(map(len, rows)))
    x, mask = np.zeros((BATCH, length, DIMENSIONS), "f4"), np.zeros((BATCH, length), "f4")
    for i in range(BATCH):
        row = rows[i] if i < len(rows) else rows[0]
        x[i, : len(row)], mask[i, : len(row)] = row, 1
    return x, mask


def _filled(value: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes of a batch, filled up with units of no weight."""
    wanting = BATCH - len(value)
    return np.pad(value, (0, wanting), constant_values=-1), np.pad(weight, (0, wanting)).astype("f4")


def material(tuner: Tuner, texts: Sequence[str], y: pd.DataFrame) -> Material:
    codes = {}
    for variable, target in coded_targets(y).items():
        weight = np.zeros(len(target))
        weight[target >= 0] = class_weights(target[target >= 0], 0.25)
        codes[variable] = (target, weight)
    return Material(tuner.hidden(texts), codes)


def held_out_scores(tuner: Tuner, m: Material, groups: np.ndarray) -> np.ndarray:
    """(units, columns) scores of each unit by heads and encoder tuned on the groups of the other folds."""
    names = np.random.default_rng(0).permutation(np.unique(groups))
    fold = pd.Series(np.arange(len(names)) % FOLDS, index=names)[groups].to_numpy()
    out = np.zeros((len(groups), sum(1 if len(c) == 2 else len(c) for c in targets().values())))
    for k in range(FOLDS):
        p = tuner.tune(m, np.flatnonzero(fold != k))
        test = np.flatnonzero(fold == k)
        vectors = tuner.vectors(p["tuned"], [m.hidden[i] for i in test])
        out[test] = np.hstack([vectors @ p["heads"][v]["w"] + p["heads"][v]["b"] for v in targets()])
    return out


def run(external: Path, data: Path) -> None:
    """Tunes the encoder on all training material, and writes what is tuned and the held-out scores of its heads."""
    news, exemplars = News(data / "news"), read_exemplars()
    y = training_codes(news, exemplars)
    units = news_units(external, news.documents).set_index("unit_id").loc[news.codes("training")["unit_id"]]
    tuner = Tuner(read_weights())
    m = material(tuner, [*exemplars["text"], *units["text"]], y)
    write_heads(held_out_scores(tuner, m, y["group"].to_numpy()), (news.units["split"] == "training").to_numpy(), data)
    p = tuner.tune(m, np.arange(len(y)))
    save_tuned(
        p["tuned"], np.hstack([p["heads"][v]["w"] for v in targets()]), np.concatenate([p["heads"][v]["b"] for v in targets()]), TUNED
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m framing.tuning", description="Tune the sentence encoder to the codebook.")
    parser.add_argument("external", type=Path, help="folder of the published files")
    parser.add_argument("--data", type=Path, default=Path("data"))
    a = parser.parse_args(argv)
    return reported(run, a.external, a.data)


if __name__ == "__main__":
    sys.exit(main())
