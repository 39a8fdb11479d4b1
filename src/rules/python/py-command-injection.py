import asyncio
import os
import shlex
import subprocess
import subprocess as sp
import sys
from os import system

from flask import Flask, request

app = Flask(__name__)
EDITOR = "vi"


def show(name):
    # ruleid: py-command-injection
    os.system("cat " + name)
    # ruleid: py-command-injection
    os.popen(f"cat {name}").read()
    # ruleid: py-command-injection
    subprocess.run("cat %s" % name, shell=True)
    # ruleid: py-command-injection
    system("cat {}".format(name))


def run(command):
    # ruleid: py-command-injection
    return sp.check_output(command, shell=True)


class Jobs:
    async def start(self, host):
        command = f"ping -c 1 {host}"
        # ruleid: py-command-injection
        process = await asyncio.create_subprocess_shell(command)
        await process.wait()

    def remote(self, ssh, path):
        # ruleid: py-command-injection
        ssh.exec_command("ls " + path)


@app.route("/ping")
def ping():
    host = request.args.get("host")
    # ruleid: py-command-injection
    subprocess.Popen("ping -c 1 " + host, stdout=subprocess.PIPE, shell=True)
    # ruleid: py-command-injection
    subprocess.run(["sh", "-c", "ping " + host])
    return "done"


# ruleid: py-command-injection
os.system("echo " + sys.argv[1])


def safe(name, count, action):
    # ok: py-command-injection
    subprocess.run(["cat", name], check=True)
    # ok: py-command-injection
    subprocess.run("ls -l /var/log", shell=True)
    # ok: py-command-injection
    subprocess.run(f"cat {shlex.quote(name)}", shell=True)
    # ok: py-command-injection
    os.system("clear")
    # ok: py-command-injection
    subprocess.run(f"head -n {int(count)} notes.txt", shell=True)
    # ok: py-command-injection
    subprocess.run(shlex.split("git status --short"), check=True)
    # ok: py-command-injection
    subprocess.run(["git", "log", f"--author={name}"], shell=False)
    # ok: py-command-injection
    os.system(f"{EDITOR} notes.txt")
    if action not in ("start", "stop"):
        raise ValueError(action)
    # ok: py-command-injection
    os.system("service web " + action)


def quoted_first(name):
    safe_name = shlex.quote(name)
    line = f"last | grep -F -- {safe_name}"
    # ok: py-command-injection
    return subprocess.run(line, shell=True, check=True)


def fragment(command):
    # ruleid: py-command-injection
    return Popen(command, shell=True, stdout=PIPE)


def wrapped(utils, name):
    # ruleid: py-command-injection
    utils.execute("ls " + name, shell=True)
    # ruleid: py-command-injection
    run_cmd("ls %s" % name, shell=True)
    # ok: py-command-injection
    utils.execute("ls", name)
