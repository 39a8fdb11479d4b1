"""The attack that CWE-78 in archive/tools.py allowed, and a harmless call."""

import shutil
import tempfile
import unittest
from contextlib import suppress
from pathlib import Path

from archive.tools import compress


class CompressAttackTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def test_runs_nothing_of_its_input(self):
        folder = self.folder
        canary = folder / "canary"
        document = folder / "document.txt"
        document.write_text("one two\n")
        with suppress(Exception):
            compress(f"x; touch {canary}")
        assert not canary.exists(), "the attack still has its effect"

    def test_still_works(self):
        folder = self.folder
        document = folder / "document.txt"
        document.write_text("one two\n")
        assert compress(str(document)) is not None
