"""Breaks a copy of the checkout in one place after another, and runs the test that has to notice each time.

The copy has its own servers, which all runs share; the checkout itself is not touched.
"""

import argparse
import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from routix.embedded import Home, ensure
from tests.proof.mutants import ROOT, Mutant, load_mutants

_LONGEST = 600  # seconds; a run that hangs is a failure of its own kind


@dataclass(frozen=True)
class Outcome:
    """How a run of tests ended. `failed` counts tests that failed, not those that could not be run."""

    passed: int
    failed: int
    broken: int
    seconds: float


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: killed, or why not."""

    mutant: Mutant
    outcome: Outcome

    @property
    def text(self) -> str:
        if self.outcome.failed:
            return "killed"
        return "its test could not be run" if self.outcome.broken or not self.outcome.passed else "SURVIVED"


class Checkout:
    """A copy of the checkout with a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "code"
        self.home = folder / "home"
        self.home.mkdir()
        self._is_database_fresh = False
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.root / name)

    def kill(self, mutant: Mutant) -> Verdict:
        """Break the copy, run the mutant's test, and mend the copy."""
        path = self.root / mutant.file
        original = path.read_text()
        mutant.apply(self.root)
        try:
            return Verdict(mutant, self.run([mutant.killed_by], new_schema=mutant.changes_schema, is_broken=True))
        finally:
            path.write_text(original)
            self._is_database_fresh = self._is_database_fresh and not mutant.changes_schema

    def run(self, tests: Iterable[str], *, new_schema: bool = False, is_broken: bool = False) -> Outcome:
        """Run those tests here, in a database that has the copy's schema."""
        report = self.home / "report.xml"
        report.unlink(missing_ok=True)
        reuse = self._is_database_fresh and not new_schema
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
        command += ["--reuse-db", *([] if reuse else ["--create-db"]), *tests]
        # No compiled files: two texts of one size within a second would share one.
        environment = {**os.environ, "ROUTIX_HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("PROOF", None)
        if is_broken:
            environment["MUTANT"] = "1"
        started = time.perf_counter()
        try:
            subprocess.run(command, cwd=self.root, env=environment, capture_output=True, timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            self._is_database_fresh = False
            return Outcome(passed=0, failed=1, broken=0, seconds=_LONGEST)
        self._is_database_fresh = True
        return _read(report, time.perf_counter() - started)


def _read(report: Path, seconds: float) -> Outcome:
    if not report.exists():
        return Outcome(passed=0, failed=0, broken=1, seconds=seconds)
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314 - pytest wrote it just now
    tests, failed, broken, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    return Outcome(passed=tests - failed - broken - skipped, failed=failed, broken=broken, seconds=seconds)


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill the mutants of those names, or all; answer 1 where one survives or a test is red without any."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("names", nargs="*", help="of mutants, or numbers of figures; all without any")
    names = set(parser.parse_args(arguments).names)
    mutants = [mutant for mutant in load_mutants() if not names or {mutant.name, str(mutant.figure)} & names]
    if not mutants:
        parser.error("there is no such mutant")
    folder = Path(tempfile.mkdtemp(prefix="rxp"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # before the lease's own, so it runs after that
    checkout = Checkout(folder)
    ensure(Home(checkout.home), durable=False)
    console = Console()
    sound = checkout.run(sorted({mutant.killed_by for mutant in mutants}))
    console.print(f"Without a mutant: {sound.passed} tests pass, {sound.failed} fail, {sound.broken} can't be run.")
    if sound.failed or sound.broken or not sound.passed:
        return 1
    # Those that change the schema come last: each needs a database of its own.
    verdicts = []
    for mutant in sorted(mutants, key=lambda mutant: mutant.changes_schema):
        verdicts.append(checkout.kill(mutant))
        console.print(f"{verdicts[-1].text}: {mutant.name} ({verdicts[-1].outcome.seconds:.0f} s)")
    return _report(console, verdicts)


def _report(console: Console, verdicts: Sequence[Verdict]) -> int:
    table = Table("figure", "mutant", "", title="Mutants", title_justify="left", box=None)
    for verdict in sorted(verdicts, key=lambda verdict: verdict.mutant.figure):
        table.add_row(str(verdict.mutant.figure), verdict.mutant.name, verdict.text)
    console.print(table)
    for verdict in verdicts:
        if not verdict.outcome.failed:
            console.print(
                f"{verdict.text}: {verdict.mutant.name}, in {verdict.mutant.file}: {verdict.mutant.killed_by}"
            )
    killed = sum(verdict.text == "killed" for verdict in verdicts)
    console.print(f"{killed} of {len(verdicts)} mutants were killed.")
    return 0 if killed == len(verdicts) else 1
