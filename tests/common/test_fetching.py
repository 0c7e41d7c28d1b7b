"""Fetching from addresses that people give: nothing inside is ever asked, and nothing holds us for long."""

import gzip
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from common.fetching import AddressRefusedError, Fetched, FetchFailedError, Policy, check_address, fetch_picture, post
from common.fetching.policy import PUBLIC_INTERNET, resolve
from common.fetching.public_addresses import is_public
from common.images import PictureTooLargeError, clean_picture
from tests.common import hostile_addresses as hostile
from tests.common.listening import Listener, certified, listening, redirect, reply
from tests.common.pictures import picture

pytestmark = pytest.mark.unit

HOSTILE = [*hostile.NUMBERS, *hostile.LONG_NUMBERS, *hostile.NAMES, *hostile.RIDDLES, *hostile.WAYS]
# A loopback address of which the tests say it is the world outside; the canary is on all the others.
OUTSIDE = "127.0.0.9"


def leads_inside(host: str, port: int, seconds: float) -> list[str]:
    """The worst resolver: it reads every writing of a number, and each name leads to this machine."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return ["127.0.0.1"]
    return [str(address[0]) for *_, address in found]


def leads_to(*answers: str):
    """A resolver that says the same of every name."""
    return lambda host, port, seconds: list(answers)


@pytest.fixture(scope="module")
def canary_port() -> Iterator[Listener]:
    with listening(reply(b"a secret from inside"), host="::" if socket.has_ipv6 else "0.0.0.0") as listener:  # noqa: S104
        yield listener


@pytest.fixture
def canary(canary_port: Listener) -> Iterator[Listener]:
    """It listens on every loopback address; a test that ends with a connection to it has failed."""
    before = canary_port.connections
    yield canary_port
    # Whoever connected before us is counted before us.
    with socket.create_connection(("127.0.0.1", canary_port.port)):
        while canary_port.connections == before:
            time.sleep(0.001)
    assert canary_port.connections == before + 1, "somebody was led inside"


def fetch(url: str, *, max_bytes: int = 1_000_000, seconds: float = 5.0, **policy) -> Fetched:
    return fetch_picture(url, max_bytes=max_bytes, seconds=seconds, policy=Policy(**policy))


def fetch_from(server: Listener, path: str = "/", *, also: tuple[int, ...] = (), **options) -> Fetched:
    """Fetch from a server of the test's as if it were outside."""
    trusted = {"ports": frozenset({server.port, *also}), "trusted_addresses": frozenset({OUTSIDE})}
    return fetch(f"http://{OUTSIDE}:{server.port}{path}", **{**trusted, **options})


class TestHostileAddresses:
    @pytest.mark.parametrize("url", HOSTILE)
    def test_are_refused_before_anything_is_asked(self, url, canary):
        ports = PUBLIC_INTERNET.ports | {canary.port}
        with pytest.raises(AddressRefusedError):
            fetch(url.replace("{port}", str(canary.port)), ports=ports, resolve=leads_inside)

    @pytest.mark.parametrize(
        "url",
        [
            *(*hostile.NUMBERS, *hostile.LONG_NUMBERS, *hostile.NAMES, *hostile.WAYS),
            "http://user@pictures.example:{port}/",
            "http://user:password@pictures.example:{port}/",
            "http://:@pictures.example:{port}/",
        ],
    )
    def test_are_refused_even_if_a_resolver_swears_that_they_are_public(self, url):
        asked = []

        def swears(host, port, seconds):
            asked.append(host)
            return ["1.1.1.1"]

        with pytest.raises(AddressRefusedError):
            fetch(url.replace("{port}", "80"), resolve=swears)
        assert asked == []

    @pytest.mark.parametrize("answers", hostile.ANSWERS, ids=" ".join)
    def test_may_look_harmless_until_they_are_looked_up(self, answers, canary):
        with pytest.raises(AddressRefusedError):
            fetch(
                f"http://pictures.example:{canary.port}/",
                ports=frozenset({canary.port}),
                resolve=leads_to(*answers),
            )

    @pytest.mark.parametrize(
        "url",
        [one for one in HOSTILE if "://" in one and one.isprintable() and len(one) < 1000]
        + ["//127.0.0.2:{port}/", "//localhost:{port}/", "//[::1]:{port}/"],
    )
    def test_are_refused_as_the_goal_of_a_redirect(self, url, canary):
        location = url.replace("{port}", str(canary.port))
        with listening(redirect(location), host=OUTSIDE) as server:
            with pytest.raises((AddressRefusedError, FetchFailedError)):
                fetch_from(server, also=(canary.port, 80, 443), resolve=leads_inside)
            assert server.connections >= 1

    def test_are_refused_as_the_last_of_several_redirects(self, canary):
        hops = {b"/": "/one", b"/one": "/two", b"/two": f"http://127.0.0.2:{canary.port}/"}

        def answer(connection, head):
            connection.sendall(redirect(hops[head.split()[1]]))

        with listening(answer, host=OUTSIDE) as server:
            with pytest.raises(AddressRefusedError):
                fetch_from(server, also=(canary.port,))
            assert server.connections == 3

    def test_are_told_apart_by_nothing(self, canary):
        messages = set()
        for answers in (("10.0.0.1",), ("127.0.0.1",), ()):
            with pytest.raises(AddressRefusedError) as refused:
                fetch("https://db.company.example/", resolve=leads_to(*answers))
            messages.add((refused.value.message, str(refused.value.details)))
        assert len(messages) == 1

    def test_would_reach_the_canary_if_it_were_outside(self, canary_port):
        """The canary sings: without this the tests above would prove nothing."""
        before = canary_port.connections
        found = fetch(
            f"http://127.0.0.1:{canary_port.port}/",
            ports=frozenset({canary_port.port}),
            trusted_addresses=frozenset({"127.0.0.1"}),
        )
        assert found.data == b"a secret from inside"
        assert canary_port.connections == before + 1


class TestRebinding:
    def test_does_not_win_since_a_name_is_looked_up_once(self, canary):
        asked = []

        def answer(host, port, seconds):
            asked.append(host)
            return [OUTSIDE] if len(asked) == 1 else ["127.0.0.2"]

        with listening(reply(b"outside"), host=OUTSIDE, port=0) as server:
            found = fetch(
                f"http://pictures.example:{server.port}/",
                ports=frozenset({server.port, canary.port}),
                trusted_addresses=frozenset({OUTSIDE}),
                resolve=answer,
            )
        assert (found.data, asked) == (b"outside", ["pictures.example"])

    def test_does_not_win_on_the_way_of_a_redirect_to_the_same_name(self, canary):
        asked = []

        def answer(host, port, seconds):
            asked.append(host)
            return [OUTSIDE] if len(asked) == 1 else ["127.0.0.2"]

        with (
            listening(redirect(f"http://pictures.example:{canary.port}/"), host=OUTSIDE) as server,
            pytest.raises(AddressRefusedError),
        ):
            fetch(
                f"http://pictures.example:{server.port}/",
                ports=frozenset({server.port, canary.port}),
                trusted_addresses=frozenset({OUTSIDE}),
                resolve=answer,
            )
        assert asked == ["pictures.example"] * 2

    def test_connects_to_the_address_that_was_checked(self, canary, monkeypatch):
        tried = []
        original = socket.create_connection

        def create_connection(address, *arguments, **options):
            tried.append(address)
            return original(address, *arguments, **options)

        monkeypatch.setattr(socket, "create_connection", create_connection)
        with pytest.raises(FetchFailedError):  # the network of the tests ends at loopback
            fetch("https://pictures.example/a.png", resolve=leads_to("1.1.1.1", "2606:4700::1111"))
        assert tried == [("1.1.1.1", 443), ("2606:4700::1111", 443)]


class TestIsPublic:
    @pytest.mark.parametrize(
        "address",
        [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.215.14",
            "172.32.0.1",
            "100.63.255.255",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450:4001::200e",
            "2400:cb00::1",
        ],
    )
    def test_takes_places_of_the_internet(self, address):
        assert is_public(ip_address(address)) is True

    def test_takes_nothing_that_python_holds_for_private(self):
        """Python's own registry, sampled at both ends of every special block that it knows."""
        blocks = ["0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]
        ends = [ip_address(block.split("/")[0]) + offset for block in blocks for offset in (0, 1, 65535)]
        odd = [ip_address(one) for one in ("100.64.0.0", "192.0.0.1", "198.19.255.255", "203.0.113.9", "240.0.0.0")]
        assert not any(is_public(one) for one in (*ends, *odd))
        assert not any(one.is_global for one in (*ends, *odd))


class TestFetchPicture:
    def test_brings_what_was_sent(self):
        data = picture()
        answer = reply(data, headers="Content-Type: Image/PNG; charset=x\r\n")
        with listening(answer, host=OUTSIDE) as server:
            found = fetch_from(server, "/a b.png?size=1#top")
        assert found == Fetched(
            data=data, url=f"http://{OUTSIDE}:{server.port}/a%20b.png?size=1", content_type="image/png"
        )
        assert clean_picture(found.data, max_bytes=1_000_000).format == "png"

    def test_asks_like_a_stranger(self):
        with listening(reply(b"x"), host=OUTSIDE) as server:
            fetch_from(server, "/a.png")
        lines = server.requests[0].decode().split("\r\n")
        assert lines[0] == "GET /a.png HTTP/1.1"
        assert {line.lower() for line in lines[1:] if line} == {
            f"host: {OUTSIDE}:{server.port}",
            "accept: image/*",
            "accept-encoding: identity",
            "user-agent: routix",
            "connection: close",
        }

    def test_follows_redirects_to_where_the_picture_is(self):
        with listening(reply(b"picture"), host=OUTSIDE) as goal:
            for status in ("301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"):
                answer = redirect(f"http://{OUTSIDE}:{goal.port}/b.png", status)
                with listening(answer, host=OUTSIDE) as server:
                    found = fetch_from(server, also=(goal.port,))
                assert found == Fetched(b"picture", f"http://{OUTSIDE}:{goal.port}/b.png", "")

    @pytest.mark.parametrize(("redirects", "is_fetched"), [(3, True), (4, False)])
    def test_follows_three_redirects_and_no_more(self, redirects, is_fetched):
        def answer(connection, head):
            step = int(head.split()[1].strip(b"/") or b"0")
            connection.sendall(reply(b"end") if step == redirects else redirect(f"/{step + 1}"))

        with listening(answer, host=OUTSIDE) as server:
            if is_fetched:
                assert fetch_from(server).data == b"end"
            else:
                with pytest.raises(FetchFailedError, match="on and on"):
                    fetch_from(server)

    def test_tries_the_next_address_of_a_name(self):
        with listening(reply(b"second"), host=OUTSIDE) as server:
            found = fetch(
                f"http://pictures.example:{server.port}/",
                ports=frozenset({server.port}),
                trusted_addresses=frozenset({"127.0.0.8", OUTSIDE}),
                resolve=leads_to("127.0.0.8", OUTSIDE),
            )
        assert found.data == b"second"

    def test_asks_no_proxy_of_the_environment(self, canary, monkeypatch):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
        with listening(reply(b"direct"), host=OUTSIDE) as server:
            assert fetch_from(server).data == b"direct"

    def test_takes_the_policy_of_the_settings(self, settings):
        settings.FETCH_POLICY = "tests.common.test_fetching.NO_PORTS"
        with pytest.raises(AddressRefusedError, match="ports"):
            fetch_picture("https://pictures.example/", max_bytes=10, seconds=1)

    def test_keeps_to_the_public_internet_by_default(self, settings):
        assert settings.FETCH_POLICY == "common.fetching.policy.PUBLIC_INTERNET"
        with pytest.raises(AddressRefusedError):
            fetch_picture("http://127.0.0.1/", max_bytes=10, seconds=1)
        assert Policy() == PUBLIC_INTERNET
        assert PUBLIC_INTERNET.trusted_addresses == frozenset()


NO_PORTS = Policy(ports=frozenset())


class TestWhatIsSent:
    def test_may_have_as_many_bytes_as_allowed(self):
        with listening(reply(b"x" * 1000), host=OUTSIDE) as server:
            assert len(fetch_from(server, max_bytes=1000).data) == 1000

    def test_is_refused_by_the_length_that_is_told(self):
        with (
            listening(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n", host=OUTSIDE) as server,
            pytest.raises(PictureTooLargeError, match="more than 2 MB"),
        ):
            fetch_from(server, max_bytes=2 * 1024 * 1024)

    @pytest.mark.parametrize("head", ["", "Transfer-Encoding: chunked\r\n"])
    def test_is_cut_off_when_no_length_is_told(self, head):
        sent = []

        def answer(connection, _):
            connection.sendall(f"HTTP/1.1 200 OK\r\n{head}\r\n".encode())
            part = b"x" * 65536
            for _ in range(2000):
                connection.sendall(b"10000\r\n" + part + b"\r\n" if head else part)
                sent.append(len(part))

        with listening(answer, host=OUTSIDE) as server, pytest.raises(PictureTooLargeError):
            fetch_from(server, max_bytes=1_000_000)
        assert sum(sent) < 20_000_000

    @pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "GZIP", "identity, gzip"])
    def test_is_refused_when_compressed(self, encoding):
        bomb = gzip.compress(bytes(10_000_000))
        with (
            listening(reply(bomb, headers=f"Content-Encoding: {encoding}\r\n"), host=OUTSIDE) as server,
            pytest.raises(FetchFailedError, match="compressed"),
        ):
            fetch_from(server)

    @pytest.mark.parametrize("status", ["204 No Content", "206 Partial", "304 Not", "401 No", "404 No", "500 Oh"])
    def test_is_refused_with_another_status_than_success(self, status):
        with (
            listening(reply(b"", status=status), host=OUTSIDE) as server,
            pytest.raises(FetchFailedError, match=status.split()[0]),
        ):
            fetch_from(server)

    @pytest.mark.parametrize(
        "answer",
        [
            b"",
            b"SSH-2.0-OpenSSH_9.2\r\n",
            b"-ERR unknown command\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nshort!",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000,
            b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        ],
    )
    def test_is_refused_when_broken_and_never_shown(self, answer):
        with listening(answer, host=OUTSIDE) as server, pytest.raises(FetchFailedError) as failed:
            fetch_from(server)
        assert "SSH" not in failed.value.message
        assert "ERR" not in failed.value.message

    def test_is_refused_when_a_redirect_leads_nowhere(self):
        with (
            listening(redirect("http://[oh"), host=OUTSIDE) as server,
            pytest.raises((FetchFailedError, AddressRefusedError)),
        ):
            fetch_from(server)


def trickle(head: bytes, part: bytes):
    """An answer that never ends: a little, often enough that no single wait is long."""

    def answer(connection, _):
        connection.sendall(head)
        for _ in range(200):
            connection.sendall(part)
            time.sleep(0.05)

    return answer


class TestTheDeadline:
    @pytest.mark.parametrize(
        "answer",
        [
            pytest.param(lambda connection, head: time.sleep(4), id="silence"),
            pytest.param(trickle(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), id="endless headers"),
            pytest.param(trickle(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"), id="endless hints"),
            pytest.param(trickle(b"HTTP/1.1 200 OK\r\n\r\n", b"x"), id="endless body"),
            pytest.param(trickle(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), id="chunks"),
        ],
    )
    def test_ends_what_is_slow(self, answer):
        with listening(answer, host=OUTSIDE) as server:
            begun = time.monotonic()
            with pytest.raises(FetchFailedError, match="too long"):
                fetch_from(server, seconds=0.5)
            assert time.monotonic() - begun < 1.5

    def test_covers_all_redirects_together(self):
        def answer(connection, _):
            time.sleep(0.3)
            connection.sendall(redirect("/"))

        with listening(answer, host=OUTSIDE) as server:
            begun = time.monotonic()
            with pytest.raises(FetchFailedError, match="too long"):
                fetch_from(server, seconds=0.5)
            assert time.monotonic() - begun < 1.5

    def test_covers_the_greeting_of_tls(self):
        with listening(lambda connection, head: time.sleep(4), host=OUTSIDE) as server:
            begun = time.monotonic()
            with pytest.raises(FetchFailedError, match="too long"):
                fetch(
                    f"https://{OUTSIDE}:{server.port}/",
                    seconds=0.5,
                    ports=frozenset({server.port}),
                    trusted_addresses=frozenset({OUTSIDE}),
                )
            assert time.monotonic() - begun < 1.5

    def test_covers_looking_up_the_name(self, monkeypatch):
        is_over = threading.Event()

        def getaddrinfo(*_, **__):
            is_over.wait(5)
            return []

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        begun = time.monotonic()
        assert resolve("pictures.example", 80, 0.3) == []
        assert time.monotonic() - begun < 1.0
        is_over.set()


class TestResolve:
    def test_asks_the_system(self):
        assert "127.0.0.1" in resolve("localhost", 80, 5)

    def test_answers_nothing_for_what_is_no_name(self):
        assert resolve("a..b", 80, 5) == []


class TestTls:
    def fetch(self, server: Listener, host: str, trusts: ssl.SSLContext | None, seconds: float = 5.0) -> Fetched:
        return fetch(
            f"https://{host}:{server.port}/",
            seconds=seconds,
            ports=frozenset({server.port}),
            trusted_addresses=frozenset({OUTSIDE}),
            resolve=leads_to(OUTSIDE),
            certificates=trusts,
        )

    def test_names_the_host_and_not_the_address_it_connects_to(self, tmp_path):
        serving, trusting = certified(tmp_path, "pictures.example")
        with listening(reply(b"picture"), host=OUTSIDE, tls=serving) as server:
            assert self.fetch(server, "pictures.example", trusting).data == b"picture"
        assert server.names == ["pictures.example"]
        assert f"Host: pictures.example:{server.port}".encode() in server.requests[0]

    def test_refuses_a_certificate_for_another_host(self, tmp_path):
        serving, trusting = certified(tmp_path, "other.example")
        with (
            listening(reply(b"picture"), host=OUTSIDE, tls=serving) as server,
            pytest.raises(FetchFailedError, match="certificate"),
        ):
            self.fetch(server, "pictures.example", trusting)
        assert server.requests == []

    def test_refuses_a_certificate_that_nobody_signed(self, tmp_path):
        serving, _ = certified(tmp_path, "pictures.example")
        with (
            listening(reply(b"picture"), host=OUTSIDE, tls=serving) as server,
            pytest.raises(FetchFailedError, match="certificate"),
        ):
            self.fetch(server, "pictures.example", None)
        assert server.requests == []

    def test_refuses_a_server_that_speaks_no_tls(self):
        with listening(reply(b"picture"), host=OUTSIDE) as server, pytest.raises(FetchFailedError):
            self.fetch(server, "pictures.example", None, seconds=0.5)


class TestTheLog:
    def test_tells_the_operator_what_was_refused(self, caplog):
        caplog.set_level(logging.INFO)
        with pytest.raises(AddressRefusedError):
            fetch("https://db.company.example/", resolve=leads_to("10.0.0.1"))
        assert "10.0.0.1" in caplog.text


def send(url: str, *, is_https_needed: bool = False, seconds: float = 5.0, **policy) -> int:
    """Post to an address; the status of the answer."""
    rules = Policy(**policy)
    sent = {"X-Sent": "1"}
    return post(url, body=b"told", headers=sent, is_https_needed=is_https_needed, seconds=seconds, policy=rules)


class TestPost:
    @pytest.mark.parametrize("url", HOSTILE)
    def test_goes_to_no_hostile_address(self, url, canary):
        ports = PUBLIC_INTERNET.ports | {canary.port}
        with pytest.raises(AddressRefusedError):
            send(url.replace("{port}", str(canary.port)), ports=ports, resolve=leads_inside)

    @pytest.mark.parametrize("answers", hostile.ANSWERS, ids=" ".join)
    def test_looks_at_what_the_name_leads_to(self, answers, canary):
        with pytest.raises(AddressRefusedError):
            send(f"http://hooks.example:{canary.port}/", ports=frozenset({canary.port}), resolve=leads_to(*answers))

    def test_follows_no_redirect(self, canary):
        with listening(redirect(f"http://127.0.0.1:{canary.port}/"), host=OUTSIDE) as server:
            ports = frozenset({server.port, canary.port})
            url = f"http://{OUTSIDE}:{server.port}/"
            assert send(url, ports=ports, trusted_addresses=frozenset({OUTSIDE})) == 302

    def test_tells_what_it_has_to(self):
        with listening(reply(status="201 Created"), host=OUTSIDE) as server:
            url = f"http://{OUTSIDE}:{server.port}/hook?a=1#top"
            assert send(url, ports=frozenset({server.port}), trusted_addresses=frozenset({OUTSIDE})) == 201
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        assert (lines[0], body) == ("POST /hook?a=1 HTTP/1.1", b"told")
        assert {line.lower() for line in lines[1:]} == {
            f"host: {OUTSIDE}:{server.port}",
            "user-agent: routix",
            "connection: close",
            "content-length: 4",
            "x-sent: 1",
        }

    def test_is_over_when_its_time_is(self):
        def trickle(connection, head):
            for letter in b"HTTP/1.1 200 OK":
                time.sleep(0.2)
                connection.sendall(bytes([letter]))

        with listening(trickle, host=OUTSIDE) as server:
            begun = time.monotonic()
            with pytest.raises(FetchFailedError, match="too long"):
                send(
                    f"http://{OUTSIDE}:{server.port}/",
                    seconds=0.5,
                    ports=frozenset({server.port}),
                    trusted_addresses=frozenset({OUTSIDE}),
                )
            assert time.monotonic() - begun < 2.5

    def test_takes_https_only_where_that_is_needed(self, canary):
        with pytest.raises(AddressRefusedError, match="https"):
            send("http://hooks.example/", is_https_needed=True, resolve=leads_to("1.1.1.1"))


class TestCheckAddress:
    def check(self, url: str, *, is_https_needed: bool = False, **policy) -> None:
        check_address(url, is_https_needed=is_https_needed, seconds=5, policy=Policy(**policy))

    @pytest.mark.parametrize("url", HOSTILE)
    def test_refuses_every_hostile_address(self, url, canary):
        ports = PUBLIC_INTERNET.ports | {canary.port}
        with pytest.raises(AddressRefusedError):
            self.check(url.replace("{port}", str(canary.port)), ports=ports, resolve=leads_inside)

    def test_looks_up_the_name_and_asks_nobody(self):
        asked = []

        def resolve_once(host, port, seconds):
            asked.append((host, port))
            return ["1.1.1.1"]

        self.check("https://hooks.example/a", resolve=resolve_once)
        self.check("http://hooks.example/a", resolve=resolve_once)
        assert asked == [("hooks.example", 443), ("hooks.example", 80)]

    def test_takes_https_only_where_that_is_needed(self):
        with pytest.raises(AddressRefusedError, match="https"):
            self.check("http://hooks.example/", is_https_needed=True, resolve=leads_to("1.1.1.1"))
