import { ecmascriptPack } from "./ecmascript.ts";

export default ecmascriptPack({
  id: "javascript",
  aliases: ["javascript", "js", "jsx"],
  extensions: [".js", ".mjs", ".cjs", ".jsx"],
  interpreters: ["node"],
  grammar: "tree-sitter-javascript.wasm",
});
