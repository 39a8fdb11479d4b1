interface Wanted {
  readonly name: string;
  readonly to: string;
}

/** Who writes a lock file, and the command that raises one package in it, by the file's name. */
const TOOLS: Readonly<Record<string, (wanted: Wanted) => string>> = {
  "Cargo.lock": ({ name, to }) => `cargo update --package ${name} --precise ${to}`,
  "Gemfile.lock": ({ name }) => `bundle update --conservative ${name}`,
  "Pipfile.lock": ({ name, to }) => `pipenv upgrade ${name}==${to}`,
  "composer.lock": ({ name }) => `composer update --with-dependencies ${name}`,
  "go.mod": ({ name, to }) => `go get ${name}@v${to.replace(/^v/u, "")}`,
  "go.sum": ({ name, to }) => `go get ${name}@v${to.replace(/^v/u, "")}`,
  "npm-shrinkwrap.json": ({ name, to }) => `npm install ${name}@${to}`,
  "package-lock.json": ({ name, to }) => `npm install ${name}@${to}`,
  "pdm.lock": ({ name }) => `pdm update ${name}`,
  "pnpm-lock.yaml": ({ name, to }) => `pnpm update ${name}@${to}`,
  "poetry.lock": ({ name }) => `poetry update ${name}`,
  "uv.lock": ({ name, to }) => `uv lock --upgrade-package ${name}==${to}`,
  "yarn.lock": ({ name, to }) => `yarn upgrade ${name}@${to} (yarn 1) or yarn up ${name}@${to}`,
};
/** A name that is a plain word to every shell: names come from files that nobody here wrote. */
const PLAIN = /^[\w@][\w@./:+-]*$/u;

/** The command that writes this lock file with the version, or undefined where none is known or a name is no plain word. */
export function ownTool(lock: string, wanted: Wanted): string | undefined {
  const file = lock.slice(lock.lastIndexOf("/") + 1);
  if (!PLAIN.test(wanted.name) || !PLAIN.test(wanted.to)) return undefined;
  if (file.endsWith(".txt")) return `pip-compile --generate-hashes --upgrade-package ${wanted.name}==${wanted.to}`;
  return Object.hasOwn(TOOLS, file) ? TOOLS[file]?.(wanted) : undefined;
}
