import os
import tempfile
from tempfile import NamedTemporaryFile


def report(text):
    # ruleid: py-temp-file-kept
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(text)
    return file.name


class Export:
    async def run(self, rows):
        # ruleid: py-temp-file-kept
        out = NamedTemporaryFile(mode="w", suffix=".csv", delete=False)
        out.writelines(rows)
        return out.name


def removed(text):
    # ok: py-temp-file-kept
    file = tempfile.NamedTemporaryFile("w", delete=False)
    try:
        file.write(text)
        return len(text)
    finally:
        os.unlink(file.name)


def by_itself(text):
    # ok: py-temp-file-kept
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(text)
        return os.path.getsize(file.name)


def published(text, target):
    # ok: py-temp-file-kept
    with NamedTemporaryFile("w", delete=False) as file:
        file.write(text)
    os.replace(file.name, target)
