"""A stand-in for Rasa's HTTP API, started with the same command line; keywords decide the intent.

`--model` names the file whose text is its behaviour: "broken" stops at once.
"""

from __future__ import annotations

import argparse
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEYWORDS = {
    "漏水": "dispute",
    "告": "legal_question",
    "你好": "smalltalk",
    "路灯": "public_issue",
    "惦记": "psych_help",
}


def understand(text: str) -> dict[str, Any]:
    intent = next((intent for word, intent in KEYWORDS.items() if word in text), None)
    # A veiled farewell: the whole looks ordinary, one clause does not.
    safety = "psych_crisis" if "惦记" in text else None
    entities = (
        [{"entity": "matter", "role": "dispute", "value": "leak", "start": 0, "end": 2}] if "漏水" in text else []
    )
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 0.8 if intent else 0.0},
        "safety": {"intent": safety, "confidence": 0.7, "sentence": text},
        "entities": entities,
    }


class FakeRasa(BaseHTTPRequestHandler):
    token = ""
    model = "model.tar.gz"

    def do_GET(self) -> None:
        self._answer({"model_file": self.model, "num_active_training_jobs": 0})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(understand(body["text"]))

    def _answer(self, data: dict[str, Any]) -> None:
        is_known = parse_qs(urlsplit(self.path).query).get("token") == [self.token]
        content = json.dumps(data if is_known else {"status": "failure", "code": 401}).encode()
        self.send_response(200 if is_known else 401)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["run"])
    parser.add_argument("--enable-api", action="store_true", required=True)
    parser.add_argument("--interface", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--auth-token", required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    if options.model.read_text() == "broken":
        sys.exit("this model cannot be loaded")
    FakeRasa.token, FakeRasa.model = options.auth_token, options.model.name
    print(f"listening on {options.port}", flush=True)
    HTTPServer((options.interface, options.port), FakeRasa).serve_forever()


if __name__ == "__main__":
    main()
