import os
import os as system
import stat
from os import chmod
from pathlib import Path


def share(path):
    # ruleid: py-chmod-permissive
    os.chmod(path, 0o777)
    # ruleid: py-chmod-permissive
    system.chmod(path, 0o666)


class Writer:
    async def publish(self, path):
        # ruleid: py-chmod-permissive
        chmod(path, mode=0o622)
        # ruleid: py-chmod-permissive
        Path(path).chmod(0o777)

    def flags(self, path):
        # ruleid: py-chmod-permissive
        os.chmod(path, stat.S_IRWXU | stat.S_IRWXO)


# ruleid: py-chmod-permissive
os.umask(0)


def safe(path, mode):
    # ok: py-chmod-permissive
    os.chmod(path, 0o600)
    # ok: py-chmod-permissive
    os.chmod(path, 0o755)
    # ok: py-chmod-permissive
    Path(path).chmod(0o644)
    # ok: py-chmod-permissive
    os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)
    # ok: py-chmod-permissive
    os.umask(0o077)
    # ok: py-chmod-permissive
    before = os.umask(0)
    os.umask(before)
    # ok: py-chmod-permissive
    os.chmod(path, mode)
