import os
import pathlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from flask import Flask, request, send_file
from werkzeug.utils import secure_filename

app = Flask(__name__)
api = FastAPI()
BASE = "/srv/files"


@app.route("/download")
def download():
    name = request.args.get("name")
    # ruleid: py-path-traversal
    return send_file(os.path.join(BASE, name))


@app.route("/text/<name>")
def text(name):
    # ruleid: py-path-traversal
    with open(BASE + "/" + name) as stream:
        return stream.read()


@app.route("/upload", methods=["POST"])
def upload():
    file = request.files["file"]
    # ruleid: py-path-traversal
    file.save(os.path.join(BASE, file.filename))
    return "stored"


@api.get("/items/{name}")
async def item(name: str):
    # ruleid: py-path-traversal
    return FileResponse(f"{BASE}/{name}")


class Files(BaseHTTPRequestHandler):
    def do_GET(self):
        # ruleid: py-path-traversal
        self.wfile.write(Path(BASE + self.path).read_bytes())


def read_upload(base, filename):
    path = os.path.join(base, filename)
    # ruleid: py-path-traversal
    with open(path, "rb") as stream:
        return stream.read()


def get_document(name):
    # ruleid: py-path-traversal
    return (pathlib.Path(BASE) / name).read_text()


@app.route("/checked")
def checked():
    base = os.path.realpath(BASE)
    target = os.path.realpath(os.path.join(base, request.args["name"]))
    if os.path.commonpath([base, target]) != base:
        raise ValueError("outside the folder")
    # ok: py-path-traversal
    return send_file(target)


def read_checked(filename):
    base = Path(BASE).resolve()
    target = (base / filename).resolve()
    if not target.is_relative_to(base):
        raise ValueError("outside the folder")
    # ok: py-path-traversal
    return target.read_text()


@app.route("/reduced")
def reduced():
    # ok: py-path-traversal
    with open(os.path.join(BASE, secure_filename(request.args["name"]))) as stream:
        return stream.read()


@api.get("/pages/{number}")
async def page(number: int):
    # ok: py-path-traversal
    return FileResponse(f"{BASE}/{number}.png")


@app.route("/chosen")
def chosen():
    name = request.args["name"]
    if name not in {"a.txt", "b.txt"}:
        return "unknown", 404
    # ok: py-path-traversal
    return send_file(os.path.join(BASE, name))


def safe(path, config):
    # ok: py-path-traversal
    with open(path) as stream:
        text = stream.read()
    # ok: py-path-traversal
    with open(os.path.join(BASE, "list.txt")) as stream:
        text += stream.read()
    for name in os.listdir(BASE):
        # ok: py-path-traversal
        text += open(os.path.join(BASE, name)).read()
    # ok: py-path-traversal
    return text + Path(config).read_text()
