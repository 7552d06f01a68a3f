#!/usr/bin/env python3
"""Runs a PyTorch model once and writes what every feed-forward block got and made into one file for ffnscope.

The feed-forward network of layer 7 sees what the attention before it left, not embeddings. This script hooks the
blocks of any PyTorch model, runs it, and keeps their true inputs and stages. It needs PyTorch, nothing else.

    from capture_ffn import capture
    capture(model, (ids,), "capture.safetensors", tokens=[["the", "cat", "sat"]])

or, with a Python file that sets `model`, `inputs` and perhaps `tokens`:

    capture_ffn.py FILE.py capture.safetensors

A block is a module with two layers of the names in PAIRS below (add your own), be they Linear, Conv1d of kernel 1
or GPT-2's Conv1D. Its norm and activation are told by what they do to the numbers, not by their names.
"""
import json
import struct
import sys

import torch
from torch.nn import functional

# (up, down, gate or None), as the end of a module's name; the first that fits is taken.
PAIRS = [("conv1", "conv2", None), ("linear1", "linear2", None), ("intermediate.dense", "output.dense", None),
         ("ffn.lin1", "ffn.lin2", None), ("ffn", "ffn_output", None), ("mlp.c_fc", "mlp.c_proj", None),
         ("mlp.fc1", "mlp.fc2", None), ("fc1", "fc2", None), ("feed_forward.w_1", "feed_forward.w_2", None),
         ("mlp.dense_h_to_4h", "mlp.dense_4h_to_h", None), ("DenseReluDense.wi", "DenseReluDense.wo", None),
         ("DenseReluDense.wi_1", "DenseReluDense.wo", "DenseReluDense.wi_0"),
         ("mlp.up_proj", "mlp.down_proj", "mlp.gate_proj"),
         ("feed_forward.w3", "feed_forward.w2", "feed_forward.w1")]
ACTIVATIONS = {"relu": functional.relu, "gelu": functional.gelu, "silu": functional.silu,
               "gelu_tanh": lambda x: 0.5 * x * (1 + torch.tanh(0.7978845608028654 * (x + 0.044715 * x**3))),
               "quick_gelu": lambda x: x * torch.sigmoid(1.702 * x), "relu_squared": lambda x: functional.relu(x) ** 2}


def find_blocks(model):
    """(block's name, up, down, gate) by the names of its modules, in the model's order."""
    modules, blocks = dict(model.named_modules()), []
    for name in modules:
        for up, down, gate in PAIRS:
            if name != up and not name.endswith("." + up):
                continue
            layer = name[: len(name) - len(up)]
            if layer + down in modules and (gate is None or layer + gate in modules):
                blocks.append((layer.rstrip(".") or "block", name, layer + down, gate and layer + gate))
                break
    return blocks


class Recorder:
    """What passed through some modules, in the order of their calls."""

    def __init__(self, modules):
        self.calls = []  # (name, input, output)
        self.hooks = [module.register_forward_hook(self._hook(name)) for name, module in modules.items()]

    def _hook(self, name):
        def keep(module, inputs, output):
            if inputs and torch.is_tensor(inputs[0]) and torch.is_tensor(output):
                turn = isinstance(module, torch.nn.Conv1d)  # [batch, channels, len]
                values = [t.detach().float().cpu() for t in (inputs[0], output)]
                self.calls.append((name, *(t.transpose(-1, -2) if turn else t for t in values)))
        return keep

    def remove(self):
        for hook in self.hooks:
            hook.remove()


def is_norm(module):
    return isinstance(module, torch.nn.LayerNorm) or "norm" in type(module).__name__.lower()


def run_recorded(model, inputs, names):
    """One pass with the slow, hookable code of nn.Transformer: its fast path is taken only without gradients."""
    modules = {n: m for n, m in model.named_modules() if n in names or is_norm(m)}
    wanted = [p for p in model.parameters() if p.is_floating_point() and not p.requires_grad]
    training = model.training
    model.eval()
    for parameter in wanted:
        parameter.requires_grad_(True)
    recorder = Recorder(modules)
    try:
        with torch.enable_grad():
            inputs() if callable(inputs) else model(*inputs)
    finally:
        recorder.remove()
        model.train(training)
        for parameter in wanted:
            parameter.requires_grad_(False)
    return recorder.calls


def close(a, b):
    return a.shape == b.shape and torch.allclose(a, b, rtol=1e-3, atol=1e-4)


def activation_of(before, after, name, factor=1):
    """The one whose factor·act(before) comes nearest to `after`: some differ by less than a model's rounding."""
    off = {a: (factor * f(before.double()) - after.double()).square().mean().item() for a, f in ACTIVATIONS.items()}
    best = min(off, key=off.get)
    if not close(factor * ACTIVATIONS[best](before), after):
        raise ValueError(f"{name}: its activation is none of {', '.join(ACTIVATIONS)}")
    return best


def normed(kind, x, eps):
    """The stages of one kind of norm, before gain and bias."""
    mean = torch.zeros_like(x[..., :1]) if kind == "rms_norm" else x.mean(-1, keepdim=True)
    unbiased = kind == "std_norm"  # the Annotated Transformer's: by the unbiased standard deviation plus eps
    variance = (x - mean).square().sum(-1, keepdim=True) / (x.shape[-1] - unbiased)
    rstd = 1 / (variance.sqrt() + eps) if unbiased else torch.rsqrt(variance + eps)
    return {"norm_mean": mean[..., 0], "norm_variance": variance[..., 0], "norm_rstd": rstd[..., 0],
            "normalized": (x - mean) * rstd}


def parameter(norm, names, otherwise):
    found = next((getattr(norm, name) for name in names if getattr(norm, name, None) is not None), None)
    return torch.tensor(otherwise).double() if found is None else found.detach().double().cpu()


def statistics(norm, x, y, stages):
    """Adds the stages of the kind of norm that comes nearest to y = norm(x); returns its kind and eps."""
    eps = next((float(getattr(norm, key)) for key in ("eps", "variance_epsilon") if hasattr(norm, key)), 1e-6)
    gain = parameter(norm, ("weight", "gamma", "a_2", "scale"), 1.0)
    bias = parameter(norm, ("bias", "beta", "b_2"), 0.0)
    best = None
    for kind in ("layer_norm", "rms_norm", "std_norm"):
        found = normed(kind, x.double(), eps)
        for times in (gain, 1 + gain):  # Gemma's gain is kept less 1
            off = (found["normalized"] * times + bias - y.double()).square().mean()
            if best is None or off < best[0]:
                best = off, kind, found
    stages.update(best[2])
    return best[1], eps


def stages_of(block, calls, model):
    """The block's config and stages, from the first call of its layers and of the norm around them."""
    name, up, down, gate = block
    place = {key: i for i, (key, _, _) in reversed(list(enumerate(calls)))}
    if up not in place or down not in place:
        return None
    entering, pre_activation = calls[place[up]][1:]
    hidden, projection = calls[place[down]][1:]
    stages = {"pre_activation": pre_activation, "hidden": hidden, "projection": projection}
    if gate:
        stages["gate_pre_activation"] = calls[place[gate]][2]
        kind = activation_of(stages["gate_pre_activation"], hidden, name, factor=pre_activation)
        stages["gate"] = ACTIVATIONS[kind](stages["gate_pre_activation"])
    else:
        kind = activation_of(pre_activation, hidden, name)
    config = {"d_model": entering.shape[-1], "d_ff": hidden.shape[-1], "activation": kind, "norm": "none",
              "norm_placement": "post", "eps": 1e-5, "gated": gate is not None}
    modules = dict(model.named_modules())
    first = min(place[key] for key in (up, gate) if key)
    before = next((c for c in reversed(calls[:first]) if is_norm(modules[c[0]]) and close(c[2], entering)), None)
    after = next((c for c in calls[place[down] + 1:place[down] + 2] if is_norm(modules[c[0]])
                  and close(c[1], entering + projection)), None)
    # Gemma 2 norms the projection, too, before it is added.
    second = next((c for c in calls[place[down] + 1:place[down] + 2] if not after and is_norm(modules[c[0]])
                   and close(c[1], projection)), None)
    if second and not before:
        raise ValueError(f"{name}: it norms its result and not what enters it, which ffnscope does not know")
    if after:
        stages.update(input=entering, residual_sum=after[1], output=after[2])
        config["norm"], config["eps"] = statistics(modules[after[0]], after[1], after[2], stages)
    elif before:
        if second:
            config["second_norm"], stages["update"] = True, second[2]
        stages.update(input=before[1], norm_output=entering,
                      residual_sum=before[1] + (second[2] if second else projection))
        stages["output"] = stages["residual_sum"]
        config["norm"], config["eps"] = statistics(modules[before[0]], before[1], before[2], stages)
        config["norm_placement"] = "pre"
        if second and statistics(modules[second[0]], second[1], second[2], {}) != (config["norm"], config["eps"]):
            raise ValueError(f"{name}: its two norms are of different kinds, which ffnscope does not know")
    else:
        stages.update(input=entering, residual_sum=entering + projection, output=entering + projection)
    return config, stages


def batch_first(x, lengths, sequence_first):
    """[batch, len, dim] of what a module saw as that, as [len, batch, dim], [len, dim] or [batch·len, dim]."""
    batch, longest = len(lengths), max(lengths)
    if x.dim() == 2 and tuple(x.shape) == (longest, batch) and sequence_first:
        return x.t()
    shape = tuple(x.shape)
    if shape[:2] == (longest, batch) and (batch != longest or sequence_first):
        return x.transpose(0, 1)
    if shape[:2] == (batch, longest):
        return x
    if shape[0] == batch * longest:
        return x.reshape(batch, longest, *shape[1:])
    raise ValueError(f"a block saw {list(shape)}, but the tokens are {batch} rows of up to {longest}")


def write_safetensors(file, tensors, metadata):
    header, offset = {"__metadata__": metadata}, 0
    for name, tensor in tensors.items():
        size = tensor.numel() * 4
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header, ensure_ascii=False).encode("utf-8", "replace")
    if len(text) > 8 << 20:
        raise ValueError("so many tokens cannot be kept in one file: their texts take more than 8 MB")
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            out.write(tensor.numpy().tobytes())


def guess_tokens(calls, blocks):
    """Numbers instead of words, by the shape of the first input seen."""
    shape = next(c[1].shape for c in calls if c[0] == blocks[0][1])
    rows, length = (1, shape[0]) if len(shape) == 2 else shape[:2]
    return [[str(i) for i in range(length)] for _ in range(rows)]


def capture(model, inputs, file, tokens=None, ids=None, source=""):
    """Runs model(*inputs), model(inputs) for a tensor, or inputs() for a function, and writes `file`. Returns the
    blocks' names.

    tokens: a list of words for each row of the batch; rows may differ in length, what lies behind is padding.
    """
    inputs = (inputs,) if torch.is_tensor(inputs) else inputs  # unpacked, it would lose its batch
    blocks = find_blocks(model)
    if not blocks:
        raise ValueError("no feed-forward block is known by its names; add its two layers to PAIRS")
    calls = run_recorded(model, inputs, {n for block in blocks for n in block[1:] if n})
    tokens = tokens or guess_tokens(calls, blocks)
    lengths = [len(row) for row in tokens]
    sequence_first = any(getattr(module, "batch_first", None) is False for module in model.modules())
    tensors, configs = {}, []
    for block in blocks:
        found = stages_of(block, calls, model)
        if found is None:
            continue
        configs.append({"id": block[0], "config": found[0]})
        for stage, values in found[1].items():
            values = batch_first(values, lengths, sequence_first).float().clone(memory_format=torch.contiguous_format)
            for row, length in enumerate(lengths):
                values[row, length:] = 0
            tensors[f"{block[0]}/{stage}"] = values
    write_safetensors(file, tensors, {
        "ffnscope.capture": "1", "ffnscope.source": source or type(model).__name__,
        "ffnscope.blocks": json.dumps(configs), "ffnscope.tokens": json.dumps(tokens, ensure_ascii=False),
        "ffnscope.ids": json.dumps(ids or [[-1] * length for length in lengths]),
        "ffnscope.lengths": json.dumps(lengths)})
    return [config["id"] for config in configs]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    script = {"__name__": "__capture__", "__file__": sys.argv[1]}
    with open(sys.argv[1], encoding="utf-8") as file:
        exec(compile(file.read(), sys.argv[1], "exec"), script)
    inputs = script["inputs"]
    inputs = inputs if isinstance(inputs, tuple) or callable(inputs) else (inputs,)
    names = capture(script["model"], inputs, sys.argv[2], script.get("tokens"), script.get("ids"))
    print(f"{sys.argv[2]}: {len(names)} blocks: {', '.join(names)}")


if __name__ == "__main__":
    main()
