import asyncio
import socket
from http.server import BaseHTTPRequestHandler, HTTPServer

import uvicorn
from flask import Flask

app = Flask(__name__)


def listen(port):
    sock = socket.socket()
    # ruleid: py-bind-all-interfaces
    sock.bind(("0.0.0.0", port))
    other = socket.socket()
    # ruleid: py-bind-all-interfaces
    other.bind(("", 9000))
    return sock, other


class Runner:
    def web(self):
        # ruleid: py-bind-all-interfaces
        app.run(port=8080, host="0.0.0.0")
        # ruleid: py-bind-all-interfaces
        HTTPServer(("0.0.0.0", 8000), BaseHTTPRequestHandler).serve_forever()

    async def stream(self, handler):
        # ruleid: py-bind-all-interfaces
        return await asyncio.start_server(handler, "0.0.0.0", 7000)


# ruleid: py-bind-all-interfaces
uvicorn.run(app, host="::")


def safe(sock, settings, handler):
    # ok: py-bind-all-interfaces
    sock.bind(("127.0.0.1", 9000))
    # ok: py-bind-all-interfaces
    sock.bind((settings.host, 9000))
    # ok: py-bind-all-interfaces
    app.run(host="127.0.0.1")
    # ok: py-bind-all-interfaces
    HTTPServer(("localhost", 8000), handler)
    # ok: py-bind-all-interfaces
    sock.connect(("0.0.0.0", 9000))
