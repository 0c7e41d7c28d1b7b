"""Settings: `base` is shared, `local` the default, `production` insists on secrets, `test` is for tests."""
