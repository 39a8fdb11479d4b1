import { cFamilyPack } from "./c-family.ts";

export default cFamilyPack({ id: "c", aliases: ["c"], extensions: [".c", ".h"], grammar: "tree-sitter-c.wasm" });
