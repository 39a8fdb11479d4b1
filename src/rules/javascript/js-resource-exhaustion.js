const crypto = require("crypto");

export function handler(req, res) {
  // ruleid: js-resource-exhaustion
  const memory = Buffer.alloc(parseInt(req.query.size, 10));
  // ruleid: js-resource-exhaustion
  const text = "x".repeat(Number(req.body.count));
  // ruleid: js-resource-exhaustion
  setTimeout(() => res.end(), req.query.delay);
  const wanted = Number(req.query.wanted);
  // ruleid: js-resource-exhaustion
  const list = new Array(wanted);
  return [memory, text, list];
}

export function limited(req, res) {
  // ok: js-resource-exhaustion
  const memory = Buffer.alloc(Math.min(Number(req.query.size), 4096));
  // ok: js-resource-exhaustion
  const text = "x".repeat(20);
  const delay = Number(req.query.delay);
  if (delay > 1000) return res.sendStatus(400);
  // ok: js-resource-exhaustion
  setTimeout(() => res.end(), delay);
  // ok: js-resource-exhaustion
  return [memory, text, crypto.randomBytes(16)];
}
