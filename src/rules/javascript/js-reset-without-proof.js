// ruleid: js-reset-without-proof
app.post("/reset-password", async (req, res) => {
  const user = await User.findOne({ email: req.body.email });
  user.password = await bcrypt.hash(req.body.password, 12);
  await user.save();
  res.end();
});

// ruleid: js-reset-without-proof
router.put("/password/change", async function (req, res) {
  await User.updateOne({ name: req.body.name }, { password: digest(req.body.password) });
  res.end();
});

// ruleid: js-reset-without-proof
app.post("/users/update_password", (req, res) => {
  users.find(req.body.name).setPassword(req.body.password);
  res.end();
});

// ok: js-reset-without-proof
app.post("/reset-password/:token", async (req, res) => {
  const user = await User.findOne({ resetToken: req.params.token });
  user.password = await bcrypt.hash(req.body.password, 12);
  res.end();
});

// ok: js-reset-without-proof
app.post("/change-password", async (req, res) => {
  const user = await User.findOne({ id: req.session.id });
  user.password = await bcrypt.hash(req.body.password, 12);
  res.end();
});

// ok: js-reset-without-proof
app.post("/forgot-password", async (req, res) => {
  await mail.send(req.body.email, "link");
  res.end();
});

// ok: js-reset-without-proof
app.post("/colour", async (req, res) => {
  user.password = await bcrypt.hash(req.body.password, 12);
  res.end();
});
