import re
from urllib.parse import unquote

NAME = re.compile(r"^[\w%./-]+$")


def read(path):
    if ".." in path:
        raise ValueError(path)
    # ruleid: py-decode-after-check
    return open("/srv/" + unquote(path)).read()


def take(name):
    if not NAME.match(name):
        raise ValueError(name)
    # ruleid: py-decode-after-check
    name = unquote(name)
    return name


def page(text):
    if "<" in text or ">" in text:
        raise ValueError(text)
    # ruleid: py-decode-after-check
    return "<p>" + unquote(text) + "</p>"


def read_decoded(path):
    # ok: py-decode-after-check
    path = unquote(path)
    if ".." in path:
        raise ValueError(path)
    return open("/srv/" + path).read()


def read_twice(path):
    if ".." in path:
        raise ValueError(path)
    # ok: py-decode-after-check
    plain = unquote(path)
    if ".." in plain:
        raise ValueError(path)
    return open("/srv/" + plain).read()


def other(path, title):
    if ".." in path:
        raise ValueError(path)
    # ok: py-decode-after-check
    return unquote(title)
