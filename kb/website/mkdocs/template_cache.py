"""Compiled templates kept between builds: compiling them takes a quarter of a second."""

from __future__ import annotations

import marshal
import os
import sys
from types import CodeType
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from kb.cache.store import key_of

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

    from kb.cache.store import Store


class KeptTemplates(BytecodeCache):
    """Jinja's cache in our store, by template name and source, for one version of Python and of Jinja's compiler.

    Taken only where the store's checksum holds; like `__pycache__`, the cache folder must be as trusted as the code.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, bytes] = {}
        self._process = os.getpid()

    def load_bytecode(self, bucket: Bucket) -> None:
        key = self._key(bucket)
        plain = self._kept.get(key)
        if plain is None and os.getpid() == self._process:  # a database must not be used across a fork
            plain = self._store.get_many("template", [key]).get(key)
        if isinstance(plain, bytes):
            self._kept[key] = plain
            code = marshal.loads(plain)
            bucket.code = code if isinstance(code, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        key = self._key(bucket)
        self._kept[key] = marshal.dumps(bucket.code)
        if os.getpid() == self._process:
            self._store.put_many("template", {key: self._kept[key]})

    @staticmethod
    def _key(bucket: Bucket) -> str:
        return key_of(bucket.key, bucket.checksum, sys.version, str(bucket.environment.extensions.keys()))
