import logging

from flask import Flask, request

app = Flask(__name__)
logger = logging.getLogger(__name__)


@app.route("/login")
def login():
    user = request.args["user"]
    # ruleid: py-log-injection
    logger.info("login of %s", user)
    # ruleid: py-log-injection
    logging.warning("failed: " + user)
    # ruleid: py-log-injection
    app.logger.error(f"agent {request.headers['User-Agent']}")
    return "done"


@app.route("/safe")
def safe():
    user = request.args["user"]
    # ok: py-log-injection
    logger.info("login of %r", user)
    # ok: py-log-injection
    logger.info("login of %s", user.replace("\n", ""))
    # ok: py-log-injection
    logger.info("login of %s", repr(user))
    # ok: py-log-injection
    logger.info("a login")
    return "done"
