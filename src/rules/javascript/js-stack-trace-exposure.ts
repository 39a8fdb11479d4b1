import express, { type NextFunction, type Request, type Response } from "express";

const app = express();

app.use((err: Error, _req: Request, res: Response, _next: NextFunction) => {
  // ruleid: js-stack-trace-exposure
  res.status(500).send(err.stack);
});

app.get("/orders", async (_req, res) => {
  try {
    res.json(await load());
  } catch (error) {
    // ruleid: js-stack-trace-exposure
    res.status(500).json({ message: "failed", detail: (error as Error).stack });
    // ruleid: js-stack-trace-exposure
    res.json({ error });
  }
});

class Handler {
  fail(res: Response, err: Error): void {
    // ruleid: js-stack-trace-exposure
    res.end(`<pre>${err.stack}</pre>`);
    // ruleid: js-stack-trace-exposure
    res.send(err);
  }
}

async function load(): Promise<unknown> {
  return Handler;
}

app.use((err: Error, _req: Request, res: Response, _next: NextFunction) => {
  // ok: js-stack-trace-exposure
  console.error(err.stack);
  // ok: js-stack-trace-exposure
  res.status(500).json({ error: "internal error" });
  // ok: js-stack-trace-exposure
  res.send(load);
});
