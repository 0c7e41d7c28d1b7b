"""The tests' settings, on the stand-in that a test runs and on that test's database."""

import os

from routix.settings.test import *

STRIPE_SECRET_KEY = os.environ["STAND_IN_KEY"]
STRIPE_BASE_URL = os.environ["STAND_IN_URL"]
