"""Choices that look free but are decided by the topic and the seed: the same brief always gets the same."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

Option = TypeVar("Option")


def number_of(topic: str, seed: int, purpose: str = "") -> int:
    """Return a number that depends on nothing but its arguments."""
    return zlib.crc32(f"{purpose}|{seed}|{topic}".encode())


def pick(options: Sequence[Option], topic: str, seed: int, purpose: str = "") -> Option:
    """Return one of the options."""
    return options[number_of(topic, seed, purpose) % len(options)]
