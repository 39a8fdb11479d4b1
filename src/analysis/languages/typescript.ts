import { ecmascriptPack } from "./ecmascript.ts";

export default ecmascriptPack({
  id: "typescript",
  aliases: ["typescript", "ts"],
  extensions: [".ts", ".mts", ".cts"],
  interpreters: [],
  grammar: "tree-sitter-typescript.wasm",
});
