const express = require("express");
const { User } = require("./models");

const app = express();

app.post("/users", async (req, res) => {
  // ruleid: js-mass-assignment
  const user = new User(req.body);
  await user.save();
  // ruleid: js-mass-assignment
  res.json(await User.create(req.body));
});

class Users {
  async change(req, id) {
    // ruleid: js-mass-assignment
    return User.findByIdAndUpdate(id, req.body, { new: true });
  }

  copy(req) {
    // ruleid: js-mass-assignment
    return User.create({ ...req.body });
  }

  merge(req, user) {
    // ruleid: js-mass-assignment
    Object.assign(user, req.body);
  }
}

app.post("/safe", async (req, res) => {
  // ok: js-mass-assignment
  const user = await User.create({ name: req.body.name, mail: req.body.mail });
  // ok: js-mass-assignment
  const copy = Object.assign({}, req.body);
  // ok: js-mass-assignment
  const date = new Date(req.body.date);
  // ok: js-mass-assignment
  await User.updateOne({ id: user.id }, { name: req.body.name });
  res.json([copy, date, Users]);
});

async function stored(database, req, id) {
  // ruleid: js-mass-assignment
  await database.account.update({ where: { id }, data: req.body });
  // ok: js-mass-assignment
  await database.account.update({ where: { id }, data: { name: req.body.name } });
}
