from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric import rsa as keys


def make():
    # ruleid: py-weak-key-size
    return RSA.generate(1024)


class Keys:
    def pair(self):
        # ruleid: py-weak-key-size
        return rsa.generate_private_key(public_exponent=65537, key_size=1024)

    async def other(self):
        # ruleid: py-weak-key-size
        return keys.generate_private_key(65537, 512)


# ruleid: py-weak-key-size
curve = ec.generate_private_key(ec.SECP192R1())


def safe(bits, forest):
    # ok: py-weak-key-size
    first = RSA.generate(3072)
    # ok: py-weak-key-size
    second = rsa.generate_private_key(public_exponent=65537, key_size=4096)
    # ok: py-weak-key-size
    third = ec.generate_private_key(ec.SECP256R1())
    # ok: py-weak-key-size
    fourth = forest.generate(1024)
    # ok: py-weak-key-size
    fifth = RSA.generate(bits)
    return first, second, third, fourth, fifth


def made(bits=1024):
    # ruleid: py-weak-key-size
    return OwnRSA.generate(bits)


def made_long(bits=3072):
    # ok: py-weak-key-size
    return OwnRSA.generate(bits)


def table(rows=1024):
    # ok: py-weak-key-size
    return Table.generate(rows)
