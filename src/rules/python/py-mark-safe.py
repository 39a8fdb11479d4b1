from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from markupsafe import Markup
from markupsafe import Markup as M


def badge(name):
    # ruleid: py-mark-safe
    return mark_safe(f"<b>{name}</b>")


class Table:
    def cell(self, value):
        # ruleid: py-mark-safe
        return Markup("<td>" + value + "</td>")

    async def row(self, value):
        # ruleid: py-mark-safe
        return M("<tr>%s</tr>" % value)


def link(url):
    # ruleid: py-mark-safe
    return mark_safe("<a href='{}'>".format(url))


def safe(name):
    # ok: py-mark-safe
    first = mark_safe("<br>")
    # ok: py-mark-safe
    second = format_html("<b>{}</b>", name)
    # ok: py-mark-safe
    third = Markup("<b>{}</b>").format(name)
    # ok: py-mark-safe
    fourth = mark_safe("<b>" + escape(name) + "</b>")
    return first, second, third, fourth
