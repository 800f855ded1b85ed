"""Pin formats: how a value stands in a file, and how to change it without touching another byte.

Every reader is one small module of the same shape:

    class Selector(msgspec.Struct, forbid_unknown_fields=True, frozen=True): ...   # its options in bumpboard.toml
    def read(text: str, selector: Selector) -> dict[str, str]: ...                 # {row: value}
    def write(text: str, selector: Selector, value: str) -> str: ...               # every row set to value

A row is "" where a file holds one value, else what tells the rows apart (a PLATFORM, a job's name).
No row at all ({}) means "not here": the file has no such pin, which is not an error.
"""
