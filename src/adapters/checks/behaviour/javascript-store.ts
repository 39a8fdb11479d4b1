/**
 * The database of the JavaScript driver: SQLite in memory behind the interfaces of the common drivers. Tables and columns that the code asks
 * for are made, with rows. Each statement is kept as it is finally carried out, with its values in place.
 */
export const JAVASCRIPT_STORE = String.raw`
const HOLE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|(\?\??\d*|\$\d+|[:@$][A-Za-z_]\w*)/g;
const CELLS = ["ann", "bob", "a.txt"];
function literal(value) {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "boolean") return String(Number(value));
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (Buffer.isBuffer(value)) return "X'" + value.toString("hex") + "'";
  return "'" + String(typeof value === "object" ? JSON.stringify(value) : value).replaceAll("'", "''") + "'";
}
/** The statement with its values in place; too few or too many are the error that a driver raises. */
function finalOf(statement, values) {
  const named = values !== null && typeof values === "object" && !Array.isArray(values);
  const list = named ? [] : (values ?? []);
  if (!named && list.length === 0) return statement;
  const used = new Set();
  let count = 0;
  const text = statement.replaceAll(HOLE, (whole, hole) => {
    if (hole === undefined) return whole;
    const name = hole.replaceAll(/\W/g, "");
    if (named) {
      const value = values[name] ?? values[hole];
      return literal(value);
    }
    const place = /^\d+$/.test(name) ? Number(name) - 1 : count++;
    used.add(place);
    if (place >= list.length) throw new Error("too few values");
    return hole.startsWith("??") ? String(list[place]) : literal(list[place]);
  });
  if (!named && used.size !== list.length) throw new Error("not all values were used");
  return text;
}
const TABLE = /\b(?:from|join|update|into)\s+["'\x60\[]?([A-Za-z_]\w*)/gi;
const stocks = [];
class Stock {
  constructor() {
    this.real = new sqlite.DatabaseSync(":memory:");
    this.filled = new Set();
    this.writes = false;
    stocks.push(this);
  }
  /** Runs a statement; what is missing is made, and it is run again. */
  carry(text) {
    note("statement", text);
    if (!/^\s*(?:select|pragma|with|explain)/i.test(text)) this.writes = true;
    if (/^\s*(?:select|update|delete|with|insert|replace)\b/i.test(text)) for (const [, table] of text.matchAll(TABLE)) this.table(table, text);
    for (let turn = 0; ; turn++) {
      try {
        if (/^\s*(?:create|drop|alter|begin|commit|rollback|pragma)\b/i.test(text)) return (this.real.exec(text), { rows: [], changes: 0, lastInsertRowid: 0 });
        const statement = this.real.prepare(text);
        if (/^\s*(?:select|with)\b|\breturning\b/i.test(text)) return { rows: statement.all().map((row) => ({ ...row })), changes: 0, lastInsertRowid: 0 };
        const { changes, lastInsertRowid } = statement.run();
        return { rows: [], changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
      } catch (error) {
        const missing = /no such column: (?:\w+\.)?(\w+)|has no column named (\w+)/.exec(error.message);
        const name = missing?.[1] ?? missing?.[2];
        const table = [...text.matchAll(TABLE)][0]?.[1];
        if (turn > 11 || name === undefined || table === undefined || !plan.words.includes(name)) throw error;
        const number = /(?:^|_)(?:id|count|age|year|price|amount|total|active|admin|size|level)$/.test(name);
        this.real.exec('ALTER TABLE "' + table + '" ADD COLUMN "' + name + '"' + (number ? " INTEGER DEFAULT 1" : " TEXT DEFAULT 'ann'"));
      }
    }
  }
  table(table, text) {
    const known = this.real.prepare("SELECT name FROM sqlite_master WHERE lower(name) = lower(?)").get(table);
    if (known === undefined) {
      if (!plan.words.includes(table)) return;
      this.real.exec('CREATE TABLE "' + table + '" (id INTEGER PRIMARY KEY, name TEXT)');
    }
    if (this.filled.has(table.toLowerCase()) || /^\s*(?:insert|replace)\b/i.test(text)) return;
    this.filled.add(table.toLowerCase());
    const columns = this.real.prepare('PRAGMA table_info("' + table + '")').all();
    if (this.real.prepare('SELECT count(*) AS n FROM "' + table + '"').get().n > 0) return;
    for (let number = 0; number < 3; number++) {
      const cells = columns.map((column) => (column.pk > 0 || /INT|REAL|NUM/i.test(column.type) ? number + 1 : CELLS[number]));
      try { this.real.prepare('INSERT INTO "' + table + '" VALUES (' + columns.map(() => "?").join(", ") + ")").run(...cells); } catch { break; }
    }
  }
  tables() {
    const names = this.real.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    return names.map(({ name }) => ["table", [["name", name], ...this.real.prepare('SELECT * FROM "' + name + '"').all().slice(0, 50).map((row) => canon({ ...row }))]]);
  }
}
const flat = (args) => (args.length === 1 && (Array.isArray(args[0]) || (args[0] !== null && typeof args[0] === "object" && !Buffer.isBuffer(args[0]))) ? args[0] : args);
function statementOf(stock, text) {
  const run = (args) => {
    const back = args.findLast((each) => typeof each === "function");
    const done = stock.carry(finalOf(text, flat(args.filter((each) => typeof each !== "function"))));
    return { ...done, back };
  };
  const answer = (pick) => (...args) => {
    const done = run(args);
    const value = pick(done);
    done.back?.(null, value);
    return value;
  };
  const self = {
    all: answer(({ rows }) => rows), get: answer(({ rows }) => rows[0]), iterate: answer(({ rows }) => rows[Symbol.iterator]()),
    run: answer(({ changes, lastInsertRowid }) => ({ changes, lastInsertRowid })), bind: () => self, finalize: () => {}, pluck: () => self, raw: () => self, setReadBigInts: () => {},
  };
  return self;
}
/** A connection of any driver: promise, callback and direct style at once. */
function storeOf(stock = new Stock()) {
  const answer = (done, name) => {
    const rows = done.rows;
    if (name === "get" || name === "one" || name === "oneOrNone") return rows[0];
    if (name === "all" || name === "any" || name === "many" || name === "manyOrNone" || name === "$queryRawUnsafe") return rows;
    if (name === "run") return { changes: done.changes, lastInsertRowid: done.lastInsertRowid, lastID: done.lastInsertRowid };
    return Object.assign([rows, []], { rows, rowCount: rows.length || done.changes, recordset: rows, insertId: done.lastInsertRowid, affectedRows: done.changes });
  };
  return new Proxy(function () {}, {
    construct: () => storeOf(stock),
    apply: (_target, _self, args) => (Array.isArray(args[0]?.raw) ? Promise.resolve().then(() => answer(stock.carry(finalOf(args[0].join("?"), args.slice(1))), "all")) : storeOf(stock)),
    get(_target, name) {
      if (typeof name === "symbol" || name === "then" || name === "catch" || name === "prototype") return name === "prototype" ? {} : undefined;
      if (name === "promise" || name === "promises") return () => storeOf(stock);
      if (/^[A-Z]/.test(name)) return storeOf(stock);
      if (name === "prepare") return (text) => statementOf(stock, text);
      return (...args) => {
        const back = args.findLast((each) => typeof each === "function");
        const text = typeof args[0] === "string" ? args[0] : (args[0]?.text ?? args[0]?.sql);
        if (!STATEMENTS.has(name) || typeof text !== "string") {
          if (back !== undefined) queueMicrotask(() => back(null, storeOf(stock), () => {}));
          return ["connect", "getConnection", "createConnection", "createPool", "open", "verbose"].includes(name) ? waiting(storeOf(stock)) : undefined;
        }
        const given = args.slice(1).filter((each) => typeof each !== "function");
        const values = args[0]?.values ?? (given.length === 1 ? (given[0]?.replacements ?? given[0]?.bind ?? given[0]) : given);
        const value = () => stock.carry(finalOf(text, values !== null && typeof values === "object" ? values : [values]));
        if (back !== undefined) {
          queueMicrotask(() => {
            let done;
            try { done = value(); } catch (error) { back(error); return; }
            if (name === "each") for (const row of done.rows) back(null, row);
            else back.call({ lastID: done.lastInsertRowid, changes: done.changes }, null, name === "query" || name === "execute" ? Object.assign(done.rows, { rows: done.rows, insertId: done.lastInsertRowid, affectedRows: done.changes }) : answer(done, name), []);
          });
          return storeOf(stock);
        }
        return new Promise((resolve) => { resolve(answer(value(), name)); });
      };
    },
  });
}
class MemoryDatabase {
  constructor() { this.stock = new Stock(); }
  prepare(text) { return statementOf(this.stock, text); }
  exec(text) { for (const each of text.split(";")) if (each.trim() !== "") this.stock.carry(each); return this; }
  pragma() { return []; }
  transaction(work) { return work; }
  close() {}
  function() {}
}
`;
