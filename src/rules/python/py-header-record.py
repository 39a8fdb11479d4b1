KEYS = {"lang": "Content-Language", "cache": "Cache-Control"}


def add_language(headers, language):
    # ruleid: py-header-record
    headers["Content-Language"] = language
    return headers


def store(kind: str, value: str, header: dict):
    if kind not in KEYS:
        return header
    # ruleid: py-header-record
    header[KEYS[kind]] = value
    return header


def with_cookie(cookie: str) -> dict:
    response_headers = {}
    # ruleid: py-header-record
    response_headers.update({"Set-Cookie": cookie})
    return response_headers


def refused(headers, language):
    if "\n" in language or "\r" in language:
        return headers
    # ok: py-header-record
    headers["Content-Language"] = language
    return headers


def cleaned(headers, language):
    # ok: py-header-record
    headers["Content-Language"] = language.replace("\r", "").replace("\n", "")
    return headers


def fixed(headers, length: int):
    # ok: py-header-record
    headers["X-Frame-Options"] = "DENY"
    # ok: py-header-record
    headers["Content-Length"] = str(length)
    return headers


def checked(headers, language):
    if not is_language(language):
        raise ValueError("no language")
    # ok: py-header-record
    headers["Content-Language"] = language
    return headers


def no_headers(rows, value):
    # ok: py-header-record
    rows["a"] = value
    return rows
