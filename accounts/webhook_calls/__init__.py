"""Calling the servers of API users: rows that are due are claimed, called, and written down.

A row is called by one worker at a time, and at least once: a worker that dies in the middle leaves it to the next, once
its lease is over. `message_id` stays the same however often it is sent, so a receiver can tell what it knows already.
"""

from accounts.webhook_calls.claiming import is_anything_due
from accounts.webhook_calls.ending import give_up_pending
from accounts.webhook_calls.payload import message_id, written
from accounts.webhook_calls.running import call_what_is_due
from accounts.webhook_calls.signing import new_secret

__all__ = ["call_what_is_due", "give_up_pending", "is_anything_due", "message_id", "new_secret", "written"]
