"""What a hint's line makes of it: a failure, an echo of one, or only the same words."""

from __future__ import annotations

import re

from bumps.rules.triage.lines import untagged
from bumps.rules.triage.patterns import Hint, Role
from bumps.rules.triage.result import Kind

# `AssertionError: why`, `torch.OutOfMemoryError: why`, pytest's `E   KeyError`: nothing before it, not even a space.
# A logger may stand in front of it, at the level of an error.
_LEVEL = r"(?:(?:\W*\d[\d:., T/-]*\W+)?\[?(?:ERROR|CRITICAL|FATAL)\b[\w.:\s\[\]()-]{0,60}?[:\]\s-]\s*)?"
_EXCEPTION = re.compile(
    rf"(?:E\s{{2,8}})?{_LEVEL}((?:[A-Za-z_]\w*\.)*(?:[A-Za-z_]\w*(?:[Ee]rror|Timeout|Expired)|\w*Exception))(?::|\s*$)"
)
_ANY_CLASS = re.compile(r"((?:[A-Za-z_]\w*\.)*(?=\w*[a-z])[A-Z]\w+)(?::\s|:?$)")

_SOURCE = re.compile(
    r"(?:>\s+|\s+)(?:if|elif|else|except|raise|assert|return|with|def|class|for|while|try|print|logger\.|logging\.|from|import)\b"
)
_SHELL = re.compile(
    r"\++ |(?:.*[;&|(] ?|\s*)(?:(?:if|elif|while|until) )?(?:! )?(?:grep|egrep|rg|sed|awk|if \[+|echo|printf) "
)
_PASSED = re.compile(r"(?:PASSED|SKIPPED|XFAIL)(?:\s*\[\s*\d+%\])?\s*$")
_SURVIVED = re.compile(
    r"\b(?:retry(?:ing)?|retried|will retry|recovered|ignor(?:ed|ing)|non-fatal|harmless|skipp(?:ed:|ing\b)"
    r"|falling back|expected (?:exception|error|failure)|caught expected)(?!\w)|Retry\(",
    re.IGNORECASE,
)
_SKIPPED = re.compile(r"\bskipped: ")
_INFO = re.compile(r"(?:\W*\d[\d:., -]*\W+)?(?:INFO|DEBUG)\b|\[[ID]\d{3,4} |.{0,60}\bNCCL INFO\b")
_WARNING = re.compile(r"(?:\W*\d[\d:., -]*\W+)?(?:WARNING|WARN)\b|\[?W\d{3,4} |\S*Warning:", re.IGNORECASE)

_MARKED = re.compile(r"##\[(?:warning|notice|debug|command|group)\]")

# torchrun's and a launcher's own last words: they name a process, not a reason.
_SUMMARIES = ("ChildFailedError", "CalledProcessError", "SystemExit", "KeyboardInterrupt")
_LOST_PEER = ("remote process exited", "remote process exiting", "ncclRemoteError", "onnection closed by")


def exception_in(text: str) -> str:
    """The class of the exception whose last line this is; "" for any other line."""
    match = _EXCEPTION.match(untagged(text)[1])
    return match[1] if match else ""


def ends_traceback(rest: str) -> bool:
    """Whether an untagged line, not indented, may be the end of a traceback: any class may have been raised."""
    return bool(_ANY_CLASS.match(rest)) and not rest.startswith(("During handling", "The above"))


def is_only_words(text: str, hint: Hint) -> bool:
    """Whether the line speaks of a failure without being one."""
    rest = untagged(text)[1]
    if _SOURCE.match(rest) or _SHELL.match(rest) or _PASSED.search(rest):
        return True
    if hint.kind is Kind.DRIFT or exception_in(text) or "Tried to allocate" in rest:
        return bool(_SKIPPED.search(rest))
    # Whatever is worth only a warning is said again, louder, when it kills.
    return bool(_SURVIVED.search(rest) or _INFO.match(rest) or _WARNING.match(rest) or _MARKED.match(text))


def role_of(text: str, hint: Hint) -> Role | None:
    """The hint's role on this line; None where it has none."""
    raised = exception_in(text)
    named = _ANY_CLASS.match(untagged(text)[1])
    if named and named[1].endswith(_SUMMARIES):
        return None
    if raised and hint.kind in (Kind.ASSERTION, Kind.UNKNOWN) and any(word in text for word in _LOST_PEER):
        return Role.ECHO
    if hint.role is Role.EXCEPTION:
        return Role.CAUSE if raised else None
    if hint.role is Role.HICCUP and raised:
        return Role.CAUSE
    if hint.text == b"No such file or directory":
        # A shell that does not find the script it was told to run; `ls` and `rm` say the same and mean nothing.
        return Role.CAUSE if raised or re.search(r"(?:bash|python3?): .*No such file", text) else None
    return hint.role
