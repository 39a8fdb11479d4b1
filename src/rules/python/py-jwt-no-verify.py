import jwt
import jwt as tokens
from jose import jwt as jose_jwt
from jwt import decode


def who(token):
    # ruleid: py-jwt-no-verify
    return jwt.decode(token, options={"verify_signature": False})["sub"]


class Guard:
    def claims(self, token, key):
        # ruleid: py-jwt-no-verify
        old = tokens.decode(token, key, verify=False)
        # ruleid: py-jwt-no-verify
        loose = decode(token, key, algorithms=["HS256", "none"])
        return old, loose

    async def other(self, token):
        # ruleid: py-jwt-no-verify
        return jose_jwt.get_unverified_claims(token)


def issue(claims):
    # ruleid: py-jwt-no-verify
    return jwt.encode(claims, key="", algorithm="none")


def safe(token, key, claims, codec):
    # ok: py-jwt-no-verify
    first = jwt.decode(token, key, algorithms=["HS256"])
    # ok: py-jwt-no-verify
    second = jwt.decode(token, key, algorithms=["RS256"], options={"verify_signature": True})
    # ok: py-jwt-no-verify
    third = jwt.encode(claims, key, algorithm="HS256")
    # ok: py-jwt-no-verify
    fourth = jwt.decode(token, key, algorithms=["HS256"], options={"verify_aud": False})
    # ok: py-jwt-no-verify
    fifth = codec.decode(token, verify=False)
    return first, second, third, fourth, fifth
