"""The rows of the group `startup`: the whole life of a process, from its start to its end."""
import os
import tempfile

import in_turns

DEMO = os.path.join(os.path.dirname(__file__), "..", "resources", "demo", "demo.safetensors")


def rows(build, repetitions, minimum):
    del minimum  # a start is a start
    program = os.path.join(build, "ffnscope")
    if not os.path.exists(program):
        return  # a build without the window
    with in_turns.PythonPeers(0) as peers:
        torch, python = peers.find("torch.load")
        peer = torch and torch.split(",")[0] + ", its import alone"
    with tempfile.TemporaryDirectory() as folder:
        commands = {"ffnscope --version": [program, "--version"],
                    "ffnscope inspect of the demo model": [program, "inspect", DEMO],
                    # Five looks, 40 ms apart, whether all is drawn: app/screenshot.cpp.
                    "the window on the demo model until its picture is saved, 200 ms of waiting included":
                        [program, DEMO, "--screenshot", os.path.join(folder, "window.png")]}
        if peer:
            commands[peer] = [python, "-c", "import torch"]
        times = in_turns.rounds({name: in_turns.process_timer(command) for name, command in commands.items()},
                                2 * repetitions)
    for name in commands:
        if name.startswith("ffnscope inspect"):
            yield in_turns.row("startup", name, times[name], peer, times.get(peer))
        elif name != peer:
            yield in_turns.row("startup", name, times[name])
