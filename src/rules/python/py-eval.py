import ast
import builtins
import json

from flask import request


def calculate(expression):
    # ruleid: py-eval
    return eval(expression)


class Rules:
    async def run(self):
        # ruleid: py-eval
        value = eval("total = " + request.args["rule"])
        # ruleid: py-eval
        return builtins.eval(f"{value} + 1", {})


def read(line):
    # ruleid: py-eval
    return eval(input("value: ")), line


def safe(text, frame, model):
    # ok: py-eval
    first = ast.literal_eval(text)
    # ok: py-eval
    second = json.loads(text)
    # ok: py-eval
    third = eval("1 + 1")
    # ok: py-eval
    fourth = frame.eval("a + b")
    # ok: py-eval
    model.eval()
    return first, second, third, fourth


def compute(text):
    tree = ast.parse(text, mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, (ast.Call, ast.Attribute, ast.Import)):
            raise ValueError(text)
    # ok: py-eval
    return eval(compile(tree, "<text>", "eval"))


def compute_with_calls(text):
    tree = ast.parse(text, mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            raise ValueError(text)
    # ruleid: py-eval
    return eval(compile(tree, "<text>", "eval"))
