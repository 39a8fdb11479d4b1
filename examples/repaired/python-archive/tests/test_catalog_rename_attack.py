"""The attack that CWE-89 in archive/catalog.py allowed, and a harmless call."""

import shutil
import tempfile
import unittest
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

from archive.catalog import Catalog


class Database:
    """Keeps the statements that it is told."""

    def __init__(self):
        self.told = []

    def execute(self, statement, *values):
        self.told.append(str(statement))
        return self

    executemany = executescript = execute

    def cursor(self, *given):
        return self

    def commit(self):
        pass

    close = commit

    def fetchone(self):
        return None

    def fetchall(self):
        return []

    def __iter__(self):
        return iter(())


class CatalogRenameAttackTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def test_keeps_its_input_out_of_the_statement(self):
        folder = self.folder
        document = folder / "document.txt"
        document.write_text("one two\n")
        database = Database()
        with patch("sqlite3.connect", return_value=database):
            with suppress(Exception):
                Catalog(str(document)).rename(1, "assay' OR '1'='1")
        assert not any("assay' OR '1'='1" in statement for statement in database.told), "the attack still has its effect"

    def test_still_works(self):
        folder = self.folder
        document = folder / "document.txt"
        document.write_text("one two\n")
        database = Database()
        with patch("sqlite3.connect", return_value=database):
            with suppress(Exception):
                Catalog(str(document)).rename(1, "ann")
        assert database.told
