#!/usr/bin/env python3
"""Repeats a drawing of closed cases for re-checks (抽查复核) of Mashang (码上), without trusting the server.

    python3 verify_draw.py proof.json --key PUBLIC_KEY_IN_HEX

`proof.json` is the answer of `/api/v1/draws/PERIOD/proof`. The public key should come from somewhere else than the
server that is being checked. Python's own library and `verify_receipt.py` beside this file are all that is needed:
what both have to know about the ledger is written down once, there.

What is checked, each step from the figures in the file alone:
  1. the commitment and the next one are events of the log (RFC 6962), under a checkpoint signed by that key;
  2. the seed that was revealed is the one that was committed to, and the share is the one that stood with it;
  3. the period begins and ends in the log where the two commitments stand, and the root of the log at its end is
     the one that was used (consistency proof, RFC 9162, 2.1.4.2);
  4. every closing lies between the two;
  5. the drawing, worked out again, draws the same closings.

What it cannot check alone: that no closing was left out of the list. Whoever sees a case finds the hash of its
closing there (存证) and can look for it here; the auditor reads the whole log.

Exit code: 0 everything holds; 1 something does not; 2 the file or the key cannot be read.
"""

import base64
import hashlib
import hmac
import json
import sys

from verify_receipt import checkpoint_text, event_hash, need, root_of, run, sha256, signed_by


def tag(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def commitment(district, period, seed):
    return sha256(b"mashang.draw.commitment.v1\n", f"{district} {period}\n".encode(), seed)


def drawing_key(seed, root):
    return tag(seed, b"mashang.draw.key.v1\n", root)


def ticket(key, index, digest):
    return tag(key, index.to_bytes(8, "big"), digest)


def draw(key, closings, percent):
    """The numbers in the log of those that are drawn, in the order of their tickets."""
    many = min(-(-len(closings) * percent // 100), len(closings))
    tickets = sorted((ticket(key, index, digest), index) for index, digest in closings)
    return [index for _, index in tickets[:many]]


def consistent(old, new, old_root, new_root, path):
    """Whether the log of `old` entries is the beginning of the log of `new` (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if not 0 < old < new:
        return False
    path = list(path)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first = sha256(b"\x01", other, first)
            second = sha256(b"\x01", other, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = sha256(b"\x01", second, other)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def signed(checkpoint, district, key):
    """The size and root that a checkpoint signs."""
    inner = checkpoint["checkpoint"]
    need(inner["origin"] == f"mashang/{district}", "a checkpoint is another log's")
    signature = base64.b64decode(checkpoint["signature"], validate=True)
    need(signed_by(key, checkpoint_text(inner), signature), "a checkpoint is not signed by this key")
    return inner["size"], bytes.fromhex(inner["root"])


def logged(entry, district, key):
    """The number of an event in the log, and what it says, once both are proven."""
    event, inclusion = entry["event"], entry["inclusion"]
    need(event_hash(event).hex() == event["hash"], "an event is not the one that was recorded")
    need(event["district"] == district and event["noun"] == "draw", "an event is no drawing of this district")
    need(event["sequence"] == 1 and event["kind"] == "registered", "an event is no commitment")
    size, root = signed(inclusion["checkpoint"], district, key)
    leaf = sha256(b"\x00", bytes.fromhex(event["hash"]))
    path = [bytes.fromhex(h) for h in inclusion["path"]]
    need(root_of(leaf, inclusion["index"], size, path) == root, "a commitment is not in the log at that place")
    return inclusion["index"], json.loads(event["body"])["now"]


def check(proof, key, say):
    """Checks everything. Both commitments are in the log, or it does not hold."""
    need(proof["format"] == "mashang.draw.v1", "this is not a proof that this program can read")
    district, drawn = proof["district"], proof["draw"]
    revealed = drawn["revealed"]
    begin, committed = logged(proof["committed"], district, key)
    end, following = logged(proof["ended"], district, key)
    say(f"the fingerprint for {committed['period']} is entry {begin + 1} of the log, the next one entry {end + 1}")
    need(committed["period"] == drawn["period"] and following["period"] > drawn["period"], "the periods do not fit")
    seed = bytes.fromhex(revealed["seed"])
    fingerprint = commitment(district, drawn["period"], seed).hex()
    need(fingerprint == committed["commitment"], "the seed is not the one that was committed to")
    say("the seed is the one that was committed to beforehand")
    need((revealed["from"], revealed["to"]) == (begin, end) and begin < end, "the period lies elsewhere in the log")
    root = bytes.fromhex(revealed["root"])
    size, newest = signed(proof["checkpoint"], district, key)
    path = [bytes.fromhex(h) for h in proof["consistency"]]
    need(consistent(end, size, root, newest, path), "the root is not that of the log at the period's end")
    say(f"the root is that of the log's first {end} entries")
    closings = [(c["index"], bytes.fromhex(c["hash"])) for c in proof["closings"]]
    indices = [index for index, _ in closings]
    need(indices == sorted(set(indices)), "the closings are not in the order of the log")
    need(all(begin <= index < end for index in indices), "a closing lies outside of the period")
    need(len(closings) == revealed["closed"], "closings are missing from the list")
    again = draw(drawing_key(seed, root), closings, committed["percent"])
    listed = sorted((c["drawn"], c["index"]) for c in proof["closings"] if c["drawn"])
    need([index for _, index in listed] == again, "another drawing than the one that follows from the figures")
    need([rank for rank, _ in listed] == list(range(1, len(again) + 1)), "the order of the drawing is another")
    need(len(again) == revealed["drawn"], "the number of drawn cases is another")
    say(f"{len(again)} of {len(closings)} closings are drawn ({committed['percent']} %), the same as published")
    return True


if __name__ == "__main__":
    sys.exit(run(__doc__, "the answer of /api/v1/draws/PERIOD/proof", check))
