#pragma once

#include "engine/tokens/hidden_states.h"
#include "ui/request/model_request.h"

#include <string>

namespace ffn::ui {

/// Hidden states for the open block from FILE or FILE:TENSOR. Of a capture, where no tensor is named, what
/// the model's block got; its blocks may differ in name from the weights' as match_captured allows, also in
/// "CAPTURE:BLOCK/input" with the weights' name of the block. Throws Error as read_hidden_states does.
ModelInput read_states(const std::string& file_and_tensor, const OpenedModel& model);

/// Which of the captured blocks is each of the model's; see match_captured. Nothing also where the sizes
/// differ.
std::vector<std::optional<std::size_t>> captured_blocks_of(const TensorArchive& capture,
                                                           const ModelListing& listing);

} // namespace ffn::ui
