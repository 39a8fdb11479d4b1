"""Lists for people who like spreadsheets."""

import csv
import tempfile

COLUMNS = ["id", "name", "title", "owner", "year"]


def export_csv(documents):
    """Writes the documents to a new file and tells its path; the caller removes it."""
    path = tempfile.mktemp(suffix=".csv", prefix="archive-")
    with open(path, "w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(documents)
    return path
