"""The README's way from a shell runs as it is pasted, but for the port."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.stack import ROOT, Stack

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.skipif(
        not (os.environ.get("CI") or shutil.which("curl")), reason="there is no curl here; apt-get install curl"
    ),
]


def quick_start() -> str:
    """The first block of shell lines that asks the API for something."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    return next(block for block in blocks if "generation/create" in block)


class TestTheQuickStart:
    def test_leaves_a_picture(self, live_stack: Stack, tmp_path: Path) -> None:
        script = quick_start().replace("http://localhost:8000", live_stack.url)
        assert live_stack.url in script
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        with Image.open(tmp_path / "thumbnail.png") as picture:
            assert (picture.format, picture.size) == ("PNG", (1920, 1080))
