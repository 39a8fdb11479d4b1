import mysql.connector
import pymysql


def open_database():
    # ruleid: py-empty-password
    return mysql.connector.connect(host="localhost", user="root", password="")


class Store:
    def __init__(self):
        # ruleid: py-empty-password
        self.connection = pymysql.connect(host="db", user="app", passwd='')


def safe(secret, form):
    # ok: py-empty-password
    first = pymysql.connect(host="db", user="app", passwd=secret)
    # ok: py-empty-password
    second = form.reset(password="")
    # ok: py-empty-password
    return first, second, mysql.connector.connect(option_files="my.cnf")
