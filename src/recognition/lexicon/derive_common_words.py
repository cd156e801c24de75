#!/usr/bin/env python3
"""Derive common_words.txt: English words that are written with a small letter far more often than with a capital.

    python3 derive_common_words.py wikigold.conll wnut17-train.conll btc.conll

Input: three named-entity corpora in CoNLL form (token first on each line, label last), all CC BY 4.0: WikiGold
(Balasuriya et al., 2009), the training part of WNUT-17 (Derczynski et al., 2017) and the Broad Twitter Corpus
(Derczynski, Bontcheva and Roberts, 2016). The list holds words and no text. Only the standard library is used.
"""
import collections
import os
import sys

LEAST = 3  # occurrences with a small letter
TIMES = 1.5  # as often as with a capital inside a sentence, in no name
NAMED = 0.8  # as often as in names


def sentences(path):
    sentence = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            parts = line.split()
            if parts and not line.startswith(("-DOCSTART-", "# ")):
                sentence.append((parts[0], parts[-1]))
            elif sentence:
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def main(paths):
    small, large, named = collections.Counter(), collections.Counter(), collections.Counter()
    for path in paths:
        for sentence in sentences(path):
            for place, (token, label) in enumerate(sentence):
                if not token.isalpha() or not token.isascii():
                    continue
                key = token.lower()
                if label != "O":
                    named[key] += 1
                if token.islower():
                    small[key] += 1
                elif label == "O" and place > 0 and token[0].isupper() and token[1:].islower():
                    large[key] += 1
    words = sorted(w for w, n in small.items()
                   if n >= LEAST and n >= TIMES * large[w] and n >= NAMED * named[w] and len(w) > 1)
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "common_words.txt"), "w", encoding="utf-8", newline="\n") as out:
        out.write("# English words that are seldom written with a capital inside a sentence; derive_common_words.py\n"
                  "# made this list from WikiGold, WNUT-17 and the Broad Twitter Corpus (all CC BY 4.0).\n")
        out.writelines(word + "\n" for word in words)
    print(len(words), "words")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
