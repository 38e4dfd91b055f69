"""The colours of the stylesheet, pair by pair, by the formula of WCAG 2."""

import re

import pytest

# (ink, ground, least ratio): text needs 4.5, rules and outlines that carry meaning need 3.
PAIRS = (
    ("ink", "paper", 12),
    ("ink", "wash", 12),
    ("ink", "left-wash", 12),
    ("ink", "right-wash", 12),
    ("quiet", "paper", 4.5),
    ("quiet", "wash", 4.5),
    ("left", "paper", 4.5),
    ("left", "wash", 4.5),
    ("left", "left-wash", 4.5),
    ("right", "paper", 4.5),
    ("right", "right-wash", 4.5),
    ("paper", "fill", 7),
    ("paper", "ink", 12),
    ("fill", "paper", 7),
    ("rule", "paper", 3),
    ("rule", "wash", 3),
    ("focus", "paper", 3),
    ("focus", "wash", 3),
)


def tokens(css, scheme):
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[scheme]))


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one, two):
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def css(root):
    return (root / "crosswalk" / "report" / "static" / "page.css").read_text("utf-8")


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_pair_can_be_told_apart(css, scheme, ink, ground, least):
    found = tokens(css, scheme)

    assert ratio(found[ink], found[ground]) >= least


def test_both_schemes_set_the_same_tokens(css):
    assert set(tokens(css, 0)) == set(tokens(css, 1))


def test_the_formula_is_the_known_one():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)


def test_colours_are_set_nowhere_but_in_the_tokens(css):
    rest = re.sub(r":root \{.*?\}", "", css, flags=re.DOTALL)

    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])|rgba?\(|hsl", rest)
