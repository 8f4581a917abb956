"""The one error a caller of `framing` has to know, and how a build step reports it."""

import sys
from collections.abc import Callable


class FramingError(ValueError):
    """Something the caller can mend: the message says what failed, what was given and what is allowed."""


def reported(step: Callable[..., None], *arguments) -> int:
    """Runs a build step; returns 0, or 1 after one line on standard error when it raised a FramingError."""
    try:
        step(*arguments)
    except FramingError as e:
        print(f"framing: {e}", file=sys.stderr)
        return 1
    return 0
