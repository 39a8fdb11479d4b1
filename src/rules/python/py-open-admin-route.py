from fastapi import Depends
from flask import Blueprint, Flask, session
from flask_login import current_user, login_required

app = Flask(__name__)


# ruleid: py-open-admin-route
@app.route("/admin/users")
def users():
    return {"users": find_all()}


# ruleid: py-open-admin-route
@app.delete("/api/v1/admin/user/<int:number>")
def remove(number):
    return {"removed": drop(number)}


# ok: py-open-admin-route
@app.route("/admin/log")
@login_required
def log():
    return {"log": read_log()}


# ok: py-open-admin-route
@app.route("/admin/settings")
def settings():
    if not session.get("admin"):
        return "no", 403
    return {"settings": read_settings()}


# ok: py-open-admin-route
@app.get("/admin/report")
def report(user=Depends(current_admin)):
    return {"report": user.name}


# ok: py-open-admin-route
@app.route("/administration-costs")
def costs():
    return {"costs": 1}


# ok: py-open-admin-route
@app.route("/admin/own")
def own():
    return {"own": current_user.name}
