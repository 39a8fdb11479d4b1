from flask import Flask, make_response

app = Flask(__name__)
# ruleid: py-insecure-cookie
app.config["SESSION_COOKIE_HTTPONLY"] = False
# ruleid: py-insecure-cookie
app.config.update(SESSION_COOKIE_SECURE=False, SESSION_COOKIE_SAMESITE="Lax")
# ruleid: py-insecure-cookie
SESSION_COOKIE_SECURE = False


def login(user):
    response = make_response("welcome")
    # ruleid: py-insecure-cookie
    response.set_cookie("session_id", user.session)
    # ruleid: py-insecure-cookie
    response.set_cookie("auth_token", user.token, httponly=True)
    return response


class Views:
    async def enter(self, response, user):
        # ruleid: py-insecure-cookie
        response.set_cookie(key="jwt", value=user.token, secure=True)
        # ruleid: py-insecure-cookie
        response.set_cookie("visited", "1", secure=False)


def safe(response, user, settings):
    # ok: py-insecure-cookie
    response.set_cookie("session_id", user.session, secure=True, httponly=True, samesite="Lax")
    # ok: py-insecure-cookie
    response.set_cookie("auth_token", user.token, httponly=True, max_age=60, secure=settings.https)
    # ok: py-insecure-cookie
    response.set_cookie("theme", "dark")
    # ok: py-insecure-cookie
    response.set_cookie("session_id", user.session, **settings.cookie)
    # ok: py-insecure-cookie
    app.config["SESSION_COOKIE_SECURE"] = True
