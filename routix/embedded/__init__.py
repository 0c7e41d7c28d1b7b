"""PostgreSQL and Redis for a machine that has neither: real servers from wheels, started on demand.

`ensure` starts what is missing and takes a lease that ends with the process; the process that leaves last stops the
servers, unless `keep` was asked for. All of it lies under one folder, the home, and is reached by Unix sockets, so
that no port can be taken and two checkouts never meet.
"""

from routix.embedded.errors import ServiceError
from routix.embedded.paths import Home
from routix.embedded.services import ServiceStatus, ensure, status, stop

__all__ = ["Home", "ServiceError", "ServiceStatus", "ensure", "status", "stop"]
