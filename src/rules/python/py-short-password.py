# ruleid: py-short-password
MIN_PASSWORD_LENGTH = 6


def valid(password):
    # ruleid: py-short-password
    return len(password) >= 4


class Form:
    def check(self):
        # ruleid: py-short-password
        if len(self.password) < 6:
            raise ValueError("too short")

    async def other(self, new_password):
        # ruleid: py-short-password
        return len(new_password) > 5


# ok: py-short-password
PASSWORD_MIN_LENGTH = 12


def safe(password, word):
    # ok: py-short-password
    if len(password) < 12:
        raise ValueError("too short")
    # ok: py-short-password
    if len(password) > 0:
        return True
    # ok: py-short-password
    return len(word) >= 4
