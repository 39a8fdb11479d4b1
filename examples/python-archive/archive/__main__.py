import sys
from pathlib import Path

from archive.catalog import Catalog
from archive.web import ArchiveServer


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python3 -m archive FOLDER", file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    server = ArchiveServer(("127.0.0.1", 8080), str(folder), Catalog(str(folder / "catalog.db")))
    print("serving", folder, "on http://127.0.0.1:8080")
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
