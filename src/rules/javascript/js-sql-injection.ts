import express from "express";
import mysql from "mysql2/promise";
import { Pool } from "pg";
import sqlite3 from "sqlite3";

const pool = new Pool();
const app = express();
const db = new sqlite3.Database("shop.db");
const TABLE = "orders";
const COLUMNS: Record<string, string> = { name: "name", date: "created" };

export async function byName(name: string): Promise<unknown> {
  // ruleid: js-sql-injection
  await pool.query(`SELECT * FROM users WHERE name = '${name}'`);
  // ruleid: js-sql-injection
  return pool.query("SELECT * FROM users WHERE name = '" + name + "'");
}

export function throughVariable(order: string): void {
  let query = "SELECT * FROM orders";
  query += " ORDER BY " + order;
  // ruleid: js-sql-injection
  db.all(query, (error, rows) => console.log(error, rows));
}

class Store {
  constructor(private readonly connection: mysql.Connection) {}

  async find(id: string): Promise<unknown> {
    const statement = `SELECT * FROM users WHERE id = ${id}`;
    // ruleid: js-sql-injection
    const [rows] = await this.connection.execute(statement);
    return rows;
  }

  async named(name: string): Promise<unknown> {
    // ruleid: js-sql-injection
    return this.connection.query({ sql: `SELECT * FROM users WHERE name = "${name}"` });
  }
}

app.get("/orders/:id", (req, res) => {
  // ruleid: js-sql-injection
  db.get("SELECT * FROM orders WHERE id = " + req.params.id, (error, row) => res.json(error ?? row));
});

app.get("/report", async (req, res) => {
  const { sort } = req.query;
  // ruleid: js-sql-injection
  res.json(await pool.query(`SELECT * FROM orders ORDER BY ${sort}`));
});

export async function safe(name: string, ids: string[], limit: string, cache: Map<string, string>): Promise<unknown[]> {
  // ok: js-sql-injection
  const first = await pool.query("SELECT * FROM users WHERE name = $1", [name]);
  // ok: js-sql-injection
  db.get("SELECT * FROM users WHERE name = ?", [name]);
  // ok: js-sql-injection
  const second = await pool.query(`SELECT * FROM ${TABLE} WHERE name = $1`, [`%${name}%`]);
  // ok: js-sql-injection
  const third = await pool.query(`SELECT * FROM users LIMIT ${Number(limit)}`);
  const placeholders = ids.map(() => "?").join(",");
  // ok: js-sql-injection
  db.all(`SELECT * FROM users WHERE id IN (${placeholders})`, ids);
  const slots = ids.map((_, i) => `$${i + 1}`).join(", ");
  // ok: js-sql-injection
  await pool.query(`SELECT * FROM users WHERE id IN (${slots})`, ids);
  const column = COLUMNS[name] ?? "name";
  // ok: js-sql-injection
  await pool.query(`SELECT * FROM users ORDER BY ${column}`);
  // ok: js-sql-injection
  const fourth = cache.get(`user-${name}`);
  // ok: js-sql-injection
  const fifth = await pool.query("SELECT * " + "FROM users");
  return [first, second, third, fourth, fifth, Store];
}

class Printer {
  print(node) {
    // ok: js-sql-injection
    return this.raw("between" + node.kind, node.type);
  }
}

async function squashed(git, folder, message) {
  // ok: js-sql-injection
  return await git(folder).raw(["commit-tree", "HEAD", "-m", "squashed " + message]);
}
