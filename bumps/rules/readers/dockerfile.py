"""The base image of a Dockerfile: the default of an `ARG`, or the image of a `FROM`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from bumps.rules.readers.dockerfile_syntax import SPLIT, instructions
from bumps.rules.readers.errors import Unreadable
from bumps.rules.readers.places import Place, line_of, replaced, rows_of
from bumps.rules.readers.values import is_of_image

# A word may hold quoted stretches; one that is never closed runs to the end. Each alternative begins with a
# character of its own, so that the time is linear in the text.
_WORD = re.compile(r"""(?:"(?:\\.|[^"\\])*"?|'[^']*'?|\\.?|[^\s"'\\])+""", re.DOTALL)
_QUOTED = re.compile(r"""(?P<quote>["'])(?P<inside>[^"']*)(?P=quote)""")
_NOT_LITERAL = re.compile(rf"[\\`\"'{SPLIT}]")


class Selector(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`arg`: the build argument whose default is the pin. `image`: the tracked repository, else the pin is absent."""

    arg: str | None = None
    image: str | None = None

    def __post_init__(self) -> None:
        if not self.arg and not self.image:
            raise ValueError("needs `arg`, `image` or both")


def read(text: str, selector: Selector) -> dict[str, str]:
    """{"": image}. Raises Unreadable for a default that is no literal, for `FROM` lines that disagree."""
    return rows_of(text, _find(text, selector))


def write(text: str, selector: Selector, value: str) -> str:
    """The default, or every `FROM` of the tracked image, set to `value`. Raises Unreadable as `read` does."""
    places = _find(text, selector)
    rows_of(text, places)
    return replaced(text, places, value)


def declares(text: str, arg: str) -> bool:
    """Whether any stage declares that build argument: one passed but never declared is read by nothing.

    Raises Unreadable as `read` does.
    """
    masked, found = instructions(text)
    spans = [(each.start, each.end) for each in found if each.keyword == "ARG"]
    return any(word[0].partition("=")[0] == arg for span in spans for word in _WORD.finditer(masked, *span))


def _find(text: str, selector: Selector) -> list[Place]:
    masked, found = instructions(text)
    if selector.arg:
        spans = [(each.start, each.end) for each in found if each.keyword == "ARG"]
        first_from = next((each.start for each in found if each.keyword == "FROM"), len(text))
        defaults = [place for span in spans for place in _defaults(masked, span, selector.arg)]
        # Only an ARG above the first FROM can name its image; a stage repeats it to see it inside.
        if place := next((each for each in defaults if each.start < first_from), next(iter(defaults), None)):
            _check_literal(text, place, selector.arg)
            return [place] if is_of_image(place.value, selector.image) else []
    if selector.image is None:
        return []
    froms = [_image(masked, (each.start, each.end)) for each in found if each.keyword == "FROM"]
    return [place for place in froms if place and _follows(place, selector.image)]


def _defaults(masked: str, span: tuple[int, int], arg: str) -> Iterator[Place]:
    for word in _WORD.finditer(masked, *span):
        name, _, value = word[0].partition("=")
        if name == arg and value:
            place = _unquoted(masked, word.start() + len(name) + 1, word.end())
            if place.value:
                yield place


def _image(masked: str, span: tuple[int, int]) -> Place | None:
    words = (word for word in _WORD.finditer(masked, *span) if not word[0].startswith("--"))
    word = next(words, None)
    return _unquoted(masked, *word.span()) if word else None


def _unquoted(masked: str, start: int, end: int) -> Place:
    if _QUOTED.fullmatch(masked, start, end):
        start, end = start + 1, end - 1
    return Place("", masked[start:end], start, end)


def _check_literal(text: str, place: Place, arg: str) -> None:
    where = f"line {line_of(text, place.start)}: the default of {arg} is not literal"
    if "$" in place.value:
        raise Unreadable(f"{where}: it refers to another variable, {place.value}")
    if _NOT_LITERAL.search(place.value):
        raise Unreadable(f"{where}: it holds escapes, quotes or a line break")


def _follows(place: Place, image: str) -> bool:
    return is_of_image(place.value, image) and "$" not in place.value and not _NOT_LITERAL.search(place.value)
