import re

# ruleid: py-dot-matches-any
DOTTED = re.compile(r"^[a-zA-Z]+.[a-zA-Z]+.[a-zA-Z]+$")
# ok: py-dot-matches-any
SPACED = re.compile(r"^[a-z]+ .* [a-z]+$")


def version(text):
    # ruleid: py-dot-matches-any
    return re.match(r"^\d+.\d+$", text) is not None


def named(text):
    pattern = r"^[a-z]+.[a-z]+$"
    # ruleid: py-dot-matches-any
    return re.match(pattern, text)


class Hosts:
    def known(self, url):
        # ruleid: py-dot-matches-any
        return bool(re.match(r"(www|beta).example.com/", url))

    def escaped(self, url):
        # ok: py-dot-matches-any
        return bool(re.match(r"(www|beta)\.example\.com/", url))


def escaped(text):
    # ok: py-dot-matches-any
    return re.fullmatch(r"[a-z]+\.[a-z]+\.[a-z]+", text)


def repeated(text):
    # ok: py-dot-matches-any
    return re.match(r"^[a-z]+.*[a-z]+$", text)


def one_of(text):
    # ok: py-dot-matches-any
    return re.match(r"^[a-z]+[.-][a-z]+$", text)


def looked_for(text):
    # ok: py-dot-matches-any
    return re.findall(r"\w+.", text)
