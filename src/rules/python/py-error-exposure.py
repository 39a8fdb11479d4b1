import logging
import traceback

from django.http import HttpResponse
from fastapi import HTTPException
from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/orders")
def orders():
    try:
        return jsonify(load())
    except Exception as e:
        # ruleid: py-error-exposure
        return jsonify({"error": str(e)}), 500


@app.post("/import")
async def import_orders():
    try:
        return load()
    except ValueError as error:
        # ruleid: py-error-exposure
        raise HTTPException(status_code=500, detail=str(error))


class View:
    def get(self, request):
        try:
            return HttpResponse(load())
        except Exception:
            # ruleid: py-error-exposure
            return HttpResponse(traceback.format_exc(), status=500)

    def do_GET(self):
        try:
            load()
        except Exception as exc:
            # ruleid: py-error-exposure
            self.wfile.write(str(exc).encode())


@app.get("/plain")
def plain():
    try:
        return load()
    except Exception as err:
        # ruleid: py-error-exposure
        return f"failed: {err}", 500


def load():
    try:
        return open("orders.json").read()
    except OSError as error:
        # ok: py-error-exposure
        logging.error("cannot load: %s", str(error))
        # ok: py-error-exposure
        return str(error)


@app.get("/safe")
def safe():
    try:
        return jsonify(load())
    except Exception as error:
        # ok: py-error-exposure
        logging.error("failed: %s", traceback.format_exc())
        # ok: py-error-exposure
        return jsonify({"error": "internal error"}), 500
    finally:
        # ok: py-error-exposure
        name = str(app)


def shown(request, key):
    try:
        return load(key)
    except KeyError as e:
        # ruleid: py-error-exposure
        return HttpResponse("Error: %s" % e)
    except ValueError as error:
        # ruleid: py-error-exposure
        return HttpResponse("Error: {error}".format(error=error))
    except OSError as error:
        # ok: py-error-exposure
        return HttpResponse("Error in %s" % request.path)
