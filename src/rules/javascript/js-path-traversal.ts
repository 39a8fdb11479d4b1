import express from "express";
import fs, { readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { readFile } from "node:fs/promises";

const app = express();
const BASE = "/srv/files";

app.get("/download", (req, res) => {
  // ruleid: js-path-traversal
  res.sendFile(path.join(BASE, String(req.query.name)));
});

app.get("/text/:name", async (req, res) => {
  const { name } = req.params;
  // ruleid: js-path-traversal
  res.type("text").send(await readFile(`${BASE}/${name}`, "utf8"));
});

http.createServer((req, res) => {
  // ruleid: js-path-traversal
  fs.createReadStream(BASE + req.url).pipe(res);
});

export function readUpload(base: string, filename: string): string {
  const target = path.join(base, filename);
  // ruleid: js-path-traversal
  return readFileSync(target, "utf8");
}

class Files {
  remove = async (req: express.Request): Promise<void> => {
    const target = path.resolve(BASE, req.body.name);
    // ruleid: js-path-traversal
    await fs.promises.unlink(target);
  };
}

app.get("/checked", (req, res) => {
  const base = path.resolve(BASE);
  const target = path.resolve(base, String(req.query.name));
  if (target !== base && !target.startsWith(base + path.sep)) throw new Error("outside the folder");
  // ok: js-path-traversal
  res.sendFile(target);
});

app.get("/reduced", (req, res) => {
  // ok: js-path-traversal
  res.sendFile(path.join(BASE, path.basename(String(req.query.name))));
});

app.get("/rooted", (req, res) => {
  // ok: js-path-traversal
  res.sendFile(String(req.query.name), { root: BASE });
});

app.get("/chosen", (req, res) => {
  const name = String(req.query.name);
  if (!["a.txt", "b.txt"].includes(name)) return res.sendStatus(404);
  // ok: js-path-traversal
  return res.sendFile(path.join(BASE, name));
});

export function safe(file: string, config: { path: string }): string {
  // ok: js-path-traversal
  const first = fs.readFileSync(file, "utf8");
  // ok: js-path-traversal
  const second = fs.readFileSync(path.join(BASE, "list.txt"), "utf8");
  // ok: js-path-traversal
  return first + second + fs.readFileSync(config.path, "utf8") + String(Files);
}
