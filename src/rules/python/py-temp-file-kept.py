import os
import subprocess
import tempfile
from tempfile import NamedTemporaryFile


def printed(text):
    # ruleid: py-temp-file-kept
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(text)
    subprocess.run(["lpr", file.name], check=True)


class Export:
    async def run(self, rows):
        # ruleid: py-temp-file-kept
        out = NamedTemporaryFile(mode="w", suffix=".csv", delete=False)
        out.writelines(rows)
        out.close()
        await self.send(out.name)


def counted(text):
    # ruleid: py-temp-file-kept
    file = tempfile.NamedTemporaryFile("w", delete=False)
    file.write(text)
    return len(text)


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


def report(text):
    # ok: py-temp-file-kept
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(text)
    return file.name


def named(text):
    # ok: py-temp-file-kept
    file = tempfile.NamedTemporaryFile("w", delete=False)
    file.write(text)
    path = file.name
    file.close()
    return path


def opened():
    # ok: py-temp-file-kept
    return tempfile.NamedTemporaryFile("w", delete=False)
