export function calculate(expression) {
  // ruleid: js-eval
  return eval(expression);
}

class Rules {
  async run(request) {
    // ruleid: js-eval
    const value = eval("(" + request.body.rule + ")");
    // ruleid: js-eval
    return window.eval(`total = ${value}`);
  }

  later(name) {
    // ruleid: js-eval
    setTimeout("show('" + name + "')", 100);
  }
}

export function safe(text, table, sandbox) {
  // ok: js-eval
  const value = JSON.parse(text);
  // ok: js-eval
  setTimeout(() => table.show(value), 100);
  // ok: js-eval
  const root = eval("this");
  // ok: js-eval
  sandbox.evaluate(text);
  // ok: js-eval
  setTimeout(table.show, 100);
  return [value, root, Rules];
}
