"""A worker process for tests to kill: calls what is due in the given database, from a server of the test's."""

import sys

import django


def main(database: str, port: int) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection

    from accounts.webhook_calls import call_what_is_due
    from common.fetching import Policy
    from tests.accounts import webhook_servers

    connection.settings_dict["NAME"] = database
    webhook_servers.POLICY = Policy(ports=frozenset({port}), trusted_addresses=frozenset({webhook_servers.OUTSIDE}))
    settings.FETCH_POLICY = "tests.accounts.webhook_servers.POLICY"
    call_what_is_due(seconds=10)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
