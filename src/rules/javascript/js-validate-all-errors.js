const Ajv = require("ajv");

export function validators(schema) {
  // ruleid: js-validate-all-errors
  const first = new Ajv({ allErrors: true });
  // ruleid: js-validate-all-errors
  const second = new Ajv({ coerceTypes: true, allErrors: true });
  // ruleid: js-validate-all-errors
  return [first, second, new Ajv({ allErrors: true, strict: false }).compile(schema)];
}

export function quick(schema, debug) {
  // ok: js-validate-all-errors
  const first = new Ajv();
  // ok: js-validate-all-errors
  const second = new Ajv({ allErrors: false });
  // ok: js-validate-all-errors
  return [first, second, new Ajv({ allErrors: debug }).compile(schema)];
}
