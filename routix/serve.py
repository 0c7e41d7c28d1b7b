"""`python -m routix.serve`: the ASGI server, as Routix needs it."""

import argparse

import uvicorn

# The consumer refuses messages beyond 64 KiB with a close code of its own; this only bounds what is read for that.
_LARGEST_MESSAGE = 128 * 1024


def main() -> None:
    """Serve until SIGTERM; then finish requests and close sockets with 1012."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    uvicorn.run(
        "routix.asgi:application",
        host=options.host,
        port=options.port,
        ws="routix.sockets:AbortingWebSocketProtocol",
        ws_max_size=_LARGEST_MESSAGE,
        timeout_graceful_shutdown=4,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whom to believe is for `common.client_address` to say
        log_config=None,
        lifespan="off",
    )


if __name__ == "__main__":
    main()
