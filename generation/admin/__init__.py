"""Generations and algorithms as staff see them."""

from generation.admin.algorithms import AlgorithmAdmin
from generation.admin.generations import GenerationAdmin

__all__ = ["AlgorithmAdmin", "GenerationAdmin"]
