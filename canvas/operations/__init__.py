"""Typed edits of a document: each changes only what it names, and knows how to be taken back.

A new operation is one file here and one line in `canvas.operations.registry`; what reads, describes and carries out
operations follows by itself.
"""

from canvas.operations.applying import apply, apply_all
from canvas.operations.operation import Applied, Operation
from canvas.operations.registry import OPERATIONS
from canvas.operations.serial import read_operation, read_operations, written_operation

__all__ = [
    "OPERATIONS",
    "Applied",
    "Operation",
    "apply",
    "apply_all",
    "read_operation",
    "read_operations",
    "written_operation",
]
