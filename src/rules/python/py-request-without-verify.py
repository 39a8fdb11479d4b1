import ssl

import aiohttp
import httpx
import requests
import requests as rq
import urllib3
from requests import get


def plain(url):
    # ruleid: py-request-without-verify
    return requests.get(url, verify=False)


def alias(url, body):
    # ruleid: py-request-without-verify
    first = rq.post(url, json=body, timeout=5, verify=False)
    # ruleid: py-request-without-verify
    second = get(url, verify=False, timeout=3)
    return first, second


class Client:
    def __init__(self):
        self.session = requests.Session()
        # ruleid: py-request-without-verify
        self.session.verify = False

    async def load(self, url):
        # ruleid: py-request-without-verify
        async with httpx.AsyncClient(verify=False) as client:
            return await client.get(url)

    def again(self, url):
        # ruleid: py-request-without-verify
        return self.session.request("GET", url, verify=False)


def contexts(url):
    # ruleid: py-request-without-verify
    context = ssl._create_unverified_context()
    # ruleid: py-request-without-verify
    pool = urllib3.PoolManager(cert_reqs="CERT_NONE")
    # ruleid: py-request-without-verify
    connector = aiohttp.TCPConnector(ssl=False)
    return context, pool, connector


# ruleid: py-request-without-verify
ssl._create_default_https_context = ssl._create_unverified_context


def safe(url, session, token, settings):
    # ok: py-request-without-verify
    first = requests.get(url, timeout=5)
    # ok: py-request-without-verify
    second = requests.get(url, verify=True)
    # ok: py-request-without-verify
    third = httpx.get(url, verify="/etc/ssl/private-ca.pem")
    # ok: py-request-without-verify
    fourth = ssl.create_default_context()
    # ok: py-request-without-verify
    fifth = settings.check(token, verify=False)
    # ok: py-request-without-verify
    sixth = session.post(url, verify=settings.bundle)
    return first, second, third, fourth, fifth, sixth


fetch = requests.get


def aliased(url):
    # ruleid: py-request-without-verify
    first = fetch(url, verify=False)
    # ruleid: py-request-without-verify
    second = requests.get(url, verify=0)
    # ok: py-request-without-verify
    third = fetch(url)
    return first, second, third


def contexts():
    # ruleid: py-request-without-verify
    client = ssl._create_unverified_context()
    # ok: py-request-without-verify
    server = ssl._create_unverified_context(purpose=ssl.Purpose.CLIENT_AUTH, certfile="cert.pem")
    # ok: py-request-without-verify
    newer = ssl._create_unverified_context(ssl.PROTOCOL_TLS_SERVER, certfile="cert.pem")
    return client, server, newer
