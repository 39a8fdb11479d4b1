from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask, request
from flask_cors import CORS

app = Flask(__name__)
# ruleid: py-cors-wildcard
CORS(app, supports_credentials=True)
# ruleid: py-cors-wildcard
CORS(app, origins="*")
# ruleid: py-cors-wildcard
CORS(app, resources={r"/api/*": {"origins": "*"}})

# ruleid: py-cors-wildcard
CORS_ALLOW_ALL_ORIGINS = True

api = FastAPI()
# ruleid: py-cors-wildcard
api.add_middleware(CORSMiddleware, allow_credentials=True, allow_origins=["*"], allow_methods=["*"])


@app.after_request
def reflect(response):
    # ruleid: py-cors-wildcard
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin")
    return response


def safe(response, settings):
    # ok: py-cors-wildcard
    CORS(app, origins=["https://shop.example"], supports_credentials=True)
    # ok: py-cors-wildcard
    api.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_credentials=True)
    # ok: py-cors-wildcard
    api.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=False)
    # ok: py-cors-wildcard
    response.headers["Access-Control-Allow-Origin"] = settings.origin
    # ok: py-cors-wildcard
    CORS(app, resources={r"/api/*": {"origins": ["https://shop.example"]}})


def reflected(request, response, allowed):
    origin = request.headers.get("Origin", "")
    # ruleid: py-cors-wildcard
    response.headers["Access-Control-Allow-Origin"] = origin
    return response


def listed(request, response, allowed):
    origin = request.headers.get("Origin", "")
    if origin in allowed:
        # ok: py-cors-wildcard
        response.headers["Access-Control-Allow-Origin"] = origin
    return response
