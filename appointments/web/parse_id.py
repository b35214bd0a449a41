"""Ids in addresses and forms, where a person or a link may have mistyped them."""


def parse_id(text: str | None) -> int:
    """A number of at most 18 digits; 0, which no row has as its id, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
