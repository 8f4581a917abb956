"""The one error a caller of `framing` has to know."""


class FramingError(ValueError):
    """Something the caller can mend: the message says what failed, what was given and what is allowed."""
