import { posix } from "node:path";
import { CEILINGS, FORBIDDEN, LAYERS, ROOT_FILES, SEPARATE, TEST_CEILING } from "./rules.ts";

const IMPORT = /(?:\bfrom\s+|\bimport\s+|\bimport\()"([^"\n]+)"/gu;

/** Everything that breaks the rules of the house in the given sources (path under src → text), as sentences. Sorted. */
export function violations(sources: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [path, text] of sources) {
    found.push(...ceilingOf(path, text));
    if (path.endsWith(".test.ts")) continue;
    if (!path.endsWith(".generated.ts")) found.push(...forbiddenNames(path, text));
    const targets: string[] = [];
    for (const [, specifier] of text.matchAll(IMPORT)) {
      const target = resolve(path, specifier as string);
      if (specifier?.startsWith("..")) found.push(`${path}: imports ${specifier}: write #folder/file.ts across folders`);
      if (target === undefined) continue;
      targets.push(target);
      found.push(...refusedEdge(path, target));
    }
    graph.set(path, targets);
  }
  found.push(...cycles(graph));
  return found.toSorted();
}

function layerOf(path: string): string | undefined {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : ROOT_FILES[path];
}

function resolve(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("#")) return specifier.slice(1);
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : undefined;
}

function refusedEdge(from: string, to: string): string[] {
  const [source, target] = [layerOf(from), layerOf(to)];
  if (source === undefined || target === undefined) return [`${from}: imports ${to}: not in any layer`];
  const layer = LAYERS[source];
  if (layer === undefined) return [`${from}: ${source} is not a layer`];
  if (source !== target) {
    const allowed = layer.may.some((name) => name === target || to.startsWith(`${name}/`));
    return allowed
      ? []
      : [`${from}: imports ${to}: ${source} may import ${layer.may.join(", ") || "nothing"}, because ${layer.because}`];
  }
  const apart = SEPARATE[source];
  const [mine, theirs] = [from.split("/")[1] ?? "", to.split("/")[1] ?? ""];
  if (apart === undefined || mine === theirs || apart.except.some(([a, b]) => a === mine && b === theirs)) return [];
  return [`${from}: imports ${to}: ${apart.because}`];
}

function forbiddenNames(path: string, text: string): string[] {
  const layer = layerOf(path);
  const imports = text.match(/^(?:import|export)[^;]*? from "[^"]+";/gmu)?.join("\n") ?? "";
  const code = text.replace(/"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//gu, "");
  return FORBIDDEN.flatMap((rule) => {
    if (layer === undefined || !rule.layers.includes(layer) || rule.allowed.includes(path)) return [];
    const used = rule.pattern.exec(imports) ?? rule.pattern.exec(code);
    return used === null ? [] : [`${path}: uses ${used[0]}: ${rule.because}`];
  });
}

function ceilingOf(path: string, text: string): string[] {
  if (path.endsWith(".generated.ts")) return [];
  const lines = text.split("\n").length - 1;
  const prefix = Object.keys(CEILINGS)
    .filter((one) => path.startsWith(one))
    .toSorted((a, b) => b.length - a.length)[0];
  const most = path.endsWith(".test.ts") ? TEST_CEILING : (CEILINGS[prefix ?? ""] as number);
  return lines > most ? [`${path}: ${lines} lines, the ceiling is ${most}: split it along its jobs`] : [];
}

/** Strongly connected components of more than one file (Tarjan 1972). Type imports count. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) as number);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) as number, low.get(next) as number));
    }
    if (low.get(node) !== index.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1) found.push(`import cycle: ${component.toSorted().join(" → ")}`);
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}
