import unittest

from archive.catalog import Catalog


class CatalogTest(unittest.TestCase):
    def setUp(self):
        self.catalog = Catalog(":memory:")
        self.minutes = self.catalog.add("m.txt", "Minutes of May", "board", 2020, "c1")
        self.catalog.add("b.txt", "Budget", "treasurer", 2021, "c2")
        self.catalog.add("n.txt", "More minutes", "board", 2019, "c3")

    def tearDown(self):
        self.catalog.close()

    def test_search_finds_parts_of_titles_in_order(self):
        titles = [document["title"] for document in self.catalog.search("inutes")]
        self.assertEqual(titles, ["Minutes of May", "More minutes"])

    def test_search_for_nothing_finds_all(self):
        self.assertEqual(len(self.catalog.search("")), 3)

    def test_search_without_a_match(self):
        self.assertEqual(self.catalog.search("invoice"), [])

    def test_owned_by(self):
        self.assertEqual([document["year"] for document in self.catalog.owned_by("board")], [2019, 2020])

    def test_rename_changes_one_document(self):
        self.catalog.rename(self.minutes, "Minutes of June")
        self.assertEqual([document["name"] for document in self.catalog.search("June")], ["m.txt"])
        self.assertEqual(self.catalog.search("May"), [])
        self.assertEqual(len(self.catalog.search("Budget")), 1)


if __name__ == "__main__":
    unittest.main()
