import { Router } from "express";
import fs from "node:fs";
import path from "node:path";
import { countWords } from "../word-count.js";

export function attachmentRoutes(folder) {
  const router = Router();

  router.get("/", (request, response) => {
    response.json(fs.readdirSync(folder).sort());
  });

  router.get("/content", (request, response) => {
    const file = path.join(folder, request.query.name);
    if (!fs.existsSync(file)) return response.status(404).json({ error: "no such attachment" });
    response.type("text/plain").send(fs.readFileSync(file));
  });

  router.get("/:name/words", async (request, response) => {
    const name = path.basename(request.params.name);
    response.json({ words: await countWords(path.join(folder, name)) });
  });

  return router;
}
