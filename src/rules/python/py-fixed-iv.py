import os

from Crypto.Cipher import AES
from Crypto.Cipher import AES as Block
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def encrypt(key, data):
    # ruleid: py-fixed-iv
    return AES.new(key, AES.MODE_CBC, b"0123456789abcdef").encrypt(data)


class Box:
    def __init__(self, key):
        # ruleid: py-fixed-iv
        self.cipher = Block.new(key, Block.MODE_GCM, nonce=b"\x00" * 12)

    async def seal(self, key):
        # ruleid: py-fixed-iv
        return Cipher(algorithms.AES(key), modes.CBC(bytes(16)))


def through_variable(key):
    iv = b"0123456789abcdef"
    # ruleid: py-fixed-iv
    return AES.new(key, AES.MODE_CBC, iv)


def other(key):
    # ruleid: py-fixed-iv
    return AES.new(key, AES.MODE_CFB, iv="0123456789abcdef".encode())


def safe(key, nonce):
    # ok: py-fixed-iv
    first = AES.new(key, AES.MODE_CBC, os.urandom(16))
    # ok: py-fixed-iv
    second = Cipher(algorithms.AES(key), modes.GCM(nonce))
    # ok: py-fixed-iv
    third = AES.new(key, AES.MODE_GCM)
    return first, second, third
