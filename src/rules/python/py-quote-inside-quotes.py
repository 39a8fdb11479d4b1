import shlex
import subprocess
from shlex import quote


def looked_up(name):
    # ruleid: py-quote-inside-quotes
    return subprocess.run(f"last | grep '{shlex.quote(name)}'", shell=True)


def prepared(name):
    safe = quote(name)
    # ruleid: py-quote-inside-quotes
    command = f"last | grep -w '{safe}'"
    return subprocess.run(command, shell=True)


class Search:
    def run(self, name):
        # ruleid: py-quote-inside-quotes
        return subprocess.run("grep '%s' notes" % quote(name), shell=True)


def bare(name):
    # ok: py-quote-inside-quotes
    return subprocess.run(f"last | grep {shlex.quote(name)}", shell=True)


def elsewhere(name):
    safe = quote(name)
    # ok: py-quote-inside-quotes
    return subprocess.run(f"grep 'a' notes | grep {safe}", shell=True)


def told(name):
    # ok: py-quote-inside-quotes
    print(f"looking for '{name}'")
    return subprocess.run(["grep", name], check=False)
