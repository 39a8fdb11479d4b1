import shutil
import tarfile
import tarfile as tf
import zipfile


def unpack(path, folder):
    # ruleid: py-tarfile-extractall
    tarfile.open(path).extractall(folder)


def by_variable(path, folder):
    archive = tf.open(path, "r:gz")
    # ruleid: py-tarfile-extractall
    archive.extractall(path=folder)
    archive.close()


class Installer:
    async def install(self, path):
        with tarfile.open(path) as tar:
            # ruleid: py-tarfile-extractall
            tar.extractall()

    def one_by_one(self, path, folder):
        with tarfile.open(path, "r:gz") as tar:
            for member in tar.getmembers():
                # ruleid: py-tarfile-extractall
                tar.extract(member, folder)

    def install_any(self, path, folder):
        # ruleid: py-tarfile-extractall
        shutil.unpack_archive(path, folder)


def safe(path, folder):
    with tarfile.open(path) as tar:
        # ok: py-tarfile-extractall
        tar.extractall(folder, filter="data")
    with zipfile.ZipFile(path) as archive:
        # ok: py-tarfile-extractall
        archive.extractall(folder)
    # ok: py-tarfile-extractall
    shutil.unpack_archive(path, folder, filter="data")
    with tarfile.open(path) as tar:
        # ok: py-tarfile-extractall
        return tar.getnames()
