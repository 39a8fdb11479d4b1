import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { argumentsOf, calleeName, nameAt, plainOf } from "./calls.ts";

/** What gives something that must be given back, with the function that takes it. */
export const RELEASES: ReadonlyMap<string, string> = new Map([
  ...["malloc", "calloc", "strdup", "strndup", "aligned_alloc"].map((name) => [name, "free"] as const),
  ...["fopen", "fdopen", "tmpfile"].map((name) => [name, "fclose"] as const),
  ["popen", "pclose"],
  ["opendir", "closedir"],
]);

/** Functions of the C library that use what they are given and leave it to its owner. */
const BORROWS =
  /^(?:str(?!dup$)\w+|mem\w+|v?[sdf]?n?printf|f?puts|f?putc|f?getc|fgets|fread|fwrite|getline|fseek|ftell|rewind|fflush|feof|ferror|fileno|v?f?s?scanf|read|write|recv|send|readdir|ato[ilf]|qsort|bsearch|sizeof|perror)$/u;

/** The way out of a block on which something is still held: a `return`, or the end of the block itself. */
export type Way = { readonly kind: "return"; readonly node: NodeId } | { readonly kind: "end"; readonly block: NodeId };

/** The ways out behind a statement on which the variable was neither released nor handed on; undefined where that hangs on a condition, or another variable holds the same. */
export function openWays(tree: SyntaxTree, name: string, statement: NodeId): Way[] | undefined {
  const block = parentOf(tree, statement);
  const end = tree.after[block] as number;
  const uses = descendants(tree, block, ["identifier"]).filter(
    (node) => node >= (tree.after[statement] as number) && node < end && textOf(tree, node) === name,
  );
  if (uses.some((node) => isShared(tree, node))) return undefined;
  const ways: Way[] = [];
  for (const node of descendants(tree, block, ["return_statement"])) {
    if (node < statement || uses.some((use) => use > node && use < (tree.after[node] as number))) continue;
    const state = heldAt(tree, { name, node, statement, block });
    if (state === undefined) return undefined;
    if (state) ways.push({ kind: "return", node });
  }
  const last = namedChildren(tree, block).at(-1);
  const own = kindOf(tree, statement) === "declaration" || kindOf(tree, parentOf(tree, block)) === "function_definition";
  const leaves = descendants(tree, block, ["break_statement", "continue_statement", "goto_statement"]).length > 0;
  if (last === undefined || !own || leaves || kindOf(tree, last) === "return_statement") return ways;
  const state = settled(tree, name, statement, namedChildren(tree, block));
  if (state === undefined) return undefined;
  return state ? ways : [...ways, { kind: "end", block }];
}

/** Another variable gets its value or its address, or it gets another value that is not null. */
function isShared(tree: SyntaxTree, node: NodeId): boolean {
  let outer = node;
  while (/^(?:cast|parenthesized)_expression$/u.test(kindOf(tree, parentOf(tree, outer)))) outer = parentOf(tree, outer);
  const around = parentOf(tree, outer);
  const field = tree.fieldNames[tree.fields[outer] as number];
  switch (kindOf(tree, around)) {
    case "assignment_expression":
      return field === "right" || (field === "left" && textOf(tree, childByField(tree, around, "right")) !== "NULL");
    case "init_declarator":
    case "initializer_list":
    case "conditional_expression":
      return field !== "condition";
    case "pointer_expression":
      return textOf(tree, around).startsWith("&");
    default:
      return false;
  }
}

interface Asked {
  readonly name: string;
  readonly node: NodeId;
  readonly statement: NodeId;
  readonly block: NodeId;
}

/** Whether the variable still holds something at the node; undefined where that hangs on a condition. */
function heldAt(tree: SyntaxTree, { name, node, statement, block }: Asked): boolean | undefined {
  for (let current = node; current !== block; current = parentOf(tree, current)) {
    const around = parentOf(tree, current);
    if (kindOf(tree, around) === "if_statement" && nullBranch(tree, around, name) === branchOf(tree, current)) return false;
    if (!/^(?:compound|case|labeled)_statement$/u.test(kindOf(tree, around))) continue;
    const before = namedChildren(tree, around).filter((one) => one < current);
    const state = settled(tree, name, statement, before);
    if (state === undefined) return undefined;
    if (state) return false;
  }
  return true;
}

/** True when one of these statements behind the first releases the variable or hands it on whatever happens; undefined where only some ways through one do. */
function settled(tree: SyntaxTree, name: string, first: NodeId, statements: readonly NodeId[]): boolean | undefined {
  for (const statement of statements.filter((one) => one > first)) {
    const givers = descendants(tree, statement, ["call_expression"]).filter(
      (call) =>
        !BORROWS.test(calleeName(tree, call)) && argumentsOf(tree, call).some((one) => nameAt(tree, plainOf(tree, one)) === name),
    );
    if (givers.length === 0) continue;
    if (/^(?:expression_statement|labeled_statement|declaration)$/u.test(kindOf(tree, statement))) return true;
    if (givers.some((call) => !leavesBehind(tree, call, statement))) return undefined;
  }
  return false;
}

/** The block around the call ends with a way out of the function, so that what follows the statement is not reached from it. */
function leavesBehind(tree: SyntaxTree, call: NodeId, statement: NodeId): boolean {
  const block = enclosing(tree, call, ["compound_statement"]);
  const last = block === NONE || block < statement ? undefined : namedChildren(tree, block).at(-1);
  return last !== undefined && /^(?:return|goto)_statement$/u.test(kindOf(tree, last));
}

const branchOf = (tree: SyntaxTree, node: NodeId): string =>
  kindOf(tree, node) === "else_clause" ? "alternative" : (tree.fieldNames[tree.fields[node] as number] ?? "");

/** The branch of a test in which the variable is null; `""` where the test does not ask that. */
function nullBranch(tree: SyntaxTree, test: NodeId, name: string): string {
  const condition = textOf(tree, childByField(tree, test, "condition"));
  const held = `\\(?\\s*${name}(?:\\s*=[^=][^;]*?\\))?`;
  if (new RegExp(`^\\(\\s*(?:!\\s*${name}|${held}\\s*==\\s*(?:NULL|0)|NULL\\s*==\\s*${name})\\s*\\)$`, "u").test(condition))
    return "consequence";
  return new RegExp(`^\\(\\s*(?:${name}|${held}\\s*!=\\s*(?:NULL|0))\\s*\\)$`, "u").test(condition) ? "alternative" : "";
}
