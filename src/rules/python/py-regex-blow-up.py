import re
import re as rx
from re import fullmatch

# ruleid: py-regex-blow-up
WORDS = re.compile(r"^(\w+)+$")


def check(text):
    # ruleid: py-regex-blow-up
    return rx.match(r"([a-zA-Z]+)*@", text)


class Mail:
    # ruleid: py-regex-blow-up
    name = re.compile(r"^([a-z0-9]+[._-]?)+$", re.IGNORECASE)

    async def accept(self, text):
        # ruleid: py-regex-blow-up
        return fullmatch(r"(.*a){20}", text)

    def other(self, text):
        # ruleid: py-regex-blow-up
        return re.search("((?:a+)+)+x", text)


# ok: py-regex-blow-up
LIST = re.compile(r"^\d+(,\d+)*$")
# ok: py-regex-blow-up
NAME = re.compile(r"^[a-zA-Z0-9_.-]+$")
# ok: py-regex-blow-up
PATH = re.compile(r"^(/[a-z]+)+$")
# ok: py-regex-blow-up
OPTIONAL = re.compile(r"(\w+)?:(\d+)")


def safe(text):
    # ok: py-regex-blow-up
    return re.sub(r"(ab)+", "", text)
