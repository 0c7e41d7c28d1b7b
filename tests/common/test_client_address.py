from typing import Any

import pytest
from django.test import RequestFactory

from common.client_address import client_ip, hashed_ip

pytestmark = pytest.mark.unit

PROXY = "10.0.0.9"


def asked(remote: str | None = PROXY, forwarded: str | None = None) -> Any:
    """A request from that address, with that `X-Forwarded-For`."""
    request = RequestFactory().get("/")
    sent = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    del request.META["REMOTE_ADDR"]
    request.META.update({name: value for name, value in sent.items() if value is not None})
    return request


class TestClientIp:
    @pytest.mark.parametrize(
        ("remote", "told"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("2001:DB8:0:0::1", "2001:db8::1"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("", ""),
            (None, ""),
            ("a name", ""),
        ],
    )
    def test_is_the_address_of_the_connection(self, remote, told):
        assert client_ip(asked(remote)) == told

    @pytest.mark.parametrize("forwarded", ["198.51.100.1", "198.51.100.1, 198.51.100.2", "", "nonsense"])
    def test_believes_no_header_without_proxies(self, forwarded):
        assert client_ip(asked(forwarded=forwarded)) == PROXY

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "told"),
        [
            (1, "203.0.113.7", "203.0.113.7"),
            (1, " 203.0.113.7 ", "203.0.113.7"),
            (1, "2001:db8::1", "2001:db8::1"),
            (1, "::ffff:203.0.113.7", "203.0.113.7"),
            (2, "203.0.113.7, 192.0.2.1", "203.0.113.7"),
            (2, "203.0.113.7,192.0.2.1", "203.0.113.7"),
        ],
    )
    def test_is_what_the_outermost_trusted_proxy_heard(self, settings, proxies, forwarded, told):
        settings.TRUSTED_PROXY_COUNT = proxies

        assert client_ip(asked(forwarded=forwarded)) == told

    @pytest.mark.parametrize("spoofed", ["198.51.100.1", "198.51.100.1, 198.51.100.2", "", ",,,", "x" * 5000, PROXY])
    @pytest.mark.parametrize(("proxies", "added"), [(1, "203.0.113.7"), (2, "203.0.113.7, 192.0.2.1")])
    def test_gains_nothing_by_entries_that_the_client_wrote(self, settings, spoofed, proxies, added):
        settings.TRUSTED_PROXY_COUNT = proxies

        assert client_ip(asked(forwarded=f"{spoofed}, {added}")) == "203.0.113.7"

    @pytest.mark.parametrize(
        ("proxies", "forwarded"),
        [
            (1, None),
            (1, ""),
            (1, "unknown"),
            (1, "203.0.113.7,"),
            (1, "203.0.113.7:4711"),
            (1, "203.0.113.07"),
            (2, "203.0.113.7"),
            (2, "nonsense, 192.0.2.1"),
            (-1, "203.0.113.7"),
        ],
    )
    def test_is_the_address_of_the_connection_where_the_header_is_no_use(self, settings, proxies, forwarded):
        settings.TRUSTED_PROXY_COUNT = proxies

        assert client_ip(asked(forwarded=forwarded)) == PROXY


class TestHashedIp:
    def test_is_a_digest_that_stays_the_same(self):
        digest = hashed_ip(asked("203.0.113.7"))

        assert digest == hashed_ip(asked("203.0.113.7"))
        assert len(digest) == 64
        assert set(digest) <= set("0123456789abcdef")

    def test_is_keyed(self, settings):
        digest = hashed_ip(asked("203.0.113.7"))
        settings.SECRET_KEY = "another key than before"

        assert hashed_ip(asked("203.0.113.7")) != digest

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("fe80::1%eth0", "fe80::2"),
        ],
    )
    def test_is_one_for_one_client(self, one, other):
        assert hashed_ip(asked(one)) == hashed_ip(asked(other)) != ""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("203.0.113.7", "203.0.113.8"),
            ("2001:db8:1:2::1", "2001:db8:1:3::1"),
            ("::ffff:203.0.113.7", "::ffff:203.0.113.8"),
            ("0:0:1:2::", "0.1.0.2"),
        ],
    )
    def test_differs_for_different_clients(self, one, other):
        assert hashed_ip(asked(one)) != hashed_ip(asked(other))

    @pytest.mark.parametrize("remote", ["", None, "unix:"])
    def test_is_empty_where_no_address_is_known(self, remote):
        assert hashed_ip(asked(remote)) == ""

    def test_follows_trusted_proxies(self, settings):
        settings.TRUSTED_PROXY_COUNT = 1

        assert hashed_ip(asked(forwarded="203.0.113.7")) == hashed_ip(asked("203.0.113.7"))
