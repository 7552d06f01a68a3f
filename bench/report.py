#!/usr/bin/env python3
"""Runs the benchmarks, prints a Markdown table and writes bench.json beside the programs.

Each case is measured together with its peer in one run, in random order and several times, so that a machine whose
speed drifts is unfair to neither. ratio = peer / ours, above 1: ours is faster.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys

import engine_report
import exports_report
import formats_report
import startup_report


def engine_rows(build, repetitions, minimum):
    """The engine's program holds all peers; each gets its turn in random order."""
    program = os.path.join(build, "bench/bench_engine")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
    environment = engine_report.trained_model(environment)
    listing = subprocess.run([program, "--benchmark_list_tests"], check=True, stdout=subprocess.PIPE, text=True,
                             env=environment).stdout.split()
    chosen = "^(" + "|".join(re.escape(name) for name in engine_report.names(listing)) + ")$"
    out = subprocess.run([program, "--benchmark_filter=" + chosen, f"--benchmark_repetitions={repetitions}",
                          f"--benchmark_min_time={minimum}", "--benchmark_enable_random_interleaving=true",
                          "--benchmark_format=json"], check=True, stdout=subprocess.PIPE, env=environment).stdout
    times, counters = {}, {}
    for run in json.loads(out)["benchmarks"]:
        if run["run_type"] != "iteration":
            continue
        name, case = run["name"].removesuffix("/real_time").split("/", 1)
        scale = {"ns": 1e-6, "us": 1e-3, "ms": 1.0}[run["time_unit"]]
        times.setdefault(name, {}).setdefault(case, []).append(run["real_time"] * scale)
        for counter in ("gflops", "skipped"):
            if counter in run:
                counters.setdefault(name, {}).setdefault(case, {}).setdefault(counter, []).append(run[counter])
    return engine_report.rows(times, counters)


def qcustomplot():
    found = subprocess.run(["dpkg-query", "-W", "-f=${Version}", "libqcustomplot-dev"], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True).stdout
    return f"QCPColorMap of QCustomPlot {found.split('+')[0]}".strip()


def window_rows(group, program, repetitions, peer, frames):
    """A program that draws, ours and its peer in turns: the medians, and of cases that begin with one of `frames` also
    the slowest of twenty of ours."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([program, str(repetitions)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
                          text=True)
    for line in done.stderr.splitlines():
        if "propagateSizeHints" not in line and "XDG_RUNTIME_DIR" not in line:  # Qt's, of a screen that is none
            print(line, file=sys.stderr)
    done.check_returncode()
    for line in done.stdout.splitlines():
        case = json.loads(line)
        ours, theirs = sorted(case["ours"]), statistics.median(case["peer"])
        if case["case"].startswith("memory in %"):  # no time
            yield f"{group}: {case['case']}: {statistics.median(ours):.1f}; {peer}: {theirs:.1f}"
            continue
        kinds = [("", statistics.median(ours))]
        if case["case"].startswith(frames):
            kinds.append((", 95th percentile", ours[int(len(ours) * 0.95)]))
        quarters = statistics.quantiles([theirs / o for o in ours], n=4) if len(ours) > 1 else [0, 0, 0]
        for name, value in kinds:
            yield {"group": group, "case": case["case"] + name, "ours_ms": round(value, 3), "peer": peer,
                   "peer_ms": round(theirs, 3), "ratio": round(theirs / value, 3),
                   "spread": round(quarters[2] - quarters[0], 3)}


def heatmap_rows(build, repetitions, minimum):
    del minimum  # a frame is a frame
    return window_rows("heatmap", os.path.join(build, "bench/bench_heatmap"), min(repetitions, 5), qcustomplot(),
                       ("pan", "zoom"))


def slider_rows(build, repetitions, minimum):
    del minimum
    return window_rows("slider", os.path.join(build, "bench/bench_slider"), 8 * repetitions, "a full pass, engine alone",
                       ("",))


GROUPS = {"engine": engine_rows, "heatmap": heatmap_rows, "slider": slider_rows, "formats": formats_report.rows,
          "exports": exports_report.rows, "startup": startup_report.rows}


def print_table(rows, lines):
    print("| group | case | ours, ms | peer | peer, ms | ratio | spread |\n| --- | --- | ---: | --- | ---: | ---: | ---: |")
    for row in rows:
        cells = [row[key] for key in ("group", "case", "ours_ms", "peer", "peer_ms", "ratio", "spread")]
        print("| " + " | ".join("–" if cell is None else str(cell) for cell in cells) + " |")
    print("".join(f"\n- {line}" for line in lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", help=f"of {', '.join(GROUPS)}; default: all there are")
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--minimum", type=float, default=0.05, help="seconds a repetition at least takes")
    options = parser.parse_args()
    for group in options.groups:
        if group not in GROUPS:
            parser.error(f"there is no group '{group}'; there are: {', '.join(GROUPS)}")
    rows, lines = [], []  # times for the table, and what else was measured
    for group in options.groups or GROUPS:
        for found in GROUPS[group](options.build, options.repetitions, options.minimum):
            (lines if isinstance(found, str) else rows).append(found)
    print_table(rows, lines)
    with open(os.path.join(options.build, "bench.json"), "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=1)


if __name__ == "__main__":
    main()
