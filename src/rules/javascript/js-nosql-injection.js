const express = require("express");
const { User } = require("./models");

const app = express();

app.post("/login", async (req, res) => {
  // ruleid: js-nosql-injection
  res.json(await User.findOne({ name: req.body.name, password: req.body.password }));
});

app.get("/orders", async (req, res) => {
  const { customer } = req.query;
  // ruleid: js-nosql-injection
  res.json(await app.locals.orders.find({ customer }).toArray());
});

class Users {
  async older(age) {
    // ruleid: js-nosql-injection
    return this.users.find({ $where: `this.age > ${age}` });
  }

  async remove(req) {
    // ruleid: js-nosql-injection
    await this.users.deleteMany(req.body);
  }
}

app.post("/safe", async (req, res) => {
  // ok: js-nosql-injection
  const first = await User.findOne({ name: String(req.body.name) });
  // ok: js-nosql-injection
  const second = await User.findOne({ name: { $eq: req.body.name } });
  // ok: js-nosql-injection
  const third = await User.find({ active: true });
  // ok: js-nosql-injection
  const fourth = app.locals.list.find((user) => user.name === req.body.name);
  // ok: js-nosql-injection
  const fifth = await User.findOne({ id: req.params.id });
  res.json([first, second, third, fourth, fifth, Users]);
});
