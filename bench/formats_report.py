"""The rows of the group `formats`: weight files listed, blocks loaded, and a megabyte of English tokenised.

Needs about 1.5 GB for files in the temporary folder. FFNSCOPE_TOKENIZERS names other tokenisers, FFNSCOPE_TEXT
another text, as for bench_tokens.
"""
import os
import subprocess
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
    out = subprocess.run([in_turns.PYTHON, "-S", "-E", "-c", parent, *command], check=True, stdout=subprocess.DEVNULL,
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
        peak = peak_megabytes([program, "--benchmark_filter=list", path])
        yield in_turns.row("formats", f"peak memory in MB, list {case}", [peak])
        if os.path.exists(inspect[0]):
            yield in_turns.measured("formats", "ffnscope inspect " + case, repetitions, in_turns.process_timer(inspect))
            yield in_turns.row("formats", f"peak memory in MB, ffnscope inspect {case}", [peak_megabytes(inspect)])


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


def write_english(path):
    """What packages say of themselves, each sentence once; this program's own pages where there is no apt."""
    try:
        records = subprocess.run(["apt-cache", "dumpavail"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    except FileNotFoundError:
        records = ""
    lines = [line.split(": ", 1)[1] for line in records.splitlines() if line.startswith(("Description: ", "Description-en: "))]
    if not lines:
        with open(os.path.join(os.path.dirname(__file__), "..", "README.md"), encoding="utf-8") as page:
            lines = page.read().splitlines()
    text = ("\n".join(dict.fromkeys(lines)) + "\n").encode()
    with open(path, "wb") as file:
        file.write((text * (TEXT_SIZE // len(text) + 1))[:TEXT_SIZE].decode(errors="ignore").encode())


def token_rows(program, repetitions, minimum, folder, peers):
    text = os.environ.get("FFNSCOPE_TEXT")
    if not text:
        text = os.path.join(folder, "english.txt")
        write_english(text)
    named = os.environ.get("FFNSCOPE_TOKENIZERS")
    tokenizers = [(file, file) for file in named.split(":")] if named else [
        (os.path.join(FIXTURES, file), what) for file, what in TOKENIZERS]
    ours = in_turns.Benchmarks([program], minimum, FFNSCOPE_TEXT=text,
                               FFNSCOPE_TOKENIZERS=":".join(file for file, _ in tokenizers))
    for file, what in tokenizers:
        name, timer = peers.peer("sentencepiece", file, text) if file.endswith(".model") else (None, None)
        case = f"tokenise {os.path.getsize(text) / 1e6:.1f} MB of English, {what}"
        yield in_turns.measured("formats", case, repetitions, ours.timer("tokenize/" + file), name, timer)


def rows(build, repetitions, minimum):
    with tempfile.TemporaryDirectory() as folder:
        yield from listing_rows(build, repetitions, minimum, folder)
        with in_turns.PythonPeers(minimum, fresh_memory=True) as peers:
            yield from loading_rows(os.path.join(build, "bench/bench_formats"), repetitions, minimum, folder, peers)
        with in_turns.PythonPeers(minimum) as peers:
            yield from token_rows(os.path.join(build, "bench/bench_tokens"), repetitions, minimum, folder, peers)
