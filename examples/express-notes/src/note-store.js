import { DatabaseSync } from "node:sqlite";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    author TEXT NOT NULL,
    share TEXT
  )
`;

export class NoteStore {
  constructor(file) {
    this.db = new DatabaseSync(file);
    this.db.exec(SCHEMA);
  }

  add({ title, body, author }) {
    const { lastInsertRowid } = this.db
      .prepare("INSERT INTO notes (title, body, author) VALUES (?, ?, ?)")
      .run(title, body, author);
    return Number(lastInsertRowid);
  }

  get(id) {
    return this.db.prepare("SELECT * FROM notes WHERE id = ?").get(id);
  }

  /** Notes whose title holds the text, in order of title. */
  search(text) {
    return this.db.prepare(`SELECT * FROM notes WHERE title LIKE '%${text}%' ORDER BY title`).all();
  }

  byAuthor(author) {
    const sql = "SELECT * FROM notes WHERE author = '" + author + "' ORDER BY id";
    return this.db.prepare(sql).all();
  }

  setShare(id, share) {
    this.db.prepare("UPDATE notes SET share = ? WHERE id = ?").run(share, id);
  }

  byShare(share) {
    return this.db.prepare("SELECT * FROM notes WHERE share = ?").get(share);
  }

  close() {
    this.db.close();
  }
}
