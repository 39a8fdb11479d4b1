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


def settings(user):
    # ruleid: py-empty-password
    first = {"USER": "shop", "PASSWORD": "", "HOST": "localhost", "PORT": "5432"}
    # ok: py-empty-password
    second = {"USER": "shop", "PASSWORD": "", "NAME": "the form before anything is typed"}
    # ok: py-empty-password
    third = {"user": user, "password": "", "host": "localhost"}
    return first, second, third
