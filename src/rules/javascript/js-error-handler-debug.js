const express = require("express");
const errorhandler = require("errorhandler");
const errorHandler = require("errorhandler");

const app = express();
// ruleid: js-error-handler-debug
app.use(errorhandler());

class Service {
  async start() {
    // ruleid: js-error-handler-debug
    this.app.use(errorHandler());
  }

  old() {
    // ruleid: js-error-handler-debug
    app.use(errorhandler({ log: true }));
  }
}

if (process.env.NODE_ENV === "development") {
  // ok: js-error-handler-debug
  app.use(errorhandler());
}
// ok: js-error-handler-debug
app.use((err, req, res, next) => {
  res.status(500).send("internal error");
  next(Service);
});
// ok: js-error-handler-debug
app.use(express.json());
