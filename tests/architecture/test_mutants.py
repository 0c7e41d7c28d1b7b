"""Every mutant of the proof still has its place in the code and a test that has to notice it."""

import ast
from collections import Counter

import pytest

from tests.proof.mutants import ROOT, Mutant, load_mutants

pytestmark = pytest.mark.unit

MUTANTS = load_mutants()
# Figures whose proof has mutants, and how many at least.
_FEWEST = {1: 15, 4: 5, 5: 3, 7: 5}


def names_in(file: str) -> set[str]:
    """The tests of a file, as `Class::method` or `function`."""
    names = set()
    for node in ast.parse((ROOT / file).read_text()).body:
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            names.add(node.name)
    return names


class TestMutants:
    @pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
    def test_break_one_place(self, mutant: Mutant) -> None:
        assert (ROOT / mutant.file).read_text().count(mutant.old) == 1
        assert mutant.new != mutant.old

    @pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
    def test_have_a_test_that_is_there(self, mutant: Mutant) -> None:
        file, _, test = mutant.killed_by.partition("::")
        assert test.partition("[")[0] in names_in(file)

    def test_have_names_of_their_own(self) -> None:
        assert [name for name, count in Counter(mutant.name for mutant in MUTANTS).items() if count > 1] == []

    def test_are_enough(self) -> None:
        counted = Counter(mutant.figure for mutant in MUTANTS)
        assert {figure: counted[figure] for figure, fewest in _FEWEST.items() if counted[figure] < fewest} == {}
