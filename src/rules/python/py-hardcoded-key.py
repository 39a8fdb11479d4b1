import hmac
import os

from Crypto.Cipher import AES
from Crypto.Cipher import AES as Block
from cryptography.fernet import Fernet
from itsdangerous import URLSafeTimedSerializer


def encrypt(data, nonce):
    # ruleid: py-hardcoded-key
    return AES.new(b"0123456789abcdef", AES.MODE_GCM, nonce=nonce).encrypt(data)


class Box:
    def __init__(self):
        # ruleid: py-hardcoded-key
        self.fernet = Fernet(b"bWFkZS11cC1mb3ItdGhpcy10ZXN0LTAxMjM0NTY3ODk=")
        # ruleid: py-hardcoded-key
        self.links = URLSafeTimedSerializer("made-up-for-this-test", salt="links")

    async def tag(self, body):
        # ruleid: py-hardcoded-key
        return hmac.new("made-up".encode(), body, "sha256").hexdigest()


def by_name(nonce):
    # ruleid: py-hardcoded-key
    key = b"fedcba9876543210"
    # ruleid: py-hardcoded-key
    return Block.new(key, Block.MODE_GCM, nonce=nonce)


def safe(key, body, nonce):
    # ok: py-hardcoded-key
    first = AES.new(key, AES.MODE_GCM, nonce=nonce)
    # ok: py-hardcoded-key
    second = Fernet(os.environ["FERNET_KEY"])
    # ok: py-hardcoded-key
    third = hmac.new(key, body, "sha256")
    # ok: py-hardcoded-key
    fourth = Fernet(Fernet.generate_key())
    return first, second, third, fourth


# ruleid: py-hardcoded-key
SIGNING_KEY = b"made-up-0123-4567-89ab"
# ok: py-hardcoded-key
SORT_KEY = b"name"
# ok: py-hardcoded-key
LOADED_KEY = os.environb[b"SIGNING_KEY"]
