import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

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
};
