"""Sets one conversation in a process of its own: `python -m chat.typesetting`, a packed `Sheet` in, a PDF out."""

import resource
import sys

from chat.typesetting.paper import as_pdf
from chat.typesetting.sheet import unpacked

# A backstop for a parent that died: whoever waits gives up much earlier.
_PROCESSOR_SECONDS = 60


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    sys.stdout.buffer.write(as_pdf(unpacked(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
