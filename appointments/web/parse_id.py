"""Numbers that a person or a link may have mistyped."""


def number(text: str | None) -> int:
    """A number of at most 18 digits, such as an id in a query string; 0, which no row has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
