#pragma once

#include "engine/forward/edits.h"
#include "engine/forward/forward.h"
#include "ui/request/input_request.h"
#include "ui/request/model_request.h"

#include <filesystem>
#include <string>
#include <vector>

namespace ffn::app {

/// What the command line says about the window; empty strings and paths are what it does not say.
struct WindowOptions {
    std::vector<std::filesystem::path> files; ///< weights, tokens, tensor or snapshot, told apart by content
    bool has_model = false;                   ///< `model` was asked for (--weights or --random)
    ui::ModelRequest model;
    ui::InputRequest input;
    Edits edits;
    ForwardOptions engine;

    std::filesystem::path screenshot; ///< save a picture of the window there and exit
    int width = 1600, height = 1000;  ///< `--size`
    std::string stage;                ///< a name of the stage table
    std::string panel;
    std::string theme; ///< "light" or "dark"
    std::string language;
};

/// Opens the window and returns the exit status once it is closed. Throws Error.
int run_window(int argc, char** argv, const WindowOptions& options);

} // namespace ffn::app
