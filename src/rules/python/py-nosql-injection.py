from bson import ObjectId
from flask import Flask, request

app = Flask(__name__)


@app.route("/login", methods=["POST"])
def login():
    data = request.get_json()
    # ruleid: py-nosql-injection
    return str(app.db.users.find_one({"name": data["name"], "password": data["password"]}))


@app.route("/orders", methods=["POST"])
def orders():
    # ruleid: py-nosql-injection
    return str(list(app.db.orders.find(request.json)))


class Users:
    async def older(self, age):
        # ruleid: py-nosql-injection
        return await self.users.find({"$where": f"this.age > {age}"}).to_list(10)

    def remove(self, request):
        name = request.json["name"]
        # ruleid: py-nosql-injection
        self.users.delete_many({"name": name})


@app.route("/safe", methods=["POST"])
def safe():
    data = request.get_json()
    # ok: py-nosql-injection
    first = app.db.users.find_one({"name": str(data["name"])})
    # ok: py-nosql-injection
    second = app.db.users.find_one({"_id": ObjectId(data["id"])})
    # ok: py-nosql-injection
    third = app.db.users.find({"active": True})
    # ok: py-nosql-injection
    fourth = "text".find("x")
    return str([first, second, third, fourth])
