#!/usr/bin/python3
"""Fills FOLDER/READER/ with files to begin fuzzing from: legal ones of the fixtures, and broken ones.

Usage: make_corpus.py FOLDER. Needs nothing but Python.
"""
import json
import pathlib
import struct
import sys

FIXTURES = pathlib.Path(__file__).parent.parent / "fixtures"
FORMATS = FIXTURES / "formats"
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
               "config": [*configs()], "shards": [*indexes()], "csv": [*tables()]}
    for reader, legal in readers.items():
        folder = pathlib.Path(sys.argv[1]) / reader
        folder.mkdir(parents=True, exist_ok=True)
        samples = legal + [part for raw in legal for part in broken(raw)]
        for i, raw in enumerate(samples):
            (folder / f"seed{i:04}").write_bytes(raw)
        print(f"{reader}: {len(samples)} files")


if __name__ == "__main__":
    main()
