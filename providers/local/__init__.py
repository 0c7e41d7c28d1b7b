"""Our own engine: everything on this machine, no key, no network."""
