/** Modules whose name is not that of the distribution that brings them: module, then distributions, all in PyPI's normal form. */
const ELSEWHERE =
  "alembic|alembic attr|attrs audioread|audioread babel|babel bs4|beautifulsoup4 bson|pymongo cairo|pycairo cairosvg|cairosvg Crypto|pycryptodome,pycrypto Cryptodome|pycryptodomex cv2|opencv-python,opencv-python-headless,opencv-contrib-python,opencv-contrib-python-headless " +
  "community|python-louvain dateutil|python-dateutil decouple|python-decouple discord|discord-py,py-cord djcelery|django-celery docx|python-docx dotenv|python-dotenv engineio|python-engineio ephem|ephem faiss|faiss-cpu,faiss-gpu fitz|pymupdf flask_sqlalchemy|flask-sqlalchemy " +
  "git|gitpython github|pygithub gitlab|python-gitlab gi|pygobject gridfs|pymongo grpc|grpcio grpc_status|grpcio-status haystack|django-haystack,haystack-ai hydra|hydra-core igraph|igraph,python-igraph IPython|ipython jose|python-jose jwt|pyjwt kafka|kafka-python,kafka-python-ng " +
  "ldap|python-ldap ldap3|ldap3 Levenshtein|levenshtein,python-levenshtein lxml|lxml magic|python-magic,python-magic-bin markdown|markdown memcache|python-memcached multipart|python-multipart MySQLdb|mysqlclient nacl|pynacl netCDF4|netcdf4 newrelic|newrelic OpenGL|pyopengl OpenSSL|pyopenssl " +
  "osgeo|gdal paho|paho-mqtt past|future PIL|pillow,pillow-simd pkg_resources|setuptools psycopg2|psycopg2,psycopg2-binary pwiz|peewee playhouse|peewee pptx|python-pptx pycurl|pycurl pylab|matplotlib mpl_toolkits|matplotlib pytz|pytz pythoncom|pywin32 pywintypes|pywin32 win32api|pywin32 win32con|pywin32 win32com|pywin32 " +
  "qrcode|qrcode rest_framework|djangorestframework corsheaders|django-cors-headers environ|django-environ debug_toolbar|django-debug-toolbar django_filters|django-filter allauth|django-allauth storages|django-storages crispy_forms|django-crispy-forms mptt|django-mptt taggit|django-taggit " +
  "ruamel|ruamel-yaml saml2|pysaml2 scapy|scapy sentry_sdk|sentry-sdk serial|pyserial skimage|scikit-image sklearn|scikit-learn slugify|python-slugify,unicode-slugify smart_open|smart-open snappy|python-snappy socketio|python-socketio socks|pysocks speech_recognition|speechrecognition " +
  "stdnum|python-stdnum telegram|python-telegram-bot tlz|toolz toml|toml usb|pyusb uwsgidecorators|uwsgi uwsgi|uwsgi vlc|python-vlc weasyprint|weasyprint websocket|websocket-client werkzeug|werkzeug xdg|pyxdg,xdg xlrd|xlrd yaml|pyyaml zmq|pyzmq zope|zope-interface " +
  "Xlib|python-xlib absl|absl-py antlr4|antlr4-python3-runtime apt_pkg|python-apt apt|python-apt binaryornot|binaryornot clr|pythonnet couchdb|couchdb dns|dnspython exabgp|exabgp fuse|fusepy hdfs|hdfs jks|pyjks mock|mock OpenEXR|openexr pathway|pathway pcapy|pcapy pluggy|pluggy prometheus_client|prometheus-client pyasn1|pyasn1 pydantic_core|pydantic-core,pydantic " +
  "sitecustomize|setuptools usercustomize|setuptools six|six starlette|starlette,fastapi typing_extensions|typing-extensions unidiff|unidiff zc|zc-buildout";

export const DISTRIBUTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  ELSEWHERE.split(" ").map((entry) => {
    const [module = "", names = ""] = entry.split("|");
    return [module, names.split(",")];
  }),
);

/** Top-level modules of CPython 3.8 to 3.14, removed ones among them, and of the tools that stand beside it in every environment. */
export const PYTHON_MODULES: ReadonlySet<string> = new Set(
  (
    "__future__ __main__ _thread abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall " +
    "compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc " +
    "genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt " +
    "multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri " +
    "random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symbol symtable " +
    "sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios test textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg " +
    "winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo " +
    // Python 2's, which code for both asks for.
    "ConfigParser Queue StringIO cStringIO cPickle urllib2 urlparse httplib HTMLParser Cookie cookielib __builtin__ commands md5 sha sets thread Tkinter xmlrpclib SimpleHTTPServer BaseHTTPServer SocketServer exceptions " +
    "pip setuptools pkg_resources wheel _pytest"
  ).split(" "),
);
