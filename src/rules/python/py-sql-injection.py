import sqlite3

import pandas as pd
from django.db import connection
from flask import Flask, request
from sqlalchemy import text

app = Flask(__name__)
TABLE = "orders"
COLUMNS = {"name": "name", "date": "created"}


def by_name(cur, name):
    # ruleid: py-sql-injection
    cur.execute(f"SELECT * FROM users WHERE name = '{name}'")
    # ruleid: py-sql-injection
    cur.execute("SELECT * FROM users WHERE name = '" + name + "'")
    # ruleid: py-sql-injection
    cur.execute("SELECT * FROM users WHERE name = '%s'" % name)
    # ruleid: py-sql-injection
    cur.execute("SELECT * FROM users WHERE name = '{}'".format(name))
    # ruleid: py-sql-injection
    cur.execute("SELECT * FROM users WHERE name = '%s' AND role = '%s'" % ("guest", name))
    return cur.fetchall()


def through_variable(path, order):
    connection = sqlite3.connect(path)
    query = "SELECT * FROM orders"
    query += " ORDER BY " + order
    # ruleid: py-sql-injection
    return connection.execute(query).fetchall()


class Store:
    async def find(self, session, user_id):
        statement = f"SELECT * FROM users WHERE id = {user_id}"
        # ruleid: py-sql-injection
        return await session.execute(text(statement))

    def frame(self, engine, customer):
        # ruleid: py-sql-injection
        return pd.read_sql_query("SELECT * FROM t WHERE c = '%s'" % customer, engine)


@app.route("/report")
def report():
    with connection.cursor() as cursor:
        # ruleid: py-sql-injection
        cursor.execute(request.args["query"])
        # ruleid: py-sql-injection
        cursor.executemany("INSERT INTO log VALUES ('" + request.form.get("name") + "', ?)", [(1,)])
        return str(cursor.fetchall())


def safe(cur, name, ids, limit, ssh, folder):
    # ok: py-sql-injection
    cur.execute("SELECT * FROM users WHERE name = ?", (name,))
    # ok: py-sql-injection
    cur.execute("SELECT * FROM users WHERE name = %s AND role = %s", (name, "guest"))
    # ok: py-sql-injection
    cur.execute("SELECT * FROM users WHERE name LIKE ?", (f"%{name}%",))
    # ok: py-sql-injection
    cur.execute(f"SELECT * FROM {TABLE} WHERE name = ?", (name,))
    # ok: py-sql-injection
    cur.execute(f"SELECT * FROM users LIMIT {int(limit)}")
    placeholders = ",".join("?" * len(ids))
    # ok: py-sql-injection
    cur.execute(f"SELECT * FROM users WHERE id IN ({placeholders})", ids)
    # ok: py-sql-injection
    cur.execute("SELECT * " + "FROM users")
    # ok: py-sql-injection
    cur.execute(text("SELECT * FROM users WHERE name = :name"), {"name": name})
    slots = ", ".join(["%s"] * len(ids))
    # ok: py-sql-injection
    cur.execute("SELECT * FROM users WHERE id IN (%s)" % slots, ids)
    column = COLUMNS.get(name, "name")
    # ok: py-sql-injection
    cur.execute(f"SELECT * FROM users ORDER BY {column}")
    if limit not in ("10", "20"):
        raise ValueError(limit)
    # ok: py-sql-injection
    cur.execute("SELECT * FROM users LIMIT " + limit)
    # ok: py-sql-injection
    ssh.execute(f"ls {folder}")
    # ok: py-sql-injection
    print(f"SELECT {name}")
