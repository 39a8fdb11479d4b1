import flask
import jinja2
from flask import render_template_string
from jinja2 import Environment, Template


def banner(text: str, user: dict) -> str:
    # ruleid: py-template-from-parameter
    return render_template_string(text, user=user)


class Mail:
    def body(self, layout, values):
        # ruleid: py-template-from-parameter
        return Template(layout).render(values)

    async def other(self, layout="hello", **values):
        # ruleid: py-template-from-parameter
        return flask.render_template_string(layout, **values)


def environment(source: str):
    pages = Environment(autoescape=True)
    # ruleid: py-template-from-parameter
    return pages.from_string(source).render()


def fixed(name: str) -> str:
    # ok: py-template-from-parameter
    return render_template_string("<p>{{ name }}</p>", name=name)


def own(name):
    layout = "<p>{{ name }}</p>"
    # ok: py-template-from-parameter
    return jinja2.Template(layout).render(name=name)


def from_file(path, name):
    with open("layout.html") as file:
        # ok: py-template-from-parameter
        return jinja2.Template(file.read()).render(name=name)


def sandboxed(app, source: str):
    from jinja2.sandbox import SandboxedEnvironment

    app.jinja_env = SandboxedEnvironment(autoescape=True)
    # ok: py-template-from-parameter
    return render_template_string(source)
