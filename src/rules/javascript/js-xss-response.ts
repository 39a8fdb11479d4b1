import escapeHtml from "escape-html";
import express from "express";
import http from "node:http";

const app = express();

app.get("/hello", (req, res) => {
  // ruleid: js-xss-response
  res.send(`<h1>Hello ${req.query.name}</h1>`);
});

app.get("/search", (req, res) => {
  const { q } = req.query;
  const page = "<p>no match for " + q + "</p>";
  // ruleid: js-xss-response
  res.status(404).send(page);
});

http.createServer((req, res) => {
  // ruleid: js-xss-response
  res.write("<p>no page " + req.url + "</p>");
  // ruleid: js-xss-response
  res.end(`<p>${req.headers.referer}</p>`);
});

class Views {
  async echo(req: express.Request, res: express.Response): Promise<void> {
    // ruleid: js-xss-response
    res.send(req.body.text);
  }
}

app.get("/escaped", (req, res) => {
  // ok: js-xss-response
  res.send(`<h1>Hello ${escapeHtml(String(req.query.name))}</h1>`);
});

app.get("/json", async (req, res) => {
  // ok: js-xss-response
  res.json({ name: req.query.name });
  // ok: js-xss-response
  res.send({ name: req.query.name });
  // ok: js-xss-response
  res.end(JSON.stringify({ name: req.query.name }));
  // ok: js-xss-response
  res.type("text/plain").send(`Hello ${req.query.name}`);
});

app.get("/user/:id", async (req, res) => {
  const user = await app.locals.users.load(req.params.id);
  // ok: js-xss-response
  res.send(user);
  // ok: js-xss-response
  res.render("user", { name: req.query.name });
  // ok: js-xss-response
  res.send("<h1>Hello</h1>" + String(Views));
});
