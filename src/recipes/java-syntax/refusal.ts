import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  NONE,
  type NodeId,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";

interface Refusal {
  /** Statements that end the function. */
  readonly lines: readonly string[];
  /** What those see that are refused, for a sentence that begins with them. */
  readonly answer: string;
}

/** How the function around a node turns a value down: a handler by the status 400, any other by an IllegalArgumentException with the text. */
export function refusalAt(tree: SyntaxTree, node: NodeId, text: string): Refusal {
  const around = enclosing(tree, node, ["method_declaration", "constructor_declaration", "lambda_expression"]);
  const status = around === NONE || kindOf(tree, around) !== "method_declaration" ? undefined : statusOf(tree, around);
  if (status !== undefined) return { lines: status, answer: "are answered by the status 400" };
  return { lines: [`throw new IllegalArgumentException(${JSON.stringify(text)});`], answer: "raise an IllegalArgumentException" };
}

function statusOf(tree: SyntaxTree, method: NodeId): readonly string[] | undefined {
  const type = childByField(tree, method, "type");
  const returned = type === NONE ? "" : textOf(tree, type);
  if (/^ResponseEntity<[^<>]*>$/u.test(returned)) return ["return ResponseEntity.badRequest().build();"];
  if (returned !== "void" || !/^(?:java\.io\.)?(?:IOException|Exception)$/mu.test(thrownBy(tree, method).join("\n")))
    return undefined;
  const list = childByField(tree, method, "parameters");
  const answer = (list === NONE ? [] : descendants(tree, list, ["formal_parameter"])).find((one) =>
    /(?:^|\.)HttpServletResponse$/u.test(textOf(tree, childByField(tree, one, "type"))),
  );
  if (answer === undefined) return undefined;
  return [
    `${textOf(tree, childByField(tree, answer, "name"))}.sendError(${textOf(tree, childByField(tree, answer, "type"))}.SC_BAD_REQUEST);`,
    "return;",
  ];
}

function thrownBy(tree: SyntaxTree, method: NodeId): string[] {
  const [list] = namedChildren(tree, method).filter((child) => kindOf(tree, child) === "throws");
  return list === undefined ? [] : namedChildren(tree, list).map((child) => textOf(tree, child));
}
