from urllib import parse
from urllib.parse import urljoin, urlparse

TRUSTED_SITES = ["shop.example.com", "pay.example.com"]
COLOURS = ["red", "green"]


def next_page(base, part):
    # ruleid: py-forgotten-allow-list
    target = urljoin(base, part)
    return target


def callback(base, part, state):
    # ruleid: py-forgotten-allow-list
    target = parse.urljoin(base, part)
    return f"{target}?state={state}"


def feed(address: str) -> str:
    # ruleid: py-forgotten-allow-list
    parsed = urlparse(address)
    return parsed.geturl()


def checked(base, part):
    # ok: py-forgotten-allow-list
    target = urljoin(base, part)
    if urlparse(target).hostname not in TRUSTED_SITES:
        raise ValueError("another site")
    return target


def checked_feed(address):
    # ok: py-forgotten-allow-list
    parsed = urlparse(address)
    if parsed.hostname not in TRUSTED_SITES:
        raise ValueError("another site")
    return parsed.geturl()


def port_of(address):
    # ok: py-forgotten-allow-list
    parsed = urlparse(address)
    return parsed.port
