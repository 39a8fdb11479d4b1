"""What is known about each document: title, owner, year and checksum."""

import sqlite3

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    owner TEXT NOT NULL,
    year INTEGER NOT NULL,
    checksum TEXT NOT NULL
)
"""


class Catalog:
    def __init__(self, path):
        self.connection = sqlite3.connect(path)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute(SCHEMA)

    def add(self, name, title, owner, year, checksum):
        cursor = self.connection.execute(
            "INSERT INTO documents (name, title, owner, year, checksum) VALUES (?, ?, ?, ?, ?)",
            (name, title, owner, year, checksum),
        )
        self.connection.commit()
        return cursor.lastrowid

    def search(self, text):
        """Documents whose title holds the text, in order of title."""
        rows = self.connection.execute(f"SELECT * FROM documents WHERE title LIKE '%{text}%' ORDER BY title")
        return [dict(row) for row in rows]

    def owned_by(self, owner):
        cursor = self.connection.cursor()
        cursor.execute("SELECT * FROM documents WHERE owner = '%s' ORDER BY year" % owner)
        return [dict(row) for row in cursor.fetchall()]

    def rename(self, document_id, title):
        query = "UPDATE documents SET title = '" + title + "' WHERE id = " + str(document_id)
        self.connection.execute(query)
        self.connection.commit()

    def close(self):
        self.connection.close()
