"""The order of the rooms: imports run one way, and the house numbers of design.md hold."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "planner").rglob("*.py"))


def test_imports_run_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_no_file_is_over_250_lines_without_a_reason_in_its_docstring() -> None:
    long = {}
    for path in FILES:
        text = path.read_text()
        reason = ast.get_docstring(ast.parse(text)) or ""
        if text.count("\n") > 250 and "Longer than most files" not in reason:
            long[str(path.relative_to(ROOT))] = text.count("\n")
    assert long == {}


def _functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text())
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in ast.walk(tree) if isinstance(node, kinds)]


def test_no_function_is_over_40_lines() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{name}": lines for path in FILES for name, lines in _functions(path) if lines > 40
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path.relative_to(ROOT)) for path in FILES if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []
