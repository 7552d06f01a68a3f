#pragma once

#include "engine/tokens/json_fields.h"
#include "engine/tokens/model_tables.h"
#include "engine/tokens/pre_tokenizer.h"
#include "engine/tokens/subword_model.h"
#include "engine/tokens/text_normalizer.h"

#include <memory>

namespace ffn {

// The components of a tokenizer.json. Each throws Error naming what it does not know.

TextNormalizer read_normalizer(const JsonFields& fields);
PreTokenizer read_pre_tokenizer(const JsonFields& fields);
std::unique_ptr<SubwordModel> read_model(const JsonFields& fields, ModelTables& tables);

} // namespace ffn
