import type { ClassPart, FileUnit, PackageNames } from "./types.ts";

/** Names of the package that a file is part of. `peers` are the other files of its folder that it may know. */
export function packageNames(unit: FileUnit, peers: readonly FileUnit[]): PackageNames {
  const declared = new Map<string, FileUnit[]>();
  const parts = new Map<string, ClassPart[]>();
  const files = [unit, ...peers.filter((peer) => peer.ir.package === unit.ir.package)];
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const apart = new Set<string>();
    for (const ir of file.ir.classes) {
      if (ir.partial !== true) continue;
      apart.add(ir.name);
      put(parts, ir.name, { unit: file, ir });
    }
    for (const name of ownNames(file)) if (!apart.has(name)) put(declared, name, file);
  }
  return { declared, parts };
}

/** A file of the package that most files of a folder are part of: others, such as those that are left out of a build, may name another one. */
export function ofPackage(files: readonly FileUnit[]): FileUnit | undefined {
  const groups = [...Map.groupBy(files, ({ ir }) => ir.package ?? "").values()];
  return groups.toSorted((a, b) => b.length - a.length)[0]?.[0];
}

/** What a file declares for all files of its package: what it imports is its own. */
function ownNames({ ir }: FileUnit): Set<string> {
  const [module] = ir.functions;
  const names = new Set(module?.locals);
  for (const statement of module?.body ?? [])
    if (statement.kind === "import") for (const { local } of statement.names) names.delete(local);
  for (const none of ["_", "init", ""]) names.delete(none);
  return names;
}

function put<T>(map: Map<string, T[]>, name: string, one: T): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [one]);
  else known.push(one);
}
