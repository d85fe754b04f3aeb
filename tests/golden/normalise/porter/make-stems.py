"""Makes the golden files of the Porter stemmer with NLTK 3.8: /usr/bin/python3 make-stems.py DATA_FOLDER

nltk-stems.json: for every tag of the InsTagger vocabulary (DATA_FOLDER/instag_tags/taginstruct_tag_values.jsonl), the
32-bit FNV-1a hash of the stems of its words, little endian, in base64; the vocabulary itself may not be copied.
own-words.json: the stems of words.txt, in plain text.
"""
import base64, hashlib, json, re, struct, sys
from pathlib import Path

import nltk
from nltk.stem.porter import PorterStemmer

here = Path(__file__).parent
stemmer = PorterStemmer()


def fnv(text):
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


source = Path(sys.argv[1]) / 'instag_tags/taginstruct_tag_values.jsonl'
tags = [json.loads(line)['tag'] for line in source.read_text().splitlines()]
hashes = [fnv(' '.join(stemmer.stem(word) for word in tag.split())) for tag in tags]
golden = {
    'oracle': f'NLTK {nltk.__version__} PorterStemmer',
    'sourceSha256': hashlib.sha256(source.read_bytes()).hexdigest(),
    'tagCount': len(tags),
    'hashes': base64.b64encode(struct.pack(f'<{len(hashes)}I', *hashes)).decode(),
}
(here / 'nltk-stems.json').write_text(json.dumps(golden, indent=2) + '\n')
words = (here / 'words.txt').read_text().split()
stems = {word: stemmer.stem(word) for word in words}
(here / 'own-words.json').write_text(json.dumps(stems, indent=2, ensure_ascii=False) + '\n')
print(len(tags), len(stems))
