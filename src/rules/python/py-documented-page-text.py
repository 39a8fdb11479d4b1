import html
from html import escape


def greeting(name: str) -> str:
    """Greeting that is rendered in the HTML page after the login."""
    # ruleid: py-documented-page-text
    return f"Hello, {name}!"


def status(text):
    """A line of status, to be shown on a web page.

    :param text: what to say
    """
    # ruleid: py-documented-page-text
    return "Status: " + text


def total(sum, currency):
    """Inserted into the HTML of the bill."""
    # ruleid: py-documented-page-text
    return "{} {}".format(sum, currency)


def escaped(name: str) -> str:
    """Greeting that is rendered in the HTML page after the login."""
    # ok: py-documented-page-text
    return f"Hello, {html.escape(name)}!"


def escaped_before(name: str) -> str:
    """Greeting that is rendered in the HTML page after the login."""
    name = escape(name)
    # ok: py-documented-page-text
    return f"Hello, {name}!"


def mail(name: str) -> str:
    """Greeting for the first line of a letter."""
    # ok: py-documented-page-text
    return f"Hello, {name}!"


def fixed() -> str:
    """Greeting that is rendered in the HTML page after the login."""
    # ok: py-documented-page-text
    return "Hello!"
