from Crypto.Cipher import AES, ARC4, DES
from Crypto.Cipher import DES3 as Triple
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def encrypt(key, data):
    # ruleid: py-weak-cipher
    return DES.new(key, DES.MODE_CBC, data[:8]).encrypt(data)


class Stream:
    def __init__(self, key):
        # ruleid: py-weak-cipher
        self.cipher = ARC4.new(key)

    async def seal(self, key, iv):
        # ruleid: py-weak-cipher
        return Cipher(algorithms.Blowfish(key), modes.CBC(iv))

    def other(self, key):
        # ruleid: py-weak-cipher
        return Triple.new(key, Triple.MODE_CFB)


def safe(key, nonce, forms):
    # ok: py-weak-cipher
    first = AES.new(key, AES.MODE_GCM, nonce=nonce)
    # ok: py-weak-cipher
    second = Cipher(algorithms.AES(key), modes.GCM(nonce))
    # ok: py-weak-cipher
    third = forms.DES.new(key)
    return first, second, third
