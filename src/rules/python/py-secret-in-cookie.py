from flask import make_response


def remember(user, password):
    response = make_response("hello")
    # ruleid: py-secret-in-cookie
    response.set_cookie("password", password, secure=True, httponly=True)
    return response


class Pages:
    def answer(self, response, form):
        # ruleid: py-secret-in-cookie
        response.set_cookie(key="user_pwd", value=form.pwd)
        return response


def safe(response, token):
    # ok: py-secret-in-cookie
    response.set_cookie("session", token, secure=True, httponly=True)
    # ok: py-secret-in-cookie
    response.set_cookie("password_hint_shown", "yes")
    return response
