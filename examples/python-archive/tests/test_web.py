import io
import json
import os
import tempfile
import unittest
from types import SimpleNamespace

from archive.catalog import Catalog
from archive.web import Handler


class Exchange:
    """One request, handled without a network: stands in for the socket."""

    def __init__(self, server, path):
        self.input = io.BytesIO(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        self.output = b""
        Handler(self, ("127.0.0.1", 0), server)
        head, _, self.body = self.output.partition(b"\r\n\r\n")
        self.status = int(head.split()[1])

    def makefile(self, *arguments, **options):
        return self.input

    def sendall(self, content):
        self.output += bytes(content)


class WebTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        catalog = Catalog(":memory:")
        self.addCleanup(catalog.close)
        catalog.add("a.txt", "Minutes", "board", 2020, "c1")
        catalog.add("b.txt", "Budget", "treasurer", 2021, "c2")
        os.mkdir(os.path.join(folder.name, "2020"))
        with open(os.path.join(folder.name, "2020", "a.txt"), "wb") as file:
            file.write(b"the minutes")
        self.server = SimpleNamespace(folder=folder.name, catalog=catalog)

    def get(self, path):
        return Exchange(self.server, path)

    def test_search(self):
        answer = self.get("/search?q=Min")
        self.assertEqual(answer.status, 200)
        self.assertEqual([document["name"] for document in json.loads(answer.body)], ["a.txt"])

    def test_owned(self):
        self.assertEqual([document["title"] for document in json.loads(self.get("/owned?owner=treasurer").body)], ["Budget"])

    def test_download(self):
        answer = self.get("/download?name=2020/a.txt")
        self.assertEqual((answer.status, answer.body), (200, b"the minutes"))

    def test_what_is_missing_is_told(self):
        self.assertEqual(self.get("/download?name=c.txt").status, 404)
        self.assertEqual(self.get("/owned").status, 400)
        self.assertEqual(self.get("/nowhere").status, 404)


if __name__ == "__main__":
    unittest.main()
