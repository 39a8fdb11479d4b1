import random
import random as rnd
import secrets
import string
from random import choice

ALPHABET = string.ascii_letters + string.digits


def make(n):
    # ruleid: py-weak-random-secret
    token = "".join(random.choice(ALPHABET) for _ in range(n))
    return token


def generate_password(length=12):
    # ruleid: py-weak-random-secret
    return "".join(rnd.choices(ALPHABET, k=length))


class Account:
    def reset(self):
        # ruleid: py-weak-random-secret
        self.reset_token = "%032x" % random.getrandbits(128)
        # ruleid: py-weak-random-secret
        self.otp = random.randint(100000, 999999)

    async def new_session_id(self):
        picked = []
        while len(picked) < 32:
            # ruleid: py-weak-random-secret
            picked.append(choice(ALPHABET))
        return "".join(picked)


def safe(colours, size):
    # ok: py-weak-random-secret
    token = secrets.token_urlsafe(32)
    # ok: py-weak-random-secret
    code = "".join(secrets.choice(ALPHABET) for _ in range(size))
    # ok: py-weak-random-secret
    colour = random.choice(colours)
    # ok: py-weak-random-secret
    password = "".join(random.SystemRandom().choice(ALPHABET) for _ in range(size))
    # ok: py-weak-random-secret
    jitter = random.uniform(0, 1)
    return token, code, colour, password, jitter


def shuffle_deck(deck):
    # ok: py-weak-random-secret
    return random.sample(deck, len(deck))


def opened(users, user):
    # ruleid: py-weak-random-secret
    sid = str(random.random())
    # ok: py-weak-random-secret
    side = random.choice(["left", "right"])
    users[sid] = user
    return side
