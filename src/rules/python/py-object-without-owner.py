from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404, render
from flask_jwt_extended import get_jwt_identity, jwt_required

from .models import Article, Invoice, Message, Order


@login_required
def message(request, pk):
    # ruleid: py-object-without-owner
    found = get_object_or_404(Message, pk=pk)
    return render(request, "message.html", {"message": found})


@app.get("/orders/<int:number>")
@jwt_required()
def order(number):
    # ruleid: py-object-without-owner
    found = Order.query.get_or_404(number)
    return found.to_dict()


class Views:
    @login_required
    def invoice(self, request, number):
        # ruleid: py-object-without-owner
        return Invoice.objects.get(id=number)


@login_required
def own_message(request, pk):
    # ok: py-object-without-owner
    found = get_object_or_404(Message, pk=pk, recipient=request.user)
    return render(request, "message.html", {"message": found})


@login_required
def compared(request, pk):
    # ok: py-object-without-owner
    found = get_object_or_404(Invoice, pk=pk)
    if found.owner != request.user:
        raise PermissionError
    return render(request, "invoice.html", {"invoice": found})


@login_required
def article(request, pk):
    # ok: py-object-without-owner
    found = get_object_or_404(Article, pk=pk)
    return render(request, "article.html", {"article": found})


@login_required
@permission_required("shop.view_order")
def any_order(request, pk):
    # ok: py-object-without-owner
    return get_object_or_404(Order, pk=pk)
