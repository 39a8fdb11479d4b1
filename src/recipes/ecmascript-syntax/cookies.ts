import { kindOf, NONE, type NodeId, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { indentationAt, startsLine } from "#recipes/kit/edit.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf, propertyOf } from "./expressions.ts";
import { usesOf, valueOf } from "./scope.ts";

/** Where the flags of a cookie stand: its options object, or the place after which one goes. */
export interface Cookie {
  readonly options: NodeId;
  readonly after: NodeId;
  /** Text around a new object: `, {…}` as an argument, `cookie: {…}` as a property. */
  wrap(object: string): string;
}

/** The cookie that a call sets, or why its options cannot be changed; undefined for another call. */
export function cookieOf(tree: SyntaxTree, call: NodeId): Cookie | string | undefined {
  const all = argumentsOf(tree, call);
  const name = calledName(tree, call);
  const callee = memberOf(tree, calleeOf(tree, call));
  if (
    ["cookie", "setCookie"].includes(name) &&
    callee !== undefined &&
    /^(?:res|resp|response|reply)\b/.test(textOf(tree, callee.object))
  ) {
    if (all.length < 2) return undefined;
    return argument(tree, all, 2);
  }
  if (callee?.property === "set" && /(?:^|\.)cookies$/i.test(textOf(tree, callee.object)) && all.length >= 2)
    return argument(tree, all, 2);
  if (!/^(?:session|expressSession|cookieSession)$/.test(name) || all.length !== 1) return undefined;
  const config = bare(tree, all[0] as NodeId);
  if (kindOf(tree, config) !== "object") return "the options of the session are not in view";
  if (name === "cookieSession") return { options: config, after: NONE, wrap: (object) => object };
  const own = propertyOf(tree, config, "cookie");
  if (own !== undefined) return { options: bare(tree, own.value), after: NONE, wrap: (object) => object };
  const last = namedChildren(tree, config).findLast((child) => kindOf(tree, child) !== "comment");
  return last === undefined
    ? "the session has no options"
    : {
        options: NONE,
        after: last,
        wrap: (object) =>
          `${startsLine(tree, last) ? `,\n${indentationAt(tree.text, tree.starts[last] as number)}` : ", "}cookie: ${object}`,
      };
}

function argument(tree: SyntaxTree, all: readonly NodeId[], index: number): Cookie | string {
  const given = all[index];
  if (given === undefined) return { options: NONE, after: all[index - 1] as NodeId, wrap: (object) => `, ${object}` };
  const { value, binding } = valueOf(tree, bare(tree, given));
  if (kindOf(tree, value) !== "object") return "the options of the cookie are not in view";
  return binding !== undefined && usesOf(tree, binding).length > 1
    ? "the options of the cookie serve other cookies too"
    : { options: value, after: NONE, wrap: (object) => object };
}
