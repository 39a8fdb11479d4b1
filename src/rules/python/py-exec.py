import builtins

from flask import Flask, request

app = Flask(__name__)


def run(source):
    # ruleid: py-exec
    exec(source)


class Plugins:
    async def load(self, name):
        scope = {}
        # ruleid: py-exec
        exec(f"from plugins import {name}", scope)
        return scope


@app.route("/run", methods=["POST"])
def remote():
    body = request.get_data(as_text=True)
    # ruleid: py-exec
    builtins.exec(body)
    return "done"


def safe(table, name, pool):
    # ok: py-exec
    exec("import this")
    # ok: py-exec
    table[name]()
    # ok: py-exec
    pool.exec(name)
