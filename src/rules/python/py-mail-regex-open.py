import re

# ruleid: py-mail-regex-open
MAIL = re.compile(r"^[^@]+@(.+)$")


def host(text):
    # ruleid: py-mail-regex-open
    return re.match(r"[^@]+@(.*)", text)


def other(text):
    # ruleid: py-mail-regex-open
    return re.fullmatch(r"(\w+)@(?P<host>\S+)", text)


# ok: py-mail-regex-open
GOOD = re.compile(r"^[^@]+@([^@]+)$")
# ok: py-mail-regex-open
STRICT = re.compile(r"^[^@\s]+@[\w.-]+$")
# ok: py-mail-regex-open
HANDLE = re.compile(r"^@(.+)$")
