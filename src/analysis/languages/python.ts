import type { LanguagePack } from "#analysis/parse/language-pack.ts";

const pack: LanguagePack = {
  id: "python",
  aliases: ["python", "py", "python3", "python2"],
  extensions: [".py", ".pyw", ".pyi"],
  interpreters: ["python", "python3", "python2"],
  grammar: "tree-sitter-python.wasm",
  comments: ["comment"],
  strings: ["string"],
  calls: [{ kind: "call", callee: "function", arguments: "arguments" }],
  scopes: [
    { kind: "function_definition", name: "name" },
    { kind: "class_definition", name: "name" },
  ],
  blocks: ["block", "module"],
  identifiers: ["identifier"],
  lineComment: "#",
  family: "python",
  regexes: "python",
  dottedModules: true,
  openModules: true,
};

export default pack;
