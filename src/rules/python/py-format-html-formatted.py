from django.utils import html
from django.utils.html import escape, format_html


def badge(user, url, text):
    # ruleid: py-format-html-formatted
    first = format_html(f"<b>{user.name}</b>")
    # ruleid: py-format-html-formatted
    second = format_html("<b>{}</b>".format(user.name))
    # ruleid: py-format-html-formatted
    third = format_html('<a href="%s">{}</a>' % url, text)
    # ruleid: py-format-html-formatted
    fourth = html.format_html("<b>" + text + "</b>")
    return first + second + third + fourth


ROW = "<tr><td>{}</td></tr>"


def safe(user, url, text):
    # ok: py-format-html-formatted
    first = format_html("<b>{}</b>", user.name)
    # ok: py-format-html-formatted
    second = format_html('<a href="{}">{}</a>', url, text)
    # ok: py-format-html-formatted
    third = format_html(ROW, text)
    # ok: py-format-html-formatted
    fourth = format_html("<b>" "{}" "</b>", text)
    # ok: py-format-html-formatted
    fifth = format_html("<i>%s</i>{}" % escape(user.name), text)
    return first + second + third + fourth + fifth
