import flask
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, quote, urlparse


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)
        self.send_response(200)
        # ruleid: py-header-injection
        self.send_header("X-Name", query["name"][0])
        # ruleid: py-header-injection
        self.send_header("Set-Cookie", f"theme={query['theme'][0]}")

    def do_POST(self):
        # ruleid: py-header-injection
        self.send_header("X-Echo", self.rfile.read(10).decode())

    def do_PUT(self):
        query = parse_qs(urlparse(self.path).query)
        # ok: py-header-injection
        self.send_header("Content-Type", "text/html")
        # ok: py-header-injection
        self.send_header("X-Name", quote(query["name"][0]))
        # ok: py-header-injection
        self.send_header("X-Name", query["name"][0].replace("\n", ""))


@pages.route("/kind")
def kind():
    wanted = flask.request.args.get("kind")
    # ruleid: py-header-injection
    return flask.Response("text", content_type=wanted)


@pages.route("/fixed")
def fixed():
    # ok: py-header-injection
    return flask.Response("text", content_type="text/plain")
