from flask import Flask, abort, request, session

app = Flask(__name__)


@app.delete("/posts/<int:number>")
def remove(number):
    # ruleid: py-client-says-role
    if request.args.get("admin") == "true":
        drop(number)
    return ""


@app.get("/all")
def everything():
    # ruleid: py-client-says-role
    if request.headers.get("X-Role") != "admin":
        abort(403)
    return all_of_it()


@app.get("/stats")
def stats():
    # ruleid: py-client-says-role
    if request.cookies.get("is_admin"):
        return numbers()
    return "no", 403


@app.post("/notes")
def note():
    # ok: py-client-says-role
    if session.get("is_admin"):
        return numbers()
    # ok: py-client-says-role
    if request.args.get("title") == "admin":
        return "title"
    # ok: py-client-says-role
    role = request.form["role"]
    return role
