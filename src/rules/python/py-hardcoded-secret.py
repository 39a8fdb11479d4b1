import os

import jwt
import psycopg2
from flask import Flask

app = Flask(__name__)
# ruleid: py-hardcoded-secret
app.secret_key = "the key of the shop"
# ruleid: py-hardcoded-secret
app.config["SECRET_KEY"] = "made-up-for-this-test"

# ruleid: py-hardcoded-secret
DB_PASSWORD = "correct-horse"
# ruleid: py-hardcoded-secret
API_KEY: str = "fixture-0000-1111-2222"


class Store:
    # ruleid: py-hardcoded-secret
    access_token = 'fixture00001111222233'

    def connect(self):
        # ruleid: py-hardcoded-secret
        return psycopg2.connect(host="db", user="shop", password="correct-horse")

    async def sign(self, claims):
        # ruleid: py-hardcoded-secret
        return jwt.encode(claims, "made-up", algorithm="HS256")

    async def sign_briefly(self, claims):
        # ruleid: py-hardcoded-secret
        return jwt.encode(claims, "your-secret-key", algorithm="HS256")


def login(user, password):
    # ruleid: py-hardcoded-secret
    return user == "admin" and password == "letmein"


# ruleid: py-hardcoded-secret
SETTINGS = {"user": "shop", "password": "correct-horse"}
# ruleid: py-hardcoded-secret
SIGNING = os.environ.get("SIGNING_SECRET", "made-up-for-this-test")


# ruleid: py-hardcoded-secret
def open_mail(user, password="correct-horse"):
    return user, password


# ok: py-hardcoded-secret
password = os.environ["DB_PASSWORD"]
# ok: py-hardcoded-secret
api_key = os.getenv("API_KEY", "")
# ok: py-hardcoded-secret
PASSWORD_FIELD = "password"
# ok: py-hardcoded-secret
CONF_PASSWORD = "password"
# ok: py-hardcoded-secret
FIELDS = {"name": "text", "password": "password"}
# ok: py-hardcoded-secret
HOST = os.environ.get("DB_HOST", "localhost")
# ok: py-hardcoded-secret
TOKEN = "access_token"
# ok: py-hardcoded-secret
password = ""
# ok: py-hardcoded-secret
secret = None
# ok: py-hardcoded-secret
PASSWORD = "Enter your password"
# ok: py-hardcoded-secret
app.secret_key = os.urandom(32)


def safe(claims, config, password, answer):
    # ok: py-hardcoded-secret
    token = jwt.encode(claims, config.key, algorithm="HS256")
    # ok: py-hardcoded-secret
    connection = psycopg2.connect(host="db", password=config.password)
    # ok: py-hardcoded-secret
    empty = password == ""
    # ok: py-hardcoded-secret
    url = f"postgres://shop:{password}@db/shop"
    return token, connection, empty, url, answer == "letmein"


class Login(Enum):
    # ok: py-hardcoded-secret
    KEY_OR_PASSWORD = "KEY_OR_PASSWORD"
    # ok: py-hardcoded-secret
    FORCE_CHANGE_PASSWORD = "FORCE_CHANGE_PASSWORD"

SETTINGS = {
    # ok: py-hardcoded-secret
    "PASSWORD": "strong_password_here",
    # ruleid: py-hardcoded-secret
    "DB_PASSWORD": "hereandthere-7",
}


class Profile:
    # ok: py-hardcoded-secret
    SECRET_KEY = "aws_secret_access_key"
    # ok: py-hardcoded-secret
    CLIENT_SECRET = "google.client-secret"
    # ruleid: py-hardcoded-secret
    SIGNING_KEY = "awsome-summer-key-of-2019"
