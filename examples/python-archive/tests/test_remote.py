import io
import json
import unittest

from archive.remote import connect, fetch_titles


class Answer(io.BytesIO):
    def __init__(self, status, value):
        super().__init__(json.dumps(value).encode())
        self.status = status


class OtherOffice:
    """Stands in for a connection: keeps what was asked, gives one answer."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def request(self, method, path):
        self.asked.append((method, path))

    def getresponse(self):
        return self.answer


class RemoteTest(unittest.TestCase):
    def test_connect_only_prepares_the_connection(self):
        connection = connect("archive.example.org", 8443)
        self.assertEqual((connection.host, connection.port), ("archive.example.org", 8443))
        self.assertIsNone(connection.sock)

    def test_titles(self):
        other = OtherOffice(Answer(200, [{"title": "Budget"}, {"title": "Minutes"}]))
        self.assertEqual(fetch_titles(other), ["Budget", "Minutes"])
        self.assertEqual(other.asked, [("GET", "/search?q=")])

    def test_a_refusal_is_told(self):
        with self.assertRaises(ConnectionError):
            fetch_titles(OtherOffice(Answer(503, [])))


if __name__ == "__main__":
    unittest.main()
