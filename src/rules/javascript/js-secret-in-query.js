const express = require("express");
const app = express();

app.get("/login", (req, res) => {
  // ruleid: js-secret-in-query
  const password = req.query.password;
  // ruleid: js-secret-in-query
  const other = req.query["newPassword"];
  // ruleid: js-secret-in-query
  const third = req.params.passwd;
  res.send(check(password, other, third));
});

app.post("/login", (req, res) => {
  // ok: js-secret-in-query
  const password = req.param("password");
  // ok: js-secret-in-query
  const other = req.body.password;
  // ok: js-secret-in-query
  const page = req.query.page;
  // ok: js-secret-in-query
  const policy = req.query.passwordPolicy;
  res.send(check(password, other, page, policy));
});
