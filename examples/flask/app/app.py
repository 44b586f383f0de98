"""Says which container answers, which version it was built as, and how often this one was asked."""

import os
import socket
from itertools import count
from pathlib import Path

from flask import Flask

app = Flask(__name__)
visits = count(1)
built = Path(__file__).with_name("built.txt")


@app.get("/")
def index():
    version = built.read_text().strip() if built.exists() else "not built"
    greeting = os.environ.get("GREETING", "Hello")
    return f"{greeting} from {socket.gethostname()}, version {version}, visit {next(visits)}\n"


@app.get("/health")
def health():
    return "ok\n"
