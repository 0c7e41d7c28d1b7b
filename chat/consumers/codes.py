"""Why a socket is closed: the codes of RFC 6455, and ours from 4400 on."""

RULES_BROKEN = 1008
TOO_LARGE = 1009
TRY_AGAIN = 1013
NOT_SIGNED_IN = 4401
TOO_MANY_SOCKETS = 4429
