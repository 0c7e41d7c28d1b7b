"""`python -m routix.serve`: the ASGI server, as Routix needs it."""

import argparse
import gc
import resource
from importlib import import_module

import uvicorn

# The consumer refuses messages beyond 64 KiB with a close code of its own; this only bounds what is read for that.
_LARGEST_MESSAGE = 128 * 1024
# A client that is gone without a word is noticed within these together.
_PING_SECONDS = 20.0
_PONG_SECONDS = 20.0


def main() -> None:
    """Serve until SIGTERM; then finish requests and close sockets with 1012."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    _allow_many_sockets()
    application = import_module("routix.asgi").application  # not before the options: it starts services
    gc.freeze()  # looking through all of Django for garbage stops every socket meanwhile
    uvicorn.run(
        application,
        host=options.host,
        port=options.port,
        ws="routix.sockets:AbortingWebSocketProtocol",
        ws_max_size=_LARGEST_MESSAGE,
        ws_ping_interval=_PING_SECONDS,
        ws_ping_timeout=_PONG_SECONDS,
        ws_per_message_deflate=False,  # frames are small, and a compressor is far larger than all else of a socket
        timeout_graceful_shutdown=4,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whom to believe is for `common.client_address` to say
        log_config=None,
        lifespan="off",
    )


def _allow_many_sockets() -> None:
    """Each is a file; the usual limit of 1,024 is for programs that use `select`."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
