"""Who may read: the key file, one row an agent, without anything that opens a release by itself.

Each agent has a key pair (P-256). The public half is what a build needs to let them in; the private
half lies beside it encrypted by a key from the agent's passphrase (PBKDF2-SHA-256). So whoever builds
(a CI, say) knows no passphrase and holds no secret, and who gets hold of the file learns what any
visitor of the published folder has: names apart, a private key to guess the passphrase of.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from kb.browser_code.shared import shared_data
from kb.locking.passphrases import normalise_passphrase

ITERATIONS = 600_000
"""OWASP's count for PBKDF2-HMAC-SHA256 (Password Storage Cheat Sheet, read in 2026)."""
_SHARED = shared_data("locking", "keys")
LEAST_ITERATIONS: int = _SHARED["least_iterations"]
MOST_ITERATIONS: int = _SHARED["most_iterations"]
"""What a key file and a release may ask for, and what `browser/keys.js` takes. Fewer make guessing cheap, more keep
a browser busy for hours. The least stays when OWASP's count rises, so that old keys open until rotated."""
SALT_BYTES: int = _SHARED["salt_bytes"]
NONCE_BYTES: int = _SHARED["nonce_bytes"]
POINT_BYTES: int = _SHARED["point_bytes"]
PRIVATE_KEY_BYTES = range(_SHARED["private_key_bytes"][0], _SHARED["private_key_bytes"][1] + 1)
RELEASE_FORMAT: str = _SHARED["format"]
AGENT_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}\Z")
"""Plain letters, so that Python and every browser read a typed name alike."""


@dataclass(frozen=True, slots=True)
class AgentKey:
    """One agent's row."""

    name: str
    added_on: date
    iterations: int
    """Rounds of PBKDF2; each agent their own, so that the count can rise with OWASP's."""
    salt: bytes
    """For PBKDF2; 16 bytes."""
    public_key: bytes
    """The uncompressed point, 65 bytes."""
    private_key: bytes
    """PKCS #8, encrypted by AES-256-GCM under the key from the passphrase: 12 bytes of nonce, then the rest."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Everyone who may read the next release."""

    agents: tuple[AgentKey, ...] = ()

    def agent(self, name: str) -> AgentKey | None:
        """The row of `name`, if there is one."""
        return next((agent for agent in self.agents if agent.name == name), None)

    def with_agent(self, agent: AgentKey) -> KeyFile:
        """This file with `agent` added, or in the place of the agent of that name."""
        others = tuple(one for one in self.agents if one.name != agent.name)
        return replace(self, agents=tuple(sorted((*others, agent), key=lambda one: one.name)))

    def without_agent(self, name: str) -> KeyFile:
        """This file without the agent of that name."""
        return replace(self, agents=tuple(one for one in self.agents if one.name != name))


def make_agent(name: str, passphrase: str, *, added_on: date, iterations: int = ITERATIONS) -> AgentKey:
    """A new key pair for `name` (already checked against `AGENT_NAME`), locked by `passphrase`."""
    private = ec.generate_private_key(ec.SECP256R1())
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_derive(passphrase, salt, iterations)).encrypt(nonce, plain, agent_binding(name))
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return AgentKey(name, added_on, iterations, salt, point, nonce + sealed)


def open_private_key(
    name: str,
    passphrase: str,
    salt: bytes,
    private_key: bytes,
    iterations: int,
) -> ec.EllipticCurvePrivateKey | None:
    """The private key that `passphrase` unlocks; None if it does not.

    Raises `ValueError` for rounds that no key of kb has: a made-up number would cost hours.
    """
    if not LEAST_ITERATIONS <= iterations <= MOST_ITERATIONS:
        raise ValueError(f"{iterations} rounds of PBKDF2 are not between {LEAST_ITERATIONS} and {MOST_ITERATIONS}")
    key = _derive(passphrase, salt, iterations)
    try:
        plain = AESGCM(key).decrypt(private_key[:NONCE_BYTES], private_key[NONCE_BYTES:], agent_binding(name))
    except InvalidTag:
        return None
    loaded = load_der_private_key(plain, password=None)
    return loaded if isinstance(loaded, ec.EllipticCurvePrivateKey) else None


def agent_binding(name: str) -> bytes:
    """Associated data that ties an encrypted private key to its agent."""
    return f"{RELEASE_FORMAT}\nagent\n{name}".encode()


def _derive(passphrase: str, salt: bytes, iterations: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", normalise_passphrase(passphrase).encode(), salt, iterations, dklen=32)


def encode_bytes(data: bytes) -> str:
    """Base64, as JSON carries it."""
    return base64.b64encode(data).decode("ascii")
