const crypto = require("crypto");
const { nanoid } = require("nanoid");

// ruleid: js-short-token
const token = crypto.randomBytes(4).toString("hex");

function makeSession(user) {
  // ruleid: js-short-token
  user.sessionId = crypto.randomBytes(6).toString("base64");
  // ruleid: js-short-token
  const invite = { resetToken: nanoid(6), user };
  return invite;
}

// ok: js-short-token
const good = crypto.randomBytes(32).toString("hex");

// ok: js-short-token
const apiKey = crypto.randomBytes(24).toString("hex");

// ok: js-short-token
const suffix = crypto.randomBytes(4).toString("hex");

// ok: js-short-token
const traceId = nanoid(6);
