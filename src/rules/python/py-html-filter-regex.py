import re
import re as regex

from nh3 import clean

# ruleid: py-html-filter-regex
SCRIPTS = re.compile(r"<script[^>]*>.*?</script>", re.S)


def strip(text):
    # ruleid: py-html-filter-regex
    text = regex.sub("<script.*?>", "", text)
    # ruleid: py-html-filter-regex
    return re.sub(r'</?(script|iframe)\b[^>]*>', "", text, flags=re.I)


class Cleaner:
    async def comments(self, page):
        # ruleid: py-html-filter-regex
        return re.sub(r"<!--.*?-->", "", page)


def safe(text, words):
    # ok: py-html-filter-regex
    digits = re.sub(r"[^0-9]", "", text)
    # ok: py-html-filter-regex
    prose = re.sub(r"\bscript\b", "text", words)
    # ok: py-html-filter-regex
    path = re.compile(r"scripts?/(\w+)\.py")
    # ok: py-html-filter-regex
    return clean(text), digits, prose, path
