import { mkdirSync } from "node:fs";
import path from "node:path";
import { createApp } from "./app.js";
import { NoteStore } from "./note-store.js";

const folder = path.resolve(process.argv[2] ?? "data");
mkdirSync(path.join(folder, "files"), { recursive: true });

const app = createApp({ store: new NoteStore(path.join(folder, "notes.db")), files: path.join(folder, "files") });
app.listen(3000, "127.0.0.1", () => {
  console.log("notes on http://127.0.0.1:3000");
});
