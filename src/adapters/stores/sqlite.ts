import { chmod } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Generated, Kysely, sql, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { AssayError } from "#domain/errors.ts";
import { RunId } from "#domain/ids.ts";
import { makeLedgerRow } from "#domain/ledger.ts";
import { digest } from "#lib/digest.ts";
import type { JournalEntry, Store } from "#ports/store.ts";
import { makePrivateFolder } from "./private-folder.ts";
import { translated } from "./sqlite-failure.ts";
import { MIGRATIONS } from "./sqlite-migrations.ts";

interface Schema {
  run: { id: Generated<number>; run: string; key: string; finished: number; owner: number };
  entry: { run: string; sequence: number; type: string; name: string; payload: string; previous: string; hash: string };
  blob: { digest: string; bytes: Uint8Array };
  ledger: { number: number; run: string; entries: number; head: string; previous: string; hash: string };
}

export interface SqliteStoreOptions {
  /** Absolute path of the database file; its folder is created with mode 0700. `:memory:` keeps everything in this process. */
  readonly file: string;
  /** Number of the calling process, kept as the holder of a claimed run. */
  readonly owner: number;
  /** Whether a process of that number lives on this machine. */
  readonly isAlive: (owner: number) => boolean;
}

/**
 * Opens (and migrates) the store. Durable before every promise resolves: write-ahead log, synchronous=full. Rejects, as every call does,
 * with AssayError `write-failed` when the disk is full or not to be written, and `journal-corrupt` when the file is no store.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const inMemory = options.file === ":memory:";
  if (!inMemory) await makePrivateFolder(dirname(options.file));
  const database = openDatabase(options.file);
  if (!inMemory) await chmod(options.file, 0o600);
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: asKyselyDatabase(database, options.file) }) });
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } }).migrateToLatest();
  if (error !== undefined) {
    database.close();
    if (error instanceof AssayError) throw error;
    throw new AssayError("journal-corrupt", `the journal ${options.file} could not be brought to this version`, { cause: error });
  }
  let last: Promise<unknown> = Promise.resolve();
  /** One write after the other: there is one connection, and a write between another's begin and commit would share its fate. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  const transact = <T>(work: () => Promise<T>): Promise<T> =>
    alone(async () => {
      await sql`begin immediate`.execute(db);
      try {
        const value = await work();
        await sql`commit`.execute(db);
        return value;
      } catch (cause) {
        // A full disk has ended the transaction already.
        if (database.isTransaction) await sql`rollback`.execute(db);
        throw cause;
      }
    });
  const endOf = (run: RunId): Promise<Pick<JournalEntry, "sequence" | "hash"> | undefined> =>
    db
      .selectFrom("entry")
      .select(["sequence", "hash"])
      .where("run", "=", run)
      .orderBy("sequence", "desc")
      .limit(1)
      .executeTakeFirst();

  return {
    claim: (key, fresh) =>
      transact(async () => {
        const open = await db.selectFrom("run").selectAll().where("key", "=", key).where("finished", "=", 0).executeTakeFirst();
        if (open === undefined) {
          await db.insertInto("run").values({ run: fresh, key, finished: 0, owner: options.owner }).execute();
          return { run: fresh, key, finished: false };
        }
        if (open.owner !== options.owner && options.isAlive(open.owner)) {
          throw new AssayError("run-active", `process ${open.owner} works on the same request`);
        }
        await db.updateTable("run").set({ owner: options.owner }).where("run", "=", open.run).execute();
        return { run: RunId.parse(open.run), key, finished: false };
      }),
    append: (entries) =>
      transact(async () => {
        const ends = new Map<RunId, Pick<JournalEntry, "sequence" | "hash"> | undefined>();
        for (const entry of entries) {
          const { run } = entry;
          const end = ends.has(run) ? ends.get(run) : await endOf(run);
          const fits =
            end === undefined ? entry.sequence === 0 : entry.sequence === end.sequence + 1 && entry.previous === end.hash;
          if (!fits) throw new AssayError("run-active", `the log of run ${run} was continued by somebody else`);
          await db
            .insertInto("entry")
            .values({ ...entry })
            .execute();
          ends.set(run, entry);
        }
      }),
    async entries(run) {
      const rows = await db.selectFrom("entry").selectAll().where("run", "=", run).orderBy("sequence").execute();
      return rows.map(
        (row) => ({ ...row, run: RunId.parse(row.run), type: row.type === "step" ? "step" : "event" }) satisfies JournalEntry,
      );
    },
    async finish(run) {
      await transact(async () => {
        const open = await db.selectFrom("run").select("id").where("run", "=", run).where("finished", "=", 0).executeTakeFirst();
        if (open === undefined) return;
        await db.updateTable("run").set({ finished: 1 }).where("run", "=", run).execute();
        const last = await db.selectFrom("ledger").selectAll().orderBy("number", "desc").limit(1).executeTakeFirst();
        const row = makeLedgerRow(last && { ...last, run: RunId.parse(last.run) }, run, await endOf(run));
        await db
          .insertInto("ledger")
          .values({ ...row })
          .execute();
      });
    },
    async ledger() {
      const rows = await db.selectFrom("ledger").selectAll().orderBy("number").execute();
      return rows.map((row) => ({ ...row, run: RunId.parse(row.run) }));
    },
    async runs() {
      const rows = await db.selectFrom("run").selectAll().orderBy("id").execute();
      return rows.map((row) => ({ run: RunId.parse(row.run), key: row.key, finished: row.finished === 1 }));
    },
    async putBlob(bytes) {
      const name = digest(bytes);
      await alone(() =>
        db
          .insertInto("blob")
          .values({ digest: name, bytes })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
      return name;
    },
    async getBlob(name) {
      const row = await db.selectFrom("blob").select("bytes").where("digest", "=", name).executeTakeFirst();
      if (row !== undefined && digest(row.bytes) !== name)
        throw new AssayError(
          "journal-corrupt",
          `${name} in the journal ${options.file} does not have the digest it is kept under`,
        );
      return row?.bytes;
    },
    async close() {
      await last;
      await db.destroy();
    },
  };
}

function openDatabase(file: string): DatabaseSync {
  return translated(file, () => {
    const database = new DatabaseSync(file);
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000; pragma foreign_keys = on");
    return database;
  });
}

/** Kysely wants to know whether a statement returns rows; node:sqlite tells through its columns. */
function asKyselyDatabase(
  database: DatabaseSync,
  file: string,
): ConstructorParameters<typeof SqliteDialect>[0]["database"] & object {
  return {
    close: () => database.close(),
    prepare(text: string) {
      const statement = translated(file, () => database.prepare(text));
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => translated(file, () => statement.all(...(parameters as string[]))),
        run: (parameters: readonly unknown[]) => translated(file, () => statement.run(...(parameters as string[]))),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...(parameters as string[])) as IterableIterator<unknown>,
      };
    },
  };
}
