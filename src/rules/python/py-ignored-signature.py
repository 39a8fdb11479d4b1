import hashlib
import hmac

PROFILES = {}


# ruleid: py-ignored-signature
def load_profile(name, signature):
    return PROFILES[name]


class Orders:
    # ruleid: py-ignored-signature
    async def place(self, body: bytes, request_signature: str) -> dict:
        order = self.parse(body)
        return self.store(order)


# ok: py-ignored-signature
def verified(key, body, signature):
    wanted = hmac.new(key, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted, signature):
        raise ValueError("wrong signature")
    return body


class Verifier:
    # ok: py-ignored-signature
    def check(self, body, signature):
        raise NotImplementedError

    # ok: py-ignored-signature
    def passed_on(self, body, signature):
        return {"body": body, "valid": self.check(body, signature)}


# ok: py-ignored-signature
def sign(key, body):
    return hmac.new(key, body, hashlib.sha256).hexdigest()


# ruleid: py-ignored-signature
def take_packet(device: str, crypto_sign: str):
    return packets[device]


# ok: py-ignored-signature
def take_signed_packet(device: str, crypto_sign: str):
    return packets[device] if crypto_sign == signs[device] else None
