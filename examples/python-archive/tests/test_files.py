import csv
import gzip
import os
import tempfile
import unittest

from archive.exports import export_csv
from archive.storage import checksum, share_code, store
from archive.tools import compress, count_words


class FilesTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def test_store_writes_the_content(self):
        store(self.folder.name, "a.txt", b"one two")
        with open(self.path("a.txt"), "rb") as file:
            self.assertEqual(file.read(), b"one two")

    def test_the_same_content_is_not_written_again(self):
        first = store(self.folder.name, "a.txt", b"one")
        os.utime(self.path("a.txt"), (1000, 1000))
        self.assertEqual(store(self.folder.name, "a.txt", b"one"), first)
        self.assertEqual(os.stat(self.path("a.txt")).st_mtime, 1000)
        self.assertNotEqual(store(self.folder.name, "a.txt", b"two"), first)

    def test_checksums_tell_contents_apart(self):
        self.assertEqual(checksum(b"x"), checksum(b"x"))
        self.assertNotEqual(checksum(b"x"), checksum(b"y"))

    def test_share_codes_are_short_and_differ(self):
        self.assertEqual(len(share_code("a.txt", "board")), 16)
        self.assertNotEqual(share_code("a.txt", "board"), share_code("b.txt", "board"))

    def test_count_words(self):
        store(self.folder.name, "a.txt", b"one two\nthree\n")
        self.assertEqual(count_words(self.path("a.txt")), 3)

    def test_compress_keeps_the_file_and_packs_a_copy(self):
        store(self.folder.name, "a.txt", b"one two\n")
        packed = compress(self.path("a.txt"))
        with gzip.open(packed) as file:
            self.assertEqual(file.read(), b"one two\n")
        self.assertTrue(os.path.exists(self.path("a.txt")))

    def test_export_csv(self):
        path = export_csv([{"id": 1, "name": "a.txt", "title": "A", "owner": "board", "year": 2020, "checksum": "c"}])
        self.addCleanup(os.remove, path)
        self.assertTrue(path.endswith(".csv"))
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(rows, [{"id": "1", "name": "a.txt", "title": "A", "owner": "board", "year": "2020"}])


if __name__ == "__main__":
    unittest.main()
