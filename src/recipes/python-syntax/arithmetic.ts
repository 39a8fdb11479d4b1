/**
 * Lines of a Python function `value(node)` inside another that computes a syntax tree of numbers. It needs the modules `ast` and `operator` by the given
 * names; `types` are the types of constants that are taken, `atoms` lines that answer further kinds of nodes. Powers and numbers are kept small, so that a
 * short text cannot take long.
 */
export function valueLines(ast: string, operator: string, types: string, atoms: readonly string[]): string[] {
  const entry = (kind: string, name: string): string => `${ast}.${kind}: ${operator}.${name},`;
  return [
    "\toperators = {",
    `\t\t${entry("Add", "add")} ${entry("Sub", "sub")} ${entry("Mult", "mul")} ${entry("Div", "truediv")}`,
    `\t\t${entry("FloorDiv", "floordiv")} ${entry("Mod", "mod")} ${entry("Pow", "pow")}`,
    "\t}",
    "",
    "\tdef value(node):",
    `\t\tif isinstance(node, ${ast}.Constant) and type(node.value) in (${types}):`,
    "\t\t\treturn node.value",
    ...atoms,
    `\t\tif isinstance(node, ${ast}.UnaryOp) and isinstance(node.op, (${ast}.UAdd, ${ast}.USub)):`,
    "\t\t\tnumber = value(node.operand)",
    `\t\t\treturn -number if isinstance(node.op, ${ast}.USub) else number`,
    `\t\tif isinstance(node, ${ast}.BinOp) and type(node.op) in operators:`,
    "\t\t\tleft, right = value(node.left), value(node.right)",
    "\t\t\tif not all(isinstance(number, (int, float)) and abs(number) < 10**300 for number in (left, right)):",
    '\t\t\t\traise ValueError("only numbers of a sensible size are computed")',
    `\t\t\tif isinstance(node.op, ${ast}.Pow) and abs(right) > 100:`,
    '\t\t\t\traise ValueError("the power is too large")',
    "\t\t\treturn operators[type(node.op)](left, right)",
  ];
}
