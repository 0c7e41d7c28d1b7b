"""No test without an assertion."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

pytestmark = pytest.mark.unit

_TESTS = Path(__file__).resolve().parents[1]
# Library calls that raise where something is not as it should be.
_RAISING_CALLS = {"validate", "check_schema", "wait_for", "wait_for_url", "wait_for_function"}
_ASSERTING_CALLS = ("pytest.raises", "pytest.warns", "pytest.fail", "expect(")


def idle_tests() -> Iterator[str]:
    for path in sorted(_TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        asserting = {node.name for node in ast.walk(tree) if is_function(node) and asserts(node, set())}
        for node in ast.walk(tree):
            if is_function(node) and node.name.startswith("test_") and not asserts(node, asserting):
                yield f"{path.relative_to(_TESTS)}::{node.name}"


def is_function(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def asserts(function: ast.AST, helpers: set[str]) -> bool:
    """Whether it asserts itself, or calls a function of its file that does."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.startswith(_ASSERTING_CALLS) or called.split(".")[-1] in helpers or "assert" in called:
                return True
            if called.startswith("expect") or called.split(".")[-1] in _RAISING_CALLS:
                return True
    return False


class TestTests:
    def test_all_assert_something(self) -> None:
        assert list(idle_tests()) == []
