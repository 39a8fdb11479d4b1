import flask
from flask import Flask, request

app = Flask(__name__)


@app.route("/mean")
def mean():
    total = float(request.args["total"])
    count = int(request.args["count"])
    # ruleid: py-divide-by-input
    return str(total / count)


@app.route("/pages")
def pages():
    size = int(flask.request.args.get("size", "10"))
    # ruleid: py-divide-by-input
    return {"pages": 100 // size}


@app.route("/checked")
def checked():
    raw = request.args.get("count")
    try:
        count = int(raw)
    except ValueError:
        return "not a number", 400
    # ruleid: py-divide-by-input
    return str(100 / count)


@app.route("/direct")
def direct():
    count = request.args.get("count")
    # ruleid: py-divide-by-input
    return str(100 / int(count))


@app.route("/safe")
def safe():
    total = float(request.args["total"])
    count = int(request.args["count"])
    if count == 0:
        return "count must not be zero", 400
    # ok: py-divide-by-input
    return str(total / count)


@app.route("/guarded")
def guarded():
    count = int(request.args["count"])
    try:
        # ok: py-divide-by-input
        return str(100 / count)
    except ZeroDivisionError:
        return "count must not be zero", 400


@app.route("/text")
def text():
    name = request.args["name"]
    # ok: py-divide-by-input
    return "Hello %s" % name


@app.route("/other")
def other():
    count = int(request.args["count"])
    if count > 0:
        # ok: py-divide-by-input
        return str(100 / count)
    # ok: py-divide-by-input
    return str(100 / max(count, 1))


@app.route("/shares")
def shares():
    people = request.args.get("people")
    if not people:
        return "nobody", 400
    try:
        people = int(people)
    except ValueError:
        return "not a number", 400
    # ruleid: py-divide-by-input
    return str(100 / people)


@app.route("/ratio")
def ratio():
    # ruleid: py-divide-by-input
    return str(float(request.args["a"]) / float(request.args.get("b")))


@app.route("/any-error")
def any_error():
    try:
        count = int(request.args["count"])
        # ok: py-divide-by-input
        return str(100 / count)
    except:
        return "cannot", 400


@app.route("/two-errors")
def two_errors():
    try:
        count = int(request.args["count"])
        # ok: py-divide-by-input
        return str(100 / count)
    except ZeroDivisionError:
        return "none", 400
    except Exception as error:
        app.logger.error("failed %s", type(error))
        return "cannot", 400


@app.route("/other-errors")
def other_errors():
    try:
        count = int(request.args["count"])
        # ruleid: py-divide-by-input
        return str(100 / count)
    except (ValueError, TypeError):
        return "cannot", 400
