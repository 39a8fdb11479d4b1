import re
from flask import request

TRIMMED = re.compile(r"^\s*(.*?)\s*$")
WORDS = re.compile(r"^\w+( \w+)*$")


def trimmed(text):
    # ruleid: py-regex-slow
    return TRIMMED.match(text).group(1)


def header(line: str):
    # ruleid: py-regex-slow
    return re.search(r"^(.*),(.*),(.*)$", line)


def cleaned():
    # ruleid: py-regex-slow
    return re.sub(r"^\d*\.?\d*$", "", request.args["amount"])


class Reader:
    async def number(self, text):
        parts = text.split(";")
        # ruleid: py-regex-slow
        return re.fullmatch(r"\d+\d+", parts[0])


def words(text):
    # ok: py-regex-slow
    return WORDS.match(text)


def bounded(text):
    if len(text) > 200:
        raise ValueError("too long")
    # ok: py-regex-slow
    return TRIMMED.match(text)


def cut(text):
    # ok: py-regex-slow
    return TRIMMED.match(text[:200])


def own():
    # ok: py-regex-slow
    return TRIMMED.match("  a  ")


def excluding(line):
    # ok: py-regex-slow
    return re.search(r"^([^,]*),([^,]*),(.*)$", line)
