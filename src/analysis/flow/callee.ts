import type { Call, Expression } from "#analysis/ir/expression.ts";
import type { Engine } from "./engine.ts";
import { memberFacts } from "./member-facts.ts";
import { readMember } from "./members.ts";
import type { Frame, Given, Prepared, Value } from "./types.ts";

export function prepareCall(engine: Engine, frame: Frame, node: Call): Prepared {
  const { callee: target } = node;
  let self: Value | undefined;
  let callee: Value;
  let references: readonly string[];
  let object = "";
  if (
    target.kind === "member" ||
    (target.kind === "index" && target.index.kind === "constant" && typeof target.index.value === "string")
  ) {
    const name = target.kind === "member" ? target.name : String(target.index.kind === "constant" ? target.index.value : "");
    self = engine.evaluate(frame, target.object);
    callee = readMember(engine, frame, self, name, target);
    const { path } = callee;
    ({ references } = memberFacts(frame.unit.models, self, name));
    if (path !== "" && references[0] !== path) references = [path, ...references.filter((reference) => reference !== path)];
    const inner = target.object;
    object = lastName(inner);
  } else {
    callee = engine.evaluate(frame, target);
    references = callee.path === "" ? [] : [callee.path];
  }
  if (node.construct) references = references.flatMap((reference) => [`new ${reference}`, reference]);
  const given = node.arguments.map(
    (one): Given => ({ value: engine.evaluate(frame, one.value), name: one.name, spread: one.spread, node: one.value }),
  );
  return { callee, self, given, references, object };
}

function lastName(node: Expression): string {
  if (node.kind === "name" || node.kind === "member") return node.name;
  if (node.kind === "wrapped") return lastName(node.operand);
  return node.kind === "call" && (node.callee.kind === "member" || node.callee.kind === "name") ? node.callee.name : "";
}
