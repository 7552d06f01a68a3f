"""The rows of the group `formats`: weight files listed, blocks loaded, and a megabyte of text tokenised; and, as lines
below the table, the most memory that listing took.

Needs about 1.5 GB for files in the temporary folder. FFNSCOPE_TOKENIZERS names other tokenisers, FFNSCOPE_TEXT
another text, as for bench_tokens.
"""
import os
import random
import subprocess
import sys
import tempfile

import in_turns
import weight_files

FIXTURES = os.path.join(os.path.dirname(__file__), "..", "tests", "fixtures", "tokens", "subword")
TOKENIZERS = [("gpt2", "byte-level BPE, vocab.json and merges.txt"), ("llama3.json", "byte-level BPE, tokenizer.json"),
              ("llama2.json", "SentencePiece's BPE, tokenizer.json"), ("unigram.json", "Unigram, tokenizer.json"),
              ("bert", "WordPiece, vocab.txt"), ("bert_cased.json", "WordPiece, tokenizer.json"),
              ("bpe.model", "SentencePiece, BPE"), ("unigram.model", "SentencePiece, Unigram")]
TEXT_SIZE = 1_000_000


def peak_megabytes(command):
    """The most memory that the command had at any time. What is counted begins with its parent's, so that the parent is
    as small as can be."""
    parent = ("import os, resource, sys; status = os.spawnv(os.P_WAIT, sys.argv[1], sys.argv[1:]); "
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(status)")
    out = subprocess.run([sys.executable, "-S", "-E", "-c", parent, *command], check=True, stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, text=True).stderr
    return int(out.splitlines()[-1]) * 1024 / 1e6


def listing_rows(build, repetitions, minimum, folder):
    """Files of a model of 24 layers, 10.2 GB of float16; their values are a hole."""
    layout = weight_files.llama_layout(24)
    for name, write, tensors in [("model.safetensors", weight_files.write_safetensors, layout),
                                 ("model.gguf", weight_files.write_gguf, list(weight_files.gguf_names(layout))),
                                 ("model.pt", weight_files.write_pytorch, layout)]:
        path = os.path.join(folder, name)
        write(path, tensors, "F16")
        case = f"{name}, {os.path.getsize(path) / 1e9:.1f} GB, {len(tensors)} tensors"
        program, inspect = os.path.join(build, "bench/bench_formats"), [os.path.join(build, "ffnscope"), "inspect", path]
        ours = in_turns.Benchmarks([program, path], minimum).timer("list/" + path)
        yield in_turns.measured("formats", "list " + case, repetitions, ours)
        peak = peak_megabytes([program, "--benchmark_filter=^list/", path])
        yield f"formats: list {case}: at most {peak:.1f} MB of memory"
        if os.path.exists(inspect[0]):
            yield in_turns.measured("formats", "ffnscope inspect " + case, repetitions, in_turns.process_timer(inspect))
            yield f"formats: ffnscope inspect {case}: at most {peak_megabytes(inspect):.1f} MB of memory"


def loading_rows(program, repetitions, minimum, folder, peers):
    """One block from the file to the engine's weights; the files were read before, so that the disk does not count."""
    small, large = weight_files.block(1024, 4096), weight_files.block(4096, 32768)
    for kind, tensors, dtype, write, peer in [
            ("safetensors", small, "F32", weight_files.write_safetensors, None),
            ("safetensors", small, "BF16", weight_files.write_safetensors, None),
            ("pt", small, "F32", weight_files.write_pytorch, "torch.load"),
            ("pt", small, "BF16", weight_files.write_pytorch, "torch.load"),
            ("npz", small, "F32", weight_files.write_npz, "numpy.load"),
            ("safetensors", large, "F32", weight_files.write_safetensors, None)]:
        path = os.path.join(folder, "block." + kind)
        write(path, tensors, dtype, weight_files.small_values(dtype))
        ours = in_turns.Benchmarks([program, path], minimum)
        d_ff, d_model = tensors[0][1]
        case = f"load a block, .{kind}, {dtype}, {d_model} → {d_ff}"
        name, timer = peers.peer(peer, path) if peer else ("memcpy of the mapped file", ours.timer("copy/" + path))
        yield in_turns.measured("formats", case, repetitions, ours.timer("load/" + path), name, timer)


def write_made_text(path):
    """The same everywhere: made words of the letters of English, and as often as English has its words: the k-th of them
    with probability ~ 1/k."""
    draw = random.Random(1).random
    words = ["".join("etaoinshrdlucmfwypvbgkjqxz"[int(26 * draw() * draw())] for _ in range(2 + int(8 * draw())))
             for _ in range(20_000)]
    parts, size = [], 0
    while size < TEXT_SIZE:
        end = ", " if draw() < 1 / 9 else ".\n" if draw() < 1 / 15 else " "
        parts.append(words[int(len(words) ** draw()) - 1] + end)
        size += len(parts[-1])
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(parts))


def distinct_words(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return len({word.strip(".,;:!?()\"'") for word in file.read().split()})


def token_rows(program, repetitions, minimum, folder, peers):
    text = os.environ.get("FFNSCOPE_TEXT")
    source = os.path.basename(text) if text else "made text with word frequencies as in English"
    if not text:
        text = os.path.join(folder, "made.txt")
        write_made_text(text)
    what_text = f"{os.path.getsize(text) / 1e6:.1f} MB, {source}, {distinct_words(text)} distinct words"
    named = os.environ.get("FFNSCOPE_TOKENIZERS")
    tokenizers = [(file, file) for file in named.split(":")] if named else [
        (os.path.join(FIXTURES, file), what) for file, what in TOKENIZERS]
    ours = in_turns.Benchmarks([program], minimum, FFNSCOPE_TEXT=text,
                               FFNSCOPE_TOKENIZERS=":".join(file for file, _ in tokenizers))
    for file, what in tokenizers:
        name, timer = peers.peer("sentencepiece", file, text) if file.endswith(".model") else (None, None)
        case = f"tokenise {what_text}: {what}"
        yield in_turns.measured("formats", case, repetitions, ours.timer("tokenize/" + file), name, timer)


def rows(build, repetitions, minimum):
    with tempfile.TemporaryDirectory() as folder:
        yield from listing_rows(build, repetitions, minimum, folder)
        with in_turns.PythonPeers(minimum, fresh_memory=True) as peers:
            yield from loading_rows(os.path.join(build, "bench/bench_formats"), repetitions, minimum, folder, peers)
        with in_turns.PythonPeers(minimum) as peers:
            yield from token_rows(os.path.join(build, "bench/bench_tokens"), repetitions, minimum, folder, peers)
