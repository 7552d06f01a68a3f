#!/usr/bin/python3
"""What Python's libraries do with the same files: the peers' side of formats_report.py and exports_report.py.

One JSON request a line on standard input, one answer a line on standard output. {"peer"} is answered by
{"name": "PyTorch 1.13.1, torch.load"}, or {"name": null} where the library is not installed;
{"peer", "files", "minimum"} by {"milliseconds"}: of one call, the mean over `minimum` seconds.
"""
import functools
import json
import os
import sys
import time


def torch_load():
    import torch
    return f"PyTorch {torch.__version__}, torch.load", torch.load


def numpy_load():
    import numpy
    return f"NumPy {numpy.__version__}, numpy.load", lambda file: dict(numpy.load(file))


def synced(file, write):
    """A write that has reached the disk when it is done, as ours have."""
    with open(file, "wb") as out:
        write(out)
        out.flush()
        os.fsync(out.fileno())


def numpy_save():
    import numpy
    load = functools.cache(numpy.load)
    return (f"NumPy {numpy.__version__}, numpy.save and fsync",
            lambda values, file: synced(file, lambda out: numpy.save(out, load(values))))


def numpy_savetxt():
    import numpy
    load = functools.cache(lambda file: numpy.load(file)[0])
    return (f"NumPy {numpy.__version__}, numpy.savetxt with %.9g and fsync",
            lambda values, file: synced(file, lambda out: numpy.savetxt(out, load(values), fmt="%.9g", delimiter=",")))


def sentencepiece_encode():
    import sentencepiece
    model = functools.cache(lambda file: sentencepiece.SentencePieceProcessor(model_file=file))
    text = functools.cache(lambda file: open(file, encoding="utf-8").read())
    return (f"SentencePiece {sentencepiece.__version__}, encode",
            lambda model_file, text_file: model(model_file).encode(text(text_file)))


@functools.cache
def peer(what):
    """(name, function of the files), or (None, None)."""
    makers = {"torch.load": torch_load, "numpy.load": numpy_load, "numpy.save": numpy_save,
              "numpy.savetxt": numpy_savetxt, "sentencepiece": sentencepiece_encode}
    try:
        return makers[what]()
    except Exception:  # not installed, or so that it cannot be used
        return None, None


def milliseconds(what, files, minimum):
    function = peer(what)[1]
    calls, start = 0, time.perf_counter()
    while True:
        function(*files)
        calls += 1
        seconds = time.perf_counter() - start
        if seconds >= minimum:
            return seconds / calls * 1e3


def main():
    for line in sys.stdin:
        request = json.loads(line)
        if "files" in request:
            answer = {"milliseconds": milliseconds(request["peer"], request["files"], request["minimum"])}
        else:
            answer = {"name": peer(request["peer"])[0]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
