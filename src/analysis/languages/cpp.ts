import { cFamilyPack } from "./c-family.ts";

export default cFamilyPack({
  id: "cpp",
  aliases: ["cpp", "c++"],
  extensions: [".cc", ".cpp", ".cxx", ".c++", ".hh", ".hpp", ".hxx"],
  grammar: "tree-sitter-cpp.wasm",
  subset: {
    kinds: ["variadic_parameter", "unread_function", "unread_code"],
    fields: ["index"],
    unread: ["unread_function", "unread_code"],
    beyond: "more of C++ than is read: classes, references, templates, exceptions",
  },
});
