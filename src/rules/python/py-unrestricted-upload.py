import os

import flask
from flask import Flask, request
from werkzeug.utils import secure_filename

app = Flask(__name__)


@app.route("/upload", methods=["POST"])
def upload():
    file = request.files["file"]
    # ruleid: py-unrestricted-upload
    file.save(os.path.join("uploads", secure_filename(file.filename)))
    return "stored"


class Pictures:
    def store(self):
        picture = flask.request.files["picture"]
        # ruleid: py-unrestricted-upload
        picture.save("uploads/" + picture.filename)


@app.route("/safe", methods=["POST"])
def safe():
    file = request.files["file"]
    ending = os.path.splitext(file.filename)[1].lower()
    if ending not in {".png", ".jpg"}:
        return "only pictures", 400
    # ok: py-unrestricted-upload
    file.save(os.path.join("uploads", secure_filename(file.filename)))
    return "stored"


@app.route("/listed", methods=["POST"])
def listed():
    file = request.files["file"]
    if file and allowed_file(file.filename):
        # ok: py-unrestricted-upload
        file.save(os.path.join("uploads", secure_filename(file.filename)))
    return "stored"


def allowed_file(name):
    return name.endswith(".png")


def picture(canvas, path):
    # ok: py-unrestricted-upload
    canvas.save(path)
