import math

from flask import Flask, request

app = Flask(__name__)


@app.route("/pay", methods=["POST"])
def pay():
    amount = float(request.form["amount"])
    # ruleid: py-not-a-number
    if amount <= 0:
        return "no", 400
    return transfer(amount)


@app.route("/bid", methods=["POST"])
def bid():
    price = float(request.json["price"])
    # ruleid: py-not-a-number
    if price > 1000:
        return "too much", 400
    return place(price)


class View:
    def post(self, request):
        weight = float(request.POST["weight"])
        # ruleid: py-not-a-number
        if weight >= self.most:
            return None
        return weight


@app.route("/checked", methods=["POST"])
def checked():
    amount = float(request.form["amount"])
    if not math.isfinite(amount):
        return "no", 400
    # ok: py-not-a-number
    if amount <= 0:
        return "no", 400
    return transfer(amount)


@app.route("/whole", methods=["POST"])
def whole():
    amount = int(request.form["amount"])
    # ok: py-not-a-number
    if amount <= 0:
        return "no", 400
    return transfer(amount)


def own(total):
    amount = float(total)
    # ok: py-not-a-number
    if amount <= 0:
        return None
    return amount
