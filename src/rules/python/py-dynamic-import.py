import importlib
from importlib import import_module

from flask import Flask, request

app = Flask(__name__)
ALLOWED = {"csv", "json"}


@app.route("/run")
def run():
    # ruleid: py-dynamic-import
    return str(importlib.import_module(request.args["module"]))


class Views:
    def plugin(self, request):
        name = "plugins." + request.GET["name"]
        # ruleid: py-dynamic-import
        return import_module(name).run()

    async def old(self, request):
        # ruleid: py-dynamic-import
        return __import__(request.query_params["name"])


@app.route("/safe")
def safe():
    name = request.args["module"]
    if name not in ALLOWED:
        return "unknown", 404
    # ok: py-dynamic-import
    first = importlib.import_module(name)
    # ok: py-dynamic-import
    second = importlib.import_module("json")
    # ok: py-dynamic-import
    third = getattr(first, "dumps")
    return str([first, second, third])
