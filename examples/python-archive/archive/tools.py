"""Work that programs of the system do for us."""

import os
import subprocess


def count_words(path):
    output = subprocess.check_output(f"wc -w {path}", shell=True, text=True)
    return int(output.split()[0])


def compress(path):
    """Leaves path and a packed copy beside it."""
    os.system("gzip --keep --force " + path)
    return path + ".gz"
