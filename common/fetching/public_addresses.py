"""Which IP addresses are places on the public internet.

IPv4 is judged by what is forbidden, IPv6 by what is allowed: of its space only an eighth is given out, and what lies
outside of it (mapped and compatible IPv4, NAT64, unique local, link-local, multicast) is refused without being named.
Sources: the special-purpose address registries of IANA (RFC 6890 and its updates).
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

_SPECIAL_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carriers' NAT, also a cloud's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's own services, behind an address that looks public
        "169.254.0.0/16",  # link-local, the clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # automatic multicast tunnels
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_UNICAST_V6 = IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them, which carries an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries an IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
# The upper half of an interface's identifier by which ISATAP carries an IPv4 address (RFC 5214).
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address is a place on the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    if address.scope_id is not None or address not in _UNICAST_V6:
        return False
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    return not any(address in network for network in _SPECIAL_V6)
