const ACTIONS = { start() {}, stop() {} };

export function run(req, res) {
  // ruleid: js-dynamic-method-call
  ACTIONS[req.params.action](req.body);
  const name = req.query.name;
  // ruleid: js-dynamic-method-call
  const result = ACTIONS[name](1);
  // ruleid: js-dynamic-method-call
  res.send(ACTIONS[req.body.method]());
  return result;
}

export function checked(req, res) {
  const name = req.query.name;
  if (!Object.hasOwn(ACTIONS, name)) return res.sendStatus(404);
  // ok: js-dynamic-method-call
  ACTIONS[name](1);
  // ok: js-dynamic-method-call
  ACTIONS["start"](req.body);
  // ok: js-dynamic-method-call
  return res.send(ACTIONS[req.query.kind]);
}
