import express from "express";
import path from "node:path";

const app = express();
// ruleid: js-serve-whole-folder
app.use(express.static(__dirname));
// ruleid: js-serve-whole-folder
app.use("/lib", express.static(path.join(__dirname, "node_modules")));
// ruleid: js-serve-whole-folder
app.use("/moment", express.static("node_modules/moment"));

export class Site {
  mount(router) {
    // ruleid: js-serve-whole-folder
    router.use(express.static("./"));
  }
}

// ok: js-serve-whole-folder
app.use(express.static("public"));
// ok: js-serve-whole-folder
app.use(express.static(path.join(__dirname, "public")));
// ok: js-serve-whole-folder
app.use("/jquery", express.static("node_modules/jquery/dist"));
// ok: js-serve-whole-folder
app.use("/files", express.static(path.resolve(__dirname, "../client/build")));
