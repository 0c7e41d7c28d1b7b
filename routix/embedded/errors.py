"""Why a service can't run."""


class ServiceError(Exception):
    """A service that can't start or stop. The message is one sentence and names the log."""
