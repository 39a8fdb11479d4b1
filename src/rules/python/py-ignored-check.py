import hmac

import bcrypt
from werkzeug.security import check_password_hash


def accept(expected, given, account):
    # ruleid: py-ignored-check
    hmac.compare_digest(expected, given)
    account.balance -= 1


def login(user, password):
    # ruleid: py-ignored-check
    check_password_hash(user.password, password)
    return user


def remove(user, post):
    if post.locked:
        # ruleid: py-ignored-check
        user.has_permission("remove")
        post.delete()


def fine(expected, given, user, password):
    # ok: py-ignored-check
    if not hmac.compare_digest(expected, given):
        raise ValueError("refused")
    # ok: py-ignored-check
    same = bcrypt.checkpw(password, user.hash)
    # ok: py-ignored-check
    assert user.is_admin()
    # ok: py-ignored-check
    require_permission(user)
    # ok: py-ignored-check
    return same and is_allowed(user)


def create(serializer):
    # ok: py-ignored-check
    serializer.is_valid(raise_exception=True)
    # ruleid: py-ignored-check
    serializer.is_valid()


def sorted_out(links, seen):
    for link in links:
        if link in seen:
            continue
        # ok: py-ignored-check
        elif is_allowed_link(link):
            yield link
        # ok: py-ignored-check
        elif link.text and is_valid_text(link.text):
            yield link.text
        else:
            seen.add(link)
    # ok: py-ignored-check
    return max(link for link in links if is_valid_link(link))
