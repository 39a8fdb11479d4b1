from urllib.parse import urlparse

from django.http import HttpResponseRedirect
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from flask import Flask, redirect, request, url_for
from http.server import BaseHTTPRequestHandler

app = Flask(__name__)
api = FastAPI()
TARGETS = {"home": "/"}


@app.route("/login")
def login():
    # ruleid: py-open-redirect
    return redirect(request.args.get("next"))


@app.route("/out")
def out():
    target = request.args["to"] or "/"
    # ruleid: py-open-redirect
    return redirect(target, code=302)


@api.get("/go")
async def go(url: str):
    # ruleid: py-open-redirect
    return RedirectResponse(url)


class Views(BaseHTTPRequestHandler):
    def leave(self, request):
        # ruleid: py-open-redirect
        return HttpResponseRedirect(request.GET["next"])

    def do_GET(self):
        self.send_response(302)
        # ruleid: py-open-redirect
        self.send_header("Location", self.headers["Referer"])


@app.route("/safe")
def safe():
    target = request.args.get("next", "/")
    if urlparse(target).netloc:
        return "not allowed", 400
    # ok: py-open-redirect
    return redirect(target)


@app.route("/listed")
def listed():
    target = request.args.get("next")
    if target not in ("/home", "/cart"):
        target = "/"
    # ok: py-open-redirect
    return redirect(target)


@app.route("/fixed")
def fixed():
    # ok: py-open-redirect
    first = redirect(url_for("login", next=request.args["next"]))
    # ok: py-open-redirect
    second = redirect("/users/" + request.args["name"])
    # ok: py-open-redirect
    third = redirect(TARGETS.get(request.args["to"], "/"))
    # ok: py-open-redirect
    return redirect("/"), first, second, third
