"""The engine's rows of the benchmarks' table: our passes beside each peer that the build found."""
import os
import statistics

# ours, peer, what the peer is called
PAIRS = [("full_pass", "bare_onednn", "bare oneDNN products, packed"),
         ("full_pass", "bare_eigen", "bare Eigen products"),
         ("full_pass", "bare_openblas", "bare OpenBLAS products"),
         ("full_pass_eigen", "bare_eigen", "bare Eigen products"),
         ("output_only", "libtorch", "LibTorch, the tutorial's module"),
         ("change_token", "full_pass", "our full pass"),
         ("ablate_unit", "full_pass", "our full pass"),
         ("second_sparse", "second_dense", "dense second product"),
         ("trained_pass", "trained_products", "bare oneDNN products, packed")]

# Passes of less than this are measured: a table in minutes, not hours.
MOST_WORK = 160e9


def sizes(case):
    return {key: int(value) for key, value in (part.split(":") for part in case.split("/") if ":" in part)}


def work(case):
    """Floating-point operations of a pass; 0 for other benchmarks."""
    s = sizes(case)
    return 4.0 * s["d_model"] * s["d_ff"] * s["tokens"] if "tokens" in s else 0


def names(listing):
    """A filter that matches the benchmarks that are worth their time."""
    return [name for name in listing if work(name.removesuffix("/real_time").split("/", 1)[1]) <= MOST_WORK]


def interquartile(values):
    quarters = statistics.quantiles(values, n=4)
    return quarters[2] - quarters[0]


def rows(times, counters):
    """One row a pair and case. `times` is {benchmark: {case: [milliseconds]}}, `counters` likewise."""
    peak = max((v for runs in counters.get("fma_peak", {}).values() for v in runs.get("gflops", [])), default=None)
    for ours_name, peer_name, peer in PAIRS:
        for case, ours in times.get(ours_name, {}).items():
            theirs = times.get(peer_name, {}).get(case)
            if not theirs:
                continue
            ratios = [p / o for p, o in zip(theirs, ours)]
            row = {"group": "engine", "case": ours_name + " " + case.replace("/", " "),
                   "ours_ms": round(statistics.median(ours), 4), "peer": peer,
                   "peer_ms": round(statistics.median(theirs), 4), "ratio": round(statistics.median(ratios), 3),
                   "spread": round(interquartile(ratios), 3)}
            if peak and work(case) and ours_name.startswith("full_pass"):
                rate = work(case) / statistics.median(ours) / 1e6
                row["share_of_peak"] = round(rate / peak / sizes(case)["threads"], 3)
            skipped = counters.get(ours_name, {}).get(case, {}).get("skipped")
            if skipped:
                row["skipped"] = round(statistics.median(skipped), 4)
            yield row


def trained_model(environment):
    """Where a trained model lies beside the checkout, if nothing else was named."""
    folder = os.path.join("..", "shared", "models", "sentence_encoder")
    if "FFNSCOPE_BENCH_MODEL" not in environment and os.path.isdir(folder):
        environment["FFNSCOPE_BENCH_MODEL"] = os.path.join(folder, "model.safetensors")
        environment["FFNSCOPE_BENCH_STATES"] = os.path.join(folder, "layer0", "input.npy")
    return environment
