import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, fieldOf, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { callArguments, calleeOf, methodName } from "./calls.ts";
import { canonicalName, importsModule } from "./names.ts";

/** How a database driver writes a parameter: `?`, `%s`, `$1` or `:1`. */
export type ParameterStyle = "qmark" | "format" | "dollar" | "numeric";

const DRIVERS: ReadonlyMap<string, ParameterStyle> = new Map(
  Object.entries({
    sqlite3: "qmark",
    aiosqlite: "qmark",
    apsw: "qmark",
    pyodbc: "qmark",
    duckdb: "qmark",
    mariadb: "qmark",
    psycopg2: "format",
    psycopg: "format",
    aiopg: "format",
    pymysql: "format",
    MySQLdb: "format",
    mysql: "format",
    aiomysql: "format",
    flask_mysqldb: "format",
    flaskext: "format",
    pymssql: "format",
    snowflake: "format",
    redshift_connector: "format",
    django: "format",
    asyncpg: "dollar",
    cx_Oracle: "numeric",
    oracledb: "numeric",
  } as const),
);

/** Drivers as PyPI names them. */
const PACKAGES: Readonly<Record<string, ParameterStyle>> = {
  aiosqlite: "qmark",
  pyodbc: "qmark",
  duckdb: "qmark",
  mariadb: "qmark",
  psycopg2: "format",
  "psycopg2-binary": "format",
  psycopg: "format",
  pymysql: "format",
  mysqlclient: "format",
  "mysql-connector-python": "format",
  django: "format",
  asyncpg: "dollar",
  oracledb: "numeric",
};
/** Libraries that write placeholders in a form of their own. */
const LAYERS = ["sqlalchemy", "flask-sqlalchemy", "sqlmodel", "databases", "records", "peewee", "tortoise-orm"];

/** The placeholder of the parameter at a 1-based position. */
export function placeholder(style: ParameterStyle, position: number): string {
  return { qmark: "?", format: "%s", dollar: `$${position}`, numeric: `:${position}` }[style];
}

/**
 * The style of the driver behind a call such as `cursor.execute(...)`: where the connection comes from, else the one style of the drivers that the file
 * imports, else the style of other statements with parameters in the file, else that of the drivers that the project declares. Undefined when nothing
 * tells.
 */
export function parameterStyle(tree: SyntaxTree, call: NodeId, packages: ReadonlySet<string>): ParameterStyle | undefined {
  const traced = traceDriver(tree, childByField(tree, calleeOf(tree, call), "object"), 6);
  if (traced !== undefined) return traced;
  const imported = new Set([...DRIVERS].flatMap(([module, style]) => (importsModule(tree, module) ? [style] : [])));
  if (imported.size === 1) return [...imported][0];
  return imported.size > 1 ? undefined : (usedStyle(tree) ?? declaredStyle(packages));
}

/** Of the drivers among the project's packages, where no library stands between them and the code. */
function declaredStyle(packages: ReadonlySet<string>): ParameterStyle | undefined {
  if (LAYERS.some((name) => packages.has(name))) return undefined;
  const styles = new Set(Object.entries(PACKAGES).flatMap(([name, style]) => (packages.has(name) ? [style] : [])));
  return styles.size === 1 ? [...styles][0] : undefined;
}

function traceDriver(tree: SyntaxTree, node: NodeId, steps: number): ParameterStyle | undefined {
  if (node === NONE || steps === 0) return undefined;
  const kind = kindOf(tree, node);
  if (kind === "await") return traceDriver(tree, node + 2, steps - 1);
  if (kind === "call") {
    const callee = calleeOf(tree, node);
    const name = canonicalName(tree, callee) ?? "";
    const module = name.split(".")[0] as string;
    if (/\.(connect|Connection|create_pool|connect_async)$/.test(name) && DRIVERS.get(module) !== undefined)
      return DRIVERS.get(module);
    return DRIVERS.get(module) !== undefined && importsModule(tree, module)
      ? DRIVERS.get(module)
      : traceDriver(tree, childByField(tree, callee, "object"), steps - 1);
  }
  if (kind !== "identifier" && kind !== "attribute") return undefined;
  const module = canonicalName(tree, node)?.split(".")[0] ?? "";
  if (DRIVERS.get(module) !== undefined && importsModule(tree, module)) return DRIVERS.get(module);
  const written = textOf(tree, node);
  const sources = descendants(tree, 0, [kind]).flatMap((other) => (textOf(tree, other) === written ? sourceOf(tree, other) : []));
  const styles = new Set(sources.map((source) => traceDriver(tree, source, steps - 1)));
  return styles.size === 1 ? [...styles][0] : undefined;
}

/** What is assigned to the node, or opened under its name by `with`. */
function sourceOf(tree: SyntaxTree, node: NodeId): NodeId[] {
  const parent = parentOf(tree, node);
  if (kindOf(tree, parent) === "assignment" && fieldOf(tree, node) === "left") return [childByField(tree, parent, "right")];
  if (kindOf(tree, parent) === "as_pattern_target") return [parentOf(tree, parent) + 1];
  return [];
}

function usedStyle(tree: SyntaxTree): ParameterStyle | undefined {
  const styles = new Set<ParameterStyle>();
  for (const call of descendants(tree, 0, ["call"])) {
    if (!/^execute(many)?$/.test(methodName(tree, call) ?? "")) continue;
    const [statement, values] = callArguments(tree, call) ?? [];
    if (statement === undefined || values === undefined || kindOf(tree, statement.value) !== "string") continue;
    const text = textOf(tree, statement.value);
    if (/%s/.test(text)) styles.add("format");
    else if (/[=(,]\s*\?/.test(text)) styles.add("qmark");
  }
  return styles.size === 1 ? [...styles][0] : undefined;
}
