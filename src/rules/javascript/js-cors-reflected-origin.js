const cors = require("cors");
const ALLOWED = ["https://app.example.org"];

export function open(app, req, res) {
  // ruleid: js-cors-reflected-origin
  res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
  // ruleid: js-cors-reflected-origin
  res.header("Access-Control-Allow-Origin", "null");
  // ruleid: js-cors-reflected-origin
  app.use(cors({ origin: true, credentials: true }));
  const origin = req.headers.origin;
  // ruleid: js-cors-reflected-origin
  res.set("Access-Control-Allow-Origin", origin);
}

export function listed(app, req, res) {
  const origin = req.headers.origin;
  if (ALLOWED.includes(origin)) {
    // ok: js-cors-reflected-origin
    res.setHeader("Access-Control-Allow-Origin", origin);
  }
  // ok: js-cors-reflected-origin
  res.header("Access-Control-Allow-Origin", "https://app.example.org");
  // ok: js-cors-reflected-origin
  app.use(cors({ origin: ALLOWED, credentials: true }));
  // ok: js-cors-reflected-origin
  res.set("Access-Control-Allow-Methods", req.headers.origin);
}
