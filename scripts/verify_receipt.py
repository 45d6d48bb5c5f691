#!/usr/bin/env python3
"""Checks a receipt of Mashang (码上) without trusting the server that gave it.

    python3 verify_receipt.py proof.json --key PUBLIC_KEY_IN_HEX

`proof.json` comes from the receipt page. The public key should come from somewhere else than the page that is
being checked: the district's web site, its notice board, a newspaper. Python's own library is all that is needed.

What is checked, each step from the figures in the file alone:
  1. the words (if they were not erased) have the digest that the event names;
  2. the event has the hash that it claims, over every field;
  3. the promise, signed when the report came in, is by that key;
  4. the hash is a leaf of the log (RFC 6962) whose root the checkpoint names;
  5. the checkpoint is signed by that key (Ed25519, RFC 8032).

Exit code: 0 everything holds; 1 something does not; 2 the file or the key cannot be read;
3 what is there holds, but the log has not numbered the report yet: download the file again in a moment.
"""

import argparse
import base64
import hashlib
import json
import sys
import uuid
from datetime import datetime, timedelta, timezone

NOUNS = {
    "hazard": 1, "unit": 2, "person": 3, "place": 4, "code": 5, "rules": 6, "client": 7,
    "grid": 8, "export": 9, "inspection": 10, "plan": 11, "draw": 12,
}
ORIGINS = {"lived": 1, "imported": 2}


class Wrong(Exception):
    """Something does not hold."""


def need(holds, what):
    if not holds:
        raise Wrong(what)


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


# --- Ed25519 (RFC 8032, 5.1), written for reading and not for speed -------------------------------------------

P = 2**255 - 19  # the field
L = 2**252 + 27742317777372353535851937790883648493  # the order of the base point
D = -121665 * pow(121666, P - 2, P) % P  # the curve: -x² + y² = 1 + d·x²·y²


def recover_x(y, odd):
    """The x that belongs to y on the curve, even or odd; nothing when there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and odd):
        return None
    return P - x if x % 2 != odd else x


def point(encoded):
    """A point from its 32 bytes: y, with the parity of x in the highest bit. As (X, Y, Z, T) with x=X/Z, y=Y/Z."""
    number = int.from_bytes(encoded, "little")
    y = number & (2**255 - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p = add(p, p)
        n >>= 1
    return q


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed_by(key, message, signature):
    """Whether `signature` is this key's over the message."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return same(times(s, BASE), add(r, times(h, a)))


# --- the ledger -----------------------------------------------------------------------------------------------


def milliseconds(text):
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    return (datetime.fromisoformat(text) - epoch) // timedelta(milliseconds=1)


def event_hash(event):
    """SHA-256 of `mashang.event.v1` and every field: integers in 8 bytes, texts with their length before them."""

    def number(n):
        return n.to_bytes(8, "big", signed=True)

    def text(t):
        encoded = t.encode("utf-8")
        return number(len(encoded)) + encoded

    digest = event["words_digest"]
    return sha256(
        b"mashang.event.v1\n",
        number(event["district"]),
        number(NOUNS[event["noun"]]),
        uuid.UUID(event["stream"]).bytes,
        number(event["sequence"]),
        number(milliseconds(event["at"])),
        number(milliseconds(event["recorded_at"])),
        number(ORIGINS[event["origin"]]),
        text(event["actor"]),
        text(event["kind"]),
        text(event["body"]),
        number(0 if digest is None else 1),
        bytes(32) if digest is None else bytes.fromhex(digest),
        bytes.fromhex(event["previous"]),
    )


def root_of(leaf, index, size, path):
    """The root to which a leaf and its inclusion path lead (RFC 9162, 2.1.3.2, for the tree of RFC 6962)."""
    need(0 <= index < size, "the place in the log is beyond its end")
    node, last = index, size - 1
    for other in path:
        need(last > 0, "the path is longer than the tree is high")
        if node & 1 or node == last:
            leaf = sha256(b"\x01", other, leaf)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            leaf = sha256(b"\x01", leaf, other)
        node, last = node >> 1, last >> 1
    need(last == 0, "the path is shorter than the tree is high")
    return leaf


def checkpoint_text(checkpoint):
    root = base64.b64encode(bytes.fromhex(checkpoint["root"])).decode()
    return f"{checkpoint['origin']}\n{checkpoint['size']}\n{root}\ntime {checkpoint['at']}\n".encode()


def check(proof, key, say):
    """Checks everything that is there. Returns whether the report has its place in the log."""
    need(proof["format"] == "mashang.proof.v1", "this is not a proof that this program can read")
    event, words, inclusion = proof["event"], proof["words"], proof["inclusion"]
    if words is not None:
        digest = sha256(b"mashang.words.v1\n", bytes.fromhex(words["salt"]), words["json"].encode("utf-8"))
        need(event["words_digest"] == digest.hex(), "the words are not those that were reported")
        say("the words are those that were reported")
    elif event["words_digest"] is not None:
        say("the words are not in this file: they were erased, and cannot be checked any more")
    need(event_hash(event).hex() == event["hash"], "the event is not the one that was recorded")
    body = json.loads(event["body"])
    number = "".join(c for c in proof["receipt"] if c.isalnum())
    need(event["sequence"] == 1 and body.get("receipt") == number, "the event is not this receipt's report")
    say(f"the report of {event['at']} has the fingerprint {event['hash']}")
    promise = f"mashang.promise.v1\n{event['hash']} {event['recorded_at']}\n".encode()
    need(signed_by(key, promise, bytes.fromhex(proof["promise"])), "the promise is not signed by this key")
    say("the promise to log it is signed by the key")
    if inclusion is None:
        return False
    checkpoint = inclusion["checkpoint"]["checkpoint"]
    need(checkpoint["origin"] == f"mashang/{event['district']}", "the checkpoint is another log's")
    path = [bytes.fromhex(h) for h in inclusion["path"]]
    leaf = sha256(b"\x00", bytes.fromhex(event["hash"]))
    root = root_of(leaf, inclusion["index"], checkpoint["size"], path)
    need(root.hex() == checkpoint["root"], "the report is not in the log at that place")
    say(f"it is entry {inclusion['index'] + 1} of {checkpoint['size']} in the log")
    signature = base64.b64decode(inclusion["checkpoint"]["signature"], validate=True)
    need(signed_by(key, checkpoint_text(checkpoint), signature), "the checkpoint is not signed by this key")
    say(f"the checkpoint of {checkpoint['at']} is signed by the key")
    return True


def run(about, source, check):
    """Reads a proof, checks it and says how it went; `verify_draw.py` does the same with a check of its own."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("proof", help=source)
    parser.add_argument("--key", help="the district's public key in hexadecimal, from another source")
    arguments = parser.parse_args()
    try:
        with open(arguments.proof, encoding="utf-8") as file:
            proof = json.load(file)
        logged = check(proof, bytes.fromhex(arguments.key or proof["log_key"]), lambda text: print("ok   ", text))
    except Wrong as wrong:
        print("WRONG", wrong)
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        print(f"cannot be read: {error!r}", file=sys.stderr)
        return 2
    if not arguments.key:
        print(f"note  the key came with the file; compare it: {proof['log_key']}")
    if not logged:
        print("wait  not numbered by the log yet; download the file again in a moment")
        return 3
    print("All of it holds.")
    return 0


if __name__ == "__main__":
    sys.exit(run(__doc__, "the file from the receipt page", check))
