"""Documents for the property tests: pins among everything that must not be touched.

A strategy draws the text with `{}` where each pin stands, so that a test knows what every other byte should be.
"""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

VALUES = st.builds(
    "{}:{}".format,
    st.sampled_from(["nvcr.io/nvidia/pytorch", "nvcr.io/nvidia/nemo", "registry.example.com:5000/ä/b"]),
    st.from_regex(r"[0-9]{2}\.[0-9]{2}-py3(-igpu)?", fullmatch=True) | st.sampled_from(["nightly", "latest", "v1"]),
)
_COMMENT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=20).map(
    lambda text: "# " + text.replace("{", "(").replace("}", ")")
)
_LINE_ENDS = st.sampled_from(["\n", "\r\n"])


class Drawn(NamedTuple):
    """A file with holes for its pins."""

    template: str

    def filled(self, value: str) -> str:
        return self.template.replace("{}", value)


@st.composite
def finished(draw: st.DrawFn, lines: list[str]) -> Drawn:
    """The lines as a file: either line end, with or without the last one, perhaps a byte order mark."""
    end = draw(_LINE_ENDS)
    text = end.join(lines) + (end if draw(st.booleans()) else "")
    return Drawn(draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", end).replace("\r\r\n", "\r\n"))


_OTHER_ROWS = [
    ["- IMAGE: UTILITY_IMAGE", "  BASE_IMAGE: python:3.10"],
    ["- {IMAGE: CI_NEMO_IMAGE, BASE_IMAGE: nvcr.io/nvidian/nemo:nightly, PLATFORM: amd64}"],
    ["- !reference [.more, matrix]"],
    ["- IMAGE: CI_LTS_IMAGE", "  BASE_IMAGE: &lts 'nvcr.io/nvidia/pytorch:25.03-py3'", "  PLATFORM: amd64"],
    ["- <<: *defaults", "  IMAGE: [CI_A_IMAGE, CI_B_IMAGE]", "  BASE_IMAGE: [x, y]"],
    ["# - IMAGE: CI_DEV_IMAGE", "#   BASE_IMAGE: nvcr.io/nvidia/pytorch:24.01-py3"],
    ["- SCRIPT: |", "    BASE_IMAGE: text", "    IMAGE: CI_DEV_IMAGE", "  IMAGE: CI_OTHER_IMAGE"],
    [""],
]
_HOLES = st.sampled_from(["{}", "'{}'", '"{}"', "!!str {}", "&pin{n} {}", "['{}']", "[ {} ]"])


@st.composite
def _row(draw: st.DrawFn, number: int) -> list[str]:
    hole = draw(_HOLES).replace("{n}", str(number))
    comment = draw(st.just("") | _COMMENT.map(lambda text: "  " + text))
    keys = ["IMAGE: CI_DEV_IMAGE", f"BASE_IMAGE: {hole}", f"PLATFORM: p{number}", "FILE: Dockerfile.ci"]
    keys = draw(st.permutations(keys))
    if draw(st.booleans()):
        return ["- {" + ", ".join(keys) + "}" + comment]
    return ["- " + keys[0] + comment, *("  " + key for key in keys[1:])]


@st.composite
def matrices(draw: st.DrawFn) -> Drawn:
    """A GitLab-like file whose rows of CI_DEV_IMAGE are the pins."""
    pins = [draw(_row(number)) for number in range(draw(st.integers(1, 4)))]
    if draw(st.booleans()):
        pins += [["- <<: *shared", f"  PLATFORM: {name}"] for name in ("s1", "s2")]
    rows = draw(st.permutations(pins + draw(st.lists(st.sampled_from(_OTHER_ROWS), max_size=5))))
    indent = " " * draw(st.integers(2, 6))
    lines = [
        draw(_COMMENT),
        ".defaults: &defaults {tags: [a, b], BASE_IMAGE: 'python:3.10'}",
        ".shared: &shared",
        "  IMAGE: CI_DEV_IMAGE",
        *(["  BASE_IMAGE: {}"] if ["- <<: *shared", "  PLATFORM: s1"] in pins else []),
        draw(_COMMENT),
        "build:",
        "  image: python:3.10",
        "  parallel:",
        "    matrix:",
        *(f"    {indent}{line}" if line else line for row in rows for line in row),
        "  script: !reference [.login, script]",
        draw(_COMMENT),
    ]
    return draw(finished(lines))


@st.composite
def workflows(draw: st.DrawFn) -> Drawn:
    """A GitHub-like file whose jobs' container images are the pins."""
    lines = ["on: [push]", draw(_COMMENT), "jobs:"]
    for number in range(draw(st.integers(1, 4))):
        hole = draw(st.sampled_from(["{}", "'{}'", '"{}"', "&pin {}"])).replace("&pin", f"&pin{number}")
        body = draw(st.sampled_from([["    container:", f"      image: {hole}"], [f"    container: @image: {hole}~"]]))
        lines += [f"  job{number}:", *(line.replace("@", "{ ").replace("~", " }") for line in body), draw(_COMMENT)]
    lines += ["  docs:", "    runs-on: ubuntu", "    env: {image: 'python:3.10'}"]
    return draw(finished(lines))


@st.composite
def dockerfiles(draw: st.DrawFn) -> Drawn:
    """A Dockerfile whose FROM_IMAGE_NAME is the pin."""
    escape = draw(st.sampled_from(["\\", "`"]))
    hole = draw(st.sampled_from(["{}", "'{}'", '"{}"']))
    declaration = draw(
        st.sampled_from(
            [
                [f"ARG FROM_IMAGE_NAME={hole}"],
                [f"arg A=1 FROM_IMAGE_NAME={hole} B='x y'"],
                [f"ARG A=1 {escape}", draw(_COMMENT), f"  FROM_IMAGE_NAME={hole} {escape}", "", "  B"],
            ]
        )
    )
    noise = st.sampled_from(
        [
            ["RUN <<EOF", "ARG FROM_IMAGE_NAME=in/a/heredoc:1", "EOF"],
            ["COPY <<-A <<'B' /x", "FROM a", "\tA", "FROM b", "B"],
            [f"RUN a && {escape}", "  # ARG FROM_IMAGE_NAME=x", f"  b {escape}", "", "  && echo 'FROM c'"],
            ["ENV FROM_IMAGE_NAME=no"],
            ["FROM python:3.10 AS other", "ARG FROM_IMAGE_NAME"],
            ['LABEL note="<<EOF"'],
            ["# ARG FROM_IMAGE_NAME=commented:1"],
        ]
    )
    before = draw(st.sampled_from([[], ["ARG UTILITY_IMAGE=python:3.10"], ["ARG FROM_IMAGE_NAME"], [draw(_COMMENT)]]))
    after = [line for lines in draw(st.lists(noise, max_size=5)) for line in lines]
    head = [f"# escape={escape}"] if escape == "`" else []
    return draw(finished([*head, *before, *declaration, "FROM ${FROM_IMAGE_NAME} AS main", *after]))


@st.composite
def single_lines(draw: st.DrawFn) -> Drawn:
    """A file that is its value."""
    around = st.text(" \t\n", max_size=4)
    return draw(finished([draw(around) + "{}" + draw(around)]))


@st.composite
def prose(draw: st.DrawFn) -> Drawn:
    """Text a pattern finds its pins in."""
    lines = st.sampled_from(
        ["docker run {} bash", "Ünrelated 日本", "docker create python:3.10 bash", "", "😀 docker run {} x"]
    )
    return draw(finished(["docker run {} first", *draw(st.lists(lines, max_size=6))]))
