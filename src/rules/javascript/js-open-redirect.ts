import express from "express";
import http from "node:http";

const app = express();
const TARGETS: Record<string, string> = { home: "/" };

app.get("/login", (req, res) => {
  // ruleid: js-open-redirect
  res.redirect(String(req.query.next));
});

app.get("/out", (req, res) => {
  const target = req.query.to || "/";
  // ruleid: js-open-redirect
  res.redirect(302, `${target}`);
});

http.createServer((req, res) => {
  const target = new URL(req.url ?? "/", "http://localhost").searchParams.get("to") ?? "/";
  // ruleid: js-open-redirect
  res.writeHead(302, { Location: target });
  res.end();
});

class Views {
  async leave(req: express.Request, res: express.Response): Promise<void> {
    // ruleid: js-open-redirect
    res.setHeader("Location", req.body.target);
  }

  client(): void {
    // ruleid: js-open-redirect
    window.location.href = new URLSearchParams(window.location.search).get("next") ?? "/";
  }
}

app.get("/listed", (req, res) => {
  const target = String(req.query.next);
  if (!["/home", "/cart"].includes(target)) return res.redirect("/");
  // ok: js-open-redirect
  return res.redirect(target);
});

app.get("/safe", (req, res) => {
  const url = new URL(String(req.query.next), "https://shop.example");
  if (url.origin !== "https://shop.example") return res.sendStatus(400);
  // ok: js-open-redirect
  return res.redirect(url.href);
});

app.get("/local", (req, res) => {
  const target = String(req.query.next);
  // ok: js-open-redirect
  res.redirect(/^\/(?!\/)[^\s\\]*$/.test(target) ? target : "/");
});

app.get("/fixed", (req, res) => {
  // ok: js-open-redirect
  res.redirect("/home");
  // ok: js-open-redirect
  res.redirect("/users/" + req.params.name);
  // ok: js-open-redirect
  res.redirect(TARGETS[String(req.query.to)] ?? "/");
  // ok: js-open-redirect
  res.redirect(`/login?next=${encodeURIComponent(String(req.query.next))}`);
  res.end(String(Views));
});
