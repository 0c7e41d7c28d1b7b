"""The whole walk, through a stack of its own: the shared one has no limits, which the contract promises."""

import pytest

from tests.contract.running import running
from tests.contract.scene import set_the_scene
from tests.contract.themes import THEMES
from tests.contract.walking import walk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]


class TestTheWalk:
    def test_finds_every_line_of_the_contract_real(self) -> None:
        assert THEMES
        with running() as stack:
            scene = set_the_scene(stack)
            found = walk(scene)
            scene.close()
        assert found.failures == []
