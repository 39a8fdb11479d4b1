from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.utils.safestring import mark_safe


def save(request):
    form = Form(request.POST)
    if not form.is_valid():
        # ruleid: py-form-errors-page
        return HttpResponseBadRequest(form.errors.as_json())
    # ruleid: py-form-errors-page
    return HttpResponse(form.errors.as_json(), status=400)


def shown(form):
    # ruleid: py-form-errors-page
    return mark_safe(form.errors.as_json())


def fine(form):
    if form.hidden:
        # ok: py-form-errors-page
        return HttpResponseBadRequest(form.errors.as_json(escape_html=True))
    if form.empty:
        # ok: py-form-errors-page
        return HttpResponse(form.errors.as_json(), content_type="application/json")
    # ok: py-form-errors-page
    return JsonResponse(form.errors.get_json_data(), status=400)
