import cookieParser from "cookie-parser";
import express from "express";

const app = express();
// ruleid: js-missing-csrf
app.use(cookieParser());
app.post("/email", (req, res) => {
  change(req.cookies.id, req.query.email);
  res.end();
});

export function reading(site) {
  // ok: js-missing-csrf
  site.use(cookieParser());
  site.get("/email", (req, res) => res.send(find(req.cookies.id)));
}

export function protectedSite(site) {
  // ok: js-missing-csrf
  site.use(cookieParser());
  site.use(csrf());
  site.post("/email", (req, res) => res.end());
}
