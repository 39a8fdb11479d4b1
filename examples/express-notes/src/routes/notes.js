import { Router } from "express";
import { etagOf } from "../etag.js";
import { newShareToken } from "../shares.js";

export function noteRoutes(store) {
  const router = Router();

  router.get("/", (request, response) => {
    const { author, q = "" } = request.query;
    response.json(author === undefined ? store.search(q) : store.byAuthor(author));
  });

  router.post("/", (request, response) => {
    const { title, body, author } = request.body ?? {};
    if (![title, body, author].every((field) => typeof field === "string" && field !== "")) {
      return response.status(400).json({ error: "title, body and author are needed" });
    }
    response.status(201).json({ id: store.add({ title, body, author }) });
  });

  router.get("/:id", (request, response) => {
    const note = store.get(Number(request.params.id));
    if (note === undefined) return response.status(404).json({ error: "no such note" });
    response.set("ETag", etagOf(note.body));
    response.json(note);
  });

  router.post("/:id/share", (request, response) => {
    const note = store.get(Number(request.params.id));
    if (note === undefined) return response.status(404).json({ error: "no such note" });
    const token = newShareToken();
    store.setShare(note.id, token);
    response.status(201).json({ link: `/shared/${token}` });
  });

  return router;
}
