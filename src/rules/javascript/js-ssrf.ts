import axios from "axios";
import express from "express";
import https, { get } from "node:https";

const app = express();
const HOSTS = new Set(["api.example"]);

app.get("/fetch", async (req, res) => {
  // ruleid: js-ssrf
  const answer = await fetch(String(req.query.url));
  res.send(await answer.text());
});

app.post("/proxy", async (req, res) => {
  const { target } = req.body;
  // ruleid: js-ssrf
  const answer = await axios.get(target, { timeout: 3000 });
  res.json(answer.data);
});

class Views {
  image(req: express.Request, res: express.Response): void {
    // ruleid: js-ssrf
    https.get("https://" + req.params.host + "/image", (answer) => answer.pipe(res));
    // ruleid: js-ssrf
    get(`http://${req.params.host}/image`);
  }

  async config(req: express.Request): Promise<unknown> {
    // ruleid: js-ssrf
    return axios({ method: "post", url: req.body.hook });
  }
}

app.get("/safe", async (req, res) => {
  const url = new URL(String(req.query.url));
  if (!HOSTS.has(url.hostname)) return res.sendStatus(400);
  // ok: js-ssrf
  const answer = await fetch(url);
  return res.send(await answer.text());
});

app.get("/fixed", async (req, res) => {
  // ok: js-ssrf
  const first = await fetch("https://api.example/users");
  // ok: js-ssrf
  const second = await fetch(`https://api.example/users/${req.params.name}`);
  // ok: js-ssrf
  const third = await axios.post("https://api.example/users", { name: req.body.name });
  res.json([first, second, third, Views]);
});
