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
