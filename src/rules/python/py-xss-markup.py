import html
import json
from http.server import BaseHTTPRequestHandler

from django.http import HttpResponse
from django.utils.safestring import mark_safe
from flask import Flask, jsonify, make_response, render_template, request
from markupsafe import Markup, escape

app = Flask(__name__)


@app.route("/hello")
def hello():
    # ruleid: py-xss-markup
    return f"<h1>Hello {request.args.get('name')}</h1>"


@app.route("/user/<name>")
def user(name):
    page = "<p>" + name + "</p>"
    # ruleid: py-xss-markup
    return page


@app.route("/search")
def search():
    query = request.args["q"]
    # ruleid: py-xss-markup
    return make_response("<b>%s</b>" % query)


def greet(request):
    # ruleid: py-xss-markup
    return HttpResponse("Hello " + request.GET["name"])


def typed(request):
    # ruleid: py-xss-markup
    return HttpResponse(f"<p>{request.GET['name']}</p>", content_type="text/html")


def plain(request):
    # ok: py-xss-markup
    return HttpResponse(request.GET["name"], content_type="text/plain")


def badge(request):
    # ruleid: py-xss-markup
    return mark_safe("<i>{}</i>".format(request.POST["badge"]))


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"<p>no page {self.path}</p>"
        # ruleid: py-xss-markup
        self.wfile.write(body.encode())


@app.route("/escaped")
def escaped():
    name = request.args.get("name")
    # ok: py-xss-markup
    return f"<h1>Hello {html.escape(name)}</h1>"


@app.route("/template")
def template():
    # ok: py-xss-markup
    return render_template("hello.html", name=request.args["name"])


@app.route("/json")
def as_json():
    # ok: py-xss-markup
    return jsonify(name=request.args["name"])


@app.route("/marked")
def marked():
    safe = escape(request.args["name"])
    # ok: py-xss-markup
    return Markup("<b>" + safe + "</b>")


@app.route("/fixed")
def fixed():
    # ok: py-xss-markup
    return "<h1>Hello</h1>"


class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        # ok: py-xss-markup
        self.wfile.write(json.dumps({"path": self.path}).encode())
        # ok: py-xss-markup
        self.wfile.write(f"<p>{html.escape(self.path)}</p>".encode())


class Greeting(webapp2.RequestHandler):
    def get(self):
        name = self.request.get("name")
        # ruleid: py-xss-markup
        self.response.out.write("<b>" + name + "</b>")
        # ok: py-xss-markup
        self.response.out.write("<b>" + html.escape(name) + "</b>")


@app.route("/language")
def language():
    answer = flask.make_response("done")
    answer.headers["Content-Language"] = flask.request.args.get("language", "en")
    # ok: py-xss-markup
    return answer
