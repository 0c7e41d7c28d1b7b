import threading
import time

import pytest

from common.locks import one_at_a_time
from tests.common.together import fine, together

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


class TestOneAtATime:
    def test_lets_nobody_in_beside_another(self):
        inside, most, guard = [0], [0], threading.Lock()

        def enter(_: int) -> bool:
            with one_at_a_time("a room", patience=20) as is_mine:
                with guard:
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                time.sleep(0.01)
                with guard:
                    inside[0] -= 1
            return is_mine

        assert all(fine(together(8, enter)))
        assert most[0] == 1

    def test_tells_whoever_is_not_let_in_in_time(self):
        def enter(index: int) -> bool:
            with one_at_a_time("a room", patience=0.1) as is_mine:
                time.sleep(0.5 * is_mine)
            return is_mine

        assert sorted(fine(together(2, enter))) == [False, True]

    def test_keeps_rooms_apart_and_is_free_again_after_an_error(self):
        with pytest.raises(RuntimeError), one_at_a_time("a room", patience=0):
            raise RuntimeError
        with one_at_a_time("a room", patience=0) as first, one_at_a_time("another", patience=0) as second:
            assert (first, second) == (True, True)
