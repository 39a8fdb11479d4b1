// ruleid: js-object-by-id-alone
app.delete("/posts/:id", async (req, res) => {
  await Post.findByIdAndDelete(req.params.id);
  res.end();
});

// ruleid: js-object-by-id-alone
router.put("/orders/:orderId", async function (req, res) {
  await Order.updateOne({ _id: req.params.orderId }, { state: req.body.state });
  res.end();
});

// ruleid: js-object-by-id-alone
app.patch("/notes/:id", (req, res) => {
  Note.update({ text: req.body.text }, { where: { id: req.params.id } }).then(() => res.end());
});

// ok: js-object-by-id-alone
app.delete("/posts/:id", requireLogin, async (req, res) => {
  await Post.findByIdAndDelete(req.params.id);
  res.end();
});

// ok: js-object-by-id-alone
app.delete("/posts/:id", async (req, res) => {
  await Post.deleteOne({ _id: req.params.id, owner: req.user.id });
  res.end();
});

// ok: js-object-by-id-alone
app.get("/posts/:id", async (req, res) => {
  res.json(await Post.findById(req.params.id));
});

guarded.use(passport.authenticate("jwt"));
// ok: js-object-by-id-alone
guarded.delete("/posts/:id", async (req, res) => {
  await Post.findByIdAndDelete(req.params.id);
  res.end();
});
