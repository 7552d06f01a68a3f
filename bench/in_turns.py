"""Measures a case and its peer in turns, and makes a row of the benchmarks' table of them.

Ours is a program of Google Benchmark's that is asked for one benchmark at a time, the peer another of its benchmarks
or one of python_peers.py, which is kept running.
"""
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time

# The one at hand, and the system's, which has the libraries of its packages.
PYTHONS = [path for path in dict.fromkeys((sys.executable, "/usr/bin/python3")) if os.path.exists(path)]


class Benchmarks:
    """A program of Google Benchmark's with its arguments."""

    def __init__(self, program, minimum, **environment):
        self.command = [*program, f"--benchmark_min_time={minimum}", "--benchmark_format=json"]
        self.environment = {**os.environ, **environment}

    def milliseconds(self, name):
        command = self.command + [f"--benchmark_filter=^{re.escape(name)}(/real_time)?$"]
        out = subprocess.run(command, check=True, env=self.environment, stdout=subprocess.PIPE).stdout
        result = json.loads(out)["benchmarks"][0]
        if result.get("error_occurred"):
            raise RuntimeError(f"{name}: {result['error_message']}")
        return result["real_time"]  # the programs count in milliseconds

    def timer(self, name):
        return lambda: self.milliseconds(name)


class PythonPeers:
    """python_peers.py, started once for each of PYTHONS: imports are not measured, and a library is taken from the first
    that has it. With `fresh_memory` a library asks the system for it each time, as it does the first time."""

    def __init__(self, minimum, fresh_memory=False):
        self.minimum = minimum
        self.environment = {**os.environ, **({"MALLOC_MMAP_THRESHOLD_": str(1 << 20)} if fresh_memory else {})}

    def __enter__(self):
        script = os.path.join(os.path.dirname(__file__), "python_peers.py")
        self.processes = {python: subprocess.Popen([python, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                                   env=self.environment) for python in PYTHONS}
        return self

    def __exit__(self, *error):
        for process in self.processes.values():
            process.stdin.close()
            process.wait()

    def ask(self, python, **request):
        process = self.processes[python]
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    def find(self, what):
        """(name, the Python that has it), both None where it is not installed."""
        for python in PYTHONS:
            if name := self.ask(python, peer=what)["name"]:
                return name, python
        return None, None

    def peer(self, what, *files):
        """(name, timer), both None where it is not installed."""
        name, python = self.find(what)
        if not name:
            return None, None
        return name, lambda: self.ask(python, peer=what, files=files, minimum=self.minimum)["milliseconds"]


def process_timer(command):
    """The whole life of a process, which needs no display; one that fails raises."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def run():
        start = time.perf_counter()
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return (time.perf_counter() - start) * 1e3
    return run


def row(group, case, ours, peer=None, theirs=None):
    """The medians of times in milliseconds; the i-th of ours and of theirs were measured one after the other."""
    entry = {"group": group, "case": case, "ours_ms": round(statistics.median(ours), 4), "peer": peer, "peer_ms": None,
             "ratio": None, "spread": None}
    if peer:
        ratios = [b / a for a, b in zip(ours, theirs)]
        quarters = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else [0, 0, 0]
        entry.update(peer_ms=round(statistics.median(theirs), 4), ratio=round(statistics.median(ratios), 3),
                     spread=round(quarters[2] - quarters[0], 3))
    return entry


def rounds(timers, repetitions):
    """{name: [milliseconds]} of {name: timer}, each called once a round, in random order; a first round is not counted."""
    times = {name: [] for name in timers}
    for count in range(repetitions + 1):
        for name in random.sample(list(timers), len(timers)):
            milliseconds = timers[name]()
            if count > 0:
                times[name].append(milliseconds)
    return times


def measured(group, case, repetitions, ours, peer=None, theirs=None):
    """A row of the timers `ours` and, if there is a peer, `theirs`."""
    times = rounds({"ours": ours, "theirs": theirs} if peer else {"ours": ours}, repetitions)
    return row(group, case, times["ours"], peer, times.get("theirs"))
