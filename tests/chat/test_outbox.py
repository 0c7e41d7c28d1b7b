"""What a socket is owed, how much it may be, and how much a client may say."""

import asyncio

import pytest

from chat.consumers import limits, outbox
from chat.consumers.frames import Frame
from chat.consumers.limits import MessageCount
from chat.consumers.outbox import Outbox

pytestmark = pytest.mark.unit


def snapshot(event: str, sequence: int, generation_id: str = "a") -> Frame:
    return Frame(event, {"generation_id": generation_id, "sequence": sequence})


def message(number: int) -> Frame:
    return Frame("message_created", {"number": number})


async def drain(box: Outbox) -> list[tuple[str, int]]:
    taken = []
    while len(box):
        frame = await box.next()
        taken.append((frame.event, frame.data.get("sequence", frame.data.get("number"))))
    return taken


class TestAnOutbox:
    async def test_gives_frames_in_order(self):
        box = Outbox()
        assert all(box.put(message(number)) for number in range(3))
        assert await drain(box) == [("message_created", number) for number in range(3)]

    async def test_keeps_the_newest_progress_of_each_generation(self):
        box = Outbox()
        box.put(message(1))
        for sequence in range(2, 50):
            box.put(snapshot("generation_progress", sequence))
            box.put(snapshot("queue_position", sequence, "b"))
        assert await drain(box) == [("message_created", 1), ("generation_progress", 49), ("queue_position", 49)]

    @pytest.mark.parametrize("end", ["generation_completed", "generation_failed", "generation_cancelled"])
    async def test_never_drops_the_end_or_a_message(self, end):
        box = Outbox()
        box.put(snapshot("generation_progress", 2))
        box.put(snapshot(end, 3))
        box.put(message(1))
        box.put(snapshot("generation_progress", 4))  # such as after an edit
        box.put(message(2))
        assert await drain(box) == [
            (end, 3),
            ("message_created", 1),
            ("generation_progress", 4),
            ("message_created", 2),
        ]

    async def test_refuses_what_does_not_fit(self, monkeypatch):
        monkeypatch.setattr(outbox, "MOST_FRAMES", 2)
        box = Outbox()
        assert [box.put(message(number)) for number in range(3)] == [True, True, False]

    async def test_counts_characters_and_forgets_those_that_are_taken_or_replaced(self):
        box = Outbox()
        large = Frame("message_created", {"content": "x" * (outbox.MOST_CHARACTERS // 2 + 1)})
        for _ in range(5):
            assert box.put(large)
            assert not box.put(large)
            assert await box.next() is large
        hint = {"generation_id": "a", "sequence": 1, "padding": "x" * (outbox.MOST_CHARACTERS // 2)}
        assert all(box.put(Frame("generation_progress", hint)) for _ in range(5))

    async def test_makes_its_reader_wait(self):
        box = Outbox()
        reading = asyncio.create_task(box.next())
        await asyncio.sleep(0)
        assert not reading.done()
        box.put(message(1))
        assert (await reading).data == {"number": 1}

    async def test_ends_its_reader_when_it_is_closed(self):
        box = Outbox()
        reading = asyncio.create_task(box.next())
        await asyncio.sleep(0)
        box.put(message(1))
        box.close()
        assert await reading is None


class TestCountingMessages:
    def test_allows_a_hundred_a_minute(self, monkeypatch):
        clock = [1000.0]
        monkeypatch.setattr(limits, "monotonic", lambda: clock[0])
        count = MessageCount()
        assert all(count.allows_another() for _ in range(100))
        assert not count.allows_another()
        clock[0] += 61
        assert count.allows_another()
