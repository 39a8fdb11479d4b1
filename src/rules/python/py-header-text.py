import re


def make_header(value):
    # ruleid: py-header-text
    return f"X-Name: {value}"


def make_location_header(target):
    # ruleid: py-header-text
    return "Location: " + target


def add_header(value: str) -> str:
    # ruleid: py-header-text
    return "X-Name: {}".format(value)


def make_clean_header(value):
    value = re.sub(r"[\r\n]", "", value)
    # ok: py-header-text
    return f"X-Name: {value}"


def make_checked_header(value):
    if "\n" in value or "\r" in value:
        raise ValueError("refused")
    # ok: py-header-text
    return f"X-Name: {value}"


def greeting(value):
    # ok: py-header-text
    return f"Name: {value}"


def fixed_header(value):
    # ok: py-header-text
    return "X-Name: none"
