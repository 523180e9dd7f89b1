"""Scores heads on a treebank annotated by hand, UD_English-PUD.

    python3 pud.py prepare en_pud-ud-test.conllu pud.tok.jsonl
    python3 label.py pud.tok.jsonl pud.teacher.lab                  # what the teacher says
    learn_language score en.weights pud.teacher.lab pud.own.lab     # what the network says
    python3 pud.py score en_pud-ud-test.conllu pud.teacher.lab pud.own.lab

Universal Dependencies hang a preposition on its noun, a copula on its predicate, a conjunction on what follows it; the
ClearNLP scheme of the teacher does the reverse. Heads are compared after those are turned round. Names and compounds have no
agreed inner structure: any word of one counts as its head. Punctuation and relations without a counterpart do not count.
"""

import json
import sys
from collections import Counter

COPULAS = set("be is are was were been being am 's ’s 're ’re 'm ’m".split())
GROUPS = {"flat", "compound", "fixed", "goeswith"}
COUNTED = set(
    "nsubj nsubj:pass obj iobj obl obl:tmod obl:npmod obl:agent obl:unmarked nmod nmod:tmod nmod:poss advcl advcl:relcl acl acl:relcl"
    " ccomp xcomp conj amod det nummod advmod appos root case mark cc aux aux:pass parataxis csubj".split()
)


def treebank(path):
    """Sentences as lists of (word, tag, head, relation, white space follows)."""
    words = []
    with open(path) as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if fields == [""]:
                yield words
                words = []
            elif fields[0].isdigit():
                words.append((fields[1], fields[4], int(fields[6]), fields[7], "SpaceAfter=No" not in fields[9]))


def labelled(path):
    """Sentences as lists of (word, tag, head, relation)."""
    words = []
    with open(path) as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if fields == [""]:
                yield words
                words = []
            elif len(fields) == 6:
                words.append((fields[0], fields[2], int(fields[3]), fields[4]))


class Tree:
    """Heads and relations of a sentence, words counted from 1."""

    def __init__(self, words):
        self.words = [""] + [word.lower() for word, *_ in words]
        self.heads = [0] + [head for _, _, head, _ in words]
        self.relations = [""] + [relation for *_, relation in words]

    def all(self):
        return range(1, len(self.words))

    def child(self, head, relations):
        found = (i for i in self.all() if self.heads[i] == head and self.relations[i] in relations)
        return next(found, None)

    def raise_child(self, word, child):
        """The child takes its head's place, and all that hung on it."""
        above = self.heads[word]
        for i in self.all():
            if self.heads[i] == word and i != child:
                self.heads[i] = child
        self.heads[child], self.heads[word] = above, child

    def conjuncts_to_first(self):
        for i in self.all():
            if self.relations[i] == "conj":
                while self.heads[i] and self.relations[self.heads[i]] == "conj":
                    self.heads[i] = self.heads[self.heads[i]]

    def conjunctions_to_next(self, original):
        first = self.heads[:]
        for i in self.all():
            if self.relations[i] == "cc":
                same = lambda j: first[j] == first[i] or original[j] == original[i]
                behind = (j for j in range(i + 1, len(self.words)) if self.relations[j] == "conj" and same(j))
                self.heads[i] = next(behind, self.heads[i])

    def to_universal(self):
        original = self.heads[:]
        self.conjuncts_to_first()
        self.conjunctions_to_next(original)
        for i in self.all():
            if self.words[i] in COPULAS and self.relations[i] not in ("aux", "auxpass"):
                predicate = self.child(i, ("attr", "acomp"))
                if predicate:
                    self.raise_child(i, predicate)
                    self.relations[predicate], self.relations[i] = self.relations[i], "cop"
        # from the last, so that the inner of two is turned first
        for i in reversed(self.all()):
            if self.relations[i] in ("prep", "agent", "dative"):
                noun = self.child(i, ("pobj", "pcomp"))
                if noun:
                    self.raise_child(i, noun)
        return self.heads


def groups(sentence):
    """For each word, and the root, the first word of the name or compound that it is part of."""
    leader = list(range(len(sentence) + 1))

    def find(i):
        while leader[i] != i:
            i = leader[i]
        return i

    for i, (_, _, head, relation, _) in enumerate(sentence, 1):
        if relation.split(":")[0] in GROUPS and head:
            leader[find(i)] = find(head)
    return [find(i) for i in range(len(sentence) + 1)]


def is_right(i, right, heads, group):
    found = heads[i]
    if found and right and group[found] == group[right]:
        return True
    # inside a name: what counts is where the name as a whole hangs
    for _ in range(10):
        if not found or group[found] != group[i]:
            break
        found = heads[found]
    return group[found] == group[right] if found and right else found == right


def score(gold, own):
    right, total = Counter(), Counter()
    for sentence, found in zip(treebank(gold), labelled(own), strict=True):
        assert len(sentence) == len(found)
        heads, group = Tree(found).to_universal(), groups(sentence)
        for i, (_, _, head, relation, _) in enumerate(sentence, 1):
            if relation in COUNTED:
                relation = relation.split(":")[0]
                total[relation] += 1
                right[relation] += is_right(i, head, heads, group)
    print(f"{own}: heads {right.total() / total.total():.4f} of {total.total()}")
    print("  ", *(f"{r} {right[r] / total[r]:.3f}" for r, _ in total.most_common()))


def prepare(gold, target):
    with open(target, "w") as out:
        sentences = [[(word, space) for word, _, _, _, space in s] for s in treebank(gold)]
        print(json.dumps({"id": "pud", "sents": sentences}), file=out)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(*sys.argv[2:4])
    else:
        for own in sys.argv[3:]:
            score(sys.argv[2], own)
