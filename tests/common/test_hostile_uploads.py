"""RELIABILITY figure 17: hostile uploads are refused or drawn anew, within 250 MB and 3 s each."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from common import images
from common.images import CleanPicture, PictureRefusedError, clean_picture
from tests.common.hostile_uploads import CORPUS, SECRET, Hostile
from tests.common.pictures import opened

pytestmark = pytest.mark.unit

_MOST_BYTES = 10 * 1024 * 1024
_MOST_MEMORY = 250_000_000
_MOST_SECONDS = 3.0
# The child as it is, and behind its answer what it took: the peak of its memory, since it began, and the processor's
# time. `ru_maxrss` would tell the peak of us, who made it.
_MEASURED = """
import re, resource, runpy, sys
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
sys.stdout.flush()
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024
spent = resource.getrusage(resource.RUSAGE_SELF)
print(peak, spent.ru_utime + spent.ru_stime, file=sys.stderr)
"""


@dataclass(frozen=True)
class Cost:
    """What a child took: bytes at its peak, seconds of a processor."""

    memory: int
    seconds: float


def cost_of(data: bytes) -> Cost | None:
    """None for a child that was ended by its limit of time."""
    limits = (images.MOST_PIXELS, images.MOST_WEBP_PIXELS, images.LONGEST_SIDE, images._MOST_MEMORY)
    command = [sys.executable, "-I", "-c", _MEASURED, str(images._CHILD), *map(str, limits)]
    before = os.times()
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    after = os.times()
    if done.returncode in (-signal.SIGKILL, -signal.SIGXCPU):
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        assert spent <= _MOST_SECONDS + 0.5  # the kernel looks at it now and then
        return None
    assert done.returncode == 0, done.stderr
    memory, seconds = done.stderr.split()[-2:]
    return Cost(int(memory), float(seconds))


@cache
def sent_by(hostile: Hostile) -> bytes:
    return hostile.make()


def outcome_of(hostile: Hostile) -> CleanPicture | PictureRefusedError:
    try:
        return clean_picture(sent_by(hostile), max_bytes=_MOST_BYTES)
    except PictureRefusedError as error:
        return error


@pytest.fixture(scope="module", autouse=True)
def forgotten() -> Iterator[None]:
    """The corpus is kept in memory no longer than for these tests."""
    yield
    sent_by.cache_clear()


class TestTheCorpus:
    def test_is_large_and_each_is_told_by_its_name(self):
        assert len(CORPUS) >= 40
        assert len({hostile.name for hostile in CORPUS}) == len(CORPUS)

    @pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
    def test_is_refused_or_drawn_anew(self, hostile):
        outcome = outcome_of(hostile)

        if hostile.kept_as is None:
            assert isinstance(outcome, PictureRefusedError)
            return
        assert isinstance(outcome, CleanPicture)
        assert outcome.format == hostile.kept_as
        assert outcome.data != sent_by(hostile)
        assert SECRET not in outcome.data
        assert b"SECRET-CAMERA" not in outcome.data
        kept = opened(outcome.data)
        assert kept.format == outcome.format.upper()
        assert kept.size == (outcome.width, outcome.height)
        assert max(kept.size) <= images.LONGEST_SIDE
        assert getattr(kept, "n_frames", 1) == 1
        assert not {"icc_profile", "xmp", "exif", "comment", "Comment"} & set(kept.info)

    @pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak from /proc")
    def test_costs_little(self, hostile):
        data = sent_by(hostile)
        if len(data) > _MOST_BYTES or not images._looks_like_a_picture(data):
            assert isinstance(outcome_of(hostile), PictureRefusedError)  # no child is asked at all
            return
        cost = cost_of(data)
        if cost is None:
            assert hostile.kept_as is None
            return
        assert cost.memory <= _MOST_MEMORY
        assert cost.seconds <= _MOST_SECONDS

    def test_ends_as_it_began(self):
        """Each part of a clean picture: nothing stands before its beginning or behind its end."""
        for hostile in CORPUS:
            if hostile.kept_as not in ("png", "jpeg"):
                continue
            outcome = outcome_of(hostile)
            assert isinstance(outcome, CleanPicture)
            end = b"IEND\xaeB`\x82" if outcome.format == "png" else b"\xff\xd9"
            assert outcome.data.endswith(end), hostile.name
            assert outcome.data.count(end) >= 1
