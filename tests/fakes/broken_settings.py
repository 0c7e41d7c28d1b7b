"""The default settings, with a provider that refuses everything."""

from routix.settings.local import *

PROVIDERS = {"local": "tests.fakes.providers.BrokenProvider"}
