import hashlib
import werkzeug.security
import hashlib as h
import os
from hashlib import sha512

import bcrypt


def store(user, password):
    # ruleid: py-password-hash-fast
    user.hash = hashlib.sha256(password.encode()).hexdigest()


class Accounts:
    def check(self, passwd, salt, known):
        # ruleid: py-password-hash-fast
        return h.sha1((salt + passwd).encode("utf-8")).hexdigest() == known

    async def other(self, user):
        # ruleid: py-password-hash-fast
        return sha512(f"{user.salt}{user.password}".encode()).digest()

    def stepwise(self, password):
        digest = hashlib.sha256()
        # ruleid: py-password-hash-fast
        digest.update(password.encode())
        return digest.hexdigest()


def few_rounds(password, salt):
    # ruleid: py-password-hash-fast
    first = hashlib.pbkdf2_hmac("sha256", password, salt, 1000)
    # ruleid: py-password-hash-fast
    second = bcrypt.hashpw(password, bcrypt.gensalt(rounds=4))
    return first, second


def safe(password, salt, document):
    # ok: py-password-hash-fast
    first = bcrypt.hashpw(password.encode(), bcrypt.gensalt())
    # ok: py-password-hash-fast
    second = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)
    # ok: py-password-hash-fast
    third = hashlib.scrypt(password.encode(), salt=os.urandom(16), n=2**14, r=8, p=1)
    # ok: py-password-hash-fast
    fourth = hashlib.sha256(document).hexdigest()
    return first, second, third, fourth


def with_werkzeug(password):
    # ruleid: py-password-hash-fast
    plain = werkzeug.security.generate_password_hash(password, method="plain")
    # ok: py-password-hash-fast
    slow = werkzeug.security.generate_password_hash(password, method="scrypt")
    return plain, slow
