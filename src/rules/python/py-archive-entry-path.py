import os
import tarfile
import zipfile


def unzip(archive, folder):
    with zipfile.ZipFile(archive) as bundle:
        for name in bundle.namelist():
            # ruleid: py-archive-entry-path
            with open(os.path.join(folder, name), "wb") as out:
                out.write(bundle.read(name))


def untar(archive, folder):
    for member in tarfile.open(archive):
        target = os.path.join(folder, member.name)
        # ruleid: py-archive-entry-path
        open(target, "wb").close()


def unpack(archive, folder):
    tar = tarfile.open(archive)
    for member in tar.getmembers():
        path = folder + "/" + member.name
        # ruleid: py-archive-entry-path
        os.makedirs(path)


def checked(archive, folder):
    root = os.path.realpath(folder) + os.sep
    with zipfile.ZipFile(archive) as bundle:
        for name in bundle.namelist():
            path = os.path.realpath(os.path.join(root, name))
            if not path.startswith(root):
                raise ValueError(name)
            # ok: py-archive-entry-path
            with open(path, "wb") as out:
                out.write(bundle.read(name))


def flat(archive, folder):
    with zipfile.ZipFile(archive) as bundle:
        for name in bundle.namelist():
            # ok: py-archive-entry-path
            with open(os.path.join(folder, os.path.basename(name)), "wb") as out:
                out.write(bundle.read(name))


def listed(folder, names):
    for name in names:
        # ok: py-archive-entry-path
        with open(os.path.join(folder, name), "wb") as out:
            out.write(b"")
