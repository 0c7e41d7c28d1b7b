"""`python -m tests.proof [names]`."""

import sys

from tests.proof.run import main

if __name__ == "__main__":
    sys.exit(main())
