"""The archive over HTTP."""

import json
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit


class ArchiveServer(HTTPServer):
    def __init__(self, address, folder, catalog):
        super().__init__(address, Handler)
        self.folder = folder
        self.catalog = catalog


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        try:
            if url.path == "/search":
                self.reply_json(self.server.catalog.search(query.get("q", [""])[0]))
            elif url.path == "/owned":
                self.reply_json(self.server.catalog.owned_by(query["owner"][0]))
            elif url.path == "/download":
                name = query["name"][0]
                path = os.path.join(self.server.folder, name)
                with open(path, "rb") as file:
                    self.reply(file.read(), "application/octet-stream")
            else:
                self.send_error(404)
        except (KeyError, ValueError):
            self.send_error(400)
        except FileNotFoundError:
            self.send_error(404)

    def reply_json(self, value):
        self.reply(json.dumps(value).encode(), "application/json")

    def reply(self, content, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        """Quiet: a proxy in front keeps the log."""
