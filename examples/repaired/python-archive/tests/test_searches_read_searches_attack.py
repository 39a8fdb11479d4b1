"""The attack that CWE-95 in archive/searches.py allowed, and a harmless call."""

import shutil
import tempfile
import unittest
from contextlib import suppress
from pathlib import Path

from archive.searches import read_searches


class ReadSearchesAttackTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def test_runs_nothing_of_its_input(self):
        folder = self.folder
        canary = folder / "canary"
        with suppress(Exception):
            read_searches("x=__import__(\"pathlib\").Path(\"" + str(canary) + "\").touch()")
        assert not canary.exists(), "the attack still has its effect"

    def test_still_works(self):
        assert read_searches("1") is not None
