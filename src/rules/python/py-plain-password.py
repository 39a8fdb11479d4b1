import bcrypt
from flask import request

users = {}


def register(cursor, name, password):
    # ruleid: py-plain-password
    cursor.execute("INSERT INTO users (name, password) VALUES (?, ?)", (name, password))
    # ruleid: py-plain-password
    users[name] = {"name": name, "password": password}
    # ruleid: py-plain-password
    users[name] = password
    hashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt())
    # ok: py-plain-password
    cursor.execute("INSERT INTO users (name, password) VALUES (?, ?)", (name, hashed))
    # ok: py-plain-password
    users[name] = {"name": name, "password": hashed}


class Accounts:
    def add(self, people):
        # ruleid: py-plain-password
        people.insert_one({"name": request.form["name"], "password": request.form["password"]})

    async def keep(self, people, name, password):
        password = bcrypt.hashpw(password.encode(), bcrypt.gensalt())
        # ok: py-plain-password
        people.insert_one({"name": name, "password": password})


def look_up(cursor, name, password):
    # ok: py-plain-password
    cursor.execute("SELECT id FROM users WHERE name = ?", (name,))
    # ok: py-plain-password
    return {"password": len(password)}
