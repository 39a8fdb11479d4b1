import re
from urllib.parse import quote


def page_url(domain: str, region: str) -> str:
    # ruleid: py-address-part
    return f"https://{region}.{domain}/start"


def shop_address(domain, shop):
    if not shop:
        return f"https://{domain}"
    # ruleid: py-address-part
    return f"https://{shop}.{domain}"


def profile_url(api_url: str, name: str):
    if not name:
        return None
    # ruleid: py-address-part
    return f"{api_url}/users/{name}"


def checked_url(domain, region):
    if not re.fullmatch(r"[a-z-]+", region):
        raise ValueError("no region")
    # ok: py-address-part
    return f"https://{region}.{domain}"


def quoted_url(api_url, name):
    if not name:
        return None
    name = quote(name, safe="")
    # ok: py-address-part
    return f"{api_url}/users/{name}"


def bucket_url(region):
    # ok: py-address-part
    return f"https://{region}.storage.example"


def path_of(base, name):
    # ok: py-address-part
    return f"{base}/{name}"


def letters_url(domain, shop):
    if not shop.isalnum():
        return None
    # ok: py-address-part
    return f"https://{shop}.{domain}"
