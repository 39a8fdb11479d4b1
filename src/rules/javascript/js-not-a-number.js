app.post("/transfer", (req, res) => {
  const amount = Number(req.body.amount);
  // ruleid: js-not-a-number
  if (amount > account.balance) return res.status(400).end();
  account.balance -= amount;
});

app.post("/bid", (req, res) => {
  const bidAmount = parseFloat(req.body.bid);
  // ruleid: js-not-a-number
  if (bidAmount <= auction.highest) {
    return res.status(400).end();
  }
  auction.highest = bidAmount;
});

app.post("/buy", (req, res) => {
  const quantity = parseInt(req.query.quantity, 10);
  // ruleid: js-not-a-number
  if (quantity < 1) throw new Error("too few");
  cart.add(quantity);
});

app.post("/checked", (req, res) => {
  const amount = Number(req.body.amount);
  if (!Number.isFinite(amount)) return res.status(400).end();
  // ok: js-not-a-number
  if (amount > account.balance) return res.status(400).end();
});

app.post("/one", (req, res) => {
  const amount = Number(req.body.amount);
  // ok: js-not-a-number
  if (!amount || amount > account.balance) return res.status(400).end();
});

app.get("/list", (req, res) => {
  const page = Number(req.query.page);
  // ok: js-not-a-number
  if (page < 1) return res.status(400).end();
});

app.post("/own", (req, res) => {
  const amount = price(req.session.cart);
  // ok: js-not-a-number
  if (amount > account.balance) return res.status(400).end();
});
