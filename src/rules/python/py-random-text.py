import random
import secrets
import string


def reference(length):
    # ruleid: py-random-text
    return "".join(random.choice(string.ascii_letters) for _ in range(length))


class Names:
    def make(self):
        letters = string.ascii_lowercase + string.digits
        # ruleid: py-random-text
        return "".join(random.choices(letters, k=12))


def safe(length, words):
    # ok: py-random-text
    first = "".join(secrets.choice(string.ascii_letters) for _ in range(length))
    # ok: py-random-text
    second = random.choice(words)
    # ok: py-random-text
    return first, second, "".join(sorted(words))


def random_resource_id(size):
    # ok: py-random-text
    return "".join(random.choice(LETTERS) for _ in range(size))


def random_session_id(size):
    # ruleid: py-random-text
    return "".join(random.choice(LETTERS) for _ in range(size))


def random_name_of_bucket():
    # ok: py-random-text
    suffix = "".join(random.choices(LETTERS, k=6))
    # ruleid: py-random-text
    code = "".join(random.choices(LETTERS, k=6))
    return suffix, code
