"""The sealed hashes of a locked edition in a folder or at an address."""

from __future__ import annotations

from pathlib import Path

from kb.locking.outside import RELEASE
from kb.locking.sealed_hashes import MOST_BYTES, NoHashesError, SealedHashes, read_sealed_hashes
from kb.website.verify.compare import MOST_RELEASE_BYTES
from kb.website.verify.fetch import FetchError, HostedSite, MissingError, Visit


def open_hashes(place: HostedSite | Path, visit: Visit, agent: str, passphrase: str) -> SealedHashes:
    """The hashes sealed with the release at `place`. Raises `NoHashesError` or `NotOpenedError`."""
    description = _read(place, visit, RELEASE, MOST_RELEASE_BYTES)
    if description is None:
        raise NoHashesError(RELEASE, "missing: this is no locked edition, or not all of one")
    return read_sealed_hashes(
        description, agent, passphrase, lambda path: _read(place, visit, path, MOST_BYTES), release_file=RELEASE
    )


def _read(place: HostedSite | Path, visit: Visit, path: str, most: int) -> bytes | None:
    """The bytes of a published file; None where it is not there."""
    try:
        if isinstance(place, HostedSite):
            return visit.read(place, path, most)
        if not (place / path).is_file():
            return None
        with (place / path).open("rb") as file:
            data = file.read(most + 1)
    except MissingError:
        return None
    except FetchError as error:
        raise NoHashesError(path, f"it cannot be read: {error}") from None
    except OSError as error:
        raise NoHashesError(path, f"it cannot be read: {error.strerror or 'unknown reason'}") from None
    if len(data) > most:
        raise NoHashesError(path, f"larger than {most:,} bytes")
    return data
