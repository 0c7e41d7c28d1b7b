"""How the C library keeps memory. Pictures are made of blocks so large that it would hand each back to the kernel when
it is freed, and the next one would be cleared anew, page by page: a tenth of the time of a drawing."""

import ctypes

_TRIM_THRESHOLD, _MMAP_MAX = -1, -4  # of mallopt(3)
_NEVER = 2**31 - 1  # bytes


def keep_freed_memory() -> bool:
    """Have this process keep what it frees until `give_back_freed_memory`. False where the C library isn't glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(_MMAP_MAX, 0) and mallopt(_TRIM_THRESHOLD, _NEVER))


def give_back_freed_memory() -> None:
    """Hand to the kernel what was freed and kept."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
