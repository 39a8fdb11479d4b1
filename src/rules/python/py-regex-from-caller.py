import re
import re as expressions


def found(pattern, text):
    # ruleid: py-regex-from-caller
    return re.search(pattern, text) is not None


class Filter:
    async def names(self, wanted: str, names: str):
        # ruleid: py-regex-from-caller
        return expressions.findall(wanted, names)

    def compiled(self, wanted, text):
        # ruleid: py-regex-from-caller
        expression = re.compile(wanted)
        return expression.match(text)


def own(pattern, text):
    pattern = r"^\w+$"
    # ok: py-regex-from-caller
    return re.search(pattern, text)


def escaped(word, text):
    # ok: py-regex-from-caller
    return re.search(re.escape(word), text)


def fixed(text):
    # ok: py-regex-from-caller
    return re.search(r"^\w+$", text)
