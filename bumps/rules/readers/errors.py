"""The two ways a pin file says no; the text is the reason, as a person reads it beside a file's name."""


class Unreadable(Exception):  # noqa: N818 a finding about a file, not a failure of the program
    """The file is there and what it pins cannot be told."""


class Unwritable(Exception):  # noqa: N818 as above
    """The value cannot be put there without changing more than the pin."""
