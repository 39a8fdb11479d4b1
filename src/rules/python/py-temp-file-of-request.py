import os
import tempfile

from fastapi import APIRouter, BackgroundTasks
from flask import Flask, after_this_request, jsonify, request, send_file

app = Flask(__name__)
router = APIRouter()


@app.route("/notes", methods=["POST"])
def keep_note():
    # ruleid: py-temp-file-of-request
    with tempfile.NamedTemporaryFile("w", delete=False, suffix=".txt") as out:
        out.write(request.form["note"])
    return out.name


@app.post("/reports")
def report():
    # ruleid: py-temp-file-of-request
    out = tempfile.NamedTemporaryFile(delete=False)
    out.write(request.data)
    out.close()
    path = out.name
    return jsonify(path=path)


@router.put("/parts")
def part(body: bytes):
    # ruleid: py-temp-file-of-request
    handle, path = tempfile.mkstemp(".part")
    os.write(handle, body)
    os.close(handle)
    return {"file": path}


@app.get("/export")
def export():
    # ruleid: py-temp-file-of-request
    with tempfile.NamedTemporaryFile("w", delete=False) as out:
        out.write(request.args["rows"])
        name = out.name
        return send_file(name)


@app.get("/export-removed")
def export_removed():
    # ok: py-temp-file-of-request
    with tempfile.NamedTemporaryFile("w", delete=False) as out:
        out.write(request.args["rows"])

    @after_this_request
    def clean(response):
        os.unlink(out.name)
        return response

    return send_file(out.name)


@router.get("/export-later")
def export_later(rows: str, tasks: BackgroundTasks):
    # ok: py-temp-file-of-request
    handle, path = tempfile.mkstemp()
    tasks.add_task(os.unlink, path)
    return {"file": path}


@app.route("/sizes", methods=["POST"])
def sizes():
    # ok: py-temp-file-of-request
    with tempfile.NamedTemporaryFile() as out:
        out.write(request.data)
        return str(os.path.getsize(out.name))


def written(text):
    # ok: py-temp-file-of-request
    with tempfile.NamedTemporaryFile("w", delete=False) as out:
        out.write(text)
    return out.name
