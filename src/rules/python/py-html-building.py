import html
from html import escape


def greet(name):
    # ruleid: py-html-building
    return f"<h1>Hello {name}</h1>"


class Page:
    def row(self, item):
        # ruleid: py-html-building
        return "<tr><td>" + item + "</td></tr>"

    async def link(self, url):
        # ruleid: py-html-building
        return "<a href='%s'>open</a>" % url


def comment(text):
    # ruleid: py-html-building
    return "<p>{}</p>".format(text)


def safe(name, count, low, high):
    # ok: py-html-building
    if count:
        return f"<h1>Hello {html.escape(name)}</h1>"
    # ok: py-html-building
    if low:
        return "<p>" + escape(name) + "</p>"
    # ok: py-html-building
    if high:
        return "<p>nothing</p>"
    # ok: py-html-building
    return f"Hello {name}"
