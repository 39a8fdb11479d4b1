import re
import shlex

BASE_COMMAND = "echo Hello, {name}"
PING_CMD = "ping -c 1 %s"


def greet(name):
    # ruleid: py-command-template
    return BASE_COMMAND.format(name=name)


def ping(host: str):
    # ruleid: py-command-template
    return run(PING_CMD % host)


def add(users: str):
    for user in users.split():
        # ruleid: py-command-template
        call(ADD_COMMAND_TEMPLATE.format(user))


def quoted(name):
    # ok: py-command-template
    return BASE_COMMAND.format(name=shlex.quote(name))


def quoted_first(name):
    name = shlex.quote(name)
    # ok: py-command-template
    return BASE_COMMAND.format(name=name)


def checked(name):
    if not re.fullmatch(r"[a-z]+", name):
        raise ValueError(name)
    # ok: py-command-template
    return BASE_COMMAND.format(name=name)


def listed(host):
    if host not in HOSTS:
        raise ValueError(host)
    # ok: py-command-template
    return PING_CMD % host


def counted(count: int):
    # ok: py-command-template
    return PING_CMD % count


def told(name):
    # ok: py-command-template
    return GREETING.format(name=name)
