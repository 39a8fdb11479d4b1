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
