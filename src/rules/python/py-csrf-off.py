from django.views.decorators.csrf import csrf_exempt, csrf_protect
from flask import Flask

app = Flask(__name__)
# ruleid: py-csrf-off
app.config["WTF_CSRF_ENABLED"] = False
# ruleid: py-csrf-off
app.config.update(WTF_CSRF_ENABLED=False)
# ruleid: py-csrf-off
WTF_CSRF_ENABLED = False


# ruleid: py-csrf-off
@csrf_exempt
def transfer(request):
    return request.user.pay(request.POST["to"])


class Views:
    def routes(self, view):
        # ruleid: py-csrf-off
        return [csrf_exempt(view)]


# ok: py-csrf-off
@csrf_protect
def order(request):
    return request.user.order(request.POST["item"])


# ok: py-csrf-off
app.config["WTF_CSRF_ENABLED"] = True
# ok: py-csrf-off
app.config["WTF_CSRF_TIME_LIMIT"] = None
