import hashlib
import hashlib as hashes

SOUND = {"sha256", "sha512"}


def digest(name: str, data: bytes) -> str:
    # ruleid: py-hash-chosen-by-caller
    return hashlib.new(name, data).hexdigest()


class Sums:
    def listed(self, name, data):
        if name not in hashlib.algorithms_available:
            raise ValueError(name)
        # ruleid: py-hash-chosen-by-caller
        return hashes.new(name, data).digest()

    async def by_attribute(self, data, name="sha256"):
        # ruleid: py-hash-chosen-by-caller
        return getattr(hashlib, name)(data).digest()


def safe(name: str, data: bytes) -> str:
    if name not in SOUND:
        raise ValueError(name)
    # ok: py-hash-chosen-by-caller
    return hashlib.new(name, data).hexdigest()


def fixed(data: bytes) -> str:
    # ok: py-hash-chosen-by-caller
    return hashlib.new("sha256", data).hexdigest()


def cache_key(name, data):
    # ok: py-hash-chosen-by-caller
    return hashlib.new(name, data, usedforsecurity=False).hexdigest()
