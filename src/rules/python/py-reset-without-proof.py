from flask import Flask, request, session

app = Flask(__name__)


@app.route("/reset", methods=["POST"])
# ruleid: py-reset-without-proof
def reset_password():
    user = User.query.filter_by(email=request.form["email"]).first()
    user.set_password(request.form["password"])
    db.session.commit()
    return "done"


# ruleid: py-reset-without-proof
def change_password(request):
    user = User.objects.get(email=request.POST["email"])
    user.password = make_password(request.POST["password"])
    user.save()


@app.post("/forgot")
# ruleid: py-reset-without-proof
def set_new_password():
    users[request.form["name"]] = digest(request.form["new"])
    return "done"


@app.route("/reset/<token>", methods=["POST"])
# ok: py-reset-without-proof
def reset_password_by_mail(token):
    user = find_by_token(token)
    user.set_password(request.form["password"])
    return "done"


@app.post("/change")
# ok: py-reset-without-proof
def change_own_password():
    user = User.query.get(session["id"])
    user.set_password(request.form["password"])
    return "done"


@app.get("/form")
# ok: py-reset-without-proof
def reset_password_form():
    return "<form>"


# ok: py-reset-without-proof
def set_colour(request):
    user = User.objects.get(email=request.POST["email"])
    user.colour = request.POST["colour"]
