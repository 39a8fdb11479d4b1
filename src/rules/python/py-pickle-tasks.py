from celery import Celery

app = Celery("jobs")
# ruleid: py-pickle-tasks
app.conf.update(task_serializer="pickle", timezone="UTC")
# ok: py-pickle-tasks
app.conf.update(task_serializer="json", accept_content=["json"])


def settings(worker):
    # ruleid: py-pickle-tasks
    worker.conf.accept_content = ["json", "pickle"]
    # ok: py-pickle-tasks
    worker.conf.accept_content = ["json", "msgpack"]


class Settings:
    # ruleid: py-pickle-tasks
    CELERY_TASK_SERIALIZER = "pickle"
    # ok: py-pickle-tasks
    RESULT_FORMAT = "pickle"
