#!/usr/bin/python3
"""Fills FOLDER/READER/ with files to begin fuzzing from: legal ones of the fixtures, and broken ones.

Usage: make_corpus.py FOLDER. Needs nothing but Python.
"""
import base64
import json
import pathlib
import struct
import sys

FIXTURES = pathlib.Path(__file__).parent.parent / "fixtures"
FORMATS = FIXTURES / "formats"
SUBWORD = FIXTURES / "tokens" / "subword"
LARGEST = 8192  # larger seeds only slow a fuzzer down


def u64(value):
    return struct.pack("<Q", value % 2**64)


def broken(raw):
    """Cut, doubled, and with its numbers made enormous."""
    for length in (1, 8, len(raw) // 4, len(raw) // 2, len(raw) - 1):
        yield raw[:length]
    yield raw + raw
    for at in (0, 4, 8, 16, len(raw) // 2, max(len(raw) - 24, 0)):
        yield raw[:at] + b"\xff" * 8 + raw[at + 8:]
        yield raw[:at] + u64(2**63) + raw[at + 8:]


def safetensors(header):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return u64(len(text)) + text


def hostile_safetensors():
    entry = {"dtype": "F32", "shape": [2**32, 2**32], "data_offsets": [0, 0]}
    yield safetensors({"a": entry})
    yield safetensors({"a": {"dtype": "U8", "shape": [2], "data_offsets": [0, 2]},
                       "b": {"dtype": "U8", "shape": [2], "data_offsets": [1, 3]}}) + b"abc"
    yield safetensors(b'{"a":' + b"[" * 10000 + b"]" * 10000 + b"}")
    yield u64(100_000_000) + b"{}"
    yield safetensors(b'{"a":1,"a":2}')


def hostile_pickles():
    yield b"cos\nsystem\n(X\x02\0\0\0lstR."
    yield b"\x80\x04\x8c\x02os\x8c\x06system\x93."
    yield b"]" * 10000 + b"a" * 9999 + b"."
    yield b"]q\0h\0a."
    yield b"X\xff\xff\xff\xffabc"
    yield b"Nr\xff\xff\xff\xff."
    doubling = b"(]q\0"
    for i in range(40):
        doubling += b"](h" + bytes([i]) + b"h" + bytes([i]) + b"eq" + bytes([i + 1])
    yield doubling + b"t."


def pickles():
    """Those inside the legacy files: from the object's protocol mark on."""
    for path in sorted((FORMATS / "pytorch").glob("*legacy*.pt")) + sorted((FORMATS / "pytorch").glob("*.pt")):
        raw = path.read_bytes()
        for at in range(len(raw) - 1):
            if raw[at] == 0x80 and raw[at + 1] in (2, 4):
                yield raw[at:at + 3000]


def configs():
    for path in sorted((FIXTURES / "hub").glob("*/config.json")):
        yield path.read_bytes()
    for text in ('{"model_type": "gpt2", "activation_function": "gelu_new", "n_embd": 4, "n_inner": null}',
                 '{"model_type": 3, "hidden_act": null}', '{"hidden_act": "nothing known"}', "[]", "{",
                 '{"text_config": {"model_type": "clip_text_model", "hidden_act": "quick_gelu", "hidden_size": 4}}',
                 '{"model_type": "albert", "num_hidden_layers": 1e300}', '{"layer_norm_eps": -1}',
                 '{"model_type": "opt", "do_layer_norm_before": false}', '{"use_parallel_residual": 0}',
                 "[" * 1000 + "]" * 1000, '{"a": 1, "a": 2}', '{"norm_first": true, "hidden_size": 1e999}'):
        yield text.encode()


def indexes():
    for text in ('{"weight_map": {"a": "s.safetensors"}, "metadata": {"total_size": 1}}',
                 '{"weight_map": {"a": "../s.safetensors"}}', '{"weight_map": {"a": "/etc/passwd"}}',
                 '{"weight_map": {"b": "s.safetensors"}}', '{"weight_map": {"a": 3}}', '{"weight_map": []}',
                 '{"weight_map": {"a": "s.safetensors\\u0000"}}', '{"weight_map": {"a": "index.json"}}'):
        yield text.encode()


def tables():
    yield b"a,b\n1,2\n3,4\n"
    yield b'token,0,1\r\n"the, ""x""",1.5,-2e-3\r\nnan,inf,-inf\r\n'
    yield b"\xef\xbb\xbf1,2\n"
    yield b'"' * 1000
    yield b"," * 1000 + b"\n" + b"1,2"
    yield b"\xff\xfe1,2\n"
    yield b"1e999,1e-999," + b"9" * 400 + b"\n"


def tokenizer(model=None, **parts):
    return json.dumps({**parts, "model": model or {"type": "Unigram", "unk_id": 0, "vocab": [["?", 0], ["the", -1.5]]}},
                      ensure_ascii=False).encode()


def chars_map():
    """SentencePiece's map of characters: no letter but `a`, which leads back to itself, and writes `xy`."""
    units = [0] * 256
    units[0] = 1 << 10
    units[1 ^ ord("a")] = ord("a") | 1 << 8 | ord("a") << 10
    trie = struct.pack("<256I", *units)
    return struct.pack("<I", len(trie)) + trie + b"xy\0"


def tokenizer_steps():
    """One of each kind that a tokenizer.json may name, and what is hostile in them."""
    regex = [r" ?\p{L}+|\s+(?!\S)|[^\s\w]", r"(?i:'s|'t)|[a-zà-ÿ]{1,3}+", "(a|a)*b", "(?<=a)a?(?=a{2,})",
             r"\x{41}|\u0042$", "(?:(?:(?:){1000}){1000}){1000}", "(" * 40 + ")" * 40, "[^", "a{1000}{2}", r"\p{^Lu}"]
    for pattern in regex:
        for behavior in ("Isolated", "Removed", "Contiguous", "MergedWithPrevious", "MergedWithNext"):
            yield "pre_tokenizer", {"type": "Split", "pattern": {"Regex": pattern}, "behavior": behavior}
        yield "normalizer", {"type": "Replace", "pattern": {"Regex": pattern}, "content": "a" * 100}
    for kind in ("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Strip", "BertNormalizer"):
        yield "normalizer", {"type": kind}
    yield "normalizer", {"type": "Prepend", "prepend": "▁"}
    yield "normalizer", {"type": "Replace", "pattern": {"String": "a"}, "content": "aa" * 200}
    yield "normalizer", {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(chars_map()).decode()}
    yield "normalizer", {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "a" * 500}] * 60}
    for kind in ("BertPreTokenizer", "WhitespaceSplit", "Whitespace", "Punctuation", "Digits"):
        yield "pre_tokenizer", {"type": kind}
    yield "pre_tokenizer", {"type": "ByteLevel", "add_prefix_space": True, "use_regex": False}
    yield "pre_tokenizer", {"type": "CharDelimiterSplit", "delimiter": "a"}
    yield "pre_tokenizer", {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": True}
    yield "pre_tokenizer", {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": True},
                                                                  {"type": "ByteLevel"}]}
    yield "post_processor", {"type": "BertProcessing", "sep": ["b", 1], "cls": ["a", 0]}
    yield "post_processor", {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "a", "type_id": 0}},
                             {"Sequence": {"id": "A"}}], "special_tokens": {"a": {"ids": [0, 1], "tokens": ["a", "b"]}}}


def tokenizers():
    for path in sorted(SUBWORD.glob("*.json")):
        if path.stat().st_size <= LARGEST:
            yield path.read_bytes()
    for part, step in tokenizer_steps():
        yield tokenizer(**{part: step})
    pieces = ["<unk>", "a", "b", "aa", "ab", "##a", "##b", "b</w>", *map("<0x{:02X}>".format, range(256))]
    letters = {piece: i for i, piece in enumerate(pieces)}
    yield tokenizer({"type": "BPE", "unk_token": "<unk>", "vocab": letters, "merges": ["a a", ["a", "b"]],
                     "byte_fallback": True})
    yield tokenizer({"type": "BPE", "vocab": letters, "merges": ["a ##b"], "continuing_subword_prefix": "##",
                     "end_of_word_suffix": "</w>", "fuse_unk": True, "ignore_merges": True})
    yield tokenizer({"type": "WordPiece", "unk_token": "<unk>", "vocab": letters, "max_input_chars_per_word": 1000})
    yield tokenizer({"type": "Unigram", "vocab": [["a", -1e308], ["aa", 1e308], ["b", 0]], "byte_fallback": True})
    token = {"id": 3, "content": "<s>", "single_word": True, "lstrip": True, "rstrip": True, "normalized": True}
    yield tokenizer(added_tokens=[token, {**token, "content": " ", "normalized": False}, {"id": 2**31, "content": "x"}])


def byte_level_pairs():
    """merges.txt, tokenizer_config.json and vocab.json, a NUL between them."""
    vocabulary, merges = (SUBWORD / "gpt2" / "vocab.json").read_bytes(), (SUBWORD / "gpt2" / "merges.txt").read_bytes()
    for settings in (b"{}", b'{"add_prefix_space": true}', b"[]"):
        yield b"\0".join((merges, settings, vocabulary))
        yield b"\0".join((b"#version: 0.2\na b\nab c\n", settings,
                         b'{"a":0,"b":1,"ab":2,"c":3,"abc":4,"<s>":5,"</s>":6,"<mask>":7,"<unk>":2147483647}'))
    yield b"a b c\n\0{}\0{}"
    yield b"a b\n\0{}\0" + b'{"a":-1,"b":4294967296}'
    yield b"\n" * 5000 + b"\0{}\0" + b'{"a":0}'


def word_piece_lists():
    yield (SUBWORD / "bert" / "vocab.txt").read_bytes()
    yield b"[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n[MASK]\r\na\r\n##a\r\n##b\r\n"
    yield b"[UNK]\n##\n\n\n"
    yield b"[UNK]\n" + b"a" * 5000 + b"\n##" + b"a" * 1000
    yield b"[UNK]\n\xff\xfe\n##\xc3"


def field(number, kind, value):
    """One field of Protocol Buffers: a number, a float or bytes."""
    if kind == 2:
        length, head = len(value), b""
        while length >= 128:
            head, length = head + bytes([length & 127 | 128]), length >> 7
        value = head + bytes([length]) + value
    tag = number << 3 | kind
    return (bytes([tag]) if tag < 128 else bytes([tag & 127 | 128, tag >> 7])) + value


def sentence_pieces():
    for name in ("unigram.model", "bpe_user.model", "char.model"):
        yield (SUBWORD / name).read_bytes()

    def piece(text, score, kind):
        return field(1, 2, field(1, 2, text) + field(2, 5, struct.pack("<f", score)) + field(3, 0, bytes([kind])))

    pieces = (piece(b"<unk>", 0, 2) + piece(b"<s>", 0, 3) + piece(b"</s>", 0, 3) + piece(b"a", -1, 1) +
              piece(b"aa", -2, 5) + piece(b"aaa", -3, 1) + piece(b"\xe2\x96\x81", 3e38, 1) + piece(b"the", -3e38, 4))
    for kind in range(1, 5):
        for normalizer in (b"", field(2, 2, chars_map()), field(2, 2, b"\xff\xff\xff\xff"),
                           field(3, 0, b"\0") + field(4, 0, b"\0")):
            trainer = field(3, 0, bytes([kind])) + field(24, 0, b"\1")
            yield pieces + field(2, 2, trainer) + field(3, 2, normalizer)
    yield piece(b"a", float("nan"), 1)
    yield piece(b"a", 0, 9)
    yield pieces + pieces
    yield b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x0a"


def hostile_texts():
    """The first byte says which tokeniser of fuzz_text.cpp is to split the rest."""
    for i, text in enumerate(json.loads((SUBWORD / "texts.json").read_text())):
        yield bytes([i % 14]) + bytes.fromhex(text)
    texts = [b"a" * 3000, b" " * 3000, "é\u0301".encode() * 700, "\u0345\u0301".encode() * 900, "\uFDFA".encode() * 900,
              b"\xff" * 2000, b"\xf0\x9f\x98" * 500, "İ👩‍👩‍👧🇩🇪가ᄀ\u1161\u11a8".encode() * 30, b"\0\r\n\t" * 400,
              "▁".encode() * 1000, b"<s>[MASK]</s><|begin_of_text|> <mask>" * 60, b"It's 1,234 o'clock, they'll" * 40]
    for kind in range(14):
        for text in texts:
            yield bytes([kind]) + text


def fixtures(pattern):
    for path in sorted(FORMATS.glob(pattern)):
        if path.is_file() and path.stat().st_size <= LARGEST:
            yield path.read_bytes()


def main():
    readers = {"safetensors": [*fixtures("*.safetensors"), *hostile_safetensors()], "npy": [*fixtures("npy/*.npy")],
               "npz": [*fixtures("*.npz")], "gguf": [*fixtures("gguf/*.gguf")], "onnx": [*fixtures("onnx/*.onnx")],
               "pytorch": [*fixtures("pytorch/*.pt")], "pickle": [*pickles(), *hostile_pickles()],
               "snapshot": [path.read_bytes() for path in sorted((FIXTURES / "captures").glob("*.capture.safetensors"))] +
                           [path.read_bytes() for path in sorted((FIXTURES / "exports").glob("*.safetensors"))],
               "config": [*configs()], "shards": [*indexes()], "csv": [*tables()],
               "tokenizer_json": [*tokenizers()], "byte_level": [*byte_level_pairs()],
               "word_piece": [*word_piece_lists()], "sentence_piece": [*sentence_pieces()], "text": [*hostile_texts()]}
    for reader, legal in readers.items():
        folder = pathlib.Path(sys.argv[1]) / reader
        folder.mkdir(parents=True, exist_ok=True)
        # Texts need no breaking: they are hostile already, and reading many seeds takes a short run's time.
        samples = legal + [part for raw in legal for part in broken(raw) if reader != "text"]
        for i, raw in enumerate(samples):
            (folder / f"seed{i:04}").write_bytes(raw)
        print(f"{reader}: {len(samples)} files")


if __name__ == "__main__":
    main()
