import { Router } from "express";

export function pageRoutes(store) {
  const router = Router();

  router.get("/shared/:token", (request, response) => {
    const note = store.byShare(request.params.token);
    if (note === undefined) return response.status(404).json({ error: "this link leads nowhere" });
    response.json({ title: note.title, body: note.body });
  });

  router.get("/hello", (request, response) => {
    const name = request.query.name ?? "everybody";
    response.send(`<h1>Notes of ${name}</h1>`);
  });

  return router;
}
