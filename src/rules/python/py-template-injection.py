import jinja2
from flask import Flask, render_template, render_template_string, request
from jinja2 import Template

app = Flask(__name__)


@app.route("/hello")
def hello():
    # ruleid: py-template-injection
    return render_template_string("<h1>Hello " + request.args["name"] + "</h1>")


@app.route("/page/<name>")
def page(name):
    template = f"<p>{name}</p>"
    # ruleid: py-template-injection
    return render_template_string(template)


class Mail:
    async def render(self, request):
        # ruleid: py-template-injection
        return Template(request.POST["template"]).render()

    def subject(self, environment, user):
        # ruleid: py-template-injection
        return environment.from_string("Hello %s" % user.name).render()


def safe(environment, name):
    # ok: py-template-injection
    first = render_template_string("<h1>Hello {{ name }}</h1>", name=request.args["name"])
    # ok: py-template-injection
    second = render_template("hello.html", name=request.args["name"])
    # ok: py-template-injection
    third = Template("Hello {{ name }}").render(name=name)
    # ok: py-template-injection
    fourth = jinja2.Environment(autoescape=True).get_template("hello.html").render(name=name)
    return first, second, third, fourth, environment
