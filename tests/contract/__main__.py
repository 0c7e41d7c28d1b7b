"""`python -m tests.contract [--examples] [--only WORD] [--print]`: walk the contract, and keep the table."""

import argparse
import json
import sys
from pathlib import Path

from tests.contract.examples import examples_of
from tests.contract.running import running
from tests.contract.scene import set_the_scene
from tests.contract.themes import THEMES
from tests.contract.walking import Walk, walk

_ROOT = Path(__file__).resolve().parents[2]
_TABLE = _ROOT / "docs" / "contract.md"
_EXAMPLES = _ROOT / "common" / "api" / "examples.json"
_MARK = "<!-- made by `make walk` -->"


def main() -> int:
    """Return the exit code: 1 where a line failed."""
    parser = argparse.ArgumentParser(prog="tests.contract", description="Walks the contract line by line.")
    parser.add_argument("--examples", action="store_true", help="keep the answers as examples of the schema")
    parser.add_argument("--only", default="", metavar="WORD", help="walk the lines that hold it, and keep nothing")
    chosen = parser.parse_args()
    with running() as stack:
        scene = set_the_scene(stack)
        found = walk(scene, only=chosen.only)
        scene.close()
        _print(found)
        if not chosen.only and not found.failures:
            _keep(found)
            if chosen.examples:
                kept = examples_of(found.answers, scene.user.described)
                _EXAMPLES.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return 1 if found.failures else 0


def _print(found: Walk) -> None:
    out = sys.stdout.write
    out("\n".join(found.lines) + "\n\n")
    for failure in found.failures:
        out(f"{failure}\n")
    out(f"{len(found.table)} lines of {len(THEMES)} themes, {len(found.failures)} failed, {found.seconds:.0f} s\n")


def _keep(found: Walk) -> None:
    before = _TABLE.read_text().partition(_MARK)[0]
    _TABLE.write_text(f"{before}{_MARK}\n\n" + "\n".join(found.lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
