"""Copies of labelled sentences as newsrooms write them elsewhere, with the labels of the sentence as it was.

    python3 variants.py train.lab variants.lab           # what training adds
    python3 variants.py --headlines test.lab test-headlines.lab   # headline case alone, to measure

The teacher reads "Mayor Quits After Night Of Talks" badly, so it is not asked: the labels of "Mayor quits after night of talks"
are right for it too.
"""

import random
import sys

# words that headlines leave in lower case
SMALL = set("a an the of in on at to for by and or but with from as vs over into 's ’s n't n’t".split())
SINGLE = {'"': "'", "“": "‘", "”": "’"}
LONGEST_HEADLINE = 22

WORD, HEAD = 0, 3


def sentences(path):
    lines = []
    with open(path) as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("#doc ") and "\t" not in line:
                continue
            if line:
                lines.append(line.split("\t"))
            elif lines:
                yield lines
                lines = []


def with_words(sentence, change):
    return [[change(i, fields[WORD]), *fields[1:]] for i, fields in enumerate(sentence)]


def without_stop(sentence):
    """Headlines, captions and items of lists carry no full stop."""
    stop = len(sentence)
    is_leaf = not any(int(fields[HEAD]) == stop for fields in sentence)
    if stop > 1 and sentence[-1][WORD] == "." and is_leaf and sentence[-1][HEAD] != "0":
        return sentence[:-1]
    return sentence


def capitalized(i, word):
    keep = not word[:1].islower() or (i > 0 and word in SMALL)
    return word if keep else word[0].upper() + word[1:]


def headline(sentence):
    return without_stop(with_words(sentence, capitalized))


def capitals(sentence):
    return without_stop(with_words(sentence, lambda _, word: word.upper()))


def lower_start(sentence):
    """What goes on after a colon, a dash or a quotation."""
    named = sentence[0][2].startswith("NNP") or sentence[0][WORD] == "I"
    return None if named else with_words(sentence, lambda i, word: word.lower() if i == 0 else word)


def single_quotes(sentence):
    """As British newsrooms quote."""
    quoted = any(fields[WORD] in SINGLE for fields in sentence)
    return with_words(sentence, lambda _, word: SINGLE.get(word, word)) if quoted else None


def variant(sentence, chance):
    """For a random number from 0 to 1 the copy of a sentence, if it gets one."""
    if len(sentence) <= LONGEST_HEADLINE:
        for share, make in [(0.17, headline), (0.03, capitals), (0.02, without_stop), (0.02, lower_start)]:
            if chance < share:
                return make(sentence)
            chance -= share
    return single_quotes(sentence) if chance > 0.85 else None


def write(out, sentence):
    for fields in sentence:
        print(*fields, sep="\t", file=out)
    print(file=out)


def main(source, target, headlines_only):
    dice = random.Random(3)
    with open(target, "w") as out:
        for sentence in sentences(source):
            if headlines_only:
                copy = headline(sentence) if 5 <= len(sentence) <= 20 else None
            else:
                copy = variant(sentence, dice.random())
            if copy:
                write(out, copy)


if __name__ == "__main__":
    files = [a for a in sys.argv[1:] if a != "--headlines"]
    main(*files, headlines_only="--headlines" in sys.argv)
