"""Render page models as HTML: one self-contained file per page, with every text escaped."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from crosswalk.model.relation import Relation, Status
from crosswalk.report.frame import PageFrame
from crosswalk.report.review_rows import review_record
from crosswalk.report.words import pattern

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
_KEY_LINE = (
    "= same   ⊃ includes   ⊂ part of   ∩ overlaps   ∅ no counterpart   |   the same small number marks"
    " matching phrases   |   dashed rule on the left: not reviewed by a person"
)


# The styles and scripts of every page, and those of single templates.
_EVERYWHERE = ("fonts.css", "page.css", "print.css", "base.js")
_EVIDENCE = ("tables.css", "evidence.css", "copy.js", "filters.js", "page.js")
_COMPACT = ("compact.css", "copy.js", "compact.js")
_REVIEW = ("review.css", "review.js")
OWN = {
    "definition": ("figure.css", *_COMPACT, *_REVIEW),
    "measures": (*_COMPACT, "measures.css", *_REVIEW),
    "provisions": (*_COMPACT, "provisions.css", "filters.js", *_REVIEW),
    "parts": _COMPACT,
    "comparison": _EVIDENCE,
    "changes": ("tables.css",),
    "gaps": ("tables.css", "agenda.css", "agenda.js"),
    "graph": ("tables.css", "figure.css", "provisions.css"),
    "memo": ("tables.css",),
    "portfolio": ("tables.css", "evidence.css"),
    "portfolio_document": ("tables.css", "evidence.css"),
    "method": ("tables.css", "method.css"),
    "index": ("findings.css",),
}


NO_SCRIPT = "'none'"


class PageModel(Protocol):
    """What every page model has: the frame around it."""

    @property
    def frame(self) -> PageFrame:
        """File, title, navigation, sources and foot."""


def render(template: str, page: PageModel) -> str:
    """One page as HTML, complete in itself.

    The content policy in its head allows the page's own style and script, by their digests, and
    no request at all; a page that the review desk serves may send requests to the desk.
    """
    return render_with_policy(template, page)[0]


def render_with_policy(template: str, page: PageModel) -> tuple[str, str]:
    """One page as HTML, and the content policy that is in its head."""
    env = _environment()
    shared = {
        "page": page,
        "fonts": _fonts(),
        "running": page.frame.running,
        "key_line": _KEY_LINE if template == "comparison" else "",
        "relations": tuple(Relation),
        "statuses": tuple(Status),
        "patterns": {relation: pattern(relation, "the left", "the right") for relation in Relation},
    }
    inline = {name: env.get_template(name).render(shared) for name in (*_EVERYWHERE, *OWN.get(template, ()))}
    styles, scripts = ([name for name in inline if name.endswith(end)] for end in (".css", ".js"))
    policy = _policy(
        [inline[name] for name in styles],
        [inline[name] for name in scripts],
        served=page.frame.desk is not None,
    )
    whole = env.get_template(f"{template}.html").render(shared, policy=policy, styles=styles, scripts=scripts)
    return whole + "\n", policy


def render_alone(template: str, **fields: object) -> str:
    """A page without frame, navigation and script from a template with styles of its own; all text is escaped."""
    return _environment().get_template(f"{template}.html").render(fields) + "\n"


def _policy(styles: list[str], scripts: list[str], *, served: bool) -> str:
    """A content policy that forbids everything but the given inline style and script, and requests to the desk."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {' '.join(_hashed(style) for style in styles)}",
            f"script-src {' '.join(_hashed(script) for script in scripts) or NO_SCRIPT}",
            "img-src data:",
            "font-src data:",
            *(["connect-src 'self'"] if served else []),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


@cache
def _fonts() -> dict[str, str]:
    """The two fonts of every page, in base64: a page looks the same on every machine and asks for nothing."""
    folder = _HERE / "static" / "fonts"
    return {
        path.stem: base64.b64encode(path.read_bytes()).decode() for path in sorted(folder.glob("*.woff2"))
    }


def _hashed(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def css_string(text: str) -> str:
    """Escape a text for a CSS string; everything but letters, digits and spaces becomes a code point."""
    return "".join(
        char if char.isascii() and (char.isalnum() or char == " ") else f"\\{ord(char):x} " for char in text
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE / "static"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["css_string"] = css_string
    env.filters["review_record"] = review_record
    return env
