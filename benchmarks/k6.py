"""Load by k6: many requests at once from a process that costs little, so that it measures the server and not itself."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_K6 = Path(sys.executable).with_name("k6")
_HERE = Path(__file__).parent


def run_k6(script: str, run: Mapping[str, Any], folder: Path) -> Any:
    """Run `script`, which reads the JSON file RUN and writes its summary to the JSON file SUMMARY; return that.

    Raises `RuntimeError` with what k6 said if a request was answered otherwise than the script expects.
    """
    given, summary = folder / "run.json", folder / "summary.json"
    given.write_text(json.dumps(run))
    done = subprocess.run(
        [str(_K6), "run", "--quiet", "--no-usage-report", str(_HERE / script)],
        env={**os.environ, "RUN": str(given), "SUMMARY": str(summary)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    if done.returncode:
        raise RuntimeError(
            f"k6 ended with {done.returncode} (99: a wrong answer)\n{done.stdout}\n{done.stderr}"[-3000:]
        )
    return json.loads(summary.read_text())
