import hashlib
import hashlib as h
import os

import bcrypt
from Crypto.Protocol.KDF import PBKDF2


def store(password):
    # ruleid: py-fixed-salt
    return hashlib.pbkdf2_hmac("sha256", password.encode(), b"shop-salt", 600000)


class Accounts:
    def derive(self, password):
        # ruleid: py-fixed-salt
        return h.scrypt(password, salt="pepper".encode(), n=16384, r=8, p=1)

    async def key(self, password):
        # ruleid: py-fixed-salt
        return PBKDF2(password, b"\x00" * 16, 32)


def hash_password(password):
    # ruleid: py-fixed-salt
    return bcrypt.hashpw(password, b"$2b$12$abcdefghijklmnopqrstuu")


def safe(password, user):
    # ok: py-fixed-salt
    first = hashlib.pbkdf2_hmac("sha256", password, os.urandom(16), 600000)
    # ok: py-fixed-salt
    second = bcrypt.hashpw(password, bcrypt.gensalt())
    # ok: py-fixed-salt
    third = hashlib.pbkdf2_hmac("sha256", password, user.salt, 600000)
    return first, second, third


def by_name(password):
    salt = b"pepper"
    # ruleid: py-fixed-salt
    return hashlib.pbkdf2_hmac("sha256", password, salt, 600000)


def drawn(password, os):
    salt = os.urandom(16)
    # ok: py-fixed-salt
    return hashlib.pbkdf2_hmac("sha256", password, salt, 600000)


def from_the_name(name, password):
    salt = hashlib.sha256(name.encode()).digest()
    # ruleid: py-fixed-salt
    return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000), salt


def zeros(password):
    salt = b"\x00" * 32
    # ruleid: py-fixed-salt
    return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000), salt
