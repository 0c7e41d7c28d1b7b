"""`python -m tests.billing.applier`: a process that applies events until it is killed. It says when it begins."""

import sys
import time

import django

django.setup()

from billing.stripe_events import apply_next  # noqa: E402  the apps have to be there first


def main() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        if not apply_next():
            time.sleep(0.01)


if __name__ == "__main__":
    main()
