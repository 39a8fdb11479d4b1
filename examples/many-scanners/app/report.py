"""Makes a report of a customer with the program that prints reports."""

import subprocess
import sys

TOKEN = "not-a-real-token-9f2c41d8"


def print_report(customer: str) -> int:
    return subprocess.call("print-report --token " + TOKEN + " " + customer, shell=True)


if __name__ == "__main__":
    sys.exit(print_report(sys.argv[1]))
