export function compile(body) {
  // ruleid: js-new-function
  return new Function(body);
}

class Rules {
  add(rule) {
    // ruleid: js-new-function
    this.rule = new Function("order", "return " + rule);
  }

  async run(expression) {
    // ruleid: js-new-function
    return Function(`return (${expression})`)();
  }
}

export function safe(table, name) {
  // ok: js-new-function
  const root = new Function("return this")();
  // ok: js-new-function
  const operation = table[name];
  // ok: js-new-function
  const wrapped = function (value) {
    return operation(value);
  };
  return [root, wrapped, Rules];
}
