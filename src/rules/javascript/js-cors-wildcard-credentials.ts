import cors from "cors";
import express, { type Request, type Response } from "express";

const app = express();
// ruleid: js-cors-wildcard-credentials
app.use(cors({ origin: true, credentials: true }));
// ruleid: js-cors-wildcard-credentials
app.use(cors({ credentials: true, methods: ["GET"], origin: "*" }));
// ruleid: js-cors-wildcard-credentials
app.use(cors({ origin: (origin, done) => done(null, true), credentials: true }));

app.use((req: Request, res: Response, next) => {
  // ruleid: js-cors-wildcard-credentials
  res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
  next();
});

// ok: js-cors-wildcard-credentials
app.use(cors());
// ok: js-cors-wildcard-credentials
app.use(cors({ origin: "https://shop.example", credentials: true }));
// ok: js-cors-wildcard-credentials
app.use(cors({ origin: ["https://shop.example"], credentials: true }));
// ok: js-cors-wildcard-credentials
app.use(cors({ origin: "*" }));
app.use((req: Request, res: Response) => {
  // ok: js-cors-wildcard-credentials
  res.setHeader("Access-Control-Allow-Origin", "https://shop.example");
});
