import httpx
import requests


def login(user, password):
    # ruleid: py-password-in-address
    return requests.get(f"https://example.org/login?user={user}&password={password}", timeout=5)


class Client:
    def token(self, user, password):
        # ruleid: py-password-in-address
        return requests.get("https://example.org/login", params={"user": user, "password": password}, timeout=5)


async def asked(secret):
    # ruleid: py-password-in-address
    return httpx.get("https://example.org/t", params={"client_secret": secret})


def in_body(user, password):
    # ok: py-password-in-address
    return requests.post("https://example.org/login", data={"user": user, "password": password}, timeout=5)


def in_header(password):
    # ok: py-password-in-address
    return requests.get("https://example.org/me", auth=("me", password), timeout=5)


def searched(word):
    # ok: py-password-in-address
    return requests.get("https://example.org/find", params={"word": word}, timeout=5)
