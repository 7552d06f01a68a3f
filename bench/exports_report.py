"""The rows of the group `exports`: the hidden stage of 512 tokens, 3072 wide, written in every format of `run`.

Files are whole on the disk when they are done, ours and the peers'; TMPDIR=/dev/shm leaves the disk out.
"""
import os
import tempfile

import in_turns

# our benchmark, what it writes, the peer
CASES = [("hidden.npy", "NPY", "numpy.save"), ("wide.csv", "CSV, wide", "numpy.savetxt"), ("tidy.csv", "CSV, tidy", None),
         ("snapshot.safetensors", "safetensors, a snapshot", None), ("hidden.png", "PNG, a figure", None),
         ("hidden.svg", "SVG, a figure", None), ("hidden.pdf", "PDF, a figure", None)]


def rows(build, repetitions, minimum):
    program = os.path.join(build, "bench/bench_exports")
    if not os.path.exists(program):
        return  # a build without the window
    with tempfile.TemporaryDirectory() as folder, in_turns.PythonPeers(minimum) as peers:
        ours = in_turns.Benchmarks([program], minimum, FFNSCOPE_BENCH_FOLDER=folder, QT_QPA_PLATFORM="offscreen")
        values = os.path.join(folder, "values.npy")
        ours.milliseconds("hidden.npy")
        os.rename(os.path.join(folder, "hidden.npy"), values)
        for benchmark, what, peer in CASES:
            name, timer = peers.peer(peer, values, os.path.join(folder, "peer")) if peer else (None, None)
            yield in_turns.measured("exports", f"write 512 × 3072 as {what}", repetitions, ours.timer(benchmark), name, timer)
