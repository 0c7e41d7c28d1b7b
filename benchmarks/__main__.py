"""`python -m benchmarks`: all of them, one after the other."""

import subprocess
import sys

NAMES = (
    "canvas",
    "scoring",
    "planning",
    "end_to_end",
    "api",
    "login",
    "events",
    "sockets",
    "claiming",
    "ledger",
    "memory",
    "search",
    "importing",
)


def main() -> None:
    """Run each in a process of its own; exit with 1 where one missed a limit."""
    missed = [name for name in NAMES if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"]).returncode]
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")


if __name__ == "__main__":
    main()
