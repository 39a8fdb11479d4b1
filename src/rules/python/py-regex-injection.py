import re

from flask import Flask, request

app = Flask(__name__)


@app.route("/find")
def find():
    # ruleid: py-regex-injection
    return str(re.findall(request.args["pattern"], app.text))


class Views:
    def search(self, request):
        wanted = request.GET["q"]
        # ruleid: py-regex-injection
        return re.compile("^" + wanted + "$")

    async def match(self, request):
        # ruleid: py-regex-injection
        return re.search(f"{request.query_params['q']}.*", self.text)


@app.route("/safe")
def safe():
    wanted = request.args["q"]
    # ok: py-regex-injection
    first = re.search(re.escape(wanted), app.text)
    # ok: py-regex-injection
    second = re.search("[a-z]+", wanted)
    # ok: py-regex-injection
    third = wanted in app.text
    return str([first, second, third])
