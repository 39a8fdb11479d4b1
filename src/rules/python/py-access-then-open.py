import os


def read(path):
    if os.access(path, os.R_OK):
        # ruleid: py-access-then-open
        with open(path) as file:
            return file.read()
    return None


class Files:
    def write(self, path, text):
        if not os.access(path, os.W_OK):
            raise PermissionError(path)
        # ruleid: py-access-then-open
        with open(path, "w") as file:
            file.write(text)


def safe(path, other):
    try:
        # ok: py-access-then-open
        with open(path) as file:
            return file.read()
    except PermissionError:
        return None


def unrelated(path, other):
    if os.access(other, os.R_OK):
        # ok: py-access-then-open
        with open(path) as file:
            return file.read()
