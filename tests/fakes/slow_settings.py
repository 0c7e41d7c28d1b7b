"""The default settings, with a provider that takes its time."""

from routix.settings.local import *

PROVIDERS = {"local": "tests.fakes.providers.SlowProvider"}
