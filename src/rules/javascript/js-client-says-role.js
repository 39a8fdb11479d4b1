app.delete("/posts/:id", (req, res) => {
  // ruleid: js-client-says-role
  if (req.body.isAdmin) remove(req.params.id);
  res.end();
});

app.get("/all", (req, res) => {
  // ruleid: js-client-says-role
  if (req.headers["x-role"] !== "admin") return res.status(403).end();
  res.json(all());
});

app.get("/stats", (req, res) => {
  // ruleid: js-client-says-role
  if (req.cookies.role === "admin") {
    return res.json(stats());
  }
  res.status(403).end();
});

app.delete("/notes/:id", (req, res) => {
  // ok: js-client-says-role
  if (req.session.isAdmin) remove(req.params.id);
  // ok: js-client-says-role
  if (req.user.role === "admin") remove(req.params.id);
  // ok: js-client-says-role
  if (req.body.title === "admin") rename(req.params.id);
  // ok: js-client-says-role
  const { role } = req.body;
  res.end();
});
