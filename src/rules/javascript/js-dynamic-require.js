const express = require("express");

const app = express();
const ALLOWED = new Set(["csv", "json"]);

app.get("/run", (req, res) => {
  // ruleid: js-dynamic-require
  res.json(require(req.query.module)());
});

class Views {
  plugin(req) {
    const name = "./plugins/" + req.params.name;
    // ruleid: js-dynamic-require
    return require(name);
  }

  async later(req) {
    // ruleid: js-dynamic-require
    return import(`./plugins/${req.params.name}.js`);
  }
}

app.get("/safe", async (req, res) => {
  const { name } = req.query;
  if (!ALLOWED.has(name)) return res.sendStatus(404);
  // ok: js-dynamic-require
  const first = require(`./plugins/${name}`);
  // ok: js-dynamic-require
  const second = await import("./plugins/csv.js");
  // ok: js-dynamic-require
  const third = require("./plugins/json");
  return res.json([first, second, third, Views]);
});
