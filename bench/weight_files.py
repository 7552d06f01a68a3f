"""Weight files for the benchmarks of the readers, written with Python alone: safetensors, GGUF, PyTorch's zip, and .npz.

Tensors are (name, shape); all of a file are of one type, "F32", "F16" or "BF16". `fill` gives the bytes of a tensor of n
bytes; without it the values are a hole in the file, which then takes hardly any room on the disk however large it is.
"""
import json
import math
import random
import struct
import zipfile

WIDTH = {"F32": 4, "F16": 2, "BF16": 2}
GGUF_TYPE = {"F32": 0, "F16": 1}
NUMPY_TYPE = {"F32": "<f4", "F16": "<f2"}
TORCH_STORAGE = {"F32": b"FloatStorage", "F16": b"HalfStorage", "BF16": b"BFloat16Storage"}


def llama_layout(layers, d_model=4096, d_ff=11008, vocabulary=32000):
    """The tensors of a LLaMA model, as its hub names them."""
    tensors = [("model.embed_tokens.weight", (vocabulary, d_model))]
    for layer in range(layers):
        tensors += [(f"model.layers.{layer}.{name}.weight", shape) for name, shape in
                    [(f"self_attn.{p}_proj", (d_model, d_model)) for p in "qkvo"] +
                    [("mlp.gate_proj", (d_ff, d_model)), ("mlp.up_proj", (d_ff, d_model)),
                     ("mlp.down_proj", (d_model, d_ff)), ("input_layernorm", (d_model,)),
                     ("post_attention_layernorm", (d_model,))]]
    return tensors + [("model.norm.weight", (d_model,)), ("lm_head.weight", (vocabulary, d_model))]


def gguf_names(tensors):
    """The same tensors as llama.cpp's converter names them."""
    words = {"embed_tokens": "token_embd", "lm_head": "output", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
             "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate",
             "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm",
             "post_attention_layernorm": "ffn_norm", "model.layers.": "blk.", "model.": ""}
    for name, shape in tensors:
        if name == "model.norm.weight":
            name = "output_norm.weight"
        for theirs, ours in words.items():
            name = name.replace(theirs, ours)
        yield name, shape


def block(d_model, d_ff):
    """The module of the tutorials, without a norm."""
    return [("conv1.weight", (d_ff, d_model)), ("conv1.bias", (d_ff,)),
            ("conv2.weight", (d_model, d_ff)), ("conv2.bias", (d_model,))]


def small_values(dtype):
    """A `fill` with numbers of about 1/64 of either sign; half a megabyte of them, again and again."""
    codes = random.Random(1).randbytes(1 << 18)
    pairs = zip(codes[::2], codes[1::2])
    piece = b"".join((bytes(2) if dtype == "F32" else b"") + bytes((low, (0x24 if dtype == "F16" else 0x3C) | high & 0x80))
                     for low, high in pairs)
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def bytes_of(shape, dtype):
    return math.prod(shape) * WIDTH[dtype]


def put(file, size, fill):
    if fill:
        file.write(fill(size))
    else:
        file.truncate(file.seek(size, 1))


def write_safetensors(path, tensors, dtype, fill=None):
    header, offset = {}, 0
    for name, shape in tensors:
        end = offset + bytes_of(shape, dtype)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, shape in tensors:
            put(file, bytes_of(shape, dtype), fill)


def write_gguf(path, tensors, dtype, fill=None):
    """Version 3, with the pairs that a reader needs; sizes have to be multiples of the alignment, 32."""
    def text(words):
        return struct.pack("<Q", len(words)) + words.encode()
    pairs = [text("general.architecture") + struct.pack("<I", 8) + text("llama"),
             text("llama.attention.layer_norm_rms_epsilon") + struct.pack("<If", 6, 1e-5)]
    head, offset = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(pairs)) + b"".join(pairs), 0
    for name, shape in tensors:
        head += text(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *reversed(shape))
        head += struct.pack("<IQ", GGUF_TYPE[dtype], offset)
        offset += bytes_of(shape, dtype)
    with open(path, "wb") as file:
        file.write(head + bytes(-len(head) % 32))
        for _, shape in tensors:
            put(file, bytes_of(shape, dtype), fill)


def put_hole(archive, name, size):
    """A stored member of a zip whose bytes are a hole, its checksum left out."""
    info = zipfile.ZipInfo(name)
    info.file_size = info.compress_size = size
    info.CRC = 0
    info.header_offset = archive.fp.tell()
    archive.fp.write(info.FileHeader(zip64=False))
    put(archive.fp, size, None)
    archive.filelist.append(info)
    archive.NameToInfo[name] = info
    archive.start_dir = archive.fp.tell()


def state_dict(tensors, dtype):
    """The pickle of {name: tensor} as torch.save makes it, the storage of the i-th tensor in the member `i`."""
    def text(words):
        return b"X" + struct.pack("<I", len(words)) + words.encode()

    def numbers(values):
        return b"(" + b"".join(b"J" + struct.pack("<i", value) for value in values) + b"t"
    out = b"\x80\x02}("
    for i, (name, shape) in enumerate(tensors):
        strides = [math.prod(shape[axis + 1:]) for axis in range(len(shape))]
        storage = b"(" + text("storage") + b"ctorch\n" + TORCH_STORAGE[dtype] + b"\n" + text(str(i)) + text("cpu")
        storage += b"J" + struct.pack("<i", math.prod(shape)) + b"tQ"
        out += text(name) + b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + b"K\0" + numbers(shape) + numbers(strides)
        out += b"\x89ccollections\nOrderedDict\n)RtR"
    return out + b"u."


def write_pytorch(path, tensors, dtype, fill=None):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", state_dict(tensors, dtype))
        for i, (_, shape) in enumerate(tensors):
            if fill:
                archive.writestr(f"archive/data/{i}", fill(bytes_of(shape, dtype)))
            else:
                put_hole(archive, f"archive/data/{i}", bytes_of(shape, dtype))
        archive.writestr("archive/version", "3\n")


def write_npz(path, tensors, dtype, fill):
    """Not packed, as numpy.savez does it."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, shape in tensors:
            header = f"{{'descr': '{NUMPY_TYPE[dtype]}', 'fortran_order': False, 'shape': {shape}, }}"
            header += " " * (-(len(header) + 11) % 64) + "\n"
            archive.writestr(name + ".npy", b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header.encode() +
                             fill(bytes_of(shape, dtype)))
