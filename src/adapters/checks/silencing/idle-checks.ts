import {
  childByField,
  children,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { declarations } from "./declarations.ts";
import type { Detector, Silencing } from "./silencing.ts";
import { multiset, surplus } from "#adapters/checks/kit/multiset.ts";
import { isConstant } from "./tree-tokens.ts";
import { argumentsOf, calleeText, CALLS, ownDescendants, parameterNames, stringValue } from "./values.ts";

/** Functions that only give something back: a call whose result nobody takes does nothing. */
const PURE =
  /(?<!^os|location|history|[rR]outer)\.(?:replace|replaceAll)$|\.(?:startswith|startsWith|endswith|endsWith|includes|strip|trim|lower|upper|toLowerCase|toUpperCase|encode|decode|isalnum|isdigit|isdecimal|isidentifier|isalpha|normalize|fullmatch|test)$|^re\.(?:match|search)$|^(?:os\.)?path\.(?:join|resolve|relative)$|(?:^|\.)(?:basename|normpath|realpath|abspath|relpath|commonpath|isinstance|quote|quote_plus|encodeURIComponent|encodeURI|escape|escapeHtml|escape_html|escapeHTML|literal_eval|secure_filename|is_relative_to|compare_digest|timingSafeEqual|isSafeInteger|isInteger|(?:is|has)(?:_[a-z]\w*|[A-Z]\w*))$/;
const CHECKER = /^_*(?:validate|check|ensure|assert|verify|guard|sanitize|sanitise|clean|require)/i;
const KEEPS =
  /(?:^|\.)(?:str|String|strip|trim|lower|upper|toString|toLowerCase|toUpperCase|slice|substring|concat|valueOf|strip|lstrip|rstrip|trimStart|trimEnd)$/;

/** A check that stops nobody: its result is thrown away, it holds for every input, or what it calls never refuses. */
export const addsIdleCheck: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  const lists = [ignoredResults, tautologies, idleFunctions];
  for (const list of lists) {
    const [first] = surplus(multiset(list(trees.after)), multiset(list(trees.before)));
    if (first !== undefined) return idle(path, first);
  }
  return undefined;
};

function idle(path: string, text: string): Silencing {
  return { reason: "idle-check", detail: `${path}: \`${text.slice(0, 80)}\` checks or changes nothing`, asks: true };
}

/** Statements that compute an answer and drop it. */
function ignoredResults(tree: SyntaxTree): string[] {
  return descendants(tree, 0, ["expression_statement"]).flatMap((statement) => {
    const inner = namedChildren(tree, statement).filter((node) => !tree.pack.comments.includes(kindOf(tree, node)));
    const [only] = inner;
    if (only === undefined || inner.length > 1) return [];
    const compares =
      /^(?:comparison_operator|boolean_operator|not_operator)$/.test(kindOf(tree, only)) || isComparison(tree, only);
    const dropped =
      compares ||
      (CALLS.includes(kindOf(tree, only)) && PURE.test(calleeText(tree, only)) && argumentsOf(tree, only).length <= 3);
    return dropped ? [one(tree, only)] : [];
  });
}

function isComparison(tree: SyntaxTree, node: NodeId): boolean {
  return kindOf(tree, node) === "binary_expression" && /^(?:[=!]==?|[<>]=?|in|instanceof)$/.test(operatorOf(tree, node));
}

function operatorOf(tree: SyntaxTree, node: NodeId): string {
  const operator = childByField(tree, node, "operator");
  if (operator !== NONE) return textOf(tree, operator);
  return children(tree, node)
    .filter((child) => !namedChildren(tree, node).includes(child))
    .map((child) => textOf(tree, child))
    .join(" ");
}

const TRUE = /^(?:true|True|1|!0)$/;
const FALSE = /^(?:false|False|0|!1)$/;
const ANYTHING = /^\^?(?:\.\*|\[\\s\\S\]\*|\[\\w\\W\]\*|\[\\d\\D\]\*|\(\?:?\.\|\\n\)\*|\(\.\*\))?\$?$/;

/** Comparisons and conditions that come out the same for every input. */
function tautologies(tree: SyntaxTree): string[] {
  const comparisons = descendants(tree, 0, ["comparison_operator", "binary_expression", "boolean_operator"]).filter((node) => {
    const [left, right] = [namedChildren(tree, node)[0] ?? NONE, namedChildren(tree, node).at(-1) ?? NONE];
    if (left === NONE || right === NONE || left === right) return false;
    const [operator, a, b] = [operatorOf(tree, node), plain(tree, left), plain(tree, right)];
    if (/^(?:or|\|\|)$/.test(operator)) return TRUE.test(b) || TRUE.test(a) || negates(a, b);
    if (/^(?:and|&&)$/.test(operator)) return FALSE.test(b) || FALSE.test(a) || negates(a, b);
    if (!/^(?:[=!]==?|[<>]=?|is|is not|in)$/.test(operator)) return false;
    if (isConstant(tree, left) && isConstant(tree, right)) return true;
    if (a === b && operator !== "!==" && operator !== "!=") return true;
    if (operator === "in" && tree.pack.id === "python") return stringValue(tree, left) === "";
    const counts = /^len\(.*\)$|\.length$|\.size$/.test(a);
    return counts && b === "0" && (operator === ">=" || operator === "<");
  });
  const calls = descendants(tree, 0, CALLS).filter((call) => {
    const [name, args] = [calleeText(tree, call), argumentsOf(tree, call)];
    const [first] = args;
    if (first === undefined) return false;
    if (/\.(?:startsWith|startswith|endsWith|endswith|includes)$/.test(name)) return stringValue(tree, first) === "";
    if (/^re\.(?:match|fullmatch|search)$/.test(name)) return ANYTHING.test(stringValue(tree, first) ?? "no");
    if (name === "isinstance") return args.length === 2 && textOf(tree, args[1] as NodeId) === "object";
    const regex = /^\/(.*)\/\w*\.test$/s.exec(name)?.[1];
    return regex !== undefined && ANYTHING.test(regex);
  });
  const loops = descendants(tree, 0, ["for_statement", "for_in_statement"]).filter((node) => {
    const over = childByField(tree, node, "right");
    return over !== NONE && /^(?:list|tuple|array)$/.test(kindOf(tree, over)) && namedChildren(tree, over).length === 0;
  });
  return [...comparisons, ...calls, ...loops].map((node) => one(tree, node));
}

function negates(a: string, b: string): boolean {
  return b === `!${a}` || b === `not ${a}` || a === `!${b}` || a === `not ${b}`;
}

/** Functions that promise to check or clean, and give back what they got or never refuse. */
function idleFunctions(tree: SyntaxTree): string[] {
  return declarations(tree).flatMap(({ name, node, body }) => {
    const parameters = parameterNames(tree, node);
    if (body === NONE || parameters.length === 0) return [];
    const known = new Set(parameters);
    if (!kindOf(tree, body).endsWith("block")) return passesOn(tree, body, known) ? [name] : [];
    const returned = ownDescendants(tree, node, ["return_statement"]).map((each) => namedChildren(tree, each)[0]);
    const values = returned.filter((value) => value !== undefined);
    const refuses = ownDescendants(tree, node, ["raise_statement", "throw_statement", "yield", "await"]).length > 0;
    const own = name.slice(name.lastIndexOf(".") + 1);
    if (values.length > 0) {
      const statements = namedChildren(tree, body).filter((each) => !tree.pack.comments.includes(kindOf(tree, each)));
      return !refuses && statements.length <= 3 && values.every((value) => passesOn(tree, value, known)) ? [name] : [];
    }
    const acts = ownDescendants(tree, node, CALLS).some((call) => !REPORTS.test(calleeText(tree, call)));
    return CHECKER.test(own) && !refuses && !acts ? [name] : [];
  });
}

const REPORTS = /(?:^|[._])(?:print|log|debug|info|warn|warning|error|exception|trace|write)$/;

/** True for a parameter, and for one with its ends or case changed. */
function passesOn(tree: SyntaxTree, node: NodeId, parameters: ReadonlySet<string>): boolean {
  const kind = kindOf(tree, node);
  if (kind === "identifier") return parameters.has(textOf(tree, node));
  if (kind === "parenthesized_expression" || kind === "as_expression" || kind === "non_null_expression")
    return passesOn(tree, namedChildren(tree, node)[0] ?? NONE, parameters);
  if (!CALLS.includes(kind) || !KEEPS.test(calleeText(tree, node))) return false;
  const object = childByField(tree, childByField(tree, node, "function"), "object");
  const inner = object === NONE ? argumentsOf(tree, node)[0] : object;
  return inner !== undefined && passesOn(tree, inner, parameters);
}

function plain(tree: SyntaxTree, node: NodeId): string {
  return one(tree, node).replace(/^\((.*)\)$/, "$1");
}

function one(tree: SyntaxTree, node: NodeId): string {
  return textOf(tree, node).replace(/\s+/g, " ").trim();
}
