import logging
from logging import getLogger

logger = getLogger(__name__)


def login(user, password):
    # ruleid: py-log-secret
    logging.info("login of %s with %s", user, password)
    # ruleid: py-log-secret
    logger.debug(f"login {user} / {password}")


class Api:
    def __init__(self):
        self.log = getLogger("api")

    async def call(self, request, api_key):
        # ruleid: py-log-secret
        self.log.warning("calling with key " + api_key)
        # ruleid: py-log-secret
        self.log.error("user {} used {}".format(request.user, request.access_token))
        # ruleid: py-log-secret
        logger.info(request.form["password"])


def show(user):
    # ruleid: py-log-secret
    print("created", user.password)


def safe(user, password, tokens):
    # ok: py-log-secret
    logger.info("password of %s changed", user)
    # ok: py-log-secret
    logger.info(f"password has {len(password)} characters")
    # ok: py-log-secret
    logger.debug("parsed %d tokens", len(tokens))
    # ok: py-log-secret
    logger.info("reset requires a password: %s", user.password_age)
    # ok: py-log-secret
    user.update("password", password)
    # ok: py-log-secret
    print("enter password")
