import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const GRAMMARS: Readonly<Record<string, readonly string[]>> = {
  "tree-sitter-c": ["tree-sitter-c.wasm"],
  "tree-sitter-cpp": ["tree-sitter-cpp.wasm"],
  "tree-sitter-go": ["tree-sitter-go.wasm"],
  "tree-sitter-java": ["tree-sitter-java.wasm"],
  "tree-sitter-python": ["tree-sitter-python.wasm"],
  "tree-sitter-javascript": ["tree-sitter-javascript.wasm"],
  "tree-sitter-typescript": ["tree-sitter-typescript.wasm", "tree-sitter-tsx.wasm"],
};

/** Puts the grammars that the analyser loads where it looks for them, `dist/grammars`. */
export async function copyGrammars(): Promise<void> {
  const grammars = fileURLToPath(new URL("../dist/grammars", import.meta.url));
  await mkdir(grammars, { recursive: true });
  const require = createRequire(import.meta.url);
  for (const [name, files] of Object.entries(GRAMMARS)) {
    const folder = dirname(require.resolve(`${name}/package.json`));
    for (const file of files) {
      const bytes = await readFile(join(folder, file));
      const there = await readFile(join(grammars, file)).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === "ENOENT") return undefined;
        throw cause;
      });
      // A program that runs meanwhile never sees half a grammar that was there before.
      if (there?.equals(bytes) !== true) await writeFile(join(grammars, file), bytes);
    }
  }
}
