"""The two ways a pin file says no; the text is the reason, as a person reads it beside a file's name."""


class Unreadable(Exception):
    """The file is there and what it pins cannot be told."""


class Unwritable(Exception):
    """The value cannot be put there without changing more than the pin."""
