import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { RunId } from "#domain/ids.ts";
import { type LedgerRow, makeLedgerRow } from "#domain/ledger.ts";

interface Before {
  run: { id: number; run: string; finished: number };
  entry: { run: string; sequence: number; hash: string };
  ledger: LedgerRow;
}

/** Forward-only; a released migration is never edited, a new one is added below it. */
export const MIGRATIONS: Record<string, Migration> = {
  "0001-journal": {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable("run")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("run", "text", (column) => column.notNull().unique())
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("finished", "integer", (column) => column.notNull())
        .addColumn("owner", "integer", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("run_key").on("run").columns(["key", "finished"]).execute();
      await db.schema
        .createTable("entry")
        .addColumn("run", "text", (column) => column.notNull().references("run.run"))
        .addColumn("sequence", "integer", (column) => column.notNull())
        .addColumn("type", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("payload", "text", (column) => column.notNull())
        .addColumn("previous", "text", (column) => column.notNull())
        .addColumn("hash", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("entry_key", ["run", "sequence"])
        .execute();
      await db.schema
        .createTable("blob")
        .addColumn("digest", "text", (column) => column.primaryKey())
        .addColumn("bytes", "blob", (column) => column.notNull())
        .execute();
    },
  },
  "0002-ledger": {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable("ledger")
        .addColumn("number", "integer", (column) => column.primaryKey())
        .addColumn("run", "text", (column) => column.notNull().unique())
        .addColumn("entries", "integer", (column) => column.notNull())
        .addColumn("head", "text", (column) => column.notNull())
        .addColumn("previous", "text", (column) => column.notNull())
        .addColumn("hash", "text", (column) => column.notNull())
        .execute();
      // Runs that finished before there was a ledger enter it as they are found.
      const before = db as Kysely<Before>;
      const finished = await before.selectFrom("run").select("run").where("finished", "=", 1).orderBy("id").execute();
      let last: LedgerRow | undefined;
      for (const { run } of finished) {
        const log = before.selectFrom("entry").select(["sequence", "hash"]).where("run", "=", run).orderBy("sequence", "desc");
        last = makeLedgerRow(last, RunId.parse(run), await log.limit(1).executeTakeFirst());
        await before
          .insertInto("ledger")
          .values({ ...last })
          .execute();
      }
    },
  },
};
