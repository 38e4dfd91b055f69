"""Write the parts of the documentation that follow from the code: rooms, modules, error codes and thresholds.

Run by `make docs`. A test fails while a file here is not what this script would write.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "crosswalk"
# At most this many importers of a module are named.
_SHOWN = 6
ROOMS_START, ROOMS_END = "<!-- rooms: made by docs/generate.py -->", "<!-- end of rooms -->"
# Rooms in the order of their imports, the top first.
ROOMS = (
    "cli",
    "review",
    "plans",
    "services",
    "report",
    "workspace",
    "graph",
    "editions",
    "compare",
    "relate",
    "retrieve",
    "ingest",
    "ledger",
    "measures",
    "language",
    "model",
    "data",
)
JUDGING_ROOMS = (
    "services",
    "graph",
    "editions",
    "compare",
    "relate",
    "retrieve",
    "measures",
    "language",
    "plans",
)


def main() -> None:
    """Write every generated file."""
    for path, text in generated().items():
        path.write_text(text, "utf-8")


def generated() -> dict[Path, str]:
    """The text that each generated file should have."""
    page = ROOT / "docs" / "architecture.md"
    before, _, rest = page.read_text("utf-8").partition(ROOMS_START)
    _, _, after = rest.partition(ROOMS_END)
    return {
        page: f"{before}{ROOMS_START}\n{rooms_table()}{ROOMS_END}{after}",
        ROOT / "docs" / "modules.md": modules_page(),
        ROOT / "docs" / "errors.md": errors_page(),
        ROOT / "docs" / "thresholds.md": thresholds_page(),
    }


def rooms_table() -> str:
    """One row a package: its name, the first sentence of its docstring and the number of its modules."""
    lines = ["| room | what it holds | modules |", "|---|---|---|"]
    for room in ROOMS:
        number = len(_modules(room))
        modules = f"[{number}](modules.md#{room})" if number else "data files"
        lines.append(f"| `{room}` | {_first_paragraph(PACKAGE / room / '__init__.py')} | {modules} |")
    return "\n".join(lines) + "\n"


def _modules(room: str) -> list[Path]:
    return sorted(path for path in (PACKAGE / room).glob("*.py") if path.stem != "__init__")


def modules_page() -> str:
    """Every module of a room with the first sentence of its docstring and the modules that import it."""
    lines = [
        "# Modules",
        "",
        "Made by `make docs` from the code. A module that is imported by many is read first.",
    ]
    importers = _importers()
    for room in ROOMS:
        if not _modules(room):
            continue
        lines += ["", f"## {room}", "", _first_paragraph(PACKAGE / room / "__init__.py"), ""]
        lines += ["| module | what it holds | imported by |", "|---|---|---|"]
        for path in _modules(room):
            users = sorted(importers.get(f"crosswalk.{room}.{path.stem}", ()))
            shown = ", ".join(f"`{name}`" for name in users[:_SHOWN]) + (
                f" and {len(users) - _SHOWN} more" if len(users) > _SHOWN else ""
            )
            lines.append(f"| `{path.stem}` | {_cell(_first_paragraph(path))} | {shown} |")
    return "\n".join(lines) + "\n"


def _importers() -> dict[str, set[str]]:
    """The modules, as `room.name`, that import each module of the package."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        user = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("crosswalk"):
                for name in (node.module, *(f"{node.module}.{one.name}" for one in node.names)):
                    found.setdefault(name, set()).add(user)
    return found


@cache
def _tree(path: Path) -> ast.Module:
    """The syntax tree of a module, parsed once."""
    return ast.parse(path.read_text("utf-8"))


def _first_paragraph(path: Path) -> str:
    text = ast.get_docstring(_tree(path)) or ""
    return " ".join(text.partition("\n\n")[0].split())


def errors_page() -> str:
    """Every error code with the sentence that it is shown with and the module that raises it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for code, message in _messages(_tree(path)):
            found.setdefault(code, set()).add((message, module))
    lines = [
        "# Error codes",
        "",
        "Made by `make docs` from the code. Words in braces are filled in when the error is shown.",
        "",
        "| code | message | raised in |",
        "|---|---|---|",
    ]
    for code, messages in sorted(found.items()):
        lines += [f"| {code} | {_cell(message)} | `{module}` |" for message, module in sorted(messages)]
    return "\n".join(lines) + "\n"


def _messages(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every call with an error code among its arguments, and the text that goes with it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        values = [*node.args, *(word.value for word in node.keywords)]
        codes = [value.value for value in values if _is_code(value)]
        texts = [_text(value) for value in values if not _is_code(value)]
        message = max((text for text in texts if " " in text), key=len, default="")
        if len(codes) == 1 and message:
            yield str(codes[0]), message


def _is_code(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(re.fullmatch(r"XW-\d{3}", node.value))
    )


def _text(node: ast.expr) -> str:
    """The text of a string or f-string, with the names of what is filled in."""
    if isinstance(node, ast.Constant):
        return str(node.value) if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "{…}" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left) + _text(node.right)
    return ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def thresholds_page() -> str:
    """Every constant of numbers that decides something, with the comment above it; one without a comment is an error."""
    lines = [
        "# Thresholds",
        "",
        "Made by `make docs` from the code: the numbers that decide what is proposed, listed, related or reported.",
        "Fitted weights are in `crosswalk/data/*.json`; the scripts in `tests/benchmarks` refit them.",
    ]
    paths = [path for room in JUDGING_ROOMS for path in sorted((PACKAGE / room).glob("*.py"))]
    # Of the room that shows findings one module decides something.
    for path in (*paths, PACKAGE / "report" / "tables.py"):
        rows = list(_constants(path))
        place = path.relative_to(PACKAGE).as_posix()
        unsaid = [name for name, _, comment in rows if not comment]
        if unsaid:
            raise SystemExit(f"{place} does not say what {', '.join(unsaid)} means; write a comment.")
        if rows:
            lines += ["", f"## {place}", "", "| name | value | meaning |", "|---|---|---|"]
            lines += [f"| `{name}` | {value} | {_cell(comment)} |" for name, value, comment in rows]
    return "\n".join(lines) + "\n"


def _constants(path: Path) -> Iterator[tuple[str, str, str]]:
    source = path.read_text("utf-8")
    comments = _comments(source)
    for node in _tree(path).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple):
            for name, value in _numbers(node.targets[0], node.value):
                yield name, value, _comment_above(comments, node.lineno)
        elif isinstance(node, ast.ClassDef) and node.name == "ReadingLimits":
            for one in node.body:
                if isinstance(one, ast.AnnAssign) and one.value and (shown := _figures(one.value)):
                    yield ast.unparse(one.target), shown, _comment_above(comments, one.lineno)


def _numbers(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, two in zip(target.elts, value.elts, strict=False):
            yield from _numbers(one, two)
    elif isinstance(target, ast.Name) and target.id.isupper():
        shown = _figures(value)
        if shown:
            yield target.id, shown


def _figures(value: ast.expr) -> str:
    """A number, or a tuple or dictionary of numbers, as the page shows it; empty for anything else."""
    if isinstance(value, ast.Tuple):
        return ", ".join(found) if all(found := [_figures(one) for one in value.elts]) else ""
    if isinstance(value, ast.Dict):
        names = [ast.unparse(key).rpartition(".")[2].strip("'").lower() for key in value.keys if key]
        found = [_figures(one) for one in value.values]
        return ", ".join(map(" ".join, zip(names, found, strict=True))) if all(found) else ""
    try:
        number = ast.literal_eval(value)
    except ValueError:
        return ""
    if not isinstance(number, int | float) or isinstance(number, bool):
        return ""
    return f"{number:,}" if isinstance(number, int) else str(number)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ")
        for token in tokens
        if token.type == tokenize.COMMENT and "fmt:" not in token.string
    }


def _comment_above(comments: dict[int, str], line: int) -> str:
    if line in comments:
        return comments[line]
    found: list[str] = []
    while line - 1 in comments:
        line -= 1
        found.insert(0, comments[line])
    return " ".join(found)


if __name__ == "__main__":
    main()
