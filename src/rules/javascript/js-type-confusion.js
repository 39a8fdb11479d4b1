app.get("/files", (req, res) => {
  const name = req.query.name;
  // ruleid: js-type-confusion
  if (name.indexOf("..") >= 0) return res.status(400).end();
  return res.send(read(name));
});

app.get("/safe", (req, res) => {
  const name = req.query.name;
  if (typeof name !== "string") return res.status(400).end();
  // ok: js-type-confusion
  if (name.includes("..")) return res.status(400).end();
  return res.send(read(name));
});

app.get("/other", (req, res) => {
  const name = String(req.query.name);
  // ok: js-type-confusion
  return res.send(name.slice(0, 10));
});
