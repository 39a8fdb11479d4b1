const bcrypt = require("bcrypt");

const people = [];
const table = new Map();

async function register(db, name, password) {
  // ruleid: js-plain-password
  await db.collection("people").insertOne({ name, password });
  // ruleid: js-plain-password
  await db.query("INSERT INTO users (name, password) VALUES ($1, $2)", [name, password]);
  // ruleid: js-plain-password
  people.push({ name, password: password });
  // ok: js-plain-password
  await db.collection("people").insertOne({ name, password: await bcrypt.hash(password, 12) });
  // ok: js-plain-password
  await db.query("SELECT id FROM users WHERE name = $1", [name]);
}

class Accounts {
  add(request) {
    // ruleid: js-plain-password
    table.set(request.body.name, { name: request.body.name, password: request.body.password });
  }

  async keep(name, password) {
    const hash = await bcrypt.hash(password, 12);
    // ok: js-plain-password
    table.set(name, { name, hash });
    // ok: js-plain-password
    await this.db.query("INSERT INTO users (name, hash) VALUES ($1, $2)", [name, hash]);
  }
}

async function replaced(db, name, password) {
  password = await bcrypt.hash(password, 12);
  // ok: js-plain-password
  await db.query("INSERT INTO users (name, password) VALUES ($1, $2)", [name, password]);
}

module.exports = { register, Accounts, replaced };
