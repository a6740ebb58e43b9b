from django.http import HttpResponse


def page(request, row):
    return HttpResponse("x")
