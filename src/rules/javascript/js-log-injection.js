const express = require("express");
const logger = require("pino")();

const app = express();

app.get("/login", (req, res) => {
  // ruleid: js-log-injection
  console.log("login of " + req.query.user);
  // ruleid: js-log-injection
  logger.info(`agent ${req.headers["user-agent"]}`);
  const { user } = req.query;
  // ruleid: js-log-injection
  logger.warn(`failed: ${user}`);
  res.end();
});

app.get("/safe", (req, res) => {
  // ok: js-log-injection
  logger.info({ user: req.query.user }, "login");
  // ok: js-log-injection
  console.log("a login");
  // ok: js-log-injection
  console.log("login of " + JSON.stringify(req.query.user));
  // ok: js-log-injection
  console.log(`login of ${req.query.user.replace(/[\r\n]/g, "")}`);
  res.end();
});
