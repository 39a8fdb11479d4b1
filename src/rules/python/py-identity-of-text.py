def may_enter(user):
    # ruleid: py-identity-of-text
    if user.role is "admin":
        return True
    # ruleid: py-identity-of-text
    return user.state is not 'locked'


def safe(user):
    # ok: py-identity-of-text
    if user.role == "admin":
        return True
    # ok: py-identity-of-text
    if user.parent is None:
        return False
    # ok: py-identity-of-text
    return user.kind is user.default


SUPPRESS = "==nothing=="


def shown(text):
    # ok: py-identity-of-text
    return text is not SUPPRESS
