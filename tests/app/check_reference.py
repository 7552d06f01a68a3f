#!/usr/bin/python3
"""Hold `ffnscope run` against a folder of reference cases. Optional; not run by the tests.

    python3 check_reference.py FOLDER PROGRAM

FOLDER has one folder a case: weights in several formats, input.npy [batch, len, d_model] and
expected/STAGE.npy in float64. Products must lie within 2^-24 K abs + 1e-6 |expected|, K the number of
summed terms and abs = expected/abs_STAGE.npy; other stages within 1e-5 of their row's largest value.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

PRODUCTS = {"pre_activation": "d_model", "gate_pre_activation": "d_model", "projection": "d_ff"}


def tolerance(case, stage, expected):
    folder = case / "expected"
    sums = folder / f"abs_{stage}.npy"
    if stage in PRODUCTS and sums.exists():
        terms = json.loads((case / "case.json").read_text())[PRODUCTS[stage]]
        return 2.0 ** -24 * terms * np.load(sums) + 1e-6 * np.abs(expected)
    with np.errstate(invalid="ignore"):
        finite = np.where(np.isfinite(expected), np.abs(expected), 0)
    largest = finite.max(-1, keepdims=True) if finite.ndim == 3 else finite
    return np.broadcast_to(1e-5 * largest + 1e-30, expected.shape)


def check(case, weights, options, program):
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run([program, "run", "--weights", weights, "--input", case / "input.npy", "--out", out,
                               "--formats", "npy", *options], capture_output=True, text=True)
        if done.returncode:
            return [done.stderr.strip()], 0.0
        faults, worst = [], 0.0
        for path in sorted((case / "expected").glob("*.npy")):
            stage = path.stem
            if stage.startswith("abs_"):
                continue
            mine = pathlib.Path(out) / path.name
            if not mine.exists():
                faults.append(f"{stage}: no such stage")
                continue
            expected, got = np.load(path), np.load(mine).astype("f8")
            if expected.shape != got.shape:
                faults.append(f"{stage}: shape {got.shape}, expected {expected.shape}")
                continue
            with np.errstate(invalid="ignore"):
                same = (got == expected) | (np.isnan(got) & np.isnan(expected))
                ratio = np.where(same, 0, np.abs(got - expected) / tolerance(case, stage, expected))
            ratio = np.where(np.isnan(ratio), np.inf, ratio)
            worst = max(worst, ratio.max(initial=0))
            if (ratio > 1).any():
                faults.append(f"{stage}: {(ratio > 1).sum()} values beyond the tolerance, worst × {ratio.max():.3g}")
        return faults, worst


def options_of(case):
    block = json.loads((case / "case.json").read_text())["block"]
    norm = {"layernorm": "layer_norm", "rmsnorm": "rms_norm"}.get(block["norm"], block["norm"])
    activation = {"gelu_erf": "gelu"}.get(block["activation"], block["activation"])
    return ["--activation", activation, "--norm", norm, "--norm-placement", block["placement"],
            "--eps", str(block["eps"])]


def main():
    folder, program = pathlib.Path(sys.argv[1]), sys.argv[2]
    failed = 0
    for case in sorted(p.parent for p in folder.glob("*/case.json")):
        for weights in ["weights.safetensors", "weights.npz", "npy", "weights.pt", "weights_legacy.pt"]:
            if not (case / weights).exists():
                continue
            faults, worst = check(case, case / weights, options_of(case), program)
            failed += bool(faults)
            print(f"{case.name}/{weights}: " + ("; ".join(faults) or f"ok, worst {worst:.2f} of the tolerance"))
    variants = folder / "format_variants"
    for weights in sorted(variants.iterdir()) if variants.exists() else []:
        faults, worst = check(folder / "a_seed0_8x32_affine", weights, [], program)
        print(f"{weights.name}: " + ("; ".join(faults) or f"ok, worst {worst:.2f} of the tolerance"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
