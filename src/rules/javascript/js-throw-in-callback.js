import fs from "node:fs";

app.get("/file", (req, res) => {
  fs.readFile("data.txt", (err, data) => {
    if (err) {
      // ruleid: js-throw-in-callback
      throw err;
    }
    res.send(data);
  });
});

app.post("/rows", function (req, res) {
  db.query("select 1", function (error, rows) {
    // ruleid: js-throw-in-callback
    if (error) throw error;
    res.json(rows);
  });
});

app.get("/safe", (req, res, next) => {
  fs.readFile("data.txt", (err, data) => {
    // ok: js-throw-in-callback
    if (err) return next(err);
    return res.send(data);
  });
});

app.get("/direct", (req, res) => {
  // ok: js-throw-in-callback
  if (!req.query.id) throw new Error("no id");
  res.send("found");
});
