import { childByField, descendants, kindOf, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { multiset, surplus } from "#adapters/checks/kit/multiset.ts";
import { constantText } from "./renamed.ts";
import type { Detector, Silencing } from "./silencing.ts";
import { isConstant } from "./tree-tokens.ts";
import { argumentsOf, CALLS, calleeText, stringValue } from "./values.ts";

const EVALUATORS =
  /^(?:(?:builtins|__builtins__|globalThis|window|global|self|vm|types|marshal|runpy)\.)?(?:eval|__import__|Function|execScript|Script|SourceTextModule|compileFunction|runInThisContext|runInNewContext|runInContext|FunctionType|CodeType|run_path|run_module)$/;
const PYTHON_EVALUATORS = /^(?:(?:builtins|__builtins__)\.)?(?:exec|compile|execfile)$/;
const LOADERS = /^(?:importlib\.import_module|import_module|require|import|module\.require|createRequire\(.*\)|.*\._load)$/;
const REFLECTION = /^(?:getattr|Reflect\.(?:get|apply|construct)|operator\.(?:attrgetter|methodcaller)|attrgetter|methodcaller)$/;
const SCOPES = /^(?:(?:globals|locals|vars)\(.*\)|.*__dict__|__builtins__|globalThis|window|sys\.modules|module\.constructor)$/;
const TIMERS = /^(?:(?:window|globalThis)\.)?set(?:Timeout|Interval|Immediate)$/;
const DECODERS =
  /(?:^|\.)(?:b(?:16|32|64|85)decode|a2b_\w+|unhexlify|fromhex|atob|fromCharCode|fromCodePoint|unescape|decodeURIComponent)$/;
const INTERPRETER = /^(?:.*\/)?(?:(?:ba|da|z|k)?sh|python[\d.]*|node|deno|bun|perl|ruby|php|pwsh|powershell|cmd(?:\.exe)?)$/i;
const UNSEEN_PATH =
  /(?:^|\/)(?:vendor|vendored|third[_-]?party|node_modules|bower_components|dist|build|out|generated|__generated__|\.next)\/|\.(?:min|bundle|generated|gen|pb)\.[mc]?[jt]sx?$|_pb2(?:_grpc)?\.py$/i;

/** More code in texts, under computed names or in encoded form, where analysis cannot follow it. */
export const hidesCode: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  const more = (list: (tree: SyntaxTree) => string[]): boolean =>
    surplus(multiset(list(trees.after)), multiset(list(trees.before))).length > 0;
  const found = (detail: string): Silencing => ({ reason: "hides-code", detail: `${path}: ${detail}` });
  if (more(evaluations)) return found("code moves into a text that is evaluated");
  if (more(interpreters)) return found("a text is given to another interpreter");
  if (more(computedNames)) return found("something is reached by a computed name");
  if (more(encodedTexts)) return found("a constant stands there in encoded form");
  return undefined;
};

/** Files that people and engines pass over. */
export const writesUnseenFile: Detector = ({ path }) =>
  UNSEEN_PATH.test(path)
    ? { reason: "hides-code", detail: `${path} is built, generated or vendored: what is written there is looked at by nobody` }
    : undefined;

/** Names of what evaluates, one for each use. */
function evaluations(tree: SyntaxTree): string[] {
  const uses = descendants(tree, 0, CALLS).filter((call) => {
    const name = calleeText(tree, call);
    if (EVALUATORS.test(name) || REFLECTION.test(name)) return true;
    if (tree.pack.id === "python" && PYTHON_EVALUATORS.test(name)) return true;
    const args = argumentsOf(tree, call);
    const [first] = args;
    if (first === undefined) return false;
    if (LOADERS.test(name)) return stringValue(tree, first) === undefined;
    if (TIMERS.test(name)) return /^(?:string|template_string|binary_expression)$/.test(kindOf(tree, first));
    return /(?:^|\.)Worker$/.test(name) && args.some((arg) => /\beval\s*:\s*true\b/.test(textOf(tree, arg)));
  });
  return uses.map((call) => calleeText(tree, call));
}

/** Calls that start an interpreter with a program as its argument. */
function interpreters(tree: SyntaxTree): string[] {
  const uses = descendants(tree, 0, CALLS).filter((call) => {
    const inner = argumentsOf(tree, call).flatMap((arg) => [
      arg,
      ...descendants(tree, arg, ["string", "template_string", "attribute", "member_expression"]),
    ]);
    const words = inner.map((node) => stringValue(tree, node) ?? textOf(tree, node));
    const program = words.some((word) => INTERPRETER.test(word) || word === "sys.executable" || word === "process.execPath");
    return program && words.some((word) => /^(?:-\w*[ce]|--eval|--command|\/c)$/i.test(word));
  });
  return uses.map((call) => calleeText(tree, call));
}

function computedNames(tree: SyntaxTree): string[] {
  const subscripts = descendants(tree, 0, ["subscript", "subscript_expression"]).filter((node) => {
    const object = firstOf(tree, node, ["value", "object"]);
    const index = firstOf(tree, node, ["subscript", "index"]);
    if (object === NONE || index === NONE) return false;
    const joined = /^(?:binary|concatenated)/.test(kindOf(tree, index)) && constantText(tree, index) !== undefined;
    return joined || SCOPES.test(textOf(tree, object).replace(/\s+/g, ""));
  });
  const escaped = descendants(tree, 0, ["identifier", "property_identifier"]).filter((node) => textOf(tree, node).includes("\\"));
  return [...subscripts, ...escaped].map(() => "name");
}

function firstOf(tree: SyntaxTree, node: NodeId, fields: readonly string[]): NodeId {
  return fields.map((field) => childByField(tree, node, field)).find((child) => child !== NONE) ?? NONE;
}

/** Decoders of constants, and texts that spell plain letters as escapes. */
function encodedTexts(tree: SyntaxTree): string[] {
  const decoded = descendants(tree, 0, CALLS).filter((call) => {
    const [name, args] = [calleeText(tree, call), argumentsOf(tree, call)];
    if (args.length === 0 || !args.every((arg) => isConstant(tree, arg))) return false;
    if (DECODERS.test(name) || name === "chr") return true;
    return (
      (/(?:^|\.)Buffer\.from$/.test(name) && args.length > 1) ||
      (/(?:^|\.)decode$/.test(name) && /rot|hex|base/i.test(textOf(tree, call)))
    );
  });
  const spelled = descendants(tree, 0, ["string", "template_string"]).filter(
    (node) => (textOf(tree, node).match(/\\(?:x[2-7][\da-f]|u00[2-7][\da-f]|u\{[2-7][\da-f]\})/gi)?.length ?? 0) > 3,
  );
  return [...decoded, ...spelled].map(() => "text");
}
