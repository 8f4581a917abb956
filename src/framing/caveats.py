"""An estimate and what it rests on in, what a reader must be told beside it out."""

from collections.abc import Iterator

import numpy as np

from framing.gold import Study
from framing.prevalence import FEW, Estimate

FEW_ARTICLES = 20
UNSURE = "interval is rough"
FEW_ERRORS = 5  # with fewer, much of an interval's width is allowance for errors unseen


def group_caveats(study: Study, g: int) -> Iterator[str]:
    """What concerns every share of group number g."""
    if study.sample.n_empty:
        yield f"of the whole sample {study.sample.n_empty} units are not coded by hand: taken for missing at random within their stratum"
    n = int((1 - study.sample.real)[study.own(g)].sum())
    if n:
        yield f"rows noted as no units, left out of what the share is of: {n} of those coded by hand here"
    n = int(study.uncoded[study.group == g].sum())
    if n:
        yield f"{n} units without a machine code count as the mean of the others"
    if study.target == "outlet" and 2 <= study.n_articles(g) < FEW_ARTICLES:
        yield f"fewer than {FEW_ARTICLES} articles: {UNSURE}"


def value_caveats(study: Study, g: int, k: int, method: str, half: float, found: Estimate) -> Iterator[str]:
    """What concerns the share of value number k in group number g; half is half the width of its interval."""
    if method in ("naive", "em") or np.isnan(found.share[k]):
        return
    used = (study.own(g) | (method == "back-calculation")) & (study.sample.real > 0)
    hand, machine = study.sample.hand[used, k], study.machine[study.sample.rows[used], k]
    few = {f"fewer than {FEW} hand-coded units of it": hand.sum(), f"fewer than {FEW} of other values": len(hand) - hand.sum()}
    if np.isnan(half):
        yield "no variation to form an interval from"
    elif not found.certain:
        scarce = [what for what, n in few.items() if n < FEW]
        yield from (f"{what}: {UNSURE}" for what in scarce)
        if not scarce and method == "difference" and (np.abs(hand - machine) > 0.5).sum() < FEW_ERRORS:
            yield f"the machine errs in fewer than {FEW_ERRORS} sampled units: interval may be too wide"
    if not 0 <= found.share[k] <= 1:
        yield "outside 0 to 1: the truth is at the edge, or the method does not hold"
