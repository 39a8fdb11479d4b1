import secrets
import time

from flask import Flask, request

app = Flask(__name__)


@app.route("/rows")
def rows():
    count = int(request.args["count"])
    # ruleid: py-size-from-request
    return [str(number) for number in range(count)]


@app.route("/wait")
def wait():
    # ruleid: py-size-from-request
    time.sleep(float(request.args.get("seconds", 1)))
    return ""


class View:
    def get(self, request):
        # ruleid: py-size-from-request
        return secrets.token_hex(int(request.GET["size"]))


@app.route("/limited")
def limited():
    count = min(int(request.args["count"]), 100)
    # ok: py-size-from-request
    return [str(number) for number in range(count)]


@app.route("/refused")
def refused():
    count = int(request.args["count"])
    if count > 100:
        return "too many", 400
    # ok: py-size-from-request
    return [str(number) for number in range(count)]


@app.route("/items")
def items():
    # ok: py-size-from-request
    return [str(number) for number in range(len(request.args))]


@app.route("/padding")
def padding():
    width = int(request.args["width"])
    # ruleid: py-size-from-request
    return " " * width


@app.route("/price")
def price():
    count = int(request.args["count"])
    # ok: py-size-from-request
    return str(3 * count)


@app.route("/between")
def between():
    count = int(request.args["count"])
    if count < 0 or count > 1000:
        return "too many", 400
    # ok: py-size-from-request
    return [str(number) for number in range(count)]


@app.route("/inside")
def inside():
    count = int(request.args["count"])
    if 0 < count <= 50:
        # ok: py-size-from-request
        return [str(number) for number in range(count)]
    return []
