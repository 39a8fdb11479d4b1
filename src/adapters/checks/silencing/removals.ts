import {
  childByField,
  descendants,
  fieldOf,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { multiset, surplus } from "#adapters/checks/kit/multiset.ts";
import { type Declaration, declarations, exportsOf, registrations } from "./declarations.ts";
import type { Detector, PatchDetector, Trees } from "./silencing.ts";
import { isConstant, isRemark, isStatement, isSubsequence, statementsOf, tokens } from "./tree-tokens.ts";

/** A function, class, route, guard or exported name of before is gone, and no other file of the patch took it in for this one to import. */
export const removesDeclarations: PatchDetector = (files) => {
  const names = (tree: SyntaxTree): string[] =>
    declarations(tree).flatMap((each) => (isIdleOption(tree, each) ? [] : [each.name]));
  for (const { path, trees } of files) {
    if (trees === undefined) continue;
    const elsewhere = files.flatMap((file) => (file.path === path || file.trees === undefined ? [] : added(file.trees, names)));
    const isMoved = (name: string): boolean => elsewhere.includes(name) && imports(trees.after, name);
    for (const list of [names, registrations, exportsOf]) {
      const gone = surplus(multiset(list(trees.before)), multiset(list(trees.after))).find((name) => !isMoved(name));
      if (gone !== undefined) return { reason: "removes-code", detail: `${path}: \`${gone}\` is gone` };
    }
  }
  return undefined;
};

/** A function in a record of options that does nothing with what it is given, such as a check that lets everything pass. */
function isIdleOption(tree: SyntaxTree, { node, body }: Declaration): boolean {
  if (kindOf(tree, parentOf(tree, node)) !== "pair" || body === NONE) return false;
  // One that refuses everything is a guard.
  if (descendants(tree, body, ["throw_statement"]).length > 0) return false;
  return isHollow(tree, body) || textOf(tree, body) === "undefined";
}

function added({ before, after }: Trees, list: (tree: SyntaxTree) => string[]): string[] {
  return surplus(multiset(list(after)), multiset(list(before)));
}

function imports(tree: SyntaxTree, name: string): boolean {
  const statements = descendants(tree, 0, [
    "import_from_statement",
    "import_statement",
    "export_statement",
    "variable_declarator",
  ]);
  return statements.some((node) => {
    const text = textOf(tree, node);
    return (
      (kindOf(tree, node) !== "variable_declarator" || /\brequire\(/.test(text)) &&
      new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, "\\$&")}(?![\\w$])`).test(text)
    );
  });
}

/** A function still has its name, but its body became nothing, a constant, or an error. */
export const emptiesBodies: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  const after = new Map<string, Declaration>(declarations(trees.after).map((each) => [each.name, each]));
  for (const old of declarations(trees.before)) {
    const fresh = after.get(old.name);
    if (fresh === undefined || old.body === NONE || isHollow(trees.before, old.body)) continue;
    if (fresh.body === NONE || isHollow(trees.after, fresh.body)) {
      return { reason: "removes-code", detail: `${path}: the body of \`${old.name}\` does nothing any more` };
    }
  }
  return undefined;
};

const HOLLOW = new Set(["pass_statement", "raise_statement", "throw_statement", "continue_statement", "break_statement"]);

/** True for a body that ignores what it was given. */
export function isHollow(tree: SyntaxTree, body: NodeId): boolean {
  if (isConstant(tree, body)) return true;
  if (!/^(?:block|statement_block|class_body)$/.test(kindOf(tree, body))) return false;
  return statementsOf(tree, body).every((statement) => {
    const kind = kindOf(tree, statement);
    const inner = namedChildren(tree, statement).filter((child) => !isRemark(tree, child));
    if (HOLLOW.has(kind)) return true;
    return /^(?:return|expression)_statement$/.test(kind) && inner.every((child) => isConstant(tree, child));
  });
}

const JUMPS = /^(?:return|raise|throw|break|continue)_statement$/;
const HOISTED = /^(?:function|generator_function|class|function_signature|type_alias|interface)_declaration$/;
const BRANCHES = ["if_statement", "while_statement", "elif_clause", "ternary_expression", "conditional_expression"];
const NEVER = /^\(?\s*(?:false|False|0|None|null|undefined|not True|!true|!1|""|''|\[\]|\{\})\s*\)?$/;
const ALWAYS = /^\(?\s*(?:true|True|1|not False|!false|!0)\s*\)?$/;

/** More code that can never run: after a jump, or under a constant condition. */
export const killsCode: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  if (deadStatements(trees.after) > deadStatements(trees.before)) {
    return { reason: "removes-code", detail: `${path}: an early exit makes the code after it unreachable` };
  }
  if (constantBranches(trees.after) > constantBranches(trees.before)) {
    return { reason: "removes-code", detail: `${path}: a constant condition turns code off` };
  }
  return undefined;
};

function deadStatements(tree: SyntaxTree): number {
  return descendants(tree, 0, ["block", "statement_block", "module", "program"]).filter((block) => {
    const statements = statementsOf(tree, block);
    const jump = statements.findIndex((node) => JUMPS.test(kindOf(tree, node)));
    return jump >= 0 && statements.slice(jump + 1).some((node) => !HOISTED.test(kindOf(tree, node)));
  }).length;
}

function constantBranches(tree: SyntaxTree): number {
  return descendants(tree, 0, BRANCHES).filter((node) => {
    const condition = childByField(tree, node, "condition");
    if (condition === NONE) return false;
    const words = textOf(tree, condition);
    return (
      NEVER.test(words) ||
      (kindOf(tree, node) !== "while_statement" && ALWAYS.test(words)) ||
      /\b(?:and False|&& false)\b/.test(words)
    );
  }).length;
}

const REPORTS = /(?:^|[._])(?:print|log|debug|info|warn|warning|error|exception|trace|write|dir)$/;

/** The patch only takes away, and what it takes away is a whole statement that calls something: the feature goes with the alarm. */
export const deletesStatements: Detector = ({ path, trees }) => {
  if (trees === undefined || !isSubsequence(tokens(trees.after), tokens(trees.before))) return undefined;
  const statements = (tree: SyntaxTree): string[] =>
    callingStatements(tree).map((node) => textOf(tree, node).replace(/\s+/g, " "));
  if (callingStatements(trees.after).length >= callingStatements(trees.before).length) return undefined;
  const [gone] = surplus(multiset(statements(trees.before)), multiset(statements(trees.after)));
  return {
    reason: "removes-code",
    detail: `${path}: \`${(gone ?? "a statement").slice(0, 80)}\` is deleted and nothing takes its place`,
  };
};

/** Innermost statements with a call that is not a mere report. */
function callingStatements(tree: SyntaxTree): NodeId[] {
  const holders = new Set<NodeId>();
  for (const call of descendants(tree, 0, ["call", "call_expression", "new_expression"])) {
    const callee = childByField(tree, call, kindOf(tree, call) === "new_expression" ? "constructor" : "function");
    if (callee === NONE || REPORTS.test(textOf(tree, callee))) continue;
    let holder = call;
    while (holder !== NONE && !isStatement(tree, holder)) holder = parentOf(tree, holder);
    if (holder !== NONE && fieldOf(tree, holder) !== "definition") holders.add(holder);
  }
  return [...holders];
}
