import unittest

from archive.searches import matching, read_searches

TEXT = """
minutes of 2020 = {"year": 2020, "owner": "board"}
everything = {}
a line without fields
"""


class SearchesTest(unittest.TestCase):
    def test_one_search_a_line(self):
        self.assertEqual(read_searches(TEXT), {"minutes of 2020": {"year": 2020, "owner": "board"}, "everything": {}})

    def test_all_fields_must_match(self):
        documents = [{"year": 2020, "owner": "board"}, {"year": 2020, "owner": "treasurer"}]
        self.assertEqual(matching(documents, {"year": 2020, "owner": "board"}), documents[:1])
        self.assertEqual(matching(documents, {}), documents)


if __name__ == "__main__":
    unittest.main()
