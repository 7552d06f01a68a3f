#!/usr/bin/env python3
"""Measures the memory and the stopping of a pass through a large block: weights, stages kept, peak, and how soon Ctrl-C ends it.

The aim: peak <= 1.15 x (weights + stages kept) + 100 MB, and a stop within 0.2 s. Makes a bfloat16 file of random weights in a
temporary folder (8192 -> 28672 gated by default: 1.4 GB).
"""
import argparse
import json
import os
import resource
import signal
import struct
import subprocess
import tempfile
import time


def write_weights(path, d_model, d_ff):
    names = [("mlp.up_proj", d_ff, d_model), ("mlp.gate_proj", d_ff, d_model), ("mlp.down_proj", d_model, d_ff)]
    header, offset = {}, 0
    for name, rows, columns in names:
        header[f"model.layers.0.{name}.weight"] = {"dtype": "BF16", "shape": [rows, columns],
                                                   "data_offsets": [offset, offset + 2 * rows * columns]}
        offset += 2 * rows * columns
    header["model.layers.0.post_attention_layernorm.weight"] = {"dtype": "BF16", "shape": [d_model],
                                                                "data_offsets": [offset, offset + 2 * d_model]}
    offset += 2 * d_model
    text = json.dumps(header).encode()
    # Values of about 1/64 of either sign; a megabyte of them, again and again.
    codes = os.urandom(1 << 20)
    piece = bytearray()
    for low, high in zip(codes[::2], codes[1::2]):
        piece += bytes((low, 0x3C | (high & 0x80)))
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        left = offset
        while left > 0:
            left -= file.write(bytes(piece[:left]))
    return offset


def write_input(path, tokens, d_model):
    """Hidden states [1, tokens, d_model] as .npy: small numbers that repeat with the period of the rows' own."""
    shape = f"{{'descr': '<f4', 'fortran_order': False, 'shape': (1, {tokens}, {d_model}), }}"
    header = (shape + " " * (-(len(shape) + 11) % 64) + "\n").encode()
    row = struct.pack(f"<{d_model}f", *(((i * 37) % 101 - 50) / 50 for i in range(d_model)))
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)
        for token in range(tokens):
            shift = 4 * (token % d_model)
            file.write(row[shift:] + row[:shift])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default="build/release/ffnscope")
    parser.add_argument("--d-model", type=int, default=8192)
    parser.add_argument("--d-ff", type=int, default=28672)
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--stages", default="all", help="a list, or 'all'")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        weights = os.path.join(folder, "weights.safetensors")
        size = write_weights(weights, options.d_model, options.d_ff)
        states = os.path.join(folder, "input.npy")
        write_input(states, options.tokens, options.d_model)
        command = [options.program, "run", "--weights", weights, "--input", states, "--stages", options.stages,
                   "--formats", "npy", "--out", os.path.join(folder, "out"), "--json", "--force"]
        start = time.monotonic()
        out = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        seconds = time.monotonic() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        kept = sum(os.path.getsize(os.path.join(folder, "out", name)) for name in os.listdir(os.path.join(folder, "out")))
        allowed = 1.15 * (size + kept) + 100e6
        print(f"{options.d_model} -> {options.d_ff}, {options.tokens} tokens, stages {options.stages}: weights {size / 1e6:.0f} MB, kept "
              f"{kept / 1e6:.0f} MB, peak {peak / 1e6:.0f} MB, allowed {allowed / 1e6:.0f} MB; {seconds:.2f} s in all, pass "
              f"{json.loads(out)['engine']['milliseconds'] / 1e3:.2f} s by {json.loads(out)['engine']['backend']}")
        delays = []
        for part in (0.3, 0.6, 0.9):
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(part * seconds)
            asked = time.monotonic()
            process.send_signal(signal.SIGINT)
            process.wait()
            delays.append(time.monotonic() - asked)
        print("a stop took " + ", ".join(f"{delay * 1e3:.0f} ms" for delay in delays))


if __name__ == "__main__":
    main()
