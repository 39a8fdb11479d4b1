import asyncio

from fastapi import FastAPI
from flask import Flask
from werkzeug.serving import run_simple

app = Flask(__name__)
# ruleid: py-flask-debug
app.config["DEBUG"] = True
# ruleid: py-flask-debug
app.debug = True
# ruleid: py-flask-debug
api = FastAPI(title="orders", debug=True)


class Runner:
    def start(self, port):
        # ruleid: py-flask-debug
        app.run(host="127.0.0.1", port=port, debug=True)

    async def other(self):
        # ruleid: py-flask-debug
        run_simple("127.0.0.1", 8000, app, use_debugger=True)


def safe(job, settings, level):
    # ok: py-flask-debug
    app.run(host="127.0.0.1", port=8000)
    # ok: py-flask-debug
    app.run(debug=False)
    # ok: py-flask-debug
    app.run(debug=settings.debug)
    # ok: py-flask-debug
    asyncio.run(job(), debug=True)
    # ok: py-flask-debug
    app.config["DEBUG"] = False
    # ok: py-flask-debug
    job.debug = True
