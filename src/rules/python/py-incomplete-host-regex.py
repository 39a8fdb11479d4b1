import re
import re as patterns


def allowed(url):
    # ruleid: py-incomplete-host-regex
    if re.match(r"https://www.example.com/", url):
        return True
    # ruleid: py-incomplete-host-regex
    return patterns.search("^https?://(www|beta).example.com/", url) is not None


class Gate:
    # ruleid: py-incomplete-host-regex
    HOSTS = re.compile(r"^(api.example.org|cdn\.example\.org)$")


def safe(url, text):
    # ok: py-incomplete-host-regex
    if re.match(r"^https://www\.example\.com/", url):
        return True
    # ok: py-incomplete-host-regex
    if re.search(r"^https://[a-z]+\.example\.org$", url):
        return True
    # ok: py-incomplete-host-regex
    if re.search(r"\w+@\w+\.com", text):
        return True
    # ok: py-incomplete-host-regex
    return re.fullmatch(r"a.b.c", text)
