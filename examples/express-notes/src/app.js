import express from "express";
import { attachmentRoutes } from "./routes/attachments.js";
import { noteRoutes } from "./routes/notes.js";
import { pageRoutes } from "./routes/pages.js";

/** The whole service; `files` is the folder of the attachments. */
export function createApp({ store, files }) {
  const app = express();
  app.disable("x-powered-by");
  app.use(express.json());
  app.use("/notes", noteRoutes(store));
  app.use("/attachments", attachmentRoutes(files));
  app.use("/", pageRoutes(store));
  app.use(express.static(new URL("../public", import.meta.url).pathname));
  app.use((error, request, response, next) => {
    if (response.headersSent) return next(error);
    response.status(error.status ?? 500).json({ error: "the request failed" });
  });
  return app;
}
