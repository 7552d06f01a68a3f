#!/usr/bin/python3
"""Train the demo model: one position-wise feed-forward block that guesses the next word.

    python3 train_demo.py [--out FOLDER] [--steps N] [--seed N]

Needs Debian with python3-torch. The text is what the package tools hold on any such machine: the
full descriptions of the installed packages and the one-line summaries of the packages on offer.

    x   = embedding[word] + sinusoid(position)
    out = LayerNorm(x + W2 ReLU(W1 x + b1) + b2)
    P(next word) = softmax(projection out)

There is no attention, so the model sees one word and its place in the sentence, nothing else. A
penalty on the hidden layer makes it sparse. It grows with the number of the unit, so that the first
units fire broadly, later ones on few words or on one, and some fall silent. Writes demo.safetensors
and demo.json (the measured numbers); every number is measured on the weights read back from the file.
"""

import argparse
import collections
import hashlib
import json
import math
import pathlib
import re
import struct
import subprocess
import time

import numpy as np
import torch
import torch.nn.functional as F

WORDS = 2000        # size of the vocabulary, <unk> included
WIDTH = 128         # d_model
HIDDEN = 512        # d_ff
LENGTH = 32         # longest sentence, in tokens; the rest is cut off
BATCH = 1024        # (word, position, next word) triples per step
RATE = 2e-3         # peak learning rate
DECAY = 0.1         # weight decay, on everything
PLACED = 16         # the first units start on a few positions each, on any word
PLACED_PRICE = 3e-4 # weight of the penalty on the firing of those
PRICES = 2e-4, 1e-2 # the same for the other units, graded from the first to the last
BIASES = -1, -4     # b1 of the other units at the start, graded likewise
EVEN = 256          # (word, position) pairs per step on which firing is charged for every word alike
EVEN_SHARE = 1.5    # what firing there costs, against firing on the text
SMALL = 0.1         # a hidden value far below this costs in proportion, far above it little more
DROPOUT = 0.1       # on the input of the block, in training only
EPSILON = 1e-5      # of the LayerNorm
UNKNOWN = "<unk>"
SENTENCE = "this package contains the shared library and the header files for developers ."
ABOUT = ("One feed-forward block trained to guess the next word of Debian package descriptions "
         "from the current word and its position.")


# --- text ---------------------------------------------------------------------------------------

# A word is a run of letters, digits and underscores; an apostrophe belongs to it only between two
# letters. Any other character that is not white space is a token of its own.
LETTER = r"[^\W\d_]"
TOKEN = re.compile(rf"(?:\w|(?<={LETTER})'(?={LETTER}))+|[^\w\s]")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(])")
BULLET = re.compile(r"[-*+o]+\s+")


def tokenise(text):
    return TOKEN.findall(text.lower())


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")


def paragraphs(description):
    """The summary, then the paragraphs and list items of one package description."""
    summary, *lines = description.split("\n")
    yield summary
    current = []
    for line in map(str.strip, lines):
        bullet = BULLET.match(line)
        if line == "." or bullet:
            yield " ".join(current)
            current = []
        if line != ".":
            current.append(line[bullet.end():] if bullet else line)
    yield " ".join(current)


def read_sentences():
    """Distinct tokenised sentences in a fixed order. Lines with addresses or non-ASCII are left out."""
    installed = output_of("dpkg-query", "-W", "-f=${Description}\\0").split("\0")
    offered = re.findall(r"^Description(?:-en)?: (.*)$", output_of("apt-cache", "dumpavail"), re.M)
    found = set()
    for description in installed + offered:
        for paragraph in paragraphs(description):
            for sentence in SENTENCE_END.split(paragraph):
                if sentence.isascii() and not re.search(r"://|www\.|@", sentence):
                    found.add(tuple(tokenise(sentence)[:LENGTH]))
    return sorted(s for s in found if len(s) > 1)


def split(sentences):
    """By a hash of the sentence: 80 % to train on, 10 % to tune on, 10 % held out."""
    parts = {"train": [], "tune": [], "held_out": []}
    for sentence in sentences:
        bucket = hashlib.sha256(" ".join(sentence).encode()).digest()[0] % 10
        parts["held_out" if bucket == 0 else "tune" if bucket == 1 else "train"].append(sentence)
    return parts


def make_vocabulary(sentences):
    counts = collections.Counter(word for sentence in sentences for word in sentence)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return [UNKNOWN] + ranked[:WORDS - 1]


def encode(sentences, number):
    """Columns word, position, next word; -1 where the sentence ends or the next word is unknown."""
    rows = []
    for sentence in sentences:
        ids = [number.get(word, 0) for word in sentence]
        following = [i if i else -1 for i in ids[1:]] + [-1]
        rows += zip(ids, range(len(ids)), following)
    return torch.tensor(rows)


# --- model --------------------------------------------------------------------------------------

def sinusoids():
    angle = torch.arange(LENGTH)[:, None] / 10000 ** (torch.arange(0, WIDTH, 2) / WIDTH)
    return torch.stack([angle.sin(), angle.cos()], 2).reshape(LENGTH, WIDTH)


def start_on_positions(weight, bias):
    """Points the first units at positions, closer together early in the sentence. The threshold lets
    in the four nearest positions of a word whose embedding says nothing to the unit."""
    places = sinusoids() - sinusoids().mean(0)
    for unit in range(PLACED):
        direction = F.normalize(places[round((LENGTH - 1) * (unit / (PLACED - 1)) ** 1.5)], dim=0)
        weight[unit, :, 0] = direction
        bias[unit] = -(sinusoids() @ direction).sort().values[-4]


def unit_prices():
    first, last = map(math.log10, PRICES)
    return torch.cat([torch.full((PLACED,), PLACED_PRICE), torch.logspace(first, last, HIDDEN - PLACED)])


def new_weights():
    """Named as they are stored. A Conv1d with kernel 1 is a matrix with a last axis of length 1."""
    weights = {
        "src_emb.weight": torch.randn(WORDS, WIDTH),
        "layers.0.pos_ffn.conv1.weight": torch.randn(HIDDEN, WIDTH, 1) / math.sqrt(WIDTH),
        "layers.0.pos_ffn.conv1.bias": torch.zeros(HIDDEN),
        "layers.0.pos_ffn.conv2.weight": torch.randn(WIDTH, HIDDEN, 1) / math.sqrt(HIDDEN),
        "layers.0.pos_ffn.conv2.bias": torch.zeros(WIDTH),
        "layers.0.pos_ffn.layer_norm.weight": torch.ones(WIDTH),
        "layers.0.pos_ffn.layer_norm.bias": torch.zeros(WIDTH),
        "projection.weight": torch.randn(WORDS, WIDTH) / math.sqrt(WIDTH),
    }
    bias = weights["layers.0.pos_ffn.conv1.bias"]
    bias[PLACED:] = torch.linspace(*BIASES, HIDDEN - PLACED)
    start_on_positions(weights["layers.0.pos_ffn.conv1.weight"], bias)
    return weights


def conv(x, weight, bias=None):
    """A convolution with kernel 1 over the rows of x. It is a matrix product, but PyTorch as packaged
    has its own fast convolution, while its matrix product may be the reference BLAS: 30 times slower."""
    return F.conv1d(x.t()[None], weight, bias)[0].t()


def inputs(w, words, positions):
    return F.embedding(words, w["src_emb.weight"]) + sinusoids()[positions]


def hidden_layer(w, x):
    return conv(x, w["layers.0.pos_ffn.conv1.weight"], w["layers.0.pos_ffn.conv1.bias"]).relu()


def forward(w, words, positions, dropout=0.0, use_block=True):
    """Logits of the next word and the hidden layer after the ReLU."""
    block = "layers.0.pos_ffn."
    x = F.dropout(inputs(w, words, positions), dropout, training=dropout > 0)
    hidden = hidden_layer(w, x)
    change = conv(hidden, w[block + "conv2.weight"], w[block + "conv2.bias"])
    out = F.layer_norm(x + change if use_block else x, (WIDTH,),
                       w[block + "layer_norm.weight"], w[block + "layer_norm.bias"], EPSILON)
    return conv(out, w["projection.weight"][..., None]), hidden


@torch.no_grad()
def loss_of(w, triples, **options):
    known = triples[triples[:, 2] >= 0]
    total = sum(F.cross_entropy(forward(w, part[:, 0], part[:, 1], **options)[0], part[:, 2],
                                reduction="sum").item() for part in known.split(BATCH))
    return total / len(known)


@torch.no_grad()
def hidden_of(w, words, positions):
    return torch.cat([hidden_layer(w, inputs(w, a, b))
                      for a, b in zip(words.split(BATCH), positions.split(BATCH))])


def fires_anywhere(w):
    """For every word at every position, whether each unit fires. The model is a function of these two
    alone, so all of it can be listed."""
    words, positions = torch.arange(WORDS).repeat_interleave(LENGTH), torch.arange(LENGTH).repeat(WORDS)
    return (hidden_of(w, words, positions) > 0).reshape(WORDS, LENGTH, HIDDEN)


def firing_of(hidden):
    """How much each unit fires. A logarithm: many weak values count for more than one strong value."""
    return torch.log1p(hidden / SMALL).mean(0)


def penalty_of(w, hidden, prices):
    """Charges for firing on the text, and on words drawn evenly: otherwise a unit may fire on rare words
    by accident, and training seldom notices."""
    even = hidden_layer(w, inputs(w, torch.randint(WORDS, (EVEN,)), torch.randint(LENGTH, (EVEN,))))
    return (prices * (firing_of(hidden) + EVEN_SHARE * firing_of(even))).sum()


def train(w, triples, tune, steps):
    triples = triples[triples[:, 2] >= 0]
    for tensor in w.values():
        tensor.requires_grad_(True)
    optimiser = torch.optim.AdamW(w.values(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * step / steps)))
    prices = unit_prices()
    order, start = torch.randperm(len(triples)), 0
    for step in range(1, steps + 1):
        if start + BATCH > len(order):
            order, start = torch.randperm(len(triples)), 0
        batch = triples[order[start:start + BATCH]]
        start += BATCH
        logits, hidden = forward(w, batch[:, 0], batch[:, 1], DROPOUT)
        penalty = penalty_of(w, hidden, prices) * min(1, 4 * step / steps)
        optimiser.zero_grad(set_to_none=True)
        (F.cross_entropy(logits, batch[:, 2]) + penalty).backward()
        optimiser.step()
        schedule.step()
        if step % 250 == 0 or step == steps:
            zero = (hidden == 0).float().mean().item()
            print(f"step {step}: loss {loss_of(w, tune):.4f} on the tuning part, "
                  f"{100 * zero:.1f} % of the hidden layer zero", flush=True)
    return {name: tensor.detach() for name, tensor in w.items()}


# --- file ---------------------------------------------------------------------------------------

def write_safetensors(path, weights, metadata):
    """Little-endian length of the header, the JSON header padded to 8 bytes, then the data."""
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in weights.items():
        half = name in ("src_emb.weight", "projection.weight")
        raw = tensor.numpy().astype("<f2" if half else "<f4").tobytes()
        header[name] = {"dtype": "F16" if half else "F32", "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def read_safetensors(path):
    raw = path.read_bytes()
    start = 8 + struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:start])
    header.pop("__metadata__")
    weights = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        array = np.frombuffer(raw[start + first:start + last], {"F16": "<f2", "F32": "<f4"}[entry["dtype"]])
        weights[name] = torch.from_numpy(array.astype("f4").reshape(entry["shape"]))
    return weights


# --- measurement --------------------------------------------------------------------------------

def count_losses(train_triples, triples):
    """Held-out loss of two counting models over the same targets: single words, and pairs of words
    with absolute discounting that backs off to single words."""
    discount = 0.75
    pairs = collections.Counter((a, b) for a, _, b in train_triples.tolist() if b >= 0)
    single, context, kinds = collections.Counter(), collections.Counter(), collections.Counter()
    for (a, b), count in pairs.items():
        single[b] += count
        context[a] += count
        kinds[a] += 1
    total = sum(single.values())
    one = two = known = 0
    for a, _, b in triples.tolist():
        if b < 0:
            continue
        p1 = (single[b] + 1) / (total + WORDS - 1)
        p2 = p1
        if context[a]:
            p2 = (max(pairs[a, b] - discount, 0) + discount * kinds[a] * p1) / context[a]
        one, two, known = one - math.log(p1), two - math.log(p2), known + 1
    return one / known, two / known


def describe_units(w, triples, vocabulary, fired_at_start):
    """What the hidden units do, on held-out text and over every word at every position."""
    words, positions = triples[:, 0], triples[:, 1]
    fires = hidden_of(w, words, positions) > 0
    times = fires.sum(0)
    by_word = torch.zeros(WORDS, HIDDEN).index_add_(0, words, fires.float())
    share, favourite = (by_word / times.clamp(min=1)).max(0)
    one_word = ((share >= 0.95) & (times >= 10)).nonzero()[:, 0].tolist()
    one_word.sort(key=lambda unit: -times[unit].item())

    grid = fires_anywhere(w).float()
    never = grid.sum((0, 1)) == 0
    variance = grid.var((0, 1), unbiased=False)
    explained = grid.mean(0).var(0, unbiased=False) / variance.clamp(min=1e-12)
    positional = ((explained >= 0.5) & (variance > 0)).nonzero()[:, 0].tolist()
    rates = grid.mean(0)
    return {
        "tokens": len(words),
        "fraction_zero": round(1 - fires.float().mean().item(), 4),
        "mean_active_per_token": round(fires.sum(1).float().mean().item(), 1),
        "silent_on_held_out": int((times == 0).sum()),
        "never_active": int(never.sum()),
        "silenced_by_training": int((never & fired_at_start).sum()),
        "always_active": int((grid.mean((0, 1)) == 1).sum()),
        "one_word_units": len(one_word),
        "mostly_one_word_units": int(((share >= 0.8) & (times >= 10)).sum()),
        "one_word_examples": [{"unit": u, "word": vocabulary[favourite[u]], "fired": int(times[u]),
                               "share": round(share[u].item(), 3)} for u in one_word],
        "positional_units": len(positional),
        "positional_from_the_start": sum(unit < PLACED for unit in positional),
        "partly_positional_units": int((explained >= 0.2).sum()),
        "positional_examples": [{"unit": u, "mostly_at": [p for p in range(LENGTH) if rates[p, u] >= 0.5],
                                 "explained_by_position": round(explained[u].item(), 3)}
                                for u in sorted(positional, key=lambda u: -explained[u].item())],
    }


def describe_sentence(w, vocabulary, number):
    ids = torch.tensor([number[word] for word in tokenise(SENTENCE)])   # every word must be known
    with torch.no_grad():
        logits, hidden = forward(w, ids, torch.arange(len(ids)))
    rows = []
    for i, word in enumerate(ids.tolist()):
        value, unit = hidden[i].topk(5)
        rows.append({
            "word": vocabulary[word], "active": int((hidden[i] > 0).sum()),
            "strongest": [[u, round(v, 3)] for u, v in zip(unit.tolist(), value.tolist()) if v > 0],
            "next": [[vocabulary[n], round(p, 3)] for p, n in zip(*(t.tolist() for t in logits[i].softmax(0).topk(3)))]})
    fires = hidden > 0
    return {"text": SENTENCE, "fraction_zero": round(1 - fires.float().mean().item(), 4),
            "units_used": int(fires.any(0).sum()), "units_on_every_token": int(fires.all(0).sum()),
            "tokens": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)     # from two up, conv1d takes PyTorch's fast path (see conv)
    options.out.mkdir(parents=True, exist_ok=True)

    sentences = read_sentences()
    parts = split(sentences)
    vocabulary = make_vocabulary(parts["train"])
    number = {word: i for i, word in enumerate(vocabulary)}
    data = {name: encode(part, number) for name, part in parts.items()}
    print({name: [len(parts[name]), len(data[name])] for name in parts}, flush=True)

    weights = new_weights()
    untrained = loss_of(weights, data["held_out"])
    fired_at_start = fires_anywhere(weights).any(0).any(0)
    began = time.time()
    weights = train(weights, data["train"], data["tune"], options.steps)
    seconds = time.time() - began

    path = options.out / "demo.safetensors"
    write_safetensors(path, weights, {
        "ffnscope.tokenizer": "words",
        "ffnscope.vocabulary": json.dumps(vocabulary),
        "ffnscope.lowercase": "true",
        "ffnscope.unknown": UNKNOWN,
        "ffnscope.positions": "sinusoidal",
        "ffnscope.embedding": "src_emb.weight",
        "ffnscope.unembedding": "projection.weight",
        "ffnscope.text": SENTENCE,
        "ffnscope.about": ABOUT,
    })
    stored = read_safetensors(path)
    held_out = data["held_out"]
    unigram, bigram = count_losses(data["train"], held_out)
    report = {
        "file": {"name": path.name, "bytes": path.stat().st_size,
                 "sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
        "data": {**{name: {"sentences": len(parts[name]), "tokens": len(data[name]),
                           "unknown": round((data[name][:, 0] == 0).float().mean().item(), 4),
                           "targets": int((data[name][:, 2] >= 0).sum())} for name in parts},
                 "sha256": hashlib.sha256("\n".join(map(" ".join, sentences)).encode()).hexdigest()},
        "training": {"steps": options.steps, "seed": options.seed, "seconds": round(seconds)},
        "held_out_loss_nats": {
            "trained": round(loss_of(stored, held_out), 4),
            "trained_without_block": round(loss_of(stored, held_out, use_block=False), 4),
            "untrained": round(untrained, 4), "unigram": round(unigram, 4), "bigram": round(bigram, 4)},
        "units": describe_units(stored, held_out, vocabulary, fired_at_start),
        "sentence": describe_sentence(stored, vocabulary, number),
    }
    text = json.dumps(report, indent=1)
    (options.out / "demo.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
