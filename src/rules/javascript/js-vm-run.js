import vm, { runInNewContext } from "node:vm";
import * as machine from "vm";

export function calculate(expression) {
  // ruleid: js-vm-run
  return vm.runInNewContext(expression, {});
}

class Plugins {
  async run(source) {
    // ruleid: js-vm-run
    const script = new machine.Script(`(${source})`);
    // ruleid: js-vm-run
    return [script, runInNewContext("x = " + source)];
  }
}

export function safe(computer, name) {
  // ok: js-vm-run
  const two = vm.runInNewContext("1 + 1");
  // ok: js-vm-run
  const context = vm.createContext({ name });
  // ok: js-vm-run
  const other = computer.vm.runInContext(name);
  return [two, context, other, Plugins];
}
