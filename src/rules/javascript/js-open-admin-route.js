const express = require("express");
const app = express();
const guarded = express.Router();
guarded.use(requireAdmin);

// ruleid: js-open-admin-route
app.get("/admin/users", async (req, res) => {
  res.json(await User.findAll());
});

// ruleid: js-open-admin-route
app.delete("/admin/posts/:id", function (req, res) {
  Post.destroy({ where: { id: req.params.id } }).then(() => res.end());
});

// ruleid: js-open-admin-route
app.post("/api/v1/admin/settings", (req, res) => {
  settings.save(req.body);
  res.end();
});

// ok: js-open-admin-route
app.get("/admin/users", requireAdmin, async (req, res) => {
  res.json(await User.findAll());
});

// ok: js-open-admin-route
app.get("/admin/stats", (req, res) => {
  if (!req.session.admin) return res.status(403).end();
  res.json(stats());
});

// ok: js-open-admin-route
app.get("/admin/login", (req, res) => {
  res.render("form");
});

// ok: js-open-admin-route
guarded.get("/admin/users", (req, res) => {
  res.json(list());
});

// ok: js-open-admin-route
app.get("/administration", (req, res) => {
  res.json(list());
});
