import hashlib
import hashlib as h
from hashlib import sha1 as quick

from Crypto.Hash import MD5
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.twofactor.totp import TOTP


def fingerprint(data):
    # ruleid: py-weak-hash
    return hashlib.md5(data).hexdigest()


class Signer:
    def sign(self, body: bytes) -> str:
        # ruleid: py-weak-hash
        digest = h.sha1()
        digest.update(body)
        return digest.hexdigest()

    async def tag(self, body):
        # ruleid: py-weak-hash
        return quick(body).digest()


def by_name(data):
    # ruleid: py-weak-hash
    return hashlib.new("MD5", data).hexdigest()


def library(data):
    # ruleid: py-weak-hash
    digest = MD5.new()
    digest.update(data)
    # ruleid: py-weak-hash
    other = hashes.Hash(hashes.SHA1())
    return digest, other


def safe(data, key):
    # ok: py-weak-hash
    strong = hashlib.sha256(data).hexdigest()
    # ok: py-weak-hash
    etag = hashlib.md5(data, usedforsecurity=False).hexdigest()
    # ok: py-weak-hash
    named = hashlib.new("sha256", data)
    # ok: py-weak-hash
    code = TOTP(key, 6, hashes.SHA1(), 30)
    # ok: py-weak-hash
    column = data.md5(key)
    return strong, etag, named, code, column


def cache_key(arguments):
    # ok: py-weak-hash
    return hashlib.sha1(repr(arguments).encode()).hexdigest()


def stored(path, data):
    # ok: py-weak-hash
    bucket_key = hashlib.md5(path.encode()).hexdigest()
    # ruleid: py-weak-hash
    signature = hashlib.md5(data).hexdigest()
    return bucket_key, signature
