import { posix } from "node:path";
import type { CheckContext } from "#ports/check.ts";

/** Dotted name and import folders of a Python file. */
export async function importOf({ before }: CheckContext, path: string): Promise<{ module: string; search: string[] }> {
  const parts = path.replace(/\.pyw?$/, "").split("/");
  if (!path.endsWith(".py") || parts.some((part) => !/^[A-Za-z_]\w*$/.test(part)))
    return { module: "", search: [posix.dirname(path), ""] };
  let top = parts.length - 1;
  while (top > 0 && (await before.has([...parts.slice(0, top), "__init__.py"].join("/")))) top--;
  const module = parts
    .slice(top)
    .join(".")
    .replace(/\.__init__$/, "");
  return { module, search: [...new Set([parts.slice(0, top).join("/"), "", "src"])] };
}
