"""Keeping freed memory and giving it back, in a process of its own."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit

_SCRIPT = """
import numpy as np, psutil
from common.allocation import give_back_freed_memory, keep_freed_memory
held = lambda: psutil.Process().memory_info().rss // 2**20
assert keep_freed_memory()
before = held()
picture = np.ones(100 * 2**20 // 8)
del picture
kept = held()
give_back_freed_memory()
print(kept - before, held() - before)
"""


class TestFreedMemory:
    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mallopt is of glibc")
    def test_is_kept_until_it_is_given_back(self) -> None:
        printed = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True).stdout
        kept, left = (int(word) for word in printed.split())
        assert kept > 90
        assert left < 20
