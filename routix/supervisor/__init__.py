"""Runs web, worker and beat together: one log, restarts with back-off, a clean end.

honcho and foreman end everything when one process ends, and know no restart; hence our own.
"""

from routix.supervisor.program import Program
from routix.supervisor.supervisor import Supervisor

__all__ = ["Program", "Supervisor"]
