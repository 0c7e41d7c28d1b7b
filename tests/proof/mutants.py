"""Mutants, read from the `*.toml` files beside this one."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Mutant:
    """One place of one file, broken: `old` becomes `new`. `killed_by` is the id of the test that has to fail then.

    `figure` is the number of the reliability figure whose proof it belongs to.
    """

    name: str
    figure: int
    file: str
    old: str
    new: str
    killed_by: str

    @property
    def changes_schema(self) -> bool:
        """Whether the test's database has to be made anew."""
        return "/migrations/" in self.file

    def apply(self, root: Path) -> None:
        """Break the file below that folder. `ValueError` unless the place is there exactly once."""
        path = root / self.file
        text = path.read_text()
        if (found := text.count(self.old)) != 1:
            raise ValueError(f"{self.name}: its place is {found} times in {self.file}.")
        path.write_text(text.replace(self.old, self.new))


def load_mutants() -> list[Mutant]:
    """All mutants, those of one figure together, in the order of the files."""
    entries: list[dict[str, Any]] = []
    for file in sorted(_FOLDER.glob("*.toml")):
        entries += tomllib.loads(file.read_text())["mutants"]
    return sorted((Mutant(**entry) for entry in entries), key=lambda mutant: mutant.figure)
