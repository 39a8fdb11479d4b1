import csv
import io

from flask import Flask, request

app = Flask(__name__)


@app.route("/export", methods=["POST"])
def export():
    out = io.StringIO()
    writer = csv.writer(out)
    name = request.form["name"]
    # ruleid: py-csv-formula
    writer.writerow([name, 1])
    return out.getvalue()


@app.route("/safe", methods=["POST"])
def safe():
    out = io.StringIO()
    writer = csv.writer(out)
    # ok: py-csv-formula
    writer.writerow([escape_cell(request.form["name"]), 1])
    # ok: py-csv-formula
    writer.writerow(["name", "count"])
    return out.getvalue()


def escape_cell(text):
    return "'" + text if text[:1] in "=+-@\t" else text


def told(value):
    text = str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text


def plain(value):
    return str(value).strip()


@app.post("/cells")
def cells():
    writer = csv.writer(io.StringIO())
    # ok: py-csv-formula
    writer.writerow([told(request.form["name"]), told(request.form["note"])])
    # ruleid: py-csv-formula
    writer.writerow([plain(request.form["name"])])
