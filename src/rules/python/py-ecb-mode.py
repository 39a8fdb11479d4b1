from Crypto.Cipher import AES
from Crypto.Cipher import AES as Block
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def encrypt(key, data):
    # ruleid: py-ecb-mode
    return AES.new(key, AES.MODE_ECB).encrypt(data)


class Box:
    def __init__(self, key):
        # ruleid: py-ecb-mode
        self.cipher = Block.new(key)

    async def seal(self, key):
        # ruleid: py-ecb-mode
        return Cipher(algorithms.AES(key), modes.ECB()).encryptor()


def safe(key, nonce, mode):
    # ok: py-ecb-mode
    first = AES.new(key, AES.MODE_GCM, nonce=nonce)
    # ok: py-ecb-mode
    second = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
    # ok: py-ecb-mode
    third = AES.new(key, mode)
    return first, second, third
