import express from "express";

const app = express();

app.get("/find", (req, res) => {
  // ruleid: js-regex-injection
  res.json(app.locals.text.match(new RegExp(String(req.query.pattern))));
});

class Views {
  search(req: express.Request): RegExp {
    const wanted = req.query.q;
    // ruleid: js-regex-injection
    return new RegExp("^" + wanted + "$", "i");
  }

  async other(req: express.Request): Promise<RegExp> {
    // ruleid: js-regex-injection
    return RegExp(`${req.body.q}.*`);
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

app.get("/safe", (req, res) => {
  const wanted = String(req.query.q);
  // ok: js-regex-injection
  const first = new RegExp(escapeRegExp(wanted)).test(app.locals.text);
  // ok: js-regex-injection
  const second = new RegExp("[a-z]+").test(wanted);
  // ok: js-regex-injection
  const third = app.locals.text.includes(wanted);
  res.json([first, second, third, Views]);
});
