"""The template tags: nothing from outside reaches a page unescaped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from dashboard.pages.links import Links
from dashboard.templatetags import bumpboard as tags
from dashboard.templatetags.bumpboard import SIGNS

HOSTILE = '"><script>alert(1)</script><!channel>'


def shown(source: str, **context: object) -> str:
    return Template("{% load bumpboard %}" + source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% tag hostile %}",
        "{% name hostile %}",
        "{% commit hostile links %}",
        "{% pull_request hostile links %}",
        "{% sign 'desync' 16 hostile %}",
    ],
)
def test_hostile_text_is_escaped(source: str) -> None:
    html = shown(source, hostile=HOSTILE, links=Links("https://github.com/o/r"))
    assert "<script" not in html
    assert "<!channel" not in html


@pytest.mark.parametrize("name", SIGNS)
def test_every_sign_has_a_shape_and_says_what_it_means(name: str) -> None:
    html = shown("{% sign name %}", name=name)
    assert f'aria-label="{SIGNS[name]}"' in html
    assert 'aria-hidden="true"' in shown("{% sign name 16 '' %}", name=name)


def test_no_two_signs_have_one_shape() -> None:
    shapes = {
        name: re.sub(r'class="[^"]*"|aria-label="[^"]*"', "", shown("{% sign name %}", name=name)) for name in SIGNS
    }
    assert len({shape for name, shape in shapes.items() if name != "desync-past"}) == len(SIGNS) - 1


def test_a_pull_request_without_a_host_is_plain_text() -> None:
    assert shown("{% pull_request '!4108' links %}", links=Links()) == '<span class="ref">!4108</span>'


def test_initials_are_two_letters() -> None:
    class Person:
        def __init__(self, name: str) -> None:
            self.name = name

        def get_full_name(self) -> str:
            return ""

        def get_username(self) -> str:
            return self.name

    assert [tags.initials(Person(n)) for n in ("rita.kim", "root", "...")] == ["RK", "R", "?"]


def test_no_template_has_what_the_content_security_policy_forbids() -> None:
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", text), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path
