import os
from email.message import EmailMessage

from django.core.mail import send_mail
from flask import Flask, request

app = Flask(__name__)
SITE = os.environ["SITE"]


@app.route("/reset", methods=["POST"])
def reset():
    link = request.host_url + "reset/" + make_token()
    message = EmailMessage()
    # ruleid: py-link-from-host-header
    message.set_content(f"Choose a password: {link}")
    return send(message)


def forgotten(request, user):
    link = f"https://{request.get_host()}/reset/{user.token}"
    # ruleid: py-link-from-host-header
    send_mail("Password", "Follow " + link, None, [user.email])


class Invite:
    def post(self, request):
        # ruleid: py-link-from-host-header
        send_mail("Hello", request.build_absolute_uri("/join"), None, [self.mail])


@app.route("/reset2", methods=["POST"])
def from_settings():
    message = EmailMessage()
    # ok: py-link-from-host-header
    message.set_content(f"Choose a password: {SITE}/reset/{make_token()}")
    return send(message)


@app.route("/where")
def where():
    # ok: py-link-from-host-header
    return {"host": request.host}


def told(request, user):
    # ok: py-link-from-host-header
    send_mail("Password", "It was changed by " + request.user.username, None, [user.email])
