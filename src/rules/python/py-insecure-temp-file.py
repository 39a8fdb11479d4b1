import os
import tempfile
import tempfile as tmp
from tempfile import mktemp


def report(text):
    # ruleid: py-insecure-temp-file
    path = tempfile.mktemp(suffix=".txt")
    with open(path, "w") as out:
        out.write(text)
    return path


class Cache:
    def slot(self):
        # ruleid: py-insecure-temp-file
        return tmp.mktemp()

    async def other(self, folder):
        # ruleid: py-insecure-temp-file
        return mktemp(dir=folder)


def fixed_name(text):
    # ruleid: py-insecure-temp-file
    with open("/tmp/report.txt", "w") as out:
        out.write(text)


def old():
    # ruleid: py-insecure-temp-file
    return os.tempnam("/var/tmp", "job")


def safe(text, store):
    # ok: py-insecure-temp-file
    with tempfile.NamedTemporaryFile("w", delete=False) as out:
        out.write(text)
    # ok: py-insecure-temp-file
    handle, path = tempfile.mkstemp(suffix=".txt")
    # ok: py-insecure-temp-file
    folder = tempfile.mkdtemp()
    # ok: py-insecure-temp-file
    last = open("/tmp/report.txt").read()
    # ok: py-insecure-temp-file
    name = store.mktemp("data")
    return handle, path, folder, name, last
