"""The archive of another office, read over HTTPS."""

import http.client
import json
import ssl


def connect(host, port=443):
    context = ssl._create_unverified_context()
    return http.client.HTTPSConnection(host, port, timeout=10, context=context)


def fetch_titles(connection):
    """Titles of all documents that the other office shows."""
    connection.request("GET", "/search?q=")
    response = connection.getresponse()
    if response.status != 200:
        raise ConnectionError(f"the other archive answered {response.status}")
    return [document["title"] for document in json.loads(response.read())]
