import hmac
import hmac as mac


def check(key, body, signature):
    # ruleid: py-timing-compare
    return hmac.new(key, body, "sha256").hexdigest() == signature


class Hook:
    def accept(self, body, signature):
        wanted = mac.new(self.key, body, "sha256").hexdigest()
        # ruleid: py-timing-compare
        if signature != wanted:
            raise ValueError("wrong signature")

    async def other(self, body, tag):
        digest = hmac.new(self.key, body, "sha256").digest()
        # ruleid: py-timing-compare
        return digest == tag


def safe(key, body, signature, name):
    wanted = hmac.new(key, body, "sha256").hexdigest()
    # ok: py-timing-compare
    if hmac.compare_digest(wanted, signature):
        return True
    # ok: py-timing-compare
    if len(wanted) != len(signature):
        return False
    # ok: py-timing-compare
    return name == "guest"
