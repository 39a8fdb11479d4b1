const settings = {};
const NAMES = ["theme", "language"];

export function set(req, res) {
  // ruleid: js-property-injection
  settings[req.body.name] = req.body.value;
  const key = req.query.key;
  // ruleid: js-property-injection
  settings[key] = true;
  // ruleid: js-property-injection
  Object.defineProperty(settings, req.params.name, { value: 1 });
  res.end();
}

export function checked(req, res) {
  const key = req.query.key;
  const plain = Object.create(null);
  // ok: js-property-injection
  plain[key] = 1;
  if (!NAMES.includes(key)) return res.sendStatus(400);
  // ok: js-property-injection
  settings[key] = req.body.value;
  // ok: js-property-injection
  settings["user-" + req.body.name] = 1;
  // ok: js-property-injection
  return res.send(settings[req.query.name]);
}
