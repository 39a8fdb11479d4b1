EXPECTED_CSRF_TOKEN = "from the settings"
accounts = {"1": {"mail": ""}}


# ruleid: py-forgotten-token
def change_mail(request):
    number = request["body"]["number"]
    if number in accounts:
        accounts[number]["mail"] = request["body"]["mail"]
        return True
    return False


# ruleid: py-forgotten-token
def change_name(request):
    account = find(request["body"]["number"])
    account.name = request["body"]["name"]
    return account


# ruleid: py-forgotten-token
def put(request):
    accounts[request["body"]["number"]] = request["body"]


# ok: py-forgotten-token
def look(request):
    return accounts[request["body"]["number"]]["mail"]


# ok: py-forgotten-token
def change_checked(request):
    if request["headers"].get("X-CSRF-Token") != token_of(request):
        return False
    accounts[request["body"]["number"]]["mail"] = request["body"]["mail"]
    return True


# ok: py-forgotten-token
def _note(number):
    accounts[number]["seen"] = True
