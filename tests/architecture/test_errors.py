"""Every error a user may see has a code of its own, and docs/errors.md tells what it means."""

import importlib
import pkgutil
from pathlib import Path

import pytest

from common.errors import DomainError

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
_APPS = ("common", "accounts", "billing", "templates_lib", "generation", "chat")
# Codes of failures that no DomainError stands for: the framework's and the handlers'.
_FRAMEWORK = {
    "malformed_request",
    "not_authenticated",
    "method_not_allowed",
    "not_acceptable",
    "unsupported_media_type",
    "rate_limit_exceeded",
    "internal_error",
    "csrf_failed",
}


def error_classes() -> list[type[DomainError]]:
    for app in _APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if module.name.split(".")[-1] in ("errors", "images", "parsers"):
                importlib.import_module(module.name)
    found, queue = [], [DomainError]
    while queue:
        one = queue.pop()
        queue += one.__subclasses__()
        found.append(one)
    return [one for one in found if one is not DomainError and not one.__module__.startswith("tests.")]


def documented_codes() -> set[str]:
    lines = (ROOT / "docs" / "errors.md").read_text().splitlines()
    return {line.split("`")[1] for line in lines if line.startswith("| `")}


class TestErrorCodes:
    def test_are_unique_but_for_refinements_of_the_same_failure(self) -> None:
        owners: dict[str, type[DomainError]] = {}
        for one in error_classes():
            if "code" not in vars(one):
                continue
            assert one.code not in owners, f"{one} and {owners[one.code]} share the code {one.code}"
            owners[one.code] = one
        assert len(owners) > 4

    def test_are_all_documented_and_nothing_else_is(self) -> None:
        assert documented_codes() == {one.code for one in error_classes()} | _FRAMEWORK
