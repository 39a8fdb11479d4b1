import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { besideEachOther, type ModuleUse, useMember, useModule } from "./imports.ts";
import { importsModule } from "./names.ts";

/** A path of the own site, as a pattern. */
function localPath(re: ModuleUse, name: string, mark: string): string {
  return `${re.name}.fullmatch(r${mark}/(?!/)[^\\\\\\x00-\\x1f]*${mark}, ${name} or ${mark}${mark})`;
}

/** A condition that holds where the variable names another site, or nothing. */
export function foreignCheck(tree: SyntaxTree, name: string, mark: string): ModuleUse | undefined {
  if (importsModule(tree, "django")) {
    const use = useMember(tree, "django.utils.http", "url_has_allowed_host_and_scheme");
    return use && { name: `not ${use.name}(${name}, allowed_hosts=None)`, edits: use.edits };
  }
  const [parse, re] = [useMember(tree, "urllib.parse", "urlsplit"), useModule(tree, "re")];
  if (parse === undefined || re === undefined) return undefined;
  return {
    name: `not ${localPath(re, name, mark)} or ${parse.name}(${name}).netloc`,
    edits: besideEachOther(re.edits, parse.edits),
  };
}

/** As {@link foreignCheck}, with the hosts that the environment lists as part of the site. */
export function listedCheck(tree: SyntaxTree, name: string, mark: string): ModuleUse | undefined {
  const os = useModule(tree, "os");
  if (os === undefined) return undefined;
  const hosts = `${os.name}.environ.get(${mark}ALLOWED_HOSTS${mark}, ${mark}${mark}).split()`;
  if (importsModule(tree, "django")) {
    const use = useMember(tree, "django.utils.http", "url_has_allowed_host_and_scheme");
    return use && { name: `not ${use.name}(${name}, allowed_hosts=set(${hosts}))`, edits: besideEachOther(os.edits, use.edits) };
  }
  const [parse, re] = [useMember(tree, "urllib.parse", "urlsplit"), useModule(tree, "re")];
  if (parse === undefined || re === undefined) return undefined;
  const address = `${parse.name}(${name})`;
  const foreign = `(${address}.scheme not in (${mark}http${mark}, ${mark}https${mark}) or ${address}.netloc not in ${hosts})`;
  return {
    name: `not ${localPath(re, name, mark)} and ${foreign}`,
    edits: besideEachOther(besideEachOther(os.edits, re.edits), parse.edits),
  };
}
