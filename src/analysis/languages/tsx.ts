import { ecmascriptPack } from "./ecmascript.ts";

export default ecmascriptPack({
  id: "tsx",
  aliases: ["typescript", "ts", "tsx"],
  extensions: [".tsx"],
  interpreters: [],
  grammar: "tree-sitter-tsx.wasm",
});
