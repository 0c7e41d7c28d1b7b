"""A security key in software, for tests: it answers what a browser would hand on from a real one."""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


class SecurityKey:
    """One credential. `origin` and `host` are where the browser believes to be; `counter` grows with each answer."""

    def __init__(self, *, origin: str = "http://localhost:8000", host: str = "localhost") -> None:
        self.private_key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(32)
        self.origin, self.host = origin, host
        self.counter = 0
        self.counts = True
        self.verifies = True
        self.user_handle = b""

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer `navigator.credentials.create()`."""
        self.user_handle = _bytes(options["user"]["id"])
        point = self.private_key.public_key().public_numbers()
        public_key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public_key
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(_ATTESTED) + attested}
        return self._answer(
            {
                "clientDataJSON": self._client_data("webauthn.create", options["challenge"]),
                "attestationObject": cbor2.dumps(attestation),
            },
            transports=["internal"],
        )

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer `navigator.credentials.get()`."""
        client_data = self._client_data("webauthn.get", options["challenge"])
        data = self._data(0)
        signature = self.private_key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": client_data,
                "authenticatorData": data,
                "signature": signature,
                "userHandle": self.user_handle,
            }
        )

    def _data(self, flags: int) -> bytes:
        self.counter += self.counts
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client_data(self, ceremony: str, challenge: str) -> bytes:
        return json.dumps({"type": ceremony, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, bytes], **more: Any) -> dict[str, Any]:
        told = {name: _text(value) for name, value in response.items()}
        name = _text(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": {**told, **more}}


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(f"{text}===")
