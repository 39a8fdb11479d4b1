import urllib.request
from urllib.parse import urlparse

import httpx
import requests
import requests as rq
from fastapi import FastAPI
from flask import Flask, request

app = Flask(__name__)
api = FastAPI()
HOSTS = {"api.example"}


@app.route("/fetch")
def fetch():
    # ruleid: py-ssrf
    return requests.get(request.args["url"]).text


@app.route("/proxy", methods=["POST"])
def proxy():
    url = request.json["target"]
    # ruleid: py-ssrf
    with urllib.request.urlopen(url) as answer:
        return answer.read()


@api.get("/preview")
async def preview(url: str):
    async with httpx.AsyncClient() as client:
        # ruleid: py-ssrf
        return await client.get(url)


class Views:
    def image(self, request):
        host = request.GET.get("host")
        # ruleid: py-ssrf
        return rq.post("http://" + host + "/image", timeout=3)


@app.route("/safe")
def safe():
    url = request.args["url"]
    if urlparse(url).hostname not in HOSTS:
        return "not allowed", 400
    # ok: py-ssrf
    return requests.get(url).text


@app.route("/fixed")
def fixed():
    # ok: py-ssrf
    first = requests.get("https://api.example/users", params={"q": request.args["q"]})
    # ok: py-ssrf
    second = requests.get("https://api.example/users/" + request.args["name"])
    # ok: py-ssrf
    third = request.args.get("url")
    return first.text, second.text, third
