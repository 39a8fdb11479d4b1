ALLOWED_COMMANDS = ["ls", "date"]
SAFE_ACTIONS = ("show", "hide")
FORBIDDEN_WORDS = ["rm"]


def run(command):
    # ruleid: py-allowed-as-part
    if any(allowed in command for allowed in ALLOWED_COMMANDS):
        return command
    return None


def act(value: str) -> bool:
    # ruleid: py-allowed-as-part
    return any(one in value for one in SAFE_ACTIONS)


def refuse(value):
    # ruleid: py-allowed-as-part
    if not any(action in value for action in SAFE_ACTIONS):
        raise ValueError(value)


def whole(command):
    # ok: py-allowed-as-part
    return command in ALLOWED_COMMANDS


def equal(command):
    # ok: py-allowed-as-part
    return any(allowed == command for allowed in ALLOWED_COMMANDS)


def forbidden(command):
    # ok: py-allowed-as-part
    return any(word in command for word in FORBIDDEN_WORDS)


ALLOWED = ["alpha", "beta"]
ALLOWED_TAGS = ["b", "i"]


def pick(value):
    # ruleid: py-allowed-as-part
    if not any(allowed in value for allowed in ALLOWED):
        raise ValueError(value)
    text = value.strip()
    return value


def chosen(value):
    # ruleid: py-allowed-as-part
    return value if any(one in value for one in ALLOWED) else None


def described(page):
    # ok: py-allowed-as-part
    if any(tag in page for tag in ALLOWED_TAGS):
        return "marked up"
    return "plain"
