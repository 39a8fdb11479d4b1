import os
from pathlib import Path


def write_below(root, path, contents):
    # ruleid: py-path-leading-slash-only
    target = os.path.join(root, path.lstrip("/"))
    with open(target, "w") as out:
        out.write(contents)


class Files:
    def candidates(self, url):
        for root, prefix in self.folders:
            if url.startswith(prefix):
                # ruleid: py-path-leading-slash-only
                yield os.path.join(root, url[len(prefix) :])

    def at(self, key: str):
        # ruleid: py-path-leading-slash-only
        return self.root / key.lstrip("/")

    def inside(self, url):
        for root, prefix in self.folders:
            if url.startswith(prefix):
                # ok: py-path-leading-slash-only
                path = os.path.join(root, url[len(prefix) :])
                if os.path.commonprefix((root, path)) == root:
                    yield path

    def resolved(self, key):
        # ok: py-path-leading-slash-only
        path = (self.root / key.lstrip("/")).resolve()
        path.relative_to(self.root)
        return path


def refused(root, path):
    if ".." in path.split("/"):
        raise ValueError(path)
    # ok: py-path-leading-slash-only
    return os.path.join(root, path.lstrip("/"))


def own_names(root):
    for path in os.listdir(root):
        # ok: py-path-leading-slash-only
        yield os.path.join(root, path.strip("/"))


def checked(root, path):
    # ok: py-path-leading-slash-only
    return join_inside(root, path.lstrip("/"))
