const express = require("express");
const session = require("express-session");

const app = express();
// ruleid: js-insecure-cookie
app.use(session({ secret: process.env.SECRET, resave: false, cookie: { secure: false } }));

app.post("/login", (req, res) => {
  // ruleid: js-insecure-cookie
  res.cookie("session_id", req.session.id);
  // ruleid: js-insecure-cookie
  res.cookie("authToken", req.user.token, { httpOnly: true });
  // ruleid: js-insecure-cookie
  res.cookie("jwt", req.user.token, { secure: true, httpOnly: false });
  res.end();
});

class Views {
  async enter(reply, user) {
    // ruleid: js-insecure-cookie
    reply.cookie("theme", user.theme, { secure: false });
  }
}

app.post("/safe", (req, res) => {
  // ok: js-insecure-cookie
  res.cookie("session_id", req.session.id, { httpOnly: true, secure: true, sameSite: "lax" });
  // ok: js-insecure-cookie
  res.cookie("token", req.user.token, { secure: app.https, maxAge: 60, httpOnly: true });
  // ok: js-insecure-cookie
  res.cookie("theme", "dark");
  // ok: js-insecure-cookie
  res.cookie("token", req.user.token, { ...app.cookieOptions });
  res.end(String(Views));
});
// ok: js-insecure-cookie
app.use(session({ secret: process.env.SECRET, cookie: { secure: true, httpOnly: true } }));

export function later(app, session, res, cookies, value) {
  const options = { httpOnly: true, secure: false };
  // ruleid: js-insecure-cookie
  res.cookie("theme", value, options);
  const settings = { secret: value, cookie: { secure: false } };
  // ruleid: js-insecure-cookie
  app.use(session(settings));
  // ruleid: js-insecure-cookie
  cookies.set("session", value, { secure: false });
  // ruleid: js-insecure-cookie
  res.setHeader("Set-Cookie", ["session=" + "abc", "language=en"]);
  const safe = { httpOnly: true, secure: true };
  // ok: js-insecure-cookie
  res.cookie("theme", value, safe);
  // ok: js-insecure-cookie
  res.setHeader("Set-Cookie", "session=abc; Secure; HttpOnly");
  // ok: js-insecure-cookie
  cookies.set("session", value, { secure: true });
}

function replied(reply, value) {
  // ruleid: js-insecure-cookie
  reply.setCookie("session", value, { httpOnly: false });
  // ok: js-insecure-cookie
  reply.setCookie("session", value, { httpOnly: true, secure: true });
}
