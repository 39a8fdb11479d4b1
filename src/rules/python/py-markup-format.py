import html

CARD = "<div><h2>{title}</h2><p>{text}</p></div>"
NOTE = """
<note>
  {}
</note>
"""
LINE = "{title}: {text}"


def card(title, text):
    # ruleid: py-markup-format
    return CARD.format(title=title, text=text)


def note(words: str) -> str:
    # ruleid: py-markup-format
    return NOTE.format(words)


def mixed(title: str, count: int) -> str:
    page = "<p>{} ({})</p>"
    # ruleid: py-markup-format
    return page.format(title, count)


def escaped(title, text):
    # ok: py-markup-format
    return CARD.format(title=html.escape(title), text=html.escape(text))


def escaped_before(title, text):
    title = html.escape(title)
    text = html.escape(text)
    # ok: py-markup-format
    return CARD.format(title=title, text=text)


def numbers(count: int, total: int):
    # ok: py-markup-format
    return CARD.format(title=count, text=total)


def plain(title, text):
    # ok: py-markup-format
    return LINE.format(title=title, text=text)
