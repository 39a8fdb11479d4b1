import ftplib
import smtplib
import telnetlib
import urllib.request
from ftplib import FTP

import requests
import requests as rq


def upload(host):
    # ruleid: py-cleartext-transport
    return FTP(host)


class Router:
    def open(self, host):
        # ruleid: py-cleartext-transport
        self.line = telnetlib.Telnet(host, 23)

    async def mail(self, host, user, password):
        server = smtplib.SMTP(host)
        # ruleid: py-cleartext-transport
        server.login(user, password)


def send(card):
    # ruleid: py-cleartext-transport
    requests.post("http://api.payments.com/charge", json=card)
    # ruleid: py-cleartext-transport
    return rq.get(f"http://api.payments.com/charge/{card}")


def safe(host, user, password, url):
    # ok: py-cleartext-transport
    ftplib.FTP_TLS(host)
    server = smtplib.SMTP(host)
    server.starttls()
    # ok: py-cleartext-transport
    server.login(user, password)
    # ok: py-cleartext-transport
    requests.get("https://api.payments.com/charge")
    # ok: py-cleartext-transport
    requests.get("http://localhost:8080/health")
    # ok: py-cleartext-transport
    urllib.request.urlopen(url)
