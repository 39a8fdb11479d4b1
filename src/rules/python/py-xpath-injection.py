from flask import request
from lxml import etree


def find(tree, name):
    # ruleid: py-xpath-injection
    return tree.xpath("//user[@name='" + name + "']")


class Users:
    def login(self, user, password):
        query = f"//user[name='{user}' and password='{password}']"
        # ruleid: py-xpath-injection
        return self.tree.xpath(query)

    async def other(self):
        # ruleid: py-xpath-injection
        return etree.XPath("//user[@id='%s']" % request.args["id"])


def safe(tree, name, index):
    # ok: py-xpath-injection
    first = tree.xpath("//user[@name=$name]", name=name)
    # ok: py-xpath-injection
    second = tree.xpath("//user[@active='1']")
    # ok: py-xpath-injection
    third = tree.xpath(f"//user[{int(index)}]")
    return first, second, third
