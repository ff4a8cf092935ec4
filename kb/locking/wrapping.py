"""A release's secret in one envelope an agent, for which nothing of theirs but the public key is needed.

A key pair made for this release alone meets each agent's public key (ECDH on P-256); HKDF-SHA-256
makes of it the key that wraps the secret (AES-256-GCM). `browser/keys.js` opens the same.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kb.locking.keys import NONCE_BYTES, RELEASE_FORMAT, AgentKey, KeyFile, encode_bytes, open_private_key
from kb.locking.sealing import ReleaseSecret


def envelope_id(release: str, name: str) -> str:
    """Under which name an agent finds their envelope: no staff name stands in the published file."""
    return hashlib.sha256(f"{RELEASE_FORMAT}\nenvelope\n{release}\n{name}".encode()).hexdigest()[:32]


def wrap_secret(secret: ReleaseSecret, keys: KeyFile) -> str:
    """The public description of a release, as JSON: what the sign-in page needs to open it."""
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    envelopes = {envelope_id(secret.release, agent.name): _envelope(secret, ephemeral, agent) for agent in keys.agents}
    point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return (
        json.dumps(
            {
                "format": RELEASE_FORMAT,
                "release": secret.release,
                "ephemeral": encode_bytes(point),
                "envelopes": dict(sorted(envelopes.items())),
            },
            indent=1,
        )
        + "\n"
    )


def unwrap_secret(description: str, name: str, passphrase: str) -> ReleaseSecret | None:
    """The secret of a release for who knows a name and its passphrase; None for anyone else.

    Raises `ValueError` if `description` is not what `wrap_secret` writes.
    """
    try:
        row = json.loads(description)
        release, point = str(row["release"]), _decode(row["ephemeral"])
        envelope = row["envelopes"].get(envelope_id(release, name))
        if envelope is None:
            return None
        salt, private, wrapped = (_decode(envelope[key]) for key in ("salt", "private_key", "wrapped"))
        iterations = envelope["iterations"]
        if type(iterations) is not int:
            raise TypeError("the rounds are no whole number")
    except (KeyError, TypeError, AttributeError, binascii.Error, RecursionError) as error:
        raise ValueError("not the description of a release") from error
    key = open_private_key(name, passphrase, salt, private, iterations)
    if key is None:
        return None
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    binding = _binding(release, name)
    try:
        wrapping_key = AESGCM(_wrapping_key(shared, release, binding))
        opened = wrapping_key.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], binding)
    except InvalidTag:
        return None
    return ReleaseSecret(release, opened[:32], opened[32:])


def _envelope(secret: ReleaseSecret, ephemeral: ec.EllipticCurvePrivateKey, agent: AgentKey) -> dict[str, str | int]:
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), agent.public_key)
    binding = _binding(secret.release, agent.name)
    key = _wrapping_key(ephemeral.exchange(ec.ECDH(), public), secret.release, binding)
    nonce = secrets.token_bytes(NONCE_BYTES)
    wrapped = nonce + AESGCM(key).encrypt(nonce, secret.content_key + secret.name_key, binding)
    return {
        "iterations": agent.iterations,
        "salt": encode_bytes(agent.salt),
        "private_key": encode_bytes(agent.private_key),
        "wrapped": encode_bytes(wrapped),
    }


def _wrapping_key(shared: bytes, release: str, binding: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=bytes.fromhex(release), info=binding).derive(shared)


def _binding(release: str, name: str) -> bytes:
    return f"{RELEASE_FORMAT}\nenvelope\n{release}\n{name}".encode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
