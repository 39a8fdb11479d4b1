import { languageById } from "#analysis/languages/registry.ts";

/** Module names a text in a language (id of its pack) imports, as written, without duplicates. Read from the text, not the tree: cheap enough for a whole project, and a name too many only widens a rescan. */
export function importSpecifiers(language: string, text: string): string[] {
  const pack = languageById(language);
  if (pack?.neighbours === true) return [...new Set(neighbours(text))];
  return [...new Set(pack?.dottedModules === true ? dottedModules(text) : quotedModules(text))];
}

/** What imports name, and every name that may be that of a file beside this one. */
function neighbours(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/^\s*import\s+(static\s+)?([\w.]+)\s*;/gmu)) {
    const path = match[2] as string;
    found.push(match[1] === undefined ? path : path.slice(0, Math.max(0, path.lastIndexOf("."))));
  }
  const known = new Set(found.map((path) => path.slice(path.lastIndexOf(".") + 1)));
  for (const match of text.matchAll(/(?<![\w$])[A-Z]\w*[a-z]\w*/gu)) if (!known.has(match[0])) found.push(match[0]);
  return found.filter((name) => name !== "");
}

function quotedModules(text: string): string[] {
  const pattern = /\b(?:from|require\(|import\(|import)\s*["']([^"'\n]{1,300})["']/gu;
  const grouped = [...text.matchAll(/^import\s*\(([^)]{1,20000})\)/gmu)].flatMap((group) => [
    ...(group[1] as string).matchAll(/"([^"'\n]{1,300})"/gu),
  ]);
  return [...text.matchAll(pattern), ...grouped].map((match) => match[1] as string);
}

function dottedModules(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/^[^\S\n]*from[^\S\n]+(\.*[\w.]*)[^\S\n]+import[^\S\n]+(\([^)]*\)|[^\n#]+)/gmu)) {
    const module = match[1] as string;
    found.push(module);
    for (const name of (match[2] as string).matchAll(/(?:^|[(,])\s*(\w+)/gu))
      found.push(module.endsWith(".") ? `${module}${name[1]}` : `${module}.${name[1]}`);
  }
  for (const match of text.matchAll(/^[^\S\n]*import[^\S\n]+([\w., \t]+)/gmu)) {
    for (const name of (match[1] as string).split(",")) found.push((name.trim().split(/\s+/u)[0] ?? "").trim());
  }
  return found.filter((name) => name !== "");
}
