const express = require("express");
const app = express();

app.post("/login", (req, res) => {
  if (!check(req.body)) return res.sendStatus(401);
  // ruleid: js-session-fixation
  req.session.user = req.body.name;
  res.redirect("/");
});

app.post("/api/signin", async (req, res) => {
  const account = await find(req.body);
  // ruleid: js-session-fixation
  req.session.userId = account.id;
  // ruleid: js-session-fixation
  req.session.authenticated = true;
  res.end();
});

app.post("/auth/login", (req, res) => {
  req.session.regenerate(() => {
    // ok: js-session-fixation
    req.session.user = req.body.name;
    res.redirect("/");
  });
});

app.post("/login/theme", (req, res) => {
  // ok: js-session-fixation
  req.session.theme = req.body.theme;
  // ok: js-session-fixation
  req.session.user = null;
  res.end();
});
